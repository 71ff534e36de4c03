package bod2604

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"testing"

	"parry/model"
)

// rows is the directive's table once more: known exploited, exposed,
// automatable, technical impact, outcome, days; f is with forensics.
const rows = `
n n n partial | fix on system upgrade | 0
y n n partial | 14 days | 14
n y n partial | 60 days | 60
n n y partial | 60 days | 60
n n n total | fix on system upgrade | 0
y y n partial | 14 days | 14
y n y partial | 14 days | 14
n y y partial | 14 days | 14
y n n total | 14 days | 14
n y n total | 14 days | 14
n n y total | 60 days | 60
y y y partial | 3 days | 3
y y n total | 3 days & forensic investigation | 3 f
y n y total | 3 days & forensic investigation | 3 f
n y y total | 3 days | 3
y y y total | 3 days & forensic investigation | 3 f`

// Each of the 16 rows gives its outcome, its days and whether traces are to be
// looked at.
func TestEveryRow(t *testing.T) {
	m := Method()
	seen := map[string]bool{}
	for line := range strings.Lines(strings.TrimSpace(rows)) {
		parts := strings.Split(strings.TrimSpace(line), " | ")
		in := strings.Fields(parts[0])
		a := model.Answers{"kev": in[0], "exposed": in[1], "automatable": in[2], "technical_impact": in[3]}
		days, forensics := 0, strings.HasSuffix(parts[2], "f")
		fmt.Sscan(parts[2], &days)
		o := m.Rate(a)
		if !o.Complete() || o.Verdict.Outcome != parts[1] || o.DueDays != days || o.Forensics != forensics {
			t.Errorf("%s: %+v", line, o)
		}
		seen[parts[0]] = true
	}
	if len(seen) != 16 {
		t.Errorf("%d rows", len(seen))
	}
}

// The published table says the same, row by row under the same numbers.
func TestPublishedRows(t *testing.T) {
	f, err := os.Open("../../../../shared/data/ssvc/csv/cisa/cisa_bod_26_04_1_0_0.csv")
	if err != nil {
		t.Skipf("the published table is not here: %v", err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	m := Method()
	for _, line := range lines[1:] {
		o := m.Rate(model.Answers{"in_kev": line[1], "publicly_exposed": line[2], "automatable": line[3], "technical_impact": line[4]})
		row := "DT_BOD2604 1.0.0 row " + line[0] + " ("
		if o.Verdict.Outcome != line[5] || !strings.HasPrefix(o.Path[0], row) {
			t.Errorf("%v: %s, path %q", line, o.Verdict.Outcome, o.Path)
		}
	}
	if len(lines) != 17 {
		t.Errorf("%d rows", len(lines)-1)
	}
}

// The threat's own fields suggest what they say, and leave open what they do
// not: a component behind a guard may be exposed or not.
func TestFieldsSuggest(t *testing.T) {
	one := &model.Threat{}
	one.Urgency = model.Urgency{Exposure: "open", Automatable: "yes", TechnicalImpact: "total", KEV: "yes"}
	if o := Method().Rate(facts(one)); o.Verdict.Outcome != "3 days & forensic investigation" {
		t.Errorf("%+v", o)
	}
	one.Urgency.Exposure = "controlled"
	if o := Method().Rate(facts(one)); len(o.Missing) != 1 || !strings.HasPrefix(o.Missing[0], "exposed is missing") {
		t.Errorf("%+v", o)
	}
	one.Urgency = model.Urgency{Exposure: "small"}
	if a := facts(one); a.String() != "exposed=no" {
		t.Errorf("%s", a)
	}
}
