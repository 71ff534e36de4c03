// Package atlasyaml reads MITRE ATLAS from the file in which it is published, ATLAS.yaml,
// in whatever version: kinds, links and facts as the catalogue that parry ships has them,
// and the sentences of the file as texts.
//
// What is known to be wrong in published files is worked around, and told: an object among
// the lifecycle values of a mitigation, a technique that a mitigation names twice, an id
// that is there twice or nowhere.
package atlasyaml

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// Recognise says whether a file begins as ATLAS.yaml does.
func Recognise(head []byte) bool {
	g := intake.Peek(head)
	return g["id"] == "ATLAS" && g.Has("version", "matrices")
}

// Read reads all of it.
func Read(r io.Reader) (model.Catalogue, []model.Note, error) {
	h, err := intake.Open(r, "ATLAS.yaml", true, intake.MaxFile)
	if err != nil {
		return model.Catalogue{}, nil, err
	}
	f := file{Haul: h, at: map[string]int{}}
	f.head()
	for _, m := range h.Root.Items("matrices") {
		m.Ignore("id", "name")
		f.list(m, "tactics", "tactic", tactic)
		f.list(m, "techniques", "technique", technique)
		f.list(m, "mitigations", "mitigation", mitigation)
	}
	f.list(h.Root, "case-studies", "case study", caseStudy)
	f.resolve()
	switch {
	case f.c.Version == "":
		return model.Catalogue{}, nil, &intake.Fault{Line: 1, Says: "the file does not say which version it is; take the published ATLAS.yaml"}
	case len(f.c.Entries) == 0:
		return model.Catalogue{}, nil, &intake.Fault{Line: 1, Says: "the file holds no tactic and no technique; take the published ATLAS.yaml"}
	}
	_, notes, err := h.Done()
	return f.c, notes, err
}

// A file is the catalogue so far.
type file struct {
	*intake.Haul
	c     model.Catalogue
	at    map[string]int // id → place of its entry
	nodes []*intake.Node // of the entries
}

func (f *file) head() {
	f.Root.Ignore("id", "name")
	version := strings.TrimSpace(f.Root.Str("version"))
	f.c = model.Catalogue{ID: "atlas", Title: "MITRE ATLAS", Version: version, Publisher: "The MITRE Corporation",
		Source: "ATLAS.yaml, imported from the user's own copy", Licence: "Apache-2.0", Cited: strings.TrimSpace("ATLAS " + version)}
}

var idOf = regexp.MustCompile(`^([A-Z]+\d*\.)+(TA|T|M|CS)\d{4}(\.\d{3})?$`)

// list takes the entries of one kind.
func (f *file) list(of *intake.Node, name, kind string, fill func(*file, *intake.Node, *model.Entry)) {
	for _, n := range of.Items(name) {
		if !n.Is(intake.Object) {
			f.Lose(n, "%s stands where a %s is expected; it was left out", n.Sort, kind)
			continue
		}
		e := model.Entry{ID: strings.TrimSpace(n.Str("id")), Kind: kind, Name: strings.Join(strings.Fields(n.Str("name")), " ")}
		_, twice := f.at[e.ID]
		switch {
		case !idOf.MatchString(e.ID):
			f.Lose(n, "%q is no id of ATLAS; the %s was left out", intake.Shown(e.ID), kind)
		case e.Name == "":
			f.Lose(n, "%s has no name; it was left out", e.ID)
		case twice:
			f.Lose(n, "%s stands there twice; the first was taken", e.ID)
		default:
			n.Ignore("object-type")
			f.text(n, &e, "description", "summary")
			fill(f, n, &e)
			f.text(n, &e, "created_date", "modified_date")
			f.references(n, &e)
			f.at[e.ID] = len(f.c.Entries)
			f.c.Entries, f.nodes = append(f.c.Entries, e), append(f.nodes, n)
			continue
		}
		n.JSON() // left out with all that is in it, which was told
	}
}

// text takes what members say as sentences.
func (f *file) text(n *intake.Node, e *model.Entry, names ...string) {
	for _, name := range names {
		if text := strings.TrimSpace(n.Str(name)); text != "" {
			e.Texts = append(e.Texts, model.Fact{Name: strings.ReplaceAll(name, "_", " "), Value: text})
		}
	}
}

func (f *file) references(n *intake.Node, e *model.Entry) {
	for _, r := range n.Items("references") {
		if text := strings.TrimSpace(r.Str("title") + " " + r.Str("url")); text != "" {
			e.Texts = append(e.Texts, model.Fact{Name: "reference", Value: text})
		}
	}
}

func fact(e *model.Entry, name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		e.Facts = append(e.Facts, model.Fact{Name: name, Value: value})
	}
}

// link leads to an entry, once.
func (f *file) link(n *intake.Node, e *model.Entry, kind, to string, told bool) {
	to = strings.TrimSpace(to)
	for _, l := range e.Links {
		if l.Kind == kind && l.To == to {
			if told {
				f.Note(n, "%s names %s twice, which is one link", e.ID, intake.Shown(to))
			}
			return
		}
	}
	e.Links = append(e.Links, model.Link{Kind: kind, To: to})
}

// attack is the id of the ATT&CK object that an entry answers to.
func attack(n *intake.Node) string {
	a := n.Get("ATT&CK-reference")
	a.Ignore("url")
	return a.Str("id")
}

func tactic(f *file, n *intake.Node, e *model.Entry) {
	fact(e, "short", strings.ToLower(strings.ReplaceAll(e.Name, " ", "-"))) // as Navigator layers name it
	fact(e, "attack", attack(n))
}

func technique(f *file, n *intake.Node, e *model.Entry) {
	e.Parent = strings.TrimSpace(n.Str("subtechnique-of"))
	for _, to := range n.Strs("tactics") {
		f.link(n, e, "tactic", to, true)
	}
	fact(e, "maturity", n.Str("maturity"))
	fact(e, "attack", attack(n))
}

func mitigation(f *file, n *intake.Node, e *model.Entry) {
	for _, t := range n.Items("techniques") {
		id := t.Str("id")
		f.link(t, e, "mitigates", id, true)
		if use := strings.TrimSpace(t.Str("use")); use != "" {
			e.Texts = append(e.Texts, model.Fact{Name: "use for " + strings.TrimSpace(id), Value: use})
		}
	}
	f.words(n, e, "category", "category")
	f.words(n, e, "ml-lifecycle", "lifecycle")
	if id := strings.TrimSpace(attack(n)); id != "" {
		e.Texts = append(e.Texts, model.Fact{Name: "ATT&CK", Value: id})
	}
}

// words takes a list of short texts. What is no text among them is a slip of the
// publisher's.
func (f *file) words(n *intake.Node, e *model.Entry, member, name string) {
	for _, item := range n.Items(member) {
		if item.Sort > intake.String {
			f.Lose(item, "%s stands among the %s values of %s; it was left out", item.Sort, name, e.ID)
			item.JSON() // told
			continue
		}
		fact(e, name, item.Text())
	}
}

func caseStudy(f *file, n *intake.Node, e *model.Entry) {
	fact(e, "type", n.Str("case-study-type"))
	fact(e, "date", dateOf(n.Str("incident-date"), n.Str("incident-date-granularity")))
	f.text(n, e, "target", "actor", "reporter")
	for i, step := range n.Items("procedure") {
		tactic, technique := strings.TrimSpace(step.Str("tactic")), strings.TrimSpace(step.Str("technique"))
		f.link(step, e, "technique", technique, false)
		fact(e, "step", tactic+" "+technique)
		if text := strings.TrimSpace(step.Str("description")); text != "" {
			e.Texts = append(e.Texts, model.Fact{Name: fmt.Sprintf("step %d", i+1), Value: text})
		}
	}
}

// dateOf is a day as exact as it is known.
func dateOf(day, granularity string) string {
	day = strings.TrimSpace(day)
	most := map[string]int{"YEAR": len("2020"), "MONTH": len("2020-05")}[strings.ToUpper(strings.TrimSpace(granularity))]
	if most > 0 && len(day) > most {
		return day[:most]
	}
	return day
}

// resolve takes out what leads to no entry of the file, and tells it.
func (f *file) resolve() {
	for i := range f.c.Entries {
		e, n := &f.c.Entries[i], f.nodes[i]
		if _, ok := f.at[e.Parent]; e.Parent != "" && (!ok || e.Parent == e.ID) {
			f.Lose(n, "%s is part of %q, which the file does not hold; it stands alone", e.ID, intake.Shown(e.Parent))
			e.Parent = ""
		}
		kept := e.Links[:0]
		for _, l := range e.Links {
			if _, ok := f.at[l.To]; ok {
				kept = append(kept, l)
				continue
			}
			f.Lose(n, "%s leads to %q, which the file does not hold; the link was left out", e.ID, intake.Shown(l.To))
		}
		if e.Links = kept; len(kept) == 0 {
			e.Links = nil
		}
	}
}
