package ownership

import (
	"strconv"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// The columns of the matrix. On all but the last the cursor can stand.
const (
	id         = 0
	title      = 1
	firstLayer = 2
	lead       = firstLayer + len(model.Layers)
	person     = lead + 1
	findings   = person + 1
)

// A layout is what the columns are made for: the longest id, and a window
// where titles must be short for all four layers to show.
type layout struct {
	ids    int
	short  bool
	person int // the width of that column
}

// layoutFor is the one for a window. In a narrow one persons have room only where titles
// give it.
func (s *Screen) layoutFor(w int) layout {
	l := layout{ids: s.matrix.ids, short: w < shortBelow, person: personWidth}
	if s.people && w < personFrom {
		l.short, l.person = true, personNarrow
	}
	return l
}

// What an id may be wide, and from where titles need not be short.
const leastID, mostID, shortBelow = 6, 12, 74

// layerTitles are short: the head of a column is as wide as its cells.
var layerTitles = [...]string{"PI", "Model", "Orch.", "App"}

// An owner column has room for a flagged pair and the bracket that opens it,
// but not for the one that closes it: the title needs the cells more.
const (
	ownerWidth  = len("[CSP-MP!")
	leadWidth   = len("[AIC!]")
	personWidth = 20

	personNarrow, personFrom = 10, 101 // so wide below that width of the window
)

// widthOf is the width of a column that the cursor's brackets go round.
func (l layout) widthOf(column int) int {
	switch column {
	case lead:
		return leadWidth
	case person:
		return l.person
	}
	return ownerWidth
}

// columns gives the columns. Where the window is narrow the person leaves
// first, then the lead: e on the id still reaches both.
func columns(l layout) []widget.Column {
	least := 22
	if l.short {
		least = 12
	}
	cs := []widget.Column{
		{Title: "ID", Width: l.ids, Priority: 9},
		{Title: "Title", Width: least, Flex: true},
	}
	for _, name := range layerTitles {
		cs = append(cs, widget.Column{Title: " " + name, Width: ownerWidth, Priority: 8})
	}
	return append(cs,
		widget.Column{Title: " Lead", Width: leadWidth, Priority: 2},
		widget.Column{Title: " Person", Width: l.person, Priority: l.personPriority()},
		widget.Column{Title: "#", Width: 2, Priority: 7, Right: true})
}

// personPriority is how long the persons stay in a narrow window: longer than the lead if
// somebody asked for them.
func (l layout) personPriority() int {
	if l.person == personNarrow {
		return 3
	}
	return 1
}

// lay puts the columns for a layout into the table, unless they are there.
func (s *Screen) lay(l layout) {
	if s.layout == l {
		return
	}
	s.layout = l
	chosen := s.table.Chosen()
	s.table.SetColumns(columns(l)...)
	s.table.Choose(chosen)
}

// fieldOf names the field that a column edits; "" for the id, which stands for
// all of them.
func fieldOf(column int) string {
	switch layer := column - firstLayer; {
	case column == title:
		return "title"
	case layer >= 0 && layer < len(model.Layers):
		return "owner_" + strings.ToLower(model.Layers[layer])
	case column == lead:
		return "lead_role"
	case column == person:
		return "owner_person"
	}
	return ""
}

// layerAt gives the layer of a column.
func layerAt(column int) (layer int, ok bool) {
	layer = column - firstLayer
	return layer, layer >= 0 && layer < len(model.Layers)
}

// rows are the matrix as the table asks for it.
type rows struct{ s *Screen }

// Key names the row by its threat.
func (r rows) Key(i int) string { return r.s.matrix.view.Rows[i].Threat.ID }

// Version changes when the threat or what it is judged by does: findings
// follow from these two.
func (r rows) Version(i int) uint64 {
	register := r.s.bench.Register()
	_, revision := register.Get(r.s.matrix.view.Rows[i].Threat.Key())
	return max(revision, r.s.matrix.judged) | r.s.matrix.stamp<<40
}

// Cells fills in the columns. The cell under the cursor stands in brackets,
// and the others leave room for them, so that nothing moves with it.
func (r rows) Cells(i int, cells []widget.Cell) {
	s, row := r.s, &r.s.matrix.view.Rows[i]
	cells[id].Text, cells[title].Text = row.Threat.ID, row.Threat.Title
	for layer := range model.Layers {
		cells[firstLayer+layer] = s.ownerCell(row, layer)
	}
	cells[lead] = s.leadCell(row)
	cells[person] = s.personCell(row)
	cells[findings] = s.findingsCell(row)
	chosen := s.table.Chosen()
	at, ok := s.table.Row()
	for c := firstLayer; c < findings; c++ {
		if !ok || at != i || c != chosen {
			cells[c].Text = " " + cells[c].Text
			continue
		}
		text := "[" + cells[c].Text
		if s.bench.Pen.Width(text) < s.layout.widthOf(c) {
			text += "]"
		}
		cells[c].Text = text
	}
}

// ownerCell is an owner value: "?" if unset, "!" if a finding names it.
func (s *Screen) ownerCell(row *model.OwnershipRow, layer int) widget.Cell {
	p, owner := s.bench.Pen, row.Owner(layer)
	cell := widget.Cell{Text: string(owner)}
	switch owner {
	case model.Unset:
		cell = widget.Cell{Text: p.Glyphs.Unset, Look: p.Warning}
	case model.NotApplicable:
		cell = widget.Cell{Text: "n/a", Look: p.Dim}
	}
	if s.base && owner.Decided() && owner != model.Baseline(layer) && weighty(row.Cell(layer)) == 0 {
		return widget.Cell{Text: cell.Text + p.Glyphs.NotAssessed, Look: p.Accent}
	}
	if layer == model.LayerIndex(model.ModelLayer) && row.Threat.Ownership.Tuned() != model.Unset {
		cell.Text += "+" // the tuned part stands in the story
	}
	return s.flagged(cell, weighty(row.Cell(layer)) > 0)
}

// leadCell is the threat's lead: "?" where somebody must lead and nobody does.
func (s *Screen) leadCell(row *model.OwnershipRow) widget.Cell {
	p, o := s.bench.Pen, &row.Threat.Ownership
	cell := widget.Cell{Text: o.Lead}
	if o.Lead == "" {
		cell = widget.Cell{Text: "-", Look: p.Dim}
		for layer := range model.Layers {
			if o.LacksLead(layer) {
				cell = widget.Cell{Text: p.Glyphs.Unset, Look: p.Warning}
			}
		}
	}
	return s.flagged(cell, partOf(row, lead))
}

func (s *Screen) personCell(row *model.OwnershipRow) widget.Cell {
	p := s.bench.Pen
	cell := widget.Cell{Text: s.bench.Person(row.Threat.Ownership.Person)}
	if cell.Text == "" {
		cell = widget.Cell{Text: p.Glyphs.Unset, Look: p.Warning}
	}
	if partOf(row, person) {
		return s.flagged(cell, true)
	}
	cell.Text = p.Cut(cell.Text, s.layout.person-2) // so that a bracket still closes
	return cell
}

func (s *Screen) findingsCell(row *model.OwnershipRow) widget.Cell {
	n := weighty(row.Findings)
	if n == 0 {
		return widget.Cell{Text: "-", Look: s.bench.Pen.Dim}
	}
	return widget.Cell{Text: strconv.Itoa(n), Look: s.bench.Pen.Error}
}

func (s *Screen) flagged(cell widget.Cell, wrong bool) widget.Cell {
	if wrong {
		return widget.Cell{Text: cell.Text + s.bench.Pen.Glyphs.Problem, Look: s.bench.Pen.Error}
	}
	return cell
}
