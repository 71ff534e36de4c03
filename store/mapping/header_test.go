package mapping

import (
	"errors"
	"strings"
	"testing"

	"parry/model"
)

// The header stands below a title, a version and the names of groups; what stands above
// it is told. A row of values is never taken for it.
func TestHeaderBelow(t *testing.T) {
	for _, c := range []struct {
		name  string
		rows  []string
		said  string // of the columns
		place string // of the header
		above string
		reads bool
	}{
		{"on top", []string{"Threat|Impact|Owner", "a|low|Ada"}, "", "line 1", "", true},
		{"a title", []string{"AI risks 2026||", "||", "Threat|Impact|Owner", "a|low|Ada"}, "", "line 3", `"AI risks 2026"`, true},
		{"groups", []string{"AI risks", "|Inherent|Handling", "Threat|Impact|Owner|Due", "a|low|Ada|"}, "", "line 3", `"AI risks", "Inherent", "Handling"`, true},
		{"ours", []string{"my list", "id|title|notes", "T-001|a|"}, "", "line 2", `"my list"`, true},
		{"values that look like names", []string{"Kind|Text|Remark", "Threat|Impact|x"}, "Text=title", "line 1", "", true},
		{"said", []string{"My list||", "Code|Wording|Chance", "1|a|low"}, "Wording=title", "line 2", `"My list"`, true},
		{"nothing said", []string{"My list||", "Code|Wording|Chance", "1|a|low"}, "", "line 2", `"My list"`, false},
	} {
		m := Mapping{}
		if c.said != "" {
			if err := m.Parse(c.said); err != nil {
				t.Fatal(err)
			}
		}
		table := m.Begin(&cells{rows: c.rows})
		told := ""
		for _, n := range table.Above() {
			told += strings.TrimPrefix(n.Text, "what stands above the header was not taken: ")
		}
		if _, place, err := table.Next(); err != nil || place != c.place || told != c.above {
			t.Errorf("%s: header at %s, above %q, %v", c.name, place, told, err)
		}
		in, notes, err := m.Read("csv", &cells{rows: c.rows})
		if c.reads != (err == nil) || c.reads && (len(in) != 1 || c.above != "" && !notes[0].Lost) {
			t.Errorf("%s: %d threats, %v, %v", c.name, len(in), notes, err)
		}
	}
	if _, _, err := (Mapping{}).Read("csv", &cells{}); !errors.Is(err, ErrEmpty) {
		t.Error(err)
	}
}

// Names of groups of columns belong to the names below them, in a row of their own or above
// a full one; the mapping that was agreed finds them again.
func TestGroupsOfColumns(t *testing.T) {
	for name, rows := range map[string][]string{
		"two rows":      {"Risks||||||", "Ref|Title|Inherent||Residual||Owner", "||Likelihood|Impact|Likelihood|Impact|", "R-1|Keys leak|high|low|low|low|Ada"},
		"groups above":  {"||Inherent||Residual||", "Ref|Risk|Likelihood|Impact|Likelihood|Impact|Owner", "R-1|Keys leak|high|low|low|low|Ada"},
		"one full name": {"Ref|Risk|Likelihood|Impact|Residual likelihood|Residual impact|Owner", "R-1|Keys leak|high|low|low|low|Ada"},
	} {
		m := Mapping{Trace: new(Trace)}
		in, notes, err := m.Read("csv", &cells{rows: rows})
		if err != nil || len(in) != 1 {
			t.Fatalf("%s: %d threats, %v %v", name, len(in), notes, err)
		}
		x := in[0].Threat
		if x.ID != "R-1" || x.Title != "Keys leak" || x.Ownership.Person != "Ada" || x.Ratings[0].Likelihood != model.H || x.Ratings[0].Impact != model.L || x.Ratings[1].Likelihood != model.L || x.Ratings[1].Impact != model.L {
			t.Errorf("%s: %+v", name, x)
		}
		m.Agree()
		again := Remembered(m.String())
		same, _, err := again.Read("csv", &cells{rows: rows})
		if err != nil || len(same) != 1 || same[0].Threat.Ratings != x.Ratings {
			t.Errorf("%s, as agreed: %v %+v", name, err, same)
		}
	}
	in, _, err := (Mapping{}).Read("csv", &cells{rows: []string{"Risk|Impact|Likelihood|Notes", "Likelihood|high|low|", "x|low|low|Impact"}})
	if err != nil || len(in) != 2 {
		t.Errorf("a threat is taken for a name: %d %v", len(in), err)
	}
}
