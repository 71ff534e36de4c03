package suggest

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"parry/frameworks/ownlist"
)

//go:embed words.tsv
var wordsText string

//go:embed rules.tsv
var rulesText string

//go:embed crosswalk.tsv
var crosswalkText string

// lists are the three lists, ready to be looked up in. A word or phrase of a rule is an
// atom, and so is each class of words.
type lists struct {
	atoms   map[string][]named // by the stems they are matched by: "train", "prompt inject"
	count   int                // how many atoms there are
	rules   []rule
	begin   [][]int // by atom: the rules that begin with it
	targets []target
	axes    map[string][]int // by axis: its targets
	walk    []crossing
}

type atom int

// A named is an atom that some words stand for, and how far: a word that often means
// something else as well counts for less.
type named struct {
	atom
	trust float64
}

// A target is what rules speak for: an id of an axis, placed by the crosswalk.
type target struct {
	axis, id string
	placed   []int // the lines of the crosswalk that have it
	kin      []int // what it is part of, or its parts
}

// A rule is words that speak for a target where they stand together, in any order.
type rule struct {
	target int
	atoms  []atom
	weight float64
	loose  bool // it is made of classes only: its words must stand closer
}

// A crossing is a line of the crosswalk: what published lists have for a category.
type crossing struct {
	category   string
	target     int
	techniques []int
	lists      map[string][]int // by axis
}

// weights are what the classes of rules count: 4 names the thing, 3 tells it, 2 hints at
// it, 1 agrees with it; what is less than nought speaks against it.
var weights = map[string]float64{"4": 4, "3": 2.4, "2": 1.3, "1": 0.5, "-2": -1.3, "-3": -2.4}

// How far a word is trusted that stands for a class, and how far a rule: a class holds
// many words, and some of them mean something else.
const (
	vague       = 0.5 // a word with "~"
	onlyClasses = 0.8
	someClasses = 0.9
)

// load reads the lists once, when a suggestion is first asked for.
var load = sync.OnceValue(func() *lists {
	l, err := read(wordsText, rulesText, crosswalkText)
	if err != nil {
		panic(err) // a test reads them
	}
	return l
})

// read reads the three lists; an error names the line or the rule.
func read(wordsText, rulesText, crosswalkText string) (*lists, error) {
	l := &lists{atoms: map[string][]named{}, axes: map[string][]int{}}
	classes, err := l.readWords(wordsText)
	if err == nil {
		err = l.readRules(rulesText, classes)
	}
	if err == nil {
		err = l.readCrosswalk(crosswalkText)
	}
	if err != nil {
		return nil, err
	}
	l.begin = make([][]int, l.count)
	for i, r := range l.rules {
		l.begin[r.atoms[0]] = append(l.begin[r.atoms[0]], i)
	}
	return l, nil
}

func (l *lists) readWords(text string) (classes map[string]atom, err error) {
	classes = map[string]atom{}
	_, err = ownlist.Read("the words", text, 2, func(c []string) string {
		a := l.newAtom()
		classes[c[0]] = a
		for phrase := range strings.SplitSeq(c[1], "; ") {
			if vaguely, is := strings.CutPrefix(phrase, "~"); is {
				l.name(vaguely, named{a, vague})
			} else {
				l.name(phrase, named{a, 1})
			}
		}
		return c[0]
	})
	return classes, err
}

func (l *lists) newAtom() atom {
	l.count++
	return atom(l.count - 1)
}

// name lets a phrase stand for an atom; what was said first of both holds.
func (l *lists) name(phrase string, a named) {
	var stems []string
	for _, w := range words(phrase) {
		stems = append(stems, w.stem)
	}
	key := strings.Join(stems, " ")
	if !slices.ContainsFunc(l.atoms[key], func(there named) bool { return there.atom == a.atom }) {
		l.atoms[key] = append(l.atoms[key], a)
	}
}

func (l *lists) readRules(text string, classes map[string]atom) error {
	var wrong error
	literals := map[string]atom{}
	_, err := ownlist.Read("the rules", text, 4, func(c []string) string {
		to := l.target(c[0], c[1])
		weight, ok := weights[c[2]]
		if !ok {
			wrong = fmt.Errorf("%s is no weight of a rule for %s", strconv.Quote(c[2]), c[1])
		}
		for pattern := range strings.SplitSeq(c[3], "; ") {
			r := rule{target: to, weight: weight}
			of := 0 // classes among its atoms
			for item := range strings.FieldsSeq(pattern) {
				class, isClass := strings.CutPrefix(item, "@")
				a, known := classes[class]
				switch {
				case isClass && !known:
					wrong = fmt.Errorf("a rule for %s names the class @%s, which is none", c[1], class)
				case isClass:
					of++
				default:
					a = l.literal(literals, strings.ReplaceAll(item, "_", " "))
				}
				r.atoms = append(r.atoms, a)
			}
			switch {
			case of == len(r.atoms):
				r.weight, r.loose = r.weight*onlyClasses, true
			case of > 0:
				r.weight *= someClasses
			}
			l.rules = append(l.rules, r)
		}
		return ""
	})
	if err != nil {
		return err
	}
	return wrong
}

func (l *lists) literal(literals map[string]atom, phrase string) atom {
	a, known := literals[phrase]
	if !known {
		a = l.newAtom()
		literals[phrase] = a
		l.name(phrase, named{a, 1})
	}
	return a
}

// target finds or makes the target of an id.
func (l *lists) target(axis, id string) int {
	for _, i := range l.axes[axis] {
		if l.targets[i].id == id {
			return i
		}
	}
	i := len(l.targets)
	l.targets, l.axes[axis] = append(l.targets, target{axis: axis, id: id}), append(l.axes[axis], i)
	return i
}

func (l *lists) readCrosswalk(text string) error {
	_, err := ownlist.Read("the crosswalk", text, 5, func(c []string) string {
		x := crossing{category: c[0], target: l.target("category", c[0]), lists: map[string][]int{}}
		for i, axis := range []string{"stride", "llm", "asi", "technique"} {
			for _, id := range items(c[i+1]) {
				to := l.target(axis, id)
				x.lists[axis] = append(x.lists[axis], to)
				l.targets[to].placed = append(l.targets[to].placed, len(l.walk))
			}
		}
		l.walk = append(l.walk, x)
		return ""
	})
	l.placeParts()
	return err
}

// placeParts gives a part of a technique the place of the whole, unless it has its own,
// and ties the two together.
func (l *lists) placeParts() {
	for _, i := range l.axes["technique"] {
		part := &l.targets[i]
		for _, k := range l.axes["technique"] {
			if whole := &l.targets[k]; strings.HasPrefix(part.id, whole.id+".") {
				part.kin, whole.kin = append(part.kin, k), append(whole.kin, i)
				if part.placed == nil {
					part.placed = whole.placed
				}
			}
		}
		for _, k := range part.placed {
			l.walk[k].techniques = append(l.walk[k].techniques, i)
		}
	}
}

// items cuts a cell into its ids.
func items(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "; ")
}
