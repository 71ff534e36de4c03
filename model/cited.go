package model

import (
	"slices"
	"strings"
)

// Citations are the threats that cite entries of catalogues, by what their references name.
// They follow their register: after an edit only the threats that changed are read again.
// Every threat is taken in a dozen times, so a name is looked up once for it.
type Citations struct {
	version uint64    // of the register that they are true for
	threats []*Threat // that were taken in, in the same places
	names   map[string]*citers
	places  places
	methods map[string]*citers // those of names, by the method alone
	room    []*citers          // of see, used again
}

// citers are the threats that cite one thing.
type citers struct {
	ids   []string // in their order; a list that was given out is never changed in place
	mine  uint64   // the version since which nobody else can have the list
	since uint64   // the version in which they, or what stands behind one of them, changed last
}

// CitationsOf gives the citations of the register as it is now.
func CitationsOf(r *Register) *Citations {
	x := r.cited
	if x == nil || x.version != r.version && !x.follow(r) {
		x = newCitations(r)
		r.cited = x
	}
	return x
}

// newCitations reads the references of every threat once.
func newCitations(r *Register) *Citations {
	x := &Citations{version: r.version, names: map[string]*citers{}, methods: map[string]*citers{}}
	x.places = placesIn(x)
	x.threats = slices.Clone(r.Threats())
	for _, t := range x.threats {
		for _, c := range x.see(t) {
			c.ids, c.since = append(c.ids, t.ID), r.version
		}
	}
	return x
}

// follow brings them to the register as it is now, and says whether it is known what changed.
func (x *Citations) follow(r *Register) bool {
	traces, known := r.trail.after(x.version)
	if !known {
		return false
	}
	var changed []int
	for _, one := range traces {
		switch one.act {
		case taken:
			x.turn(x.threats[one.at], nil, r.version)
			x.threats = slices.Delete(x.threats, one.at, one.at+1)
		case put:
			x.threats = slices.Insert(x.threats, one.at, nil)
		}
		changed = one.shift(changed)
	}
	slices.Sort(changed)
	for _, at := range slices.Compact(changed) {
		x.turn(x.threats[at], r.threats[at], r.version)
		x.threats[at] = r.threats[at]
	}
	x.version = r.version
	return true
}

// turn takes out what a threat cited and takes in what it cites now; nil is no threat.
func (x *Citations) turn(was, now *Threat, version uint64) {
	if was == now {
		return
	}
	had := slices.Clone(x.see(was))
	have := x.see(now)
	for _, c := range had {
		if !slices.Contains(have, c) {
			i, _ := slices.BinarySearchFunc(c.own(version), was.ID, CompareIDs)
			c.ids = slices.Delete(c.ids, i, i+1)
		}
	}
	for _, c := range have {
		if !slices.Contains(had, c) {
			i, _ := slices.BinarySearchFunc(c.own(version), now.ID, CompareIDs)
			c.ids = slices.Insert(c.ids, i, now.ID)
		}
	}
}

// own makes the list one that may be changed in place for the version that is being made.
func (c *citers) own(version uint64) []string {
	if c.mine != version {
		c.ids, c.mine = slices.Clone(c.ids), version
	}
	c.since = version
	return c.ids
}

// see gives everything that a threat cites, each once, until the next call.
func (x *Citations) see(t *Threat) []*citers {
	x.room = x.room[:0]
	if t == nil {
		return nil
	}
	take := func(c *citers) {
		if c != nil && !slices.Contains(x.room, c) {
			x.room = append(x.room, c)
		}
	}
	c := &t.Class
	for _, list := range [...][]string{c.ATLAS, c.OWASPLLM, c.OWASPASI(), c.STRIDE} {
		for _, reference := range list {
			if name := bareReference(reference); name != "" {
				take(x.under(name))
			}
		}
	}
	x.places.see(c, take)
	for s := range t.Ratings {
		take(x.rated(t.Ratings[s].Method))
		beside := t.Beside(State(s))
		for i := range beside {
			take(x.rated(beside[i].Method))
		}
	}
	return x.room
}

// under gives what is taken in under a name.
func (x *Citations) under(name string) *citers {
	c := x.names[name]
	if c == nil {
		c = &citers{}
		x.names[name] = c
	}
	return c
}

// rated gives what is taken in under a method; nil for none.
func (x *Citations) rated(method string) *citers {
	if method == "" {
		return nil
	}
	c := x.methods[method]
	if c == nil {
		c = x.under(ratingsBy + method)
		x.methods[method] = c
	}
	return c
}

// ratingsBy begins what methods are taken in under; no reference can.
const ratingsBy = "RATED BY "

// places take threats in under the values of AICM that they are classified by: the category
// "Data poisoning" is the entry "category Data poisoning".
type places struct{ category, stage, activity, layer, component map[string]*citers }

func placesIn(x *Citations) (p places) {
	named := func(kind string, names []string) map[string]*citers {
		of := make(map[string]*citers, len(names))
		for _, name := range names {
			of[name] = x.under(strings.ToUpper(kind + " " + name))
		}
		return of
	}
	p.category, p.stage = named("category", values(Categories)), named("stage", values(Phases))
	p.layer, p.component = named("layer", Layers[:]), named("component", values(architectures))
	p.activity = map[string]*citers{}
	for _, a := range Activities {
		p.activity[a.Name] = x.under(strings.ToUpper("activity " + a.Phase + "/" + a.Name))
	}
	return p
}

func (p *places) see(c *Class, take func(*citers)) {
	take(p.category[c.Category])
	for _, name := range c.OtherCategories() {
		take(p.category[name])
	}
	take(p.stage[c.Phase])
	take(p.activity[c.Activity])
	take(p.layer[c.Layer])
	for _, name := range c.Architecture {
		take(p.component[name])
	}
}

// Of gives the threats that cite an entry, in the order of their ids; never nil, and for
// reading only. A reference may name its edition ("LLM01:2025") or not ("LLM01"); another
// edition than the entry's is another entry.
func (x *Citations) Of(id string) []string {
	ids, _ := x.citing(id)
	return ids
}

// citing is Of, with the version in which they, or what stands behind one of them, changed
// last.
func (x *Citations) citing(id string) (ids []string, since uint64) {
	whole := strings.ToUpper(id)
	bare, _, _ := strings.Cut(whole, ":")
	with, without := some(x.names[whole]), &citers{}
	if bare != whole {
		without = some(x.names[bare])
	}
	since = max(with.since, without.since)
	switch {
	case len(with.ids)+len(without.ids) == 0:
		return []string{}, since
	case len(with.ids) == 0:
		return without.ids, since
	case len(without.ids) == 0:
		return with.ids, since
	}
	both := slices.Concat(with.ids, without.ids)
	slices.SortFunc(both, CompareIDs)
	return slices.Compact(both), since
}

// bareReference is a reference without its catalogue and version: "ATLAS 5.6.0 AML.T0051"
// names AML.T0051.
func bareReference(reference string) string {
	return strings.ToUpper(reference[strings.LastIndexByte(reference, ' ')+1:])
}

// Names says whether a reference names an entry: with its catalogue before it and with its
// edition behind it, or without.
func Names(reference, id string) bool {
	bare := bareReference(reference)
	without, _, _ := strings.Cut(id, ":")
	return strings.EqualFold(bare, id) || strings.EqualFold(bare, without)
}
