package atlas

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"parry/model"
)

const upstream = "../../../../shared/data/atlas/"

// published reads a file of the publisher's, or skips the test where it is absent.
func published(t *testing.T, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(upstream + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the published file is not there: " + name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return text
}

type upstreamEntry struct {
	ID         string
	Name       string
	Parent     string   `yaml:"subtechnique-of"`
	Tactics    []string `yaml:"tactics"`
	Maturity   string
	Techniques []struct{ ID string }
	Procedure  []struct{ Tactic, Technique string }
}

// Every id, name, parent, link and step is that of the published file, and nothing
// of it is missing.
func TestAsPublished(t *testing.T) {
	var file struct {
		Version  string
		Matrices []struct{ Tactics, Techniques, Mitigations []upstreamEntry }
		Cases    []upstreamEntry `yaml:"case-studies"`
	}
	if err := yaml.Load(published(t, "ATLAS.yaml"), &file); err != nil {
		t.Fatal(err)
	}
	c, m := Catalogue(), file.Matrices[0]
	all := slices.Concat(m.Tactics, m.Techniques, m.Mitigations, file.Cases)
	if c.Version != file.Version || len(c.Entries) != len(all) {
		t.Fatalf("version %s with %d entries, published %s with %d", c.Version, len(c.Entries), file.Version, len(all))
	}
	for i, want := range all {
		got := c.Entries[i]
		if got.ID != want.ID || got.Name != strings.TrimSpace(want.Name) || got.Parent != want.Parent || got.Fact("maturity") != want.Maturity {
			t.Errorf("%+v, published %+v", got, want)
		}
		sameLinks(t, got, want)
	}
}

func sameLinks(t *testing.T, got model.Entry, want upstreamEntry) {
	t.Helper()
	var links, steps []string
	links = append(links, want.Tactics...)
	for _, x := range want.Techniques {
		links = append(links, x.ID)
	}
	for _, s := range want.Procedure {
		links, steps = append(links, s.Technique), append(steps, s.Tactic+" "+s.Technique)
	}
	var haveLinks, haveSteps []string
	for _, l := range got.Links {
		haveLinks = append(haveLinks, l.To)
	}
	for _, f := range got.Facts {
		if f.Name == "step" {
			haveSteps = append(haveSteps, f.Value)
		}
	}
	slices.Sort(links)
	slices.Sort(haveLinks)
	if !slices.Equal(slices.Compact(links), haveLinks) || !slices.Equal(steps, haveSteps) {
		t.Errorf("%s: links %v, published %v; steps %v, published %v", got.ID, haveLinks, links, haveSteps, steps)
	}
}

// The published layer of how often case studies use a technique follows from the
// steps: within its tactic for a technique, in all for a part of one.
func TestFrequencyLayer(t *testing.T) {
	var layer struct {
		Techniques []struct {
			ID     string `json:"techniqueID"`
			Tactic string
			Score  int
		}
	}
	if err := json.Unmarshal(published(t, "layers/atlas_case_study_frequency.json"), &layer); err != nil {
		t.Fatal(err)
	}
	c, short, count := Catalogue(), map[string]string{}, map[string]int{}
	for _, e := range c.Entries {
		if e.Kind == "tactic" {
			short[e.ID] = e.Fact("short")
		}
	}
	for _, e := range c.Entries {
		for _, f := range e.Facts {
			if f.Name == "step" {
				tactic, technique, _ := strings.Cut(f.Value, " ")
				count[technique]++
				count[technique+" in "+short[tactic]]++
			}
		}
	}
	if len(layer.Techniques) != 180 {
		t.Fatalf("the layer has %d entries, not 180", len(layer.Techniques))
	}
	for _, want := range layer.Techniques {
		e, ok := c.Entry(want.ID)
		if !ok {
			t.Errorf("%s is missing", want.ID)
			continue
		}
		key := want.ID
		if e.Parent == "" {
			key += " in " + want.Tactic
		}
		if count[key] != want.Score {
			t.Errorf("%s: %d, published %d", key, count[key], want.Score)
		}
	}
}
