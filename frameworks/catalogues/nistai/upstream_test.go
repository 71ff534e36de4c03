package nistai

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"parry/model"
)

// published reads a file of facts taken from what NIST published, or skips the test where
// it is absent.
func published(t *testing.T, name string, into any) {
	t.Helper()
	text, err := os.ReadFile("../../../../shared/data/nist/" + name)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the published file is not there: " + name)
	}
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Every action stands under its subcategory and with its risks, nothing of it is missing,
// and they stand in the order of functions and numbers. One action is tagged with what is
// none of the twelve risks; that tag is left out.
func TestActionsAsPublished(t *testing.T) {
	var want []struct {
		ID, Subcategory string
		Risks           []string `json:"gai_risks"`
	}
	published(t, "ai-600-1-actions.json", &want)
	c, last, n, odd := Catalogue(), "", 0, 0
	for _, e := range c.Entries {
		if e.Kind != "action" {
			continue
		}
		if last != "" && model.CompareActions(last, e.ID) >= 0 {
			t.Errorf("%s stands behind %s", e.ID, last)
		}
		last = e.ID
		n++
	}
	for _, w := range want {
		e, ok := c.Entry(w.ID)
		if !ok || e.Kind != "action" || e.Parent != w.Subcategory {
			t.Errorf("%s of %s: %+v", w.ID, w.Subcategory, e)
			continue
		}
		var risks, tags []string
		for _, l := range e.Links {
			risks = append(risks, l.To)
		}
		for _, r := range w.Risks {
			if _, ok := c.Entry(r); ok {
				tags = append(tags, r)
			} else {
				odd++
			}
		}
		if slices.Sort(risks); !slices.Equal(risks, slices.Sorted(slices.Values(tags))) {
			t.Errorf("%s has the risks %v, published %v", w.ID, risks, tags)
		}
	}
	if n != len(want) || odd != 1 {
		t.Errorf("%d actions, published %d; %d tags are none of the twelve", n, len(want), odd)
	}
}

// Every subcategory stands under its category and function, and nothing is missing.
func TestSubcategoriesAsPublished(t *testing.T) {
	var want []struct{ ID, Function, Category string }
	published(t, "ai-rmf-1.0-subcategories.json", &want)
	c := Catalogue()
	for _, w := range want {
		e, ok := c.Entry(w.ID)
		if !ok || e.Kind != "subcategory" || e.Parent != w.Category {
			t.Errorf("%s: %+v", w.ID, e)
			continue
		}
		if of, ok := c.Entry(e.Parent); !ok || !strings.EqualFold(of.Parent, w.Function) {
			t.Errorf("%s is of the function %v, published %s", w.ID, of, w.Function)
		}
	}
	n := 0
	for _, e := range c.Entries {
		if e.Kind == "subcategory" {
			n++
		}
	}
	if n != len(want) || n != 72 {
		t.Errorf("%d subcategories, published %d", n, len(want))
	}
}
