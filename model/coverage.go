package model

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Rung is how far the register goes with an entry of a catalogue: a ladder, the highest
// rung last. A rung is reached only if all live threats that cite the entry stand on it.
type Rung uint8

// The rungs.
const (
	Unnamed    Rung = iota // nothing names it
	OutOfIt                // the assessor says why it is not in scope
	Considered             // a threat or a control cites it
	Treated                // a control that is live answers each of those threats
	Tried                  // and was tested by somebody who did not build it
	Shown                  // a record of evidence in date shows it
)

// Rungs are all of them, the highest first.
var Rungs = [...]Rung{Shown, Tried, Treated, Considered, OutOfIt, Unnamed}

// String names the rung in a word or three.
func (v Rung) String() string {
	return [...]string{"not named", "not in scope", "cited", "treated", "tested", Evidenced}[v]
}

// Tally counts entries by their rung.
type Tally [len(Rungs)]int

// Sum is how many were counted.
func (n Tally) Sum() (sum int) {
	for _, of := range n {
		sum += of
	}
	return sum
}

// Named is how many of them the register says anything of.
func (n Tally) Named() int { return n.Sum() - n[Unnamed] }

// String tells a tally in words, the highest rung first and what is empty left out.
func (n Tally) String() string {
	var parts []string
	for _, v := range Rungs {
		if n[v] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n[v], v))
		}
	}
	return strings.Join(parts, ", ")
}

// A Coverage is what a register says of the entries of one catalogue on a day.
type Coverage struct {
	Catalogue *Catalogue
	AsOf      string
	Entries   []Covered // those that can be met, in the catalogue's order
	Tally     Tally
	Groups    []CoverageGroup // by tactic, domain, function or kind: an entry may stand in several
	Applies   string          // of a law: applies, does not apply, unknown; "" where that is no question
	Why       string          // it applies or not
	Claims    string          // what is claimed of it, and no more
}

// A CoverageGroup is the entries of a catalogue that hang together.
type CoverageGroup struct {
	Name  string
	Tally Tally
	Note  string
}

// A Covered is one entry and what the register has for it.
type Covered struct {
	*Entry
	Rung     Rung
	Threats  []string // that cite it
	Live     int      // of them, those that are not closed
	Answered int      // of the live ones, those that a live control answers
	Tested   int      // likewise, by a control that was tested
	Backed   int      // likewise, with evidence in date
	Controls []string // live ones: of those threats, or that name the entry
	Awaited  []string // controls that are planned or being built
	InWords  int      // live threats whose only live control is words, no record
	Evidence []ShownBy
	Scope    *Sheet // says that it is not in scope; nil if none does
	Parts    int    // entries that are a part of it
	Named    int    // of them, those that something names
	Note     string
}

// A ShownBy is a record of evidence and what it is worth on a day.
type ShownBy struct {
	ID     string `json:"id"`
	State  string `json:"state"`  // valid, unproven, expired, missing
	Direct bool   `json:"direct"` // it names the entry itself
}

// What a record of evidence is worth.
const (
	EvidenceValid    = "valid"
	EvidenceUnproven = "unproven" // in date, but neither a place nor the hash of a file is named
	EvidenceExpired  = "expired"
	EvidenceMissing  = "missing" // its id is named, and no record has it
)

// holds says whether evidence in that state still speaks.
func (s ShownBy) holds() bool { return s.State == EvidenceValid || s.State == EvidenceUnproven }

// toCover are the kinds of entries that can be met, where a catalogue has others too: headings,
// published cases, lists of values.
var toCover = map[string][]string{
	"atlas":   {"technique", "mitigation"},
	"aicm":    {"control", "category", "activity", "component", "layer"},
	"nist-ai": {"subcategory", "action", "risk"},
}

func (x *Coverages) take(into map[string][]*Sheet, s *Sheet, field string) {
	for _, name := range s.List(field) {
		if key := plainReference(name); key != "" && !slices.Contains(into[key], s) {
			into[key] = append(into[key], s)
		}
	}
}

// worth says what a record of evidence is worth on a day.
func (s *Sheet) worth(today string) string {
	switch end := s.Get("expires"); {
	case end != "" && end < today:
		return EvidenceExpired
	case s.Get("where") == "" && s.Get("sha256") == "":
		return EvidenceUnproven
	}
	return EvidenceValid
}

// tried says whether a control works and somebody who did not build it tried it.
func (s *Sheet) tried(today string) bool {
	on, tester := s.Get("tested_on"), s.Get("tester")
	return s.Get("state") == StateTested && on != "" && on <= today && tester != "" && !strings.EqualFold(tester, s.Get("builder"))
}

// behind works out what stands behind a threat.
func (x *Coverages) behind(t *Threat) *backing {
	b := &backing{}
	if b.live = !t.Gone(); !b.live {
		return b
	}
	for _, c := range x.r.Links().ToThreat(t.ID, KindControl) {
		switch {
		case c.Counts():
			b.controls = append(b.controls, c.ID)
			b.answered, b.tested = true, b.tested || c.tried(x.today)
			b.evidence = x.worths(b.evidence, c.List("evidence"), false)
		case c.Awaited():
			b.awaited = append(b.awaited, c.ID)
		}
	}
	if !b.answered && t.Response.ControlsInPlace != "" {
		b.answered, b.words = true, true
	}
	b.evidence = x.worths(b.evidence, evidenceNamed(&t.Ownership), false)
	b.backed = b.answered && slices.ContainsFunc(b.evidence, ShownBy.holds)
	return b
}

// evidenceNamed are the ids of evidence that the words of a threat cite: "EV-03 rule set".
func evidenceNamed(o *Ownership) (ids []string) {
	look := func(text string) {
		for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
			if len(word) > len("EV-") && strings.EqualFold(word[:len("EV-")], "EV-") {
				ids = append(ids, word)
			}
		}
	}
	look(o.Evidence)
	for i := range o.Layers {
		look(o.Layers[i].Evidence())
	}
	return ids
}

// worths adds records of evidence by their ids, each once.
func (x *Coverages) worths(list []ShownBy, ids []string, direct bool) []ShownBy {
	for _, id := range ids {
		list = withShown(list, ShownBy{id, cmp.Or(x.evidence[strings.ToUpper(id)], EvidenceMissing), direct})
	}
	return list
}

// withShown adds one if its record is not there.
func withShown(list []ShownBy, s ShownBy) []ShownBy {
	for i := range list {
		if strings.EqualFold(list[i].ID, s.ID) {
			list[i].Direct = list[i].Direct || s.Direct
			return list
		}
	}
	return append(list, s)
}

// Of gives the coverage of a catalogue.
func (x *Coverages) Of(c *Catalogue) *Coverage {
	v := &Coverage{Catalogue: c, AsOf: x.today}
	v.law(x.r)
	v.Entries = x.entries(c)
	v.parts()
	v.steps(x)
	for i := range v.Entries {
		e := &v.Entries[i]
		if v.Applies == doesNotApply && v.Why != "" && e.Rung <= Considered {
			e.Rung = OutOfIt
		}
		v.Tally[e.Rung]++
	}
	v.group()
	return v
}

// namedIn gives the records that name each entry of a catalogue, by the entry's place.
func (x *Coverages) namedIn(c *Catalogue, by map[string][]*Sheet) map[int][]*Sheet {
	of := map[int][]*Sheet{}
	if len(by) == 0 {
		return of
	}
	spelled := spellings(c)
	for key, sheets := range by {
		at, ok := spelled[key]
		if last := key[strings.LastIndexByte(key, ' ')+1:]; !ok && c.ID == "atlas" { // of an edition that is not this one
			at, ok = spelled[last]
		}
		if ok && at >= 0 {
			of[at] = append(of[at], sheets...)
		}
	}
	for at, sheets := range of {
		slices.SortFunc(sheets, func(a, b *Sheet) int { return CompareIDs(a.ID, b.ID) })
		of[at] = slices.Compact(sheets)
	}
	return of
}

// cover works out one entry, which these threats cite.
func (x *Coverages) cover(e *Entry, threats []string, shown, controls, outside []*Sheet) Covered {
	v := Covered{Entry: e, Threats: threats}
	add := func(list *[]string, ids ...string) {
		for _, id := range ids {
			if !slices.Contains(*list, id) {
				*list = append(*list, id)
			}
		}
	}
	for _, s := range shown {
		v.Evidence = x.worths(v.Evidence, []string{s.ID}, true)
	}
	for _, id := range v.Threats {
		b := x.backing(id)
		if !b.live {
			continue
		}
		v.Live++
		v.Answered, v.Tested, v.Backed, v.InWords = v.Answered+bit(b.answered), v.Tested+bit(b.tested), v.Backed+bit(b.backed), v.InWords+bit(b.words)
		add(&v.Controls, b.controls...)
		add(&v.Awaited, b.awaited...)
		for _, s := range b.evidence {
			v.Evidence = withShown(v.Evidence, s)
		}
	}
	live, tried := false, false // of the controls that name the entry itself
	for _, s := range controls {
		switch {
		case s.Counts():
			add(&v.Controls, s.ID)
			live, tried = true, tried || s.tried(x.today)
			v.Evidence = x.worths(v.Evidence, s.List("evidence"), false)
		case s.Awaited():
			add(&v.Awaited, s.ID)
		}
	}
	if len(outside) > 0 {
		v.Scope = outside[0]
	}
	v.Rung = v.rung(len(controls) > 0, live, tried)
	if e.Kind == "control" && strings.EqualFold(e.Name, controlTitle) {
		v.Note = "what the register answers to it: E1 to E17"
	}
	if v.Scope != nil && v.Rung != OutOfIt {
		v.Note = fmt.Sprintf("%s says that it is not in scope, and yet it is named here", v.Scope.ID)
	}
	return v
}

// rung finds it. What is said to be out of scope and is named all the same stands on
// the rung it was named for.
func (v *Covered) rung(named, live, tried bool) Rung {
	all := func(n int) bool { return v.Live > 0 && n == v.Live }
	holds := func(s ShownBy) bool { return s.holds() }
	direct := func(s ShownBy) bool { return s.Direct && s.holds() }
	alone := v.Live == 0 && live // no live threat cites it: the controls that name it speak
	switch {
	case slices.ContainsFunc(v.Evidence, direct), all(v.Backed), alone && slices.ContainsFunc(v.Evidence, holds):
		return Shown
	case all(v.Tested), alone && tried:
		return Tried
	case all(v.Answered), alone:
		return Treated
	case named, len(v.Threats) > 0:
		return Considered
	case v.Scope != nil:
		return OutOfIt
	}
	return Unnamed
}

// parts counts the parts of each entry, and those of them that something names.
func (v *Coverage) parts() {
	at := make(map[string]int, len(v.Entries))
	for i := range v.Entries {
		at[v.Entries[i].ID] = i
	}
	for i := range v.Entries {
		if whole, ok := at[v.Entries[i].Parent]; ok && v.Entries[i].Parent != "" {
			v.Entries[whole].Parts++
			v.Entries[whole].Named += bit(v.Entries[i].Rung != Unnamed)
		}
	}
}

// group adds the entries up: by tactic where they have some, else by what they are a part of,
// else by their kind.
func (v *Coverage) group() {
	at := map[string]int{}
	count := func(name string, rung Rung) {
		i, ok := at[name]
		if !ok {
			i = len(v.Groups)
			at[name] = i
			v.Groups = append(v.Groups, CoverageGroup{Name: name})
		}
		v.Groups[i].Tally[rung]++
	}
	of := make(map[string]*Entry, len(v.Catalogue.Entries))
	for i := range v.Catalogue.Entries {
		of[v.Catalogue.Entries[i].ID] = &v.Catalogue.Entries[i]
	}
	for i := range v.Entries {
		e := &v.Entries[i]
		names := []string{e.Kind}
		if toCover[v.Catalogue.ID] != nil {
			names = groupsOf(e.Entry, of)
		}
		for _, name := range names {
			count(name, e.Rung)
		}
	}
	if v.Catalogue.ID == "nist-ai" {
		v.range46()
	}
}

// groupsOf are the groups that an entry stands in.
func groupsOf(e *Entry, of map[string]*Entry) (names []string) {
	top := e
	for of[top.Parent] != nil {
		top = of[top.Parent]
		if top.Parent == e.ID {
			break // a catalogue of somebody's own may go round in circles
		}
	}
	for _, at := range []*Entry{e, of[e.Parent]} { // a part stands under the tactics of its whole
		if at == nil {
			continue
		}
		for _, l := range at.Links {
			if tactic := of[l.To]; l.Kind == "tactic" && l.Catalogue == "" && tactic != nil {
				names = append(names, tactic.Name)
			}
		}
	}
	switch {
	case len(names) > 0:
		return names
	case top != e && top.Kind != e.Kind:
		return []string{e.Kind + ": " + top.Name}
	}
	return []string{e.Kind}
}

// range46 adds the actions that the control's own range comes to.
func (v *Coverage) range46() {
	asked, g := NISTActions(), CoverageGroup{Name: "asked for by TVM-13", Note: fmt.Sprintf("%d actions: %s", len(NISTActions()), Expansion)}
	for i := range v.Entries {
		if slices.Contains(asked, v.Entries[i].ID) {
			g.Tally[v.Entries[i].Rung]++
		}
	}
	v.Groups = slices.Insert(v.Groups, 0, g)
}

// InUse says whether anything in the register names an entry of the catalogue.
func (v *Coverage) InUse() bool { return v.Tally.Named() > 0 }

// Says tells the rung in a sentence, with what it rests on.
func (v *Covered) Says() string {
	switch v.Rung {
	case Shown:
		var by []string
		for _, s := range v.Evidence {
			switch {
			case s.State == EvidenceValid:
				by = append(by, s.ID)
			case s.State == EvidenceUnproven:
				by = append(by, s.ID+" ("+EvidenceUnproven+")")
			}
		}
		return Evidenced + ": " + strings.Join(by, ", ")
	case Tried:
		return "tested: " + v.of(v.Tested, "a control that was tested")
	case Treated:
		return "treated: " + v.of(v.Answered, "a live control")
	case Considered:
		switch {
		case v.Live > 0:
			return "considered: cited; " + v.of(v.Answered, "a live control")
		case len(v.Threats) > 0:
			return "considered: cited by closed threats only"
		}
		return "considered: a control that is not live names it"
	case OutOfIt:
		if v.Scope == nil {
			return "does not apply"
		}
		return "not in scope, because " + v.Scope.Get("why")
	}
	if v.Named > 0 {
		return fmt.Sprintf("nothing names it, but %d of its %d parts", v.Named, v.Parts)
	}
	return "nothing names it"
}

// of tells how many of the live threats have something; of none it is the control alone.
func (v *Covered) of(n int, what string) string {
	if v.Live == 0 {
		return what + " names it"
	}
	text := fmt.Sprintf("%d of %d threats have %s", n, v.Live, what)
	if v.Live == 1 {
		text = fmt.Sprintf("%d of 1 threat has %s", n, what)
	}
	if v.InWords > 0 {
		text += fmt.Sprintf(", %d of them in words only", v.InWords)
	}
	return text
}

// Open says how many of the threats are closed, and the highest level of the live ones.
func (v *Covered) Open(r *Register) (closed int, worst Level) {
	for _, id := range v.Threats {
		if t := r.Threat(id); t.Gone() {
			closed++
		} else {
			worst = max(worst, t.Level())
		}
	}
	return closed, worst
}
