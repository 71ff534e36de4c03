package suggest

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"parry/frameworks"
	"parry/frameworks/catalogues/atlas"
	"parry/frameworks/ownlist"
	"parry/model"
)

// A labelled threat is one whose classification somebody wrote down.
type labelled struct {
	category   string
	techniques []string
	threat     *model.Threat
	recorded   *model.Threat // nil where nothing else was written down
}

// A tally counts how often the first hints hold what somebody wrote down.
type tally struct {
	threats, category, withTechnique, technique, without, left int
}

// measure classifies each threat; tell hears of each miss.
func measure(all []labelled, classify model.Classifier, tell func(format string, args ...any)) (n tally) {
	for _, one := range all {
		hints := map[string]model.Hints{}
		for _, h := range classify(one.threat) {
			hints[h.Field] = h
		}
		n.threats++
		if has(hints["category"].Hints, 2, one.category) {
			n.category++
		} else {
			tell("%s %.80s: category %s, not %s", one.threat.ID, one.threat.Title, first(hints["category"].Hints, 3), one.category)
		}
		switch {
		case len(one.techniques) == 0:
			n.without++
			if len(hints["atlas"].Hints) == 0 {
				n.left++
			} else {
				tell("%s %.80s: no technique, but %s", one.threat.ID, one.threat.Title, first(hints["atlas"].Hints, 3))
			}
		default:
			n.withTechnique++
			if has(hints["atlas"].Hints, 5, one.techniques...) {
				n.technique++
			} else {
				tell("%s %.80s: techniques %s, not %s", one.threat.ID, one.threat.Title, first(hints["atlas"].Hints, 5), one.techniques)
			}
		}
	}
	return n
}

// has says whether one of the values is among the first hints.
func has(hints []model.Hint, n int, values ...string) bool {
	return slices.ContainsFunc(hints[:min(n, len(hints))], func(h model.Hint) bool { return slices.Contains(values, h.Value) })
}

func first(hints []model.Hint, n int) string {
	var s []string
	for _, h := range hints[:min(n, len(hints))] {
		s = append(s, h.Value)
	}
	return strings.Join(s, " ")
}

func library() model.Library {
	return model.Library{Catalogues: func() []model.Catalogue { return []model.Catalogue{atlas.Catalogue()} }}
}

func invented(t testing.TB, name string) []labelled {
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return ownlist.Must("the invented threats", string(text), 3, func(c []string) labelled {
		return labelled{c[0], items(c[1]), &model.Threat{Title: c[2]}, nil}
	})
}

// The lists were made better by these threats, so this says that they still do what they
// did, and not how good they are.
func TestInventedThreats(t *testing.T) {
	for _, one := range []struct {
		name                      string
		category, technique, left int
	}{
		{"invented.tsv", 90, 68, 21},
		{"invented2.tsv", 62, 43, 18},
		{"invented3.tsv", 46, 31, 8},
	} {
		n := measure(invented(t, one.name), New(library()), t.Logf)
		t.Logf("%s: category among the first two %d of %d, a technique among the first five %d of %d, left without %d of %d",
			one.name, n.category, n.threats, n.technique, n.withTechnique, n.left, n.without)
		if n.category < one.category || n.technique < one.technique || n.left < one.left {
			t.Errorf("%s: it was %d, %d and %d at least", one.name, one.category, one.technique, one.left)
		}
	}
}

// Every hint says why, in words of the text or by a link that the crosswalk has; the same
// text gives the same answer.
func TestReasons(t *testing.T) {
	classify := New(frameworks.Library())
	one := &model.Threat{Title: "a spammer can plant lies in the wiki that the assistant answers from, leading to wrong advice"}
	hints := classify(one)
	got := map[string]string{}
	for _, f := range hints {
		for _, h := range f.Hints {
			got[f.Field+" "+h.Value] = h.Why
		}
	}
	for id, want := range map[string]string{
		"category Data poisoning": "“plant … wiki” and “lies wiki” speak for it and for AML.T0070, which the crosswalk links to it",
		"atlas AML.T0070":         "“plant … wiki” and “lies wiki” speak for it; the crosswalk has it under Data poisoning",
		"owasp_llm LLM04:2025":    "“plant … wiki” speaks for it; the crosswalk links it to Data poisoning",
		"owasp_asi ASI06:2026":    "“plant … wiki” speaks for it; the crosswalk links it to Data poisoning",
	} {
		if got[id] != want {
			t.Errorf("%s: %q, not %q", id, got[id], want)
		}
	}
	for range 20 {
		if again := classify(one); !reflect.DeepEqual(again, hints) {
			t.Fatalf("%v, then %v", hints, again)
		}
	}
}

// What nobody does on purpose is offered no technique, and it is said why; a text without
// words gives nothing.
func TestNoneFits(t *testing.T) {
	classify := New(frameworks.Library())
	for _, text := range []string{"the licence of the weights forbids use in medicine", "nobody is named as the owner of the system", "", "?", "the the"} {
		for _, f := range classify(&model.Threat{Title: text}) {
			if f.Field == "atlas" && (len(f.Hints) > 0 || f.None == "") {
				t.Errorf("%q: %+v", text, f)
			}
		}
	}
}

// A text that nobody would write ends as well, whatever is in it.
func TestHostileTexts(t *testing.T) {
	classify := New(library())
	long := strings.Repeat("poisoned model data agent tool leak prompt ", model.MaxText/44)
	for _, text := range []string{long, strings.Repeat("a", model.MaxText), strings.Repeat("model ", model.MaxText/6), "\x00\xff\xfe \u202e“”", strings.Repeat("é", 1000), "can can can , leading to on"} {
		hints := classify(&model.Threat{Title: text, Statement: model.Statement{Source: text, Action: text, Impact: text, Assets: []string{text}}})
		if len(hints) != len(model.ClassifiedFields) {
			t.Errorf("%.20q: %d fields", text, len(hints))
		}
		for i, h := range hints {
			if h.Field != model.ClassifiedFields[i] || h.Hints == nil {
				t.Errorf("%.20q: %+v", text, h)
			}
		}
	}
}
