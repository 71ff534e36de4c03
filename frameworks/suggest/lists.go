package suggest

import (
	_ "embed"
	"fmt"
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

// lists are the lists, ready to be looked up in: a word or phrase of the lists is an atom,
// and so is each class of words.
type lists struct {
	atoms   map[string][]named // by what it is matched by, "train" or "prompt inject"
	rules   []rule
	ofAtom  [][]int // the rules that begin with an atom
	targets []target
	walk    []crossing
}

type atom int

// A named is an atom that some words stand for, and how far: a word that often means
// something else as well counts for less.
type named struct {
	atom
	trust float64
}

// vague is how much a word of a class counts that is marked with "~" in the list.
var vague = 0.5

// A target is what rules speak for: an id of one axis.
type target struct{ axis, id string }

// A rule is words that speak for a target where they stand close together, in any order.
type rule struct {
	target int
	atoms  []atom
	weight float64
	loose  bool // it is made of classes only: its words must stand closer
}

// trust is what a rule counts by how much of it is said outright: a class holds many words,
// and some of them mean something else.
func trust(literal, all int) float64 {
	switch {
	case all == 1 && literal == 0:
		return oneClass
	case literal == 0:
		return onlyClasses
	case literal < all:
		return someClasses
	}
	return 1
}

var oneClass, onlyClasses, someClasses = 0.8, 0.8, 0.9

// A crossing is a line of the crosswalk: what published lists have for a category.
type crossing struct {
	category                    string
	stride, llm, asi, technique []string
}

// weights is what a rule of a class counts: 4 names the thing, 3 tells it, 2 hints at it, 1 agrees
// with it; what is less than nought speaks against it.
var weights = map[int]float64{4: 4, 3: 2.4, 2: 1.3, 1: 0.5, -2: -1.3, -3: -2.4}

// load reads the lists; once, when a suggestion is first asked for.
var load = sync.OnceValue(func() *lists {
	l, err := read(wordsText, rulesText, crosswalkText)
	if err != nil {
		panic(err) // a test reads them
	}
	return l
})

func read(wordsText, rulesText, crosswalkText string) (*lists, error) {
	l := &lists{atoms: map[string][]named{}}
	classes, literals, n := map[string]atom{}, map[string]atom{}, atom(0)
	name := func(phrase string, a atom) {
		trust := 1.0
		if rest, ok := strings.CutPrefix(phrase, "~"); ok {
			phrase, trust = rest, vague
		}
		var stems []string
		for _, w := range words(phrase) {
			stems = append(stems, w.stem)
		}
		key := strings.Join(stems, " ")
		for _, there := range l.atoms[key] {
			if there.atom == a {
				return
			}
		}
		l.atoms[key] = append(l.atoms[key], named{a, trust})
	}
	_, err := ownlist.Read("the words", wordsText, 2, func(c []string) string {
		classes[c[0]] = n
		for phrase := range strings.SplitSeq(c[1], "; ") {
			name(phrase, n)
		}
		n++
		return c[0]
	})
	if err != nil {
		return nil, err
	}
	var wrong error
	place := map[target]int{}
	_, err = ownlist.Read("the rules", rulesText, 4, func(c []string) string {
		to := target{c[0], c[1]}
		if _, there := place[to]; !there {
			place[to] = len(l.targets)
			l.targets = append(l.targets, to)
		}
		class, _ := strconv.Atoi(c[2])
		weight, ok := weights[class]
		if !ok {
			wrong = fmt.Errorf("%q is no weight of a rule for %s", c[2], c[1])
		}
		for pattern := range strings.SplitSeq(c[3], "; ") {
			r, literal := rule{target: place[to], weight: weight}, 0
			for item := range strings.FieldsSeq(pattern) {
				class, isClass := strings.CutPrefix(item, "@")
				a, known := classes[class]
				if isClass && !known {
					wrong = fmt.Errorf("a rule for %s names the class @%s, which is none", c[1], class)
				}
				if !isClass {
					phrase := strings.ReplaceAll(item, "_", " ")
					if a, known = literals[phrase]; !known {
						a = n
						literals[phrase] = a
						n++
					}
					name(phrase, a)
				}
				if !isClass {
					literal++
				}
				r.atoms = append(r.atoms, a)
			}
			r.weight *= trust(literal, len(r.atoms))
			r.loose = literal == 0
			l.rules = append(l.rules, r)
		}
		return ""
	})
	if err != nil {
		return nil, err
	}
	l.walk, err = ownlist.Read("the crosswalk", crosswalkText, 5, func(c []string) crossing {
		return crossing{c[0], items(c[1]), items(c[2]), items(c[3]), items(c[4])}
	})
	if err != nil {
		return nil, err
	}
	l.ofAtom = make([][]int, n)
	for i, r := range l.rules {
		l.ofAtom[r.atoms[0]] = append(l.ofAtom[r.atoms[0]], i)
	}
	return l, wrong
}

func items(cell string) []string {
	if cell == "" {
		return nil
	}
	return strings.Split(cell, "; ")
}
