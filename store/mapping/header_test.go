package mapping

import (
	"errors"
	"strings"
	"testing"
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
