package main

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"parry/frameworks"
	"parry/model"
	"parry/store/tryout"
)

const publishedData = "../../../shared/data/"

// publishedFile reads a file that somebody published, or skips the test where it is absent.
func publishedFile(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(publishedData + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the published file is not there: " + name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// broughtFrom reads a catalogue as an import does, and holds it against what parry ships.
func broughtFrom(t *testing.T, path string) *broughtEdition {
	t.Helper()
	e, notes, err := readEdition(path)
	if err != nil {
		t.Fatal(err)
	}
	b, err := against(model.NewRegister(), e, notes)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// ATLAS as it is published comes in as the catalogue that parry ships, entry by entry; only
// its sentences are more.
func TestPublishedATLASIsTheOneThatParryShips(t *testing.T) {
	publishedFile(t, "atlas/ATLAS.yaml")
	b := broughtFrom(t, publishedData+"atlas/ATLAS.yaml")
	shipped, _ := library().Catalogue("atlas")
	if b.now.Version != shipped.Version || !b.diff.Nothing() || len(b.notes) != 4 {
		t.Errorf("version %s, %s, notes %v", b.now.Version, b.diff.Counts(), b.notes)
	}
	texts := 0
	for i, e := range b.now.Entries {
		texts += len(e.Texts)
		if e.Texts = nil; i < len(shipped.Entries) && !reflect.DeepEqual(e, shipped.Entries[i]) {
			t.Errorf("%+v\nis not\n%+v", e, shipped.Entries[i])
		}
	}
	if len(b.now.Entries) != len(shipped.Entries) || texts < 1000 {
		t.Errorf("%d entries, not %d; %d texts", len(b.now.Entries), len(shipped.Entries), texts)
	}
}

// factSheet is the table of facts of AICM 1.0.3 that is there for tests.
type factSheet struct {
	Codes   map[string]string `json:"owner_codes"`
	Threats map[string]string `json:"threat_codes"`
	Domains []struct{ Code, Name string }
	List    []struct {
		ID, Domain, Title, Type string
		Owners                  map[string]string
		Arch                    []string
		Lifecycle               map[string][]string
		Threats                 []string
		Mappings                map[string]struct {
			Gap  string
			Refs []string
		}
		CAIQ []string
	} `json:"controls"`
}

// workbook makes a workbook of the facts: the whole matrix without its sentences.
func (s factSheet) workbook() []byte {
	frameworks := []string{"BSI AI C4", "EU AI Act", "ISO/IEC 42001:2023", "NIST AI 600-1:2024"}
	domains := map[string]string{}
	for _, d := range s.Domains {
		domains[d.Code] = d.Name
	}
	var threats []string
	for _, name := range []string{"model-manipulation", "data-poisoning", "sensitive-data-disclosure", "model-theft", "service-failure", "insecure-supply-chain", "insecure-apps-plugins", "denial-of-service", "loss-of-governance"} {
		if s.Threats[name] != "" {
			threats = append(threats, name)
		}
	}
	var all []tryout.MatrixControl
	for _, c := range s.List {
		m := tryout.MatrixControl{ID: c.ID, Domain: domains[c.Domain], Title: c.Title, Type: c.Type, Mappings: map[string][3]string{}}
		for i, layer := range []string{"PI", "Model", "Orchestrated", "Application"} {
			m.Owners[i] = s.Codes[c.Owners[layer]]
		}
		for i, part := range []string{"Physical", "Network", "Compute", "Storage", "Application", "Data"} {
			m.Components[i] = slices.Contains(c.Arch, part)
		}
		for i, p := range model.Phases {
			m.Lifecycle[i] = strings.Join(c.Lifecycle[p.Value], ", ")
		}
		for i, name := range threats {
			m.Threats[i] = slices.Contains(c.Threats, name)
		}
		for i, key := range []string{"bsi_aic4", "eu_ai_act", "iso", "nist_ai_600_1"} {
			cell := strings.Join(c.Mappings[key].Refs, "\n")
			if cell == "" && c.Mappings[key].Gap != "" {
				cell = "No Mapping"
			}
			cell = strings.ReplaceAll(strings.ReplaceAll(cell, "?:", ""), "..", " to\n")
			m.Mappings[frameworks[i]] = [3]string{cell, c.Mappings[key].Gap, ""}
		}
		for range c.CAIQ {
			m.Questions = append(m.Questions, "?")
		}
		all = append(all, m)
	}
	return tryout.Matrix("1.0.3", frameworks, all...)
}

// The whole matrix of 1.0.3, in a workbook of its shape, comes in with its counts, and its
// controls of threats and vulnerabilities are those that parry ships, fact by fact.
func TestMatrixAsAWorkbookIsTheOneThatParryShips(t *testing.T) {
	var sheet factSheet
	if err := json.Unmarshal(publishedFile(t, "aicm/aicm-1.0.3-facts.json"), &sheet); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "AICM.xlsx")
	if err := os.WriteFile(path, sheet.workbook(), 0o600); err != nil {
		t.Fatal(err)
	}
	b := broughtFrom(t, path)
	shipped, _ := library().Catalogue("aicm")
	for _, c := range slices.Concat(b.diff.Changed, b.diff.Gone) {
		t.Errorf("%s differs: %v", c.ID, c.What)
	}
	for i := range shipped.Entries {
		want := &shipped.Entries[i]
		got, ok := b.now.Entry(want.ID)
		if !ok || got.Kind != want.Kind || got.Name != want.Name || got.Parent != want.Parent || got.About != want.About || !sameItems(got.Links, want.Links) || !sameItems(got.Facts, want.Facts) {
			t.Errorf("%+v\nis not\n%+v", got, want)
		}
	}
	holdsTheCounts(t, &b.now)
}

func sameItems[T comparable](a, b []T) bool {
	return len(a) == len(b) && !slices.ContainsFunc(a, func(x T) bool { return !slices.Contains(b, x) })
}

// holdsTheCounts compares an imported 1.0.3 with what is known of the whole matrix.
func holdsTheCounts(t *testing.T, c *model.Catalogue) {
	t.Helper()
	n := map[string]int{}
	for _, e := range c.Entries {
		n["kind "+e.Kind]++
		stages := map[string]bool{}
		for _, f := range e.Facts {
			switch {
			case f.Name == "activity":
				stage, _, _ := strings.Cut(f.Value, "/")
				if !stages[stage] {
					n["stage "+stage]++
				}
				stages[stage] = true
				n[f.Value]++
			case f.Name == "type", f.Name == "component", f.Name == "category", strings.HasPrefix(f.Name, "owner "), strings.HasPrefix(f.Name, "gap "), f.Name == "controls":
				n[strings.TrimPrefix(f.Name+" ", "controls ")+f.Value]++
			case f.Name == "question":
				n["questions"]++
			}
		}
	}
	for what, want := range map[string]int{
		"kind control": 243, "kind domain": 18, "questions": 311,
		"type Cloud & AI Related": 196, "type AI-Specific": 34, "type Cloud-Specific": 13,
		"owner PI CSP": 45, "owner PI AIC": 25, "owner PI CSP-MP": 109, "owner PI ALL": 62, "owner PI OSP": 1, "owner PI AP-AIC": 1,
		"owner Model MP": 211, "owner Model AIC": 17, "owner Model CSP-MP": 11, "owner Model CSP": 2, "owner Model ALL": 2,
		"owner Orchestrated MP-OSP": 134, "owner Orchestrated OSP": 38, "owner Orchestrated OSP-AP": 27, "owner Orchestrated CSP-MP": 23, "owner Orchestrated AIC": 15, "owner Orchestrated ALL": 5, "owner Orchestrated CSP": 1,
		"owner Application AP": 118, "owner Application OSP-AP": 50, "owner Application AIC": 31, "owner Application AP-AIC": 27, "owner Application ALL": 16, "owner Application CSP": 1,
		"stage Preparation": 226, "stage Development": 200, "stage Evaluation": 173, "stage Deployment": 227, "stage Delivery": 224, "stage Retirement": 189,
		"Preparation/Data collection": 69, "Preparation/Data curation": 60, "Preparation/Data storage": 152, "Preparation/Resource provisioning": 106, "Preparation/Team and expertise": 90,
		"Development/Design": 99, "Development/Training": 85, "Development/Guardrails": 124, "Development/Supply Chain": 66,
		"Evaluation/Evaluation": 119, "Evaluation/Validation/Red Teaming": 148, "Evaluation/Re-evaluation": 111,
		"Deployment/Orchestration": 180, "Deployment/AI Services supply chain": 198, "Deployment/AI applications": 166,
		"Delivery/Operations": 204, "Delivery/Maintenance": 186, "Delivery/Continuous monitoring": 169, "Delivery/Continuous improvement": 126,
		"Retirement/Archiving": 133, "Retirement/Data deletion": 167, "Retirement/Model disposal": 115,
		"component Application": 206, "component Data": 200, "component Storage": 195, "component Compute": 193, "component Network": 172, "component Physical": 133,
		"category Loss of governance/compliance": 232, "category Sensitive data disclosure": 209, "category Insecure supply chain": 172, "category Model/Service failure": 164,
		"category Insecure apps/plugins": 153, "category Denial of service": 128, "category Model theft": 124, "category Data poisoning": 117, "category Model manipulation": 114,
		"gap BSI No Gap": 208, "gap BSI Partial Gap": 32, "gap BSI Full Gap": 2, "gap ISO No Gap": 147, "gap ISO Partial Gap": 94, "gap ISO Full Gap": 2,
		"gap EU AI Act No Gap": 51, "gap EU AI Act Partial Gap": 114, "gap EU AI Act Full Gap": 78, "gap NIST AI 600-1 No Gap": 77, "gap NIST AI 600-1 Partial Gap": 78, "gap NIST AI 600-1 Full Gap": 88,
	} {
		if n[what] != want {
			t.Errorf("%s: %d, not %d", what, n[what], want)
		}
	}
	domains := map[string]string{}
	shipped, _ := frameworks.Library().Catalogue("aicm")
	for _, e := range shipped.Entries {
		if e.Kind == "domain" {
			domains[e.ID] = e.Fact("controls")
		}
	}
	for id, count := range domains {
		if e, ok := c.Entry(id); !ok || e.Fact("controls") != count {
			t.Errorf("the domain %s: %+v", id, e)
		}
	}
}

// scriptMatrix writes a workbook in the shape of the AI Controls Matrix, in our own words:
// matrix 1.1.1 FILE
func scriptMatrix(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: matrix version file")
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), smallMatrix(args[0]), 0o600))
}

// smallMatrix holds the control that parry is for and two more, as two editions number them.
func smallMatrix(version string) []byte {
	response := tryout.MatrixControl{
		ID: "TVM-13", Domain: "Threat & Vulnerability Management", Title: "Threat Response", Specification: "Rank threats by risk, and act on them.", Type: "Cloud & AI Related",
		Owners: [4]string{"Owned by the Cloud Service Provider (CSP)", "Owned by the Model Provider (MP)", "Shared Model Provider-Orchestrated Service Provider (Shared MP-OSP)", "Shared Orchestrated Service Provider-Application Provider (Shared OSP-AP)"},
		Mappings: map[string][3]string{
			"BSI AI C4": {"C4 SR-02\nC5 OPS-18", "No Gap", "N/A"}, "EU AI Act": {"Article 9 (2)", "Partial Gap", "Say by which framework threats are ranked."},
			"ISO/IEC 42001:2023": {"27001: 8.8 of flaws\n42001: A.6.2.6 of running it\n42001: A.8.4 of telling", "Partial Gap", "Tell of threats too."}, "NIST AI RMF + NIST AI 600-1": {"No Mapping", "Full Gap", "All of it."},
		},
		Guidelines: map[string]string{"shared": "1. Agree on one scale.", "AP": "1. Ask what users see.\n\n2. Fix what they reach first.", "OSP": "1. Watch the tools.", "CSP": "1. Watch the machines."},
		Auditing:   map[string]string{"AP": "1. Look at how the application's threats are ranked.\n\n2. Ask who decided, and when.", "OSP": "1. Look at the tools.", "CSP": "1. Look below."},
		Questions:  []string{"Are threats ranked by risk?"},
	}
	metrics := tryout.MatrixControl{ID: "TVM-10", Domain: response.Domain, Title: "Vulnerability Management Metrics", Type: "Cloud & AI Related", Owners: response.Owners}
	rails := tryout.MatrixControl{ID: "TVM-11", Domain: response.Domain, Title: "Guardrails", Type: "AI-Specific", Owners: response.Owners}
	if strings.HasPrefix(version, "1.1") {
		response.ID, metrics.ID, rails.ID = "TVM-10", "TVM-12", "TVM-13"
	}
	return tryout.Matrix(version, []string{"BSI AI C4", "EU AI Act", "ISO/IEC 42001:2023", "NIST AI RMF + NIST AI 600-1"}, response, metrics, rails)
}
