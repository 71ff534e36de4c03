package answer

import (
	"strings"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/widget"
)

// A coverage shows the catalogues, and the entries of one, in place of the checks.
type coverage struct {
	screen  *Screen
	open    bool
	of      string // the key of the catalogue whose entries are on show; "" for all catalogues
	only    only   // of them
	lists   *widget.Table
	entries *widget.Table
	covers
	why, by string // said last of what is not in scope: it is often so of the next one too
}

// An only says which entries are on show.
type only uint8

const (
	everyEntry only = iota
	namedEntry      // something names it, or says that it is out of scope
	askedEntry      // the control's range asks for it: NIST alone
	onlys
)

// table is the one on show.
func (c *coverage) table() *widget.Table {
	if c.of == "" {
		return c.lists
	}
	return c.entries
}

// openCoverage shows the catalogues; from the row of a standard the entries of its own.
func (s *Screen) openCoverage() {
	c := &s.cover
	if s.bench.Gather == nil || len(s.bench.Library().Lists()) == 0 {
		s.bench.Say("there is no catalogue to look at")
		return
	}
	c.open, c.of, c.only = true, "", everyEntry
	c.refresh()
	for _, st := range s.rows.answer.Standards {
		if st.ID == s.table.Key() {
			c.show(c.inUse(st.Catalogue))
			c.entries.Keep(c.nearest(st.ID))
		}
	}
}

// many is from how many entries on only those come first that something names.
const many = 60

// show opens the entries of a catalogue: of NIST those that the control asks for, of a long one
// those that are named.
func (c *coverage) show(key string) {
	c.of, c.only = key, everyEntry
	switch v := c.now(); {
	case v == nil:
	case v.Catalogue.ID == nistAI:
		c.only = askedEntry
	case len(v.Entries) >= many && v.InUse():
		c.only = namedEntry
	}
	c.lists.Keep(key)
	c.list()
	c.entries.Move(widget.Home)
}

const (
	nistAI = "nist-ai"
	euAct  = "eu-ai-act"
)

func (c *coverage) back() bool {
	switch {
	case !c.open:
		return false
	case c.of != "":
		c.of = ""
	default:
		c.open = false
	}
	return true
}

func (c *coverage) actions() []bench.Action {
	b := c.screen.bench
	back := bench.Action{Keys: []string{"c"}, Help: "back to the checks", Do: func() { c.open = false }}
	blind := bench.Action{Keys: []string{"b"}, Label: "blind spots", Help: "the map of blind spots: phase by category", Do: c.screen.blindSpots}
	law := bench.Action{Keys: []string{"a"}, Label: "applies?", Help: "say whether the EU AI Act applies, and why", Why: c.noLaw, Do: c.applies}
	if c.of == "" {
		return []bench.Action{{Keys: []string{"enter"}, Label: "entries", Help: "the entries of the catalogue", Do: c.enter}, law, blind, back}
	}
	return []bench.Action{
		{Keys: []string{"enter"}, Label: "threats", Help: "to the threats that cite the entry, in the register; where none does, to its evidence", Why: c.cannotEnter, Do: c.enter},
		{Keys: []string{"v"}, Label: "evidence", Help: "the evidence that shows the entry, or a new record of it", Why: c.cannotShow, Do: c.evidence},
		{Keys: []string{"o"}, Label: "not in scope", Help: "say that the entry is not in scope, and why; again: show who said so", Why: c.cannotScope, Do: c.scope},
		{Keys: []string{"f"}, Label: "which", Help: "every entry; only those that something names; of NIST only those that TVM-13 asks for", Do: c.turn},
		law, blind, back,
		{Keys: []string{"!"}, Help: "to the next entry that nothing names", Do: func() { c.next(b) }},
	}
}

// enter opens the entries of the catalogue under the cursor, or the threats of the entry.
func (c *coverage) enter() {
	if c.of == "" {
		if id := c.lists.Key(); id != "" {
			c.show(id)
		}
		return
	}
	e := c.entry()
	switch {
	case e == nil:
	case len(e.Threats) > 0:
		c.screen.bench.Go(bench.Place{Screen: bench.Register, Threat: e.Threats[0], Filter: "id:" + strings.Join(e.Threats, ",")})
	default:
		c.evidence()
	}
}

// evidence shows the record that the entry rests on, in date or not, or begins one that names
// the entry.
func (c *coverage) evidence() {
	e := c.entry()
	if e == nil {
		return
	}
	s := c.screen
	k, _ := model.SheetKindOf(model.KindEvidence)
	for _, by := range e.Evidence {
		if s.bench.Register().Sheet(model.KindEvidence, by.ID) != nil {
			s.records.Show(s.bench, k, by.ID)
			return
		}
	}
	s.evidence(model.ReferenceTo(c.catalogue(), e.Entry), "")
}

// cannotShow says why there is no evidence to show, where none can be made.
func (c *coverage) cannotShow() string {
	e := c.entry()
	if e == nil {
		return "no entry is shown"
	}
	for _, by := range e.Evidence {
		if by.State != model.EvidenceMissing {
			return ""
		}
	}
	return c.screen.bench.CannotEdit()
}

func (c *coverage) cannotEnter() string {
	if e := c.entry(); e != nil && len(e.Threats) > 0 {
		return ""
	}
	return c.cannotShow()
}

func (c *coverage) cannotScope() string {
	e := c.entry()
	switch {
	case e == nil:
		return "no entry is shown"
	case e.Scope != nil:
		return ""
	case e.Rung != model.Unnamed:
		return e.ID + " is named here: it is in scope"
	}
	return c.screen.bench.CannotEdit()
}

// scope says that the entry is not in scope, or shows the record that does.
func (c *coverage) scope() {
	e, s := c.entry(), c.screen
	k, _ := model.SheetKindOf(model.KindScope)
	if e.Scope != nil {
		s.records.Show(s.bench, k, e.Scope.ID)
		return
	}
	reference := model.ReferenceTo(c.catalogue(), e.Entry)
	s.popup.Ask(s.bench, reference+" is not in scope, because", "what the system or the party does not do", c.why, func(why string) {
		s.popup.Ask(s.bench, "Who says so?", "the assessor; it counts from today", c.by, func(by string) {
			if strings.TrimSpace(why) == "" || strings.TrimSpace(by) == "" {
				s.bench.Refuse("it stays in scope: that takes a reason and who says so")
				return
			}
			c.why, c.by = why, by
			s.bench.Do(model.WriteSheet(model.KindScope, "", model.Assignment{Field: "entries", Value: reference}, model.Assignment{Field: "why", Value: why},
				model.Assignment{Field: "by", Value: by}, model.Assignment{Field: "on", Value: s.bench.Today}))
		})
	})
}

func (c *coverage) noLaw() string {
	if at, ok := c.lists.Row(); !ok || c.all[at].Catalogue.ID != euAct {
		return "only of a law it is asked whether it applies; stand on the EU AI Act"
	}
	return c.screen.bench.CannotEdit()
}

// applies asks whether the Act applies, and why: both are kept in the answer.
func (c *coverage) applies() {
	s := c.screen
	k, _ := model.SheetKindOf(model.KindAnswer)
	f, _ := k.Field("eu_ai_act")
	var options []widget.Option
	for _, choice := range f.Choices {
		options = append(options, widget.Option{Value: choice.Value, Label: choice.Value, Explain: choice.Means})
	}
	now, why := "unknown", ""
	if have := s.bench.Register().Sheet(model.KindAnswer, string(model.KindAnswer)); have != nil {
		now, why = have.Get("eu_ai_act"), have.Get("eu_ai_act_why")
	}
	s.popup.Pick("Does Article 9 of the EU AI Act apply?", now, options, func(says string) {
		s.popup.Ask(s.bench, "Why: "+says, "it stands in the answer and in the report", why, func(why string) {
			s.bench.Do(model.WriteSheet(model.KindAnswer, "", model.Assignment{Field: "eu_ai_act", Value: says}, model.Assignment{Field: "eu_ai_act_why", Value: why}))
		})
	})
}

// turn shows other entries of the catalogue.
func (c *coverage) turn() {
	c.only = (c.only + 1) % onlys
	if c.only == askedEntry && c.catalogue().ID != nistAI {
		c.only = everyEntry
	}
	c.list()
	c.screen.bench.Say("%s", [...]string{"every entry", "only entries that something names", "only the actions that TVM-13 asks for: " + model.Expansion}[c.only])
}

// next goes to the next entry that nothing names.
func (c *coverage) next(b *bench.Bench) {
	v := c.now()
	if !c.entries.Next(func(row int) bool { return v.Entries[row].Rung == model.Unnamed }) {
		b.Say("something names each of them")
	}
}
