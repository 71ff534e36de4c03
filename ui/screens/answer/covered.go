package answer

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// covers are the catalogues and what the register says of them, worked out once for a version
// of the register and a day.
type covers struct {
	all     []*model.Coverage
	version uint64
	today   string
	stamp   uint64
}

// refresh works the catalogues out anew if the register or the day moved on.
func (c *coverage) refresh() {
	b := c.screen.bench
	r := b.Register()
	if !c.open || c.all != nil && c.version == r.Version() && c.today == b.Today {
		return
	}
	lists, of := b.Library().Lists(), model.CoverageOf(r, b.Today)
	c.all = make([]*model.Coverage, len(lists))
	index := make([]int, len(lists))
	for i := range lists {
		c.all[i], index[i] = of.Of(&lists[i]), i
	}
	c.version, c.today, c.stamp = r.Version(), b.Today, c.stamp+1
	if c.entries == nil {
		c.lists = widget.NewTable((*catalogueRows)(c), catalogueColumns()...)
		c.entries = widget.NewTable((*entryRows)(c), entryColumns()...)
		c.entries.Empty = "Nothing in the register names an entry of it. f shows every entry."
	}
	c.lists.SetIndex(index)
	c.list()
}

// list puts the entries that are asked for on show.
func (c *coverage) list() {
	v := c.now()
	if v == nil {
		return
	}
	asked := model.NISTActions()
	var index []int
	for i := range v.Entries {
		e := &v.Entries[i]
		if c.only == everyEntry || c.only == namedEntry && (e.Rung != model.Unnamed || e.Named > 0) || c.only == askedEntry && slices.Contains(asked, e.ID) {
			index = append(index, i)
		}
	}
	c.entries.SetIndex(index)
}

// now is the coverage of the catalogue on show; nil if all are.
func (c *coverage) now() *model.Coverage {
	for _, v := range c.all {
		if keyOf(v.Catalogue) == c.of {
			return v
		}
	}
	return nil
}

// keyOf tells a catalogue from another edition of it.
func keyOf(list *model.Catalogue) string { return list.ID + " " + list.Version + " " + list.Own }

// inUse is the key of a catalogue's edition in use: the first.
func (c *coverage) inUse(id string) string {
	for _, v := range c.all {
		if v.Catalogue.ID == id {
			return keyOf(v.Catalogue)
		}
	}
	return ""
}

func (c *coverage) catalogue() *model.Catalogue { return c.now().Catalogue }

// entry is the one under the cursor; nil if none is.
func (c *coverage) entry() *model.Covered {
	c.refresh()
	at, ok := c.entries.Row()
	if v := c.now(); ok && v != nil {
		return &v.Entries[at]
	}
	return nil
}

// nearest is the id of the entry that a standard of the control names; "" if it is a range.
func (c *coverage) nearest(standard string) string {
	for _, e := range c.now().Entries {
		if model.ReferenceTo(c.catalogue(), e.Entry) == standard {
			return e.ID
		}
	}
	return ""
}

// catalogueRows are the catalogues, as the table asks for them.
type catalogueRows coverage

// Key names the catalogue.
func (c *catalogueRows) Key(row int) string { return keyOf(c.all[row].Catalogue) }

// Version changes with each working out.
func (c *catalogueRows) Version(int) uint64 { return c.stamp }

func catalogueColumns() []widget.Column {
	columns := []widget.Column{{Title: "Catalogue", Width: 22, Flex: true}, {Title: "Of", Width: 4, Priority: 6, Right: true}}
	for i, title := range []string{"Evid.", "Tested", "Treated", "Cited", "Out", "Not named"} {
		columns = append(columns, widget.Column{Title: title, Width: max(len(title), 5), Priority: 5 - i, Right: true})
	}
	return columns
}

// Cells are one catalogue in numbers; a zero is a point, so that the others stand out.
func (c *catalogueRows) Cells(row int, cells []widget.Cell) {
	v, p := c.all[row], c.screen.bench.Pen
	cells[0].Text, cells[1].Text = v.Catalogue.Title+" "+v.Catalogue.Version, fmt.Sprint(len(v.Entries))
	for i, rung := range model.Rungs {
		cells[2+i].Text = p.Glyphs.None
		if n := v.Tally[rung]; n > 0 {
			cells[2+i].Text = fmt.Sprint(n)
		}
	}
}

// entryRows are the entries of one catalogue.
type entryRows coverage

// Key names the entry.
func (c *entryRows) Key(row int) string { return (*coverage)(c).now().Entries[row].ID }

// Version changes with each working out.
func (c *entryRows) Version(int) uint64 { return c.stamp }

func entryColumns() []widget.Column {
	return []widget.Column{
		{Title: "Entry", Width: 18, Priority: 5}, {Title: "State", Width: 12, Priority: 4},
		{Title: "Threats", Width: 7, Priority: 3, Right: true}, {Title: "Treated", Width: 7, Priority: 2, Right: true}, {Title: "What", Width: 20, Flex: true},
	}
}

// Cells are one entry in words.
func (c *entryRows) Cells(row int, cells []widget.Cell) {
	e, p := &(*coverage)(c).now().Entries[row], c.screen.bench.Pen
	cells[0].Text, cells[1].Text, cells[4].Text = e.ID, e.Rung.String(), e.Name
	if len(e.Threats) > 0 {
		cells[2].Text, cells[3].Text = fmt.Sprint(len(e.Threats)), fmt.Sprintf("%d of %d", e.Answered, e.Live)
	}
	if e.Rung == model.Unnamed {
		cells[1].Look = p.Dim
		if e.Named > 0 {
			cells[1].Text = fmt.Sprintf("%d of %d parts", e.Named, e.Parts)
		}
	}
}

// status says what is on show and how far it goes.
func (c *coverage) status(w int) string {
	p := c.screen.bench.Pen
	left := " Coverage of the catalogues by threats, controls and evidence"
	if v := c.now(); v != nil {
		left = fmt.Sprintf(" %s %s: %s", v.Catalogue.Title, v.Catalogue.Version, v.Tally)
		if c.only != everyEntry {
			left = fmt.Sprintf(" %s, %d of %d entries: %s", v.Catalogue.Title, c.entries.Len(), len(v.Entries), v.Tally)
		}
	}
	right := fmt.Sprintf("as of %s ", c.screen.bench.Today)
	return p.Dim.Paint(p.Fit(left, max(w-len(right), 0))) + p.Text.Paint(p.Fit(right, min(len(right), w)))
}

// tell is the catalogue or entry under the cursor in full.
func (c *coverage) tell(at int) (title string, story []string) {
	if c.of == "" {
		return c.tellCatalogue(c.all[at])
	}
	return c.tellEntry(&c.now().Entries[at])
}

func (c *coverage) tellCatalogue(v *model.Coverage) (title string, story []string) {
	if v.Applies != "" {
		story = append(story, v.Applying()+"; "+v.Claims)
	}
	story = append(story, v.Tally.String())
	story = append(story, c.standards(v.Catalogue.ID)...)
	var named []string
	for _, g := range v.Groups {
		text := fmt.Sprintf("%s %d of %d", g.Name, g.Tally.Named(), g.Tally.Sum())
		if g.Note != "" {
			text += " (" + g.Note + ")"
		}
		named = append(named, text)
	}
	story = append(story, "named in each group: "+strings.Join(named, ", "))
	return v.Catalogue.ID + "  " + v.Catalogue.Title, story
}

// standards are the control's references to a catalogue, with what they leave open.
func (c *coverage) standards(catalogue string) (lines []string) {
	for _, s := range c.screen.rows.answer.Standards {
		if s.Catalogue == catalogue {
			lines = append(lines, fmt.Sprintf("TVM-13 names %s: %s, to add: %s; %s", s.ID, s.Gap, s.Addendum, s.State))
		}
	}
	return lines
}

func (c *coverage) tellEntry(e *model.Covered) (title string, story []string) {
	r := c.screen.bench.Register()
	story = append(story, e.Says())
	if len(e.Threats) > 0 {
		closed, worst := e.Open(r)
		text := "threats: " + few(e.Threats) + ", the worst " + worst.String()
		if closed > 0 {
			text += fmt.Sprintf("; %d are closed", closed)
		}
		story = append(story, text)
	}
	if len(e.Controls)+len(e.Awaited) > 0 {
		text := "controls: " + few(e.Controls)
		if len(e.Awaited) > 0 {
			text += "; to come: " + few(e.Awaited)
		}
		story = append(story, text)
	}
	var shown []string
	for _, by := range e.Evidence {
		shown = append(shown, by.ID+" "+by.State)
	}
	story = append(story, "evidence: "+few(shown), e.Note, e.About)
	if v := c.now(); v.Applies != "" {
		story = append(story, v.Applying()+"; "+v.Claims)
	}
	return e.ID + "  " + e.Name, append(story, c.standardOf(e)...)
}

// standardOf tells of an entry that the control names what it leaves open.
func (c *coverage) standardOf(e *model.Covered) []string {
	reference := model.ReferenceTo(c.catalogue(), e.Entry)
	for _, s := range c.screen.rows.answer.Standards {
		if s.ID == reference {
			return []string{"TVM-13 names it: " + s.Gap + "; it asks to " + s.Asks + "; to add: " + s.Addendum}
		}
		for _, a := range s.Entries {
			if s.Catalogue == c.catalogue().ID && a.ID == e.ID {
				return []string{"TVM-13 asks for it: " + s.Gap + "; to add: " + s.Addendum + "; " + model.Expansion}
			}
		}
	}
	return nil
}

// mostNamed are the ids that a line of the story names.
const mostNamed = 12

func few(ids []string) string {
	switch more := len(ids) - mostNamed; {
	case len(ids) == 0:
		return "none"
	case more > 0:
		return fmt.Sprintf("%s and %d more", strings.Join(ids[:mostNamed], ", "), more)
	}
	return strings.Join(ids, ", ")
}
