package aicmworkbook

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"parry/model"
	"parry/store/tryout"
)

var all9 = [9]bool{true, true, true, true, true, true, true, true, true}

// response is the control that parry is for, as the matrix has it but for the sentences,
// which are ours.
var response = tryout.MatrixControl{
	ID: "TVM-13", Domain: "Threat & Vulnerability Management", Title: "Threat Response", Specification: "Rank threats,\nthen act.", Type: "Cloud & AI Related",
	Owners:     [4]string{"Owned by the Cloud Service Provider (CSP)", "Owned by the Model Provider (MP)", "Shared Model Provider-Orchestrated Service Provider (Shared MP-OSP)", "Shared across the supply chain"},
	Components: [6]bool{true, false, true, false, true, true},
	Lifecycle:  [6]string{"Data curation, Team and Expertise", "N/A", "Validation/Red Teaming", "AI applications", "Not applicable", "Model disposal, Burning"},
	Threats:    all9,
	Mappings: map[string][3]string{
		"BSI AI C4":          {"C4 SR-02\nC5 OPS-18", "No Gap", "N/A"},
		"EU AI Act":          {"Article 9 (2)\nAnnex IV (2) (f)", "Partial Gap", "Name the framework."},
		"ISO/IEC 42001:2023": {"27001: 8.8 of flaws\n42001-A.6.2.6\nA.6.2.3/B.6.2.3 of both\nmeasurement", "No Gap", ""},
		"NIST AI 600-1:2024": {"GV-1.1-001\nMP-1.1-001 to\nMP-3.2-003\nMEASURE 2.9", "Partial Gap", "Order them."},
		"AIUC-1 Q2 2026":     {"No Mapping", "Full Gap", "All of it."},
	},
	Guidelines: map[string]string{"shared": "Together.", "AP": "1. First\n\n2. Second"}, Auditing: map[string]string{"AP": "1. Look.\n\n2. Ask.", "CSP": "1. Look below."},
	Questions: []string{"Do you?"},
}

// The version comes from cell A1, columns from their headers, frameworks from those of
// their groups wherever they stand; each role keeps its own guidelines.
func TestMatrixIsReadByItsHeaders(t *testing.T) {
	for _, frameworks := range [][]string{
		{"BSI AI C4", "EU AI Act", "ISO/IEC 42001:2023", "NIST AI 600-1:2024", "AIUC-1 Q2 2026"},
		{"AIUC-1 Q2 2026", "NIST AI 600-1:2024", "ISO/IEC 42001:2023", "BSI AI C4", "EU AI Act"},
	} {
		c, notes, err := Read(bytes.NewReader(tryout.Matrix("1.1.1", frameworks, response)))
		if err != nil {
			t.Fatal(err)
		}
		if c.ID != "aicm" || c.Version != "1.1.1" || c.Cited != "AICM 1.1.1" || len(c.Entries) != 2 {
			t.Fatalf("%s %s %q, %d entries", c.ID, c.Version, c.Cited, len(c.Entries))
		}
		e := c.Entries[0]
		var facts []string
		for _, f := range e.Facts {
			facts = append(facts, f.Name+"="+f.Value)
		}
		for _, want := range []string{"type=Cloud & AI Related", "owner PI=CSP", "owner Model=MP", "owner Orchestrated=MP-OSP", "owner Application=ALL",
			"component=Physical", "component=Compute", "component=Application", "component=Data", "activity=Preparation/Data curation", "activity=Preparation/Team and expertise",
			"activity=Evaluation/Validation/Red Teaming", "activity=Deployment/AI applications", "activity=Retirement/Model disposal", "activity=Retirement/Burning",
			"category=Model/Service failure", "category=Denial of service", "gap BSI=No Gap", "reference BSI=C4:SR-02", "reference BSI=C5:OPS-18",
			"gap EU AI Act=Partial Gap", "reference EU AI Act=Article 9 (2)", "reference EU AI Act=Annex IV (2)(f)",
			"reference ISO=27001:8.8", "reference ISO=42001:A.6.2.6", "reference ISO=?:A.6.2.3", "reference ISO=?:B.6.2.3",
			"reference NIST AI 600-1=GV-1.1-001", "reference NIST AI 600-1=MP-1.1-001..MP-3.2-003", "reference NIST AI 600-1=MEASURE 2.9", "gap AIUC-1 Q2 2026=Full Gap", "question=TVM-13.1"} {
			if !slices.Contains(facts, want) {
				t.Errorf("missing: %s", want)
			}
		}
		if len(facts) != 41 {
			t.Errorf("%d facts: %s", len(facts), strings.Join(facts, "\n"))
		}
		for name, want := range map[string]string{"specification": "Rank threats,\nthen act.", "implementation shared": "Together.", "implementation AP": "1. First\n\n2. Second",
			"auditing AP": "1. Look.\n\n2. Ask.", "auditing CSP": "1. Look below.", "auditing MP": "", "mapping AIUC-1 Q2 2026": "No Mapping", "addendum EU AI Act": "Name the framework.",
			"addendum BSI": "", "question TVM-13.1": "Do you?", "domain": ""} {
			if got := e.Text(name); got != want {
				t.Errorf("%s: %q", name, got)
			}
		}
		if d := c.Entries[1]; d.ID != "TVM" || d.Name != response.Domain || d.Fact("controls") != "1" {
			t.Errorf("domain %+v", d)
		}
		if says := told(notes); !slices.Equal(says, []string{`sheet AICM, row 5: TVM-13: "Burning" is no activity of Retirement that is known; it was taken as it stands`,
			"the workbook: nothing was taken of its sheets Introduction"}) {
			t.Errorf("told: %q", says)
		}
	}
}

func told(notes []model.Note) (says []string) {
	for _, n := range notes {
		says = append(says, n.Place+": "+n.Text)
	}
	return says
}

// What published versions have wrong is taken for what it means, or told: an owner without
// the words before it, an owner's cell that is empty, an id that is there twice or is none.
func TestDefectsAreWorkedAroundAndTold(t *testing.T) {
	bare := response
	bare.ID, bare.Lifecycle, bare.Owners = "GRC-01", [6]string{}, [4]string{"Cloud Service Provider (CSP)", "", "Somebody", "Owned by the Customer (AIC)"}
	odd := response
	odd.ID, odd.Title = "TVM-1", "?"
	c, notes, err := Read(bytes.NewReader(tryout.Matrix("1.1.0", []string{"EU AI Act"}, bare, bare, odd)))
	if err != nil {
		t.Fatal(err)
	}
	e := c.Entries[0]
	if e.Fact("owner PI") != "CSP" || e.Fact("owner Model") != "" || e.Fact("owner Orchestrated") != "Somebody" || e.Fact("owner Application") != "AIC" {
		t.Errorf("owners %v", e.Facts)
	}
	says := strings.Join(told(notes), "\n")
	for _, want := range []string{`GRC-01: "Somebody" is no owner that is known`, "row 6: GRC-01 stands there twice", `row 7: "TVM-1" is no id of a control; the row was left out`,
		`the matrix has no control "TVM-1"`, `the question "TVM-1.1" belongs to no control`} {
		if !strings.Contains(says, want) {
			t.Errorf("not told: %s\n%s", want, says)
		}
	}
}

// What is no matrix is refused in a sentence that says what is missing.
func TestRefused(t *testing.T) {
	page := func(name string, rows ...[]string) []byte {
		return tryout.Workbook(tryout.Page{Name: name, Rows: rows})
	}
	if _, _, err := Read(bytes.NewReader(page("Risks", []string{"Title"}))); !errors.Is(err, ErrOther) {
		t.Errorf("another workbook: %v", err)
	}
	for _, c := range []struct {
		file []byte
		want string
	}{
		{page("AICM", []string{"a"}), `the sheet "AICM" has no column "control id"`},
		{page("AICM", []string{"Version 1.1"}, []string{"Control Title", "Control ID"}), "does not say which version it is"},
		{page("AICM", []string{`{"specification_version":"1.1.1"}`}, []string{"Control Title", "Control ID"}), "holds no control"},
		{page("AICM", []string{`{"specification_version":"1.1.1"}`}, []string{"Control ID"}), `no column "Control Title"`},
		{[]byte("PK\x03\x04"), "no zip archive"},
	} {
		if _, _, err := Read(bytes.NewReader(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%v, not %s", err, c.want)
		}
	}
}

// Whatever the cells say, the matrix is read or refused in one sentence; never a panic. An
// id is one of the publisher's form, once.
func FuzzCells(f *testing.F) {
	f.Add("1.1.1", "TVM-13", "Owned by the Model Provider (MP)", "27001: 8.8", "EU AI Act", "Data curation")
	f.Add("1.1", "A&A-01", "", "MP-1.1-001 to MP-3.2-003", "NIST AI 600-1", "N/A")
	f.Fuzz(func(t *testing.T, version, id, owner, mapping, framework, lifecycle string) {
		one := response
		one.ID, one.Owners[1], one.Lifecycle[0], one.Mappings = id, owner, lifecycle, map[string][3]string{framework: {mapping, "No Gap", mapping}}
		c, _, err := Read(bytes.NewReader(tryout.Matrix(version, []string{framework}, one, response)))
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, e := range c.Entries {
			if seen[e.ID] || e.Kind == "control" && !controlForm.MatchString(e.ID) {
				t.Errorf("%q, twice %v", e.ID, seen[e.ID])
			}
			seen[e.ID] = true
		}
	})
}

// Any bytes are read or refused; never a panic.
func FuzzFile(f *testing.F) {
	f.Add(tryout.Matrix("1.1.1", []string{"EU AI Act"}, response))
	f.Fuzz(func(_ *testing.T, file []byte) { _, _, _ = Read(bytes.NewReader(file)) })
}

func ExampleRead() {
	c, _, _ := Read(bytes.NewReader(tryout.Matrix("1.1.1", nil, response)))
	fmt.Println(c.Cited, c.Entries[0].ID)
	// Output: AICM 1.1.1 TVM-13
}
