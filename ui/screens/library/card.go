package library

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
	"parry/ui/theme"
	"parry/ui/widget"
)

// A card tells of one row, line by line; some lines lead on.
type card struct {
	screen *Screen
	of     row
	stamp  uint64 // of the rows when it was told
	items  []item
	cursor int // the item
	top    int // first line drawn
	page   int // lines in the last drawing
	width  int // that the lines were wrapped to
	lines  []line
	x, y   int  // of its corner in the last drawing
	h      int  // its height; 0 while it is not on show
	alone  bool // the list is not on show beside it
}

// An item is one thing that is told.
type item struct {
	label, text string
	look        theme.Look
	link        *link
}

// A link is what an item leads to: a row, or threats in the register's table, or else a
// record.
type link struct {
	entry   *row
	threats []string
	record  model.Key
}

// A line is an item, or a part of it, as it is drawn.
type line struct {
	text string
	item int
}

// tell makes the card of a row, unless it is the one that is there.
func (s *Screen) tell(at row) {
	c := &s.card
	if c.screen != nil && c.of.key == at.key && c.stamp == s.rows.stamp {
		return
	}
	if c.of.key != at.key {
		c.cursor, c.top = 0, 0
	}
	c.screen, c.of, c.stamp, c.width, c.items = s, at, s.rows.stamp, 0, c.items[:0]
	switch {
	case at.entry != nil:
		c.entry(at.list, at.entry)
	case at.kind != "":
		c.group(at)
	default:
		c.catalogue(at)
	}
	c.cursor = min(c.cursor, len(c.items)-1)
}

// again tells what is being read anew, after the register or the library changed. What is
// not there any more is left.
func (s *Screen) again() {
	at := s.card.of
	if at.entry == nil {
		s.leaveCard()
		return
	}
	now := s.shelf.named[nameOf(at.list, "", at.entry.ID)]
	if now == nil {
		s.leaveCard()
		return
	}
	s.tell(s.rows.entry(now.list, now.entry, 0, 0))
	for i := range s.trail {
		if e := s.trail[i].at.entry; e != nil {
			if now := s.shelf.named[nameOf(s.trail[i].at.list, "", e.ID)]; now != nil {
				s.trail[i].at = s.rows.entry(now.list, now.entry, 0, 0)
			}
		}
	}
}

func (c *card) say(label, text string, look theme.Look, to *link) {
	if text != "" {
		c.items = append(c.items, item{label, text, look, to})
	}
}

func (c *card) entry(list *model.Catalogue, e *model.Entry) {
	p := c.screen.bench.Pen
	c.say("", entryName(e, 0), p.Title, nil)
	if list.ID == model.MethodsID { // each names its own source among its facts
		c.say("", "a method of rating", p.Dim, nil)
	} else {
		c.say("", fmt.Sprintf("%s of %s %s", e.Kind, list.Title, list.Version), p.Dim, nil)
	}
	c.say("", e.About, p.Text, nil)
	c.citedBy(list, e)
	c.facts(list, e)
	c.links(list, e)
	c.texts(e)
	if list.ID != model.MethodsID {
		c.source(list)
	}
}

// mostCiting bounds how many records are listed that cite an entry: nobody reads more, and
// the register shows all of them.
const mostCiting = 100

func (c *card) citedBy(list *model.Catalogue, e *model.Entry) {
	p, label := c.screen.bench.Pen, "cited by"
	if list.ID == model.MethodsID {
		label = "rates"
	}
	by := c.named(list, e.ID).by()
	if len(by) == 0 {
		c.say(label, "nothing in this register", p.Dim, nil)
		return
	}
	var threats []string
	for i, key := range by {
		if key.Kind == model.KindThreat {
			threats = append(threats, key.ID)
		}
		if i < mostCiting {
			c.say(label, c.record(key), p.Text, &link{record: key})
			label = ""
		}
	}
	if more := len(by) - mostCiting; more > 0 {
		c.say("", fmt.Sprintf("and %d more", more), p.Dim, nil)
	}
	if len(threats) > 1 {
		c.say("", fmt.Sprintf("all %d threats, in the register", len(threats)), p.Text, &link{threats: threats})
	}
}

// record names a record that cites.
func (c *card) record(key model.Key) string {
	register := c.screen.bench.Register()
	if t := register.Threat(key.ID); key.Kind == model.KindThreat && t != nil {
		return key.ID + "  " + t.Title
	}
	if s := register.Sheet(key.Kind, key.ID); s != nil {
		return fmt.Sprintf("%s  %s, %s", key.ID, s.Name(), key.Kind)
	}
	return key.ID
}

// facts tells what is published of an entry: values of one name together, and each of its
// own where they lead on.
func (c *card) facts(list *model.Catalogue, e *model.Entry) {
	p := c.screen.bench.Pen
	for i := 0; i < len(e.Facts); {
		name := e.Facts[i].Name
		label := name
		var values []string
		for ; i < len(e.Facts) && e.Facts[i].Name == name; i++ {
			value := e.Facts[i].Value
			if words := strings.Fields(value); len(words) == 2 && c.named(list, words[1]) != nil { // a step: by which means, to what end
				c.lead(label, list, words[1], c.nameOf(list, words[0])+": ")
				label = ""
			} else if list.ID == model.MethodsID && name == "asks" { // a sentence each
				c.say(label, value, p.Text, nil)
				label = ""
			} else {
				values = append(values, value)
			}
		}
		c.say(label, strings.Join(values, ", "), p.Text, nil)
	}
}

// texts tells what the publisher writes, where the register brings its own copy.
func (c *card) texts(e *model.Entry) {
	p := c.screen.bench.Pen
	for _, t := range e.Texts {
		c.say("", t.Name+", in the publisher's words:", p.Dim, nil)
		for line := range strings.Lines(t.Value) {
			c.say("", strings.TrimSpace(line), p.Text, nil)
		}
	}
}

func (c *card) named(list *model.Catalogue, id string) *found {
	return c.screen.shelf.named[nameOf(list, "", id)]
}

func (c *card) nameOf(list *model.Catalogue, id string) string {
	if f := c.named(list, id); f != nil {
		return f.entry.Name
	}
	return id
}

// lead tells an entry that the card leads to.
func (c *card) lead(label string, list *model.Catalogue, id, before string) {
	p := c.screen.bench.Pen
	f := c.screen.shelf.named[nameOf(list, "", id)]
	if f == nil {
		c.say(label, before+id, p.Text, nil)
		return
	}
	to := c.screen.rows.entry(f.list, f.entry, 0, 0)
	c.say(label, before+c.titled(f), p.Text, &link{entry: &to})
}

// titled is an entry as it is named on another one's card.
func (c *card) titled(f *found) string {
	text := entryName(f.entry, 0)
	if c.of.list != f.list {
		text += " (" + f.list.ID + ")"
	}
	if n := c.screen.shelf.cited[f.entry]; n > 0 {
		text += fmt.Sprintf(", cited by %d", n)
	}
	return text
}

// links tells what an entry is part of, what it leads to, and what leads to it.
func (c *card) links(list *model.Catalogue, e *model.Entry) {
	told := map[*model.Entry]bool{}
	for i := range c.items {
		if to := c.items[i].link; to != nil && to.entry != nil {
			told[to.entry.entry] = true
		}
	}
	label := ""
	add := func(as string, f *found, id string) {
		if f != nil && told[f.entry] {
			return
		}
		show := as
		if as == label {
			show = ""
		}
		label = as
		if f == nil {
			c.say(show, id, c.screen.bench.Pen.Text, nil)
			return
		}
		told[f.entry] = true
		to := c.screen.rows.entry(f.list, f.entry, 0, 0)
		c.say(show, c.titled(f), c.screen.bench.Pen.Text, &link{entry: &to})
	}
	if e.Parent != "" {
		add("part of", c.named(list, e.Parent), e.Parent)
	}
	for _, l := range e.Links {
		add(l.Kind, c.screen.shelf.named[nameOf(list, l.Catalogue, l.To)], l.To)
	}
	from := slices.Clone(c.screen.shelf.from[e])
	slices.SortStableFunc(from, func(a, b *found) int { return strings.Compare(a.entry.Kind, b.entry.Kind) })
	for _, part := range [...]bool{true, false} {
		for _, f := range from {
			if (f.entry.Parent == e.ID) == part {
				add(f.entry.Kind, f, "")
			}
		}
	}
}

func (c *card) source(list *model.Catalogue) {
	p := c.screen.bench.Pen
	c.say("publisher", list.Publisher, p.Dim, nil)
	c.say("edition", list.Version, p.Dim, nil)
	c.say("from", list.Source, p.Dim, nil)
	c.say("licence", list.Licence, p.Dim, nil)
	c.say("imported", list.Own, p.Dim, nil)
}

func (c *card) catalogue(at row) {
	p := c.screen.bench.Pen
	c.say("", at.list.Title, p.Title, nil)
	c.say("cited", fmt.Sprintf("%d of %d", at.n, at.of), p.Text, nil)
	if groups := c.screen.rows.groups(at.list); len(groups) > 1 {
		for _, g := range groups {
			c.say(g.head.kind, fmt.Sprintf("%d of %d cited", g.head.n, g.head.of), p.Text, nil)
		}
	}
	c.source(at.list)
}

func (c *card) group(at row) {
	p := c.screen.bench.Pen
	c.say("", fmt.Sprintf("%s of %s %s", at.kind, at.list.Title, at.list.Version), p.Title, nil)
	c.say("cited", fmt.Sprintf("%d of %d", at.n, at.of), p.Text, nil)
	for k := range at.list.Entries {
		if e := &at.list.Entries[k]; e.Kind == at.kind {
			if why := at.list.WhyNotCited(e); why != "" {
				c.say("", why, p.Dim, nil)
			} else {
				field, _ := at.list.HeldIn(e)
				f, _ := model.FieldNamed(field)
				c.say("", "a threat cites one in its field "+f.Title, p.Dim, nil)
			}
			break
		}
	}
	c.source(at.list)
}

// link is where the item under the cursor leads; nil if nowhere.
func (c *card) link() *link {
	if c.cursor < 0 || c.cursor >= len(c.items) {
		return nil
	}
	return c.items[c.cursor].link
}

func (c *card) stand(item int) { c.cursor = max(0, min(item, len(c.items)-1)) }

// next goes to the next item that leads on; it stays where there is none.
func (c *card) next(by int) {
	for at := c.cursor + by; at >= 0 && at < len(c.items); at += by {
		if c.items[at].link != nil {
			c.cursor = at
			return
		}
	}
}

// move moves through the items. A page is counted in lines.
func (c *card) move(m widget.Move) {
	page := max(c.page, 1)
	from, to := c.span()
	switch m {
	case widget.Up:
		if from < c.top { // the beginning of a long one is not on show
			c.top--
			return
		}
		c.stand(c.cursor - 1)
	case widget.Down:
		if to > c.top+c.page {
			c.top++
			return
		}
		c.stand(c.cursor + 1)
	case widget.PageUp:
		c.byLines(-page)
	case widget.PageDown:
		c.byLines(page)
	case widget.HalfUp:
		c.byLines(-max(page/2, 1))
	case widget.HalfDown:
		c.byLines(max(page/2, 1))
	case widget.Home:
		c.stand(0)
	case widget.End:
		c.stand(len(c.items))
	}
}

// byLines moves so many lines on.
func (c *card) byLines(by int) {
	if len(c.lines) == 0 {
		return
	}
	first, _ := c.span()
	c.stand(c.lines[max(0, min(first+by, len(c.lines)-1))].item)
}

// span is the lines from and to of the item under the cursor.
func (c *card) span() (from, to int) {
	from = slices.IndexFunc(c.lines, func(l line) bool { return l.item == c.cursor })
	for to = from; to >= 0 && to < len(c.lines) && c.lines[to].item == c.cursor; to++ {
	}
	return max(from, 0), max(to, 0)
}
