package aicm

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
)

func published(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile("../../../../shared/data/aicm/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the file of facts is not there: " + name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Every control that parry ships is one of 1.0.3 with its title, type, owners, ticks, gap
// levels, references and questions, and none of its domain is missing; the domains have the
// sizes that they have there.
func TestControlsAsPublished(t *testing.T) {
	var file struct {
		Version string
		Domains []struct {
			Code, Name string
			Controls   int
		}
		Controls []struct {
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
		}
	}
	if err := json.Unmarshal(published(t, "aicm-1.0.3-facts.json"), &file); err != nil {
		t.Fatal(err)
	}
	c, n := Catalogue(), 0
	if c.Version != file.Version {
		t.Errorf("version %s, not %s", c.Version, file.Version)
	}
	for _, want := range file.Controls {
		if want.Domain != "TVM" {
			continue
		}
		n++
		e, ok := c.Entry(want.ID)
		if !ok || e.Name != want.Title || e.Parent != want.Domain || e.Fact("type") != want.Type {
			t.Errorf("%s: %+v", want.ID, e)
			continue
		}
		have := map[string][]string{}
		for _, f := range e.Facts {
			have[f.Name] = append(have[f.Name], f.Value)
		}
		var activities []string
		for phase, names := range want.Lifecycle {
			for _, name := range names {
				activities = append(activities, phase+"/"+name)
			}
		}
		same := func(name string, want []string) {
			got := slices.Sorted(slices.Values(have[name]))
			if want = slices.Sorted(slices.Values(want)); !slices.Equal(got, want) {
				t.Errorf("%s, %s: %v, not %v", e.ID, name, got, want)
			}
		}
		same("activity", activities)
		same("component", want.Arch)
		same("question", want.CAIQ)
		for layer, owner := range want.Owners {
			same("owner "+layer, []string{owner})
		}
		for key, name := range map[string]string{"iso": "ISO", "eu_ai_act": "EU AI Act", "nist_ai_600_1": "NIST AI 600-1", "bsi_aic4": "BSI"} {
			same("gap "+name, []string{want.Mappings[key].Gap})
			same("reference "+name, want.Mappings[key].Refs)
		}
		if len(have["category"]) != len(want.Threats) {
			t.Errorf("%s: categories %v, not %v", e.ID, have["category"], want.Threats)
		}
	}
	if n != 13 || len(file.Controls) != 243 {
		t.Errorf("%d of %d controls were looked at", n, len(file.Controls))
	}
	for _, d := range file.Domains {
		e, ok := c.Entry(d.Code)
		if !ok || e.Kind != "domain" || e.Name != d.Name || e.Fact("controls") != itoa(d.Controls) {
			t.Errorf("the domain %s: %+v", d.Code, e)
		}
	}
}

func itoa(n int) string {
	text, _ := json.Marshal(n) // a number always can be
	return string(text)
}

// The moves are the crosswalk, row by row.
func TestMovesAsPublished(t *testing.T) {
	rows, err := csv.NewReader(strings.NewReader(string(published(t, "aicm-1.0.3-to-1.1.0-crosswalk.csv")))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, name := range rows[0] {
		at[name] = i
	}
	moves := Moves().List
	if len(moves) != len(rows)-1 || len(moves) != 249 {
		t.Fatalf("%d moves, published %d", len(moves), len(rows)-1)
	}
	for _, row := range rows[1:] {
		old, now := row[at["old_id"]], row[at["new_id"]]
		found := false
		for _, m := range moves {
			found = found || m.Old == old && m.New == now && m.Change == row[at["change"]] && m.Review == (row[at["review_needed"]] == "yes")
		}
		if !found {
			t.Errorf("%s to %s, %s, is not among the moves", old, now, row[at["change"]])
		}
	}
}
