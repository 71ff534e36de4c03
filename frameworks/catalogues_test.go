package frameworks

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

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
