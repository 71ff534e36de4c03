package ssvc

import (
	"encoding/csv"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"parry/model"
)

// shared is where the published files lie, seen from this package.
const shared = "../../../../shared/data"

func methodNamed(t *testing.T, id string) model.Method {
	t.Helper()
	for _, m := range Methods() {
		if m.ID == id {
			return m
		}
	}
	t.Fatalf("there is no %s", id)
	return model.Method{}
}

// Each table has the rows and outcomes that were published, has exactly one row
// for each case, and never falls when an answer rises.
func TestTablesAreThePublishedOnes(t *testing.T) {
	for name, want := range map[string]map[string]int{
		"deployer":             {"defer": 7, "scheduled": 42, "out-of-cycle": 20, "immediate": 3},
		"supplier":             {"defer": 1, "scheduled": 8, "out-of-cycle": 14, "immediate": 13},
		"cisa":                 {"track": 18, "track*": 4, "attend": 10, "act": 4},
		"human_impact":         {"low": 4, "medium": 3, "high": 2, "very high": 7},
		"utility":              {"laborious": 1, "efficient": 2, "super effective": 1},
		"public_safety_impact": {"minimal": 1, "significant": 3},
	} {
		tab := table(name)
		got := map[string]int{}
		for _, row := range tab.Rows {
			got[tab.Outcome.Values[row.Out].Word()]++
		}
		if !maps.Equal(got, want) {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
		if proof := tab.Prove(); !proof.Total() || !proof.Monotone() {
			t.Errorf("%s: %+v", name, proof)
		}
	}
}

// published reads a published table: its header and its rows.
func published(t *testing.T, path ...string) [][]string {
	t.Helper()
	f, err := os.Open(filepath.Join(append([]string{shared}, path...)...))
	if err != nil {
		t.Skipf("the published table is not here: %v", err)
	}
	defer f.Close()
	lines, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// Every row that was published is rated to its outcome, by its number.
func TestEveryPublishedRow(t *testing.T) {
	for _, one := range []struct {
		id, file, key string
		asked         []string
	}{
		{Deployer, "ssvc/deployer_patch_application_priority_1_0_0", "DT_DP 1.0.0", []string{"exploitation", "system_exposure", "automatable", "human_impact"}},
		{Supplier, "ssvc/supplier_patch_development_priority_1_0_0", "DT_SP 1.0.0", []string{"exploitation", "utility", "technical_impact", "public_safety_impact"}},
		{Coordinator, "cisa/cisa_coordinator_2_0_3", "DT_CO 2.0.3", []string{"exploitation", "automatable", "technical_impact", "mission_and_well_being_impact"}},
	} {
		m := methodNamed(t, one.id)
		for _, line := range published(t, "ssvc/csv", one.file+".csv")[1:] {
			a := model.Answers{}
			for i, name := range one.asked {
				a[name] = line[i+1]
			}
			o := m.Rate(a)
			if want := line[len(line)-1]; !o.Complete() || o.Verdict.Outcome != want {
				t.Errorf("%s %v: %+v", one.id, line, o)
			}
			if last := o.Path[len(o.Path)-1]; !strings.HasPrefix(last, one.key+" row "+line[0]+" (") {
				t.Errorf("%s row %s is told as %q", one.id, line[0], last)
			}
		}
	}
}

// Every row of the tables behind is found on the way to the decision.
func TestEveryRowBehind(t *testing.T) {
	for _, one := range []struct {
		id, file, key, gives string
		asked                []string
	}{
		{Deployer, "human_impact_1_0_0", "DT_HI 1.0.0", "human_impact", []string{"safety_impact", "mission_impact"}},
		{Supplier, "utility_1_0_0", "DT_U 1.0.0", "utility", []string{"automatable", "value_density"}},
		{Supplier, "public_safety_impact_1_0_0", "DT_PSI 1.0.0", "public_safety_impact", []string{"safety_impact"}},
	} {
		m := methodNamed(t, one.id)
		for _, line := range published(t, "ssvc/csv/ssvc", one.file+".csv")[1:] {
			a := model.Answers{}
			for i, name := range one.asked {
				a[name] = line[i+1]
			}
			o := m.Rate(a)
			start, end := one.key+" row "+line[0]+" (", one.gives+" "+line[len(line)-1]
			if len(o.Path) != 1 || !strings.HasPrefix(o.Path[0], start) || !strings.HasSuffix(o.Path[0], "): "+end) {
				t.Errorf("%v: path %q", line, o.Path)
			}
		}
	}
}

// An answer given as a whole may agree with its halves, but not contradict
// them.
func TestWholeAndHalves(t *testing.T) {
	m := methodNamed(t, Deployer)
	a := model.Answers{"exploitation": "active", "exposure": "open", "automatable": "yes",
		"safety_impact": "critical", "mission_impact": "MEF failure"}
	o := m.Rate(a)
	want := []string{
		"DT_HI 1.0.0 row 10 (safety_impact critical, mission_impact mef failure): human_impact high",
		"DT_DP 1.0.0 row 70 (exploitation active, system_exposure open, automatable yes, human_impact high): immediate",
	}
	if o.Verdict.Outcome != "immediate" || !slices.Equal(o.Path, want) {
		t.Errorf("%+v", o)
	}
	if o = m.Rate(a.With("human_impact", "High")); o.Verdict.Outcome != "immediate" {
		t.Errorf("given twice and the same: %+v", o)
	}
	o = m.Rate(a.With("human_impact", "low"))
	if o.Verdict.Outcome != "" || len(o.Problems) != 1 || !strings.HasPrefix(o.Problems[0], "human_impact low contradicts DT_HI 1.0.0 row 10") {
		t.Errorf("contradicted: %+v", o)
	}
}

// The published cases that everybody cites come out as published.
func TestCitedCases(t *testing.T) {
	m := methodNamed(t, Deployer)
	for outcome, a := range map[string]model.Answers{
		"immediate": {"exploitation": "active", "system_exposure": "open", "automatable": "no", "human_impact": "very high"},
		"defer":     {"exploitation": "none", "system_exposure": "small", "automatable": "no", "human_impact": "low"},
	} {
		if o := m.Rate(a); o.Verdict.Outcome != outcome {
			t.Errorf("%s: %+v", a, o)
		}
	}
}

// CISA's published values are read as they are spelt, for every combination
// that was found, whatever the mission.
func TestPublishedSpellings(t *testing.T) {
	m := methodNamed(t, Coordinator)
	for _, line := range published(t, "vulnrichment", "ssvc-combinations.csv")[1:] {
		for _, mission := range []string{"low", "Medium", "HIGH"} {
			o := m.Rate(model.Answers{"exploitation": line[0], "automatable": line[1], "technical_impact": line[2], "mission": mission})
			if !o.Complete() || o.Verdict.Outcome == "" {
				t.Errorf("%v: %+v", line, o)
			}
		}
	}
	for _, file := range []string{"cvss30-vectors.csv", "cvss31-vectors.csv", "cvss4-vectors.csv"} {
		for _, line := range published(t, "vulnrichment", file)[1:] {
			o := m.Rate(model.Answers{"exploitation": line[6], "automatable": line[7], "technical_impact": line[8], "mission": "low"})
			if len(o.Problems) > 0 {
				t.Errorf("%s: %v", line[0], o.Problems)
			}
		}
	}
}
