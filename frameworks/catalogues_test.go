package frameworks

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"parry/frameworks/catalogues/aicm"
	"parry/frameworks/catalogues/atlas"
	"parry/frameworks/catalogues/bsi"
	"parry/frameworks/catalogues/euaiact"
	"parry/frameworks/catalogues/iso"
	"parry/frameworks/catalogues/nistai"
	"parry/frameworks/catalogues/owaspasi"
	"parry/frameworks/catalogues/owaspllm"
	"parry/frameworks/catalogues/stride"
	"parry/frameworks/factsheet"
	"parry/model"
)

// everyCatalogue runs a promise for each catalogue by its id.
func everyCatalogue(t *testing.T, promise func(t *testing.T, c *model.Catalogue)) {
	lib := Library()
	for i := range lib.Lists() {
		c := &lib.Lists()[i]
		t.Run(c.ID, func(t *testing.T) { promise(t, c) })
	}
}

// A catalogue says what it is, whose, from where and under which licence, and no
// two share an id.
func TestCataloguesAreNamed(t *testing.T) {
	seen := map[string]bool{}
	everyCatalogue(t, func(t *testing.T, c *model.Catalogue) {
		if c.ID == "" || c.Title == "" || c.Version == "" || c.Publisher == "" || c.Source == "" || c.Licence == "" || seen[c.ID] {
			t.Errorf("%q %q %q %q %q %q, given twice: %v", c.ID, c.Title, c.Version, c.Publisher, c.Source, c.Licence, seen[c.ID])
		}
		if len(c.Entries) == 0 {
			t.Error("it has no entries")
		}
		seen[c.ID] = true
	})
}

// Every entry has an id of its own in any case of letters, a kind and a name, in
// plain text on one line.
func TestEntriesAreNamed(t *testing.T) {
	everyCatalogue(t, func(t *testing.T, c *model.Catalogue) {
		seen := map[string]bool{}
		for _, e := range c.Entries {
			if e.ID == "" || e.Kind == "" || e.Name == "" || seen[strings.ToUpper(e.ID)] {
				t.Errorf("id %q, kind %q, name %q, twice %v", e.ID, e.Kind, e.Name, seen[strings.ToUpper(e.ID)])
			}
			seen[strings.ToUpper(e.ID)] = true
			for _, text := range []string{e.ID, e.Kind, e.Name, e.About} {
				if strings.TrimSpace(text) != text || strings.ContainsFunc(text, unicode.IsControl) {
					t.Errorf("%s: %q", e.ID, text)
				}
			}
		}
	})
}

// Every parent and every link leads to an entry that there is, and no entry is its
// own parent or is linked twice in the same way.
func TestLinksResolve(t *testing.T) {
	lib := Library()
	everyCatalogue(t, func(t *testing.T, c *model.Catalogue) {
		for _, e := range c.Entries {
			if e.Parent != "" {
				if p, ok := c.Entry(e.Parent); !ok || p.ID != e.Parent || p.ID == e.ID {
					t.Errorf("%s is part of %s", e.ID, e.Parent)
				}
			}
			seen := map[model.Link]bool{}
			for _, l := range e.Links {
				to, ok := c, true
				if l.Catalogue != "" {
					to, ok = lib.Catalogue(l.Catalogue)
				}
				if !ok || l.Kind == "" || seen[l] {
					t.Errorf("%s: the link %+v, twice %v", e.ID, l, seen[l])
					continue
				}
				if _, ok := to.Entry(l.To); !ok {
					t.Errorf("%s: the link %+v leads nowhere", e.ID, l)
				}
				seen[l] = true
			}
			for _, f := range e.Facts {
				if f.Name == "" || f.Value == "" {
					t.Errorf("%s: the fact %+v", e.ID, f)
				}
			}
		}
	})
}

// A catalogue is the same after it was kept as a sheet and read again.
func TestCataloguesSurviveASheet(t *testing.T) {
	everyCatalogue(t, func(t *testing.T, c *model.Catalogue) {
		if again, err := factsheet.Read(factsheet.Write(*c)); err != nil || !reflect.DeepEqual(again, *c) {
			t.Errorf("it reads otherwise: %v", err)
		}
	})
}

// Every folder of a catalogue is in the list under its name, and says where it is
// from.
func TestCataloguesMatchFolders(t *testing.T) {
	entries, err := os.ReadDir("catalogues")
	if err != nil {
		t.Fatal(err)
	}
	var folders, ids []string
	for _, e := range entries {
		folders = append(folders, e.Name())
		if _, err := os.Stat("catalogues/" + e.Name() + "/SOURCE.md"); err != nil {
			t.Errorf("catalogues/%s does not say where it is from: %v", e.Name(), err)
		}
	}
	everyCatalogue(t, func(_ *testing.T, c *model.Catalogue) { ids = append(ids, squeeze(c.ID)) })
	slices.Sort(ids)
	if !slices.Equal(ids, folders) {
		t.Errorf("the list has %v, the folders are %v", ids, folders)
	}
}

// What the answer says of the control's standards is what the catalogue says of them: the
// gap of each, and the NIST actions that its range holds, each of which exists.
func TestTheAnswersStandardsAreTheCatalogues(t *testing.T) {
	lib := Library()
	aicm, _ := lib.Catalogue("aicm")
	nist, _ := lib.Catalogue("nist-ai")
	control, ok := aicm.Entry("TVM-13")
	if !ok {
		t.Fatal("TVM-13 is missing")
	}
	for _, s := range model.StandardsOfControl() {
		var want string
		switch {
		case strings.HasPrefix(s.ID, "ISO "):
			want = control.Fact("gap ISO")
		case strings.HasPrefix(s.ID, "EU AI Act "):
			want = control.Fact("gap EU AI Act")
		case strings.HasPrefix(s.ID, "NIST "):
			want = control.Fact("gap NIST AI 600-1")
		default:
			want = control.Fact("gap BSI")
		}
		if want == "" || s.Gap != want {
			t.Errorf("%s: the answer says %q, the catalogue %q", s.ID, s.Gap, want)
		}
	}
	linked := map[string]bool{}
	for _, l := range control.Links {
		if l.Catalogue == nist.ID {
			linked[l.To] = true
		}
	}
	actions := model.NISTActions()
	for _, id := range actions {
		if _, ok := nist.Entry(id); !ok || !linked[id] {
			t.Errorf("%s: exists %v, linked %v", id, ok, linked[id])
		}
	}
	if len(actions) != 46 || len(linked) != 46 {
		t.Errorf("%d actions, %d linked", len(actions), len(linked))
	}
}

// Evidence that names an entry by its id, or a standard as the answer cites it, is found with
// that entry and no other; and what a threat is classified by is an entry of AICM.
func TestReferencesFindTheirEntries(t *testing.T) {
	lib, today := Library(), "2026-11-16"
	plan := func(r *model.Register, edits ...model.Edit) {
		t.Helper()
		for _, e := range edits {
			c, err := model.Plan(r, e, "ada", time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC))
			if err != nil {
				t.Fatal(err)
			}
			c.Seq = r.Version() + 1
			r.Apply(c)
		}
	}
	shown := func(name string) (found []string) {
		r := model.NewRegister()
		plan(r, model.WriteSheet(model.KindEvidence, "EV-1", model.Assignment{Field: "title", Value: "x"}, model.Assignment{Field: "shows", Value: name}))
		lists := lib.Lists()
		for i := range lists {
			v := model.CoverageOf(r, today).Of(&lists[i])
			for k := range v.Entries {
				if v.Entries[k].Rung == model.Shown {
					found = append(found, v.Catalogue.ID+" "+v.Entries[k].ID)
				}
			}
		}
		return found
	}
	for name, want := range map[string]string{
		"ISO 27001:2022 8.8": "iso 27001:2022 A.8.8", "ISO 42001:2023 A.6.2.6": "iso 42001:2023 A.6.2.6", "EU AI Act 9(2)": "eu-ai-act Art. 9(2)",
		"AIC4 SR-02": "bsi AIC4 SR-02", "C5:2020 OPS-18": "bsi C5:2020 OPS-18", "NIST AI 600-1 MG-1.3-001": "nist-ai MG-1.3-001",
		"AICM 1.0.3 TVM-13": "aicm TVM-13", "ATLAS 5.6.0 AML.T0051.001": "atlas AML.T0051.001", "LLM01": "owasp-llm LLM01:2025", "ASI01:2026": "owasp-asi ASI01:2026",
	} {
		if got := shown(name); !slices.Equal(got, []string{want}) {
			t.Errorf("%s finds %v, want %s", name, got, want)
		}
	}
	r := model.NewRegister()
	classes := 0
	for _, a := range model.Activities {
		plan(r, model.AddThreat("a", model.Assignment{Field: "lifecycle_phase", Value: a.Phase}, model.Assignment{Field: "lifecycle_activity", Value: a.Name},
			model.Assignment{Field: "category", Value: model.Categories[classes%len(model.Categories)].Value}, model.Assignment{Field: "layer", Value: model.Layers[classes%4]},
			model.Assignment{Field: "architecture", Value: "Physical; Network; Compute; Storage; Application; Data"}))
		classes++
	}
	aicm, _ := lib.Catalogue("aicm")
	v := model.CoverageOf(r, today).Of(aicm)
	for i := range v.Entries {
		if e := &v.Entries[i]; e.Kind != "control" && e.Live == 0 {
			t.Errorf("no threat of any class cites %s", e.ID)
		}
	}
}

// The entries that can be met are those that people are asked about: no tactic, no published
// case, no heading.
func TestWhatCanBeMet(t *testing.T) {
	counts := map[string]int{"atlas": 205, "aicm": 54, "owasp-llm": 10, "owasp-asi": 27, "stride": 6, "nist-ai": 296, "eu-ai-act": 6, "iso": 131, "bsi": 49}
	everyCatalogue(t, func(t *testing.T, c *model.Catalogue) {
		v := model.CoverageOf(model.NewRegister(), "2026-11-16").Of(c)
		if len(v.Entries) != counts[c.ID] || v.Tally.Sum() != len(v.Entries) || v.InUse() {
			t.Errorf("%d entries, %s", len(v.Entries), v.Tally)
		}
		for _, g := range v.Groups {
			if g.Name == "asked for by TVM-13" && g.Tally.Sum() != 46 {
				t.Errorf("the range holds %d", g.Tally.Sum())
			}
		}
	})
}

// BenchmarkReadCatalogues is what the first look into the library costs before it is drawn.
func BenchmarkReadCatalogues(b *testing.B) {
	for b.Loop() {
		for _, read := range []func() model.Catalogue{aicm.Catalogue, atlas.Catalogue, owaspllm.Catalogue, owaspasi.Catalogue,
			stride.Catalogue, nistai.Catalogue, euaiact.Catalogue, iso.Catalogue, bsi.Catalogue} {
			read()
		}
	}
}
