package history

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
	"parry/store"
	"parry/ui/bench"
	"parry/ui/widget"
)

// rows are the entries, newest first. Only those on show are read.
type rows struct {
	screen *Screen
	only   string // the threat whose changes are shown; "" for all
	stale  bool
	stamp  uint64 // tells the table that rows look otherwise

	head  uint64              // of the history when the list was made
	list  []uint64            // the entries that are shown; nil for all
	names map[uint64][]string // snapshots by entry
	named bool                // there is a column for them
	kept  map[uint64]store.Glimpse
}

// mostKept bounds how many entries are kept in memory.
const mostKept = 512

// refresh follows the history to its newest entry.
func (s *Screen) refresh() {
	r, head := &s.rows, s.bench.Work.Head().Seq
	if head == r.head && !r.stale {
		return
	}
	r.head, r.stale, r.list = head, false, nil
	r.stamp++
	if r.only != "" {
		r.list = s.entriesOf(r.only)
	}
	r.nameMoments(s.bench.Register().Snapshots())
	if named := len(r.names) > 0; named != r.named {
		r.named = named
		s.table.SetColumns(columns(named)...)
	}
	index := make([]int, r.len())
	for i := range index {
		index[i] = i
	}
	s.table.SetIndex(index)
}

// entriesOf walks the history for the changes of one threat, newest first.
func (s *Screen) entriesOf(id string) []uint64 {
	found := []uint64{}
	err := s.bench.Work.History(func(e store.Entry) bool {
		if slices.ContainsFunc(e.Touched, func(t model.Touch) bool { return t.Key == model.Key{Kind: model.KindThreat, ID: id} }) {
			found = append(found, e.Seq)
		}
		return true
	})
	if err != nil {
		s.bench.Refuse("%v", err)
	}
	slices.Reverse(found)
	return found
}

func (r *rows) nameMoments(snapshots []*model.Snapshot) {
	r.names = map[uint64][]string{}
	for _, s := range snapshots {
		r.names[s.Seq] = append(r.names[s.Seq], s.Name)
	}
}

func (r *rows) len() int {
	if r.only != "" {
		return len(r.list)
	}
	return int(r.head)
}

// seq is the entry in a row.
func (r *rows) seq(row int) uint64 {
	if r.only != "" {
		return r.list[row]
	}
	return r.head - uint64(row)
}

// entry reads an entry and so many of the records that it touched, once while it is on
// show.
func (r *rows) entry(seq uint64, most int) (store.Glimpse, error) {
	if e, ok := r.kept[seq]; ok && len(e.Touched) >= min(most, e.Total) {
		return e, nil
	}
	e, err := r.screen.bench.Work.Glimpse(seq, most)
	if err != nil {
		return e, err
	}
	if r.kept == nil || len(r.kept) >= mostKept {
		r.kept = map[uint64]store.Glimpse{}
	}
	r.kept[seq] = e
	return e, nil
}

// Key names an entry by its number.
func (r *rows) Key(row int) string { return fmt.Sprint(r.seq(row)) }

// Version changes with marks and names: an entry itself never does.
func (r *rows) Version(int) uint64 { return r.stamp }

// The columns.
const (
	columnEntry = iota
	columnWhen
	columnWho
	columnName
	columnWhat
)

func columns(named bool) []widget.Column {
	name := 0
	if named {
		name = 12
	}
	return []widget.Column{
		{Title: "Entry", Width: 6, Priority: 4, Right: true},
		{Title: "When", Width: 16, Priority: 3},
		{Title: "Who", Width: 12, Priority: 1},
		{Title: "Snapshot", Width: name, Priority: 2},
		{Title: "What", Width: 20, Flex: true},
	}
}

// Cells are one entry in words.
func (r *rows) Cells(row int, cells []widget.Cell) {
	p, seq := r.screen.bench.Pen, r.seq(row)
	cells[columnEntry].Text = fmt.Sprint(seq)
	if seq == r.screen.mark {
		cells[columnEntry].Text = "mark " + cells[columnEntry].Text
		cells[columnEntry].Look = p.Accent
	}
	e, err := r.entry(seq, 0)
	if err != nil {
		cells[columnWhat].Text, cells[columnWhat].Look = err.Error(), p.Error
		return
	}
	cells[columnWhen].Text = e.At.Format("2006-01-02 15:04")
	cells[columnWho].Text = r.screen.bench.Person(e.By)
	cells[columnName].Text = strings.Join(r.names[seq], ", ")
	cells[columnName].Look = p.Accent
	cells[columnWhat].Text = what(r.screen.bench, e)
	if e.Act != store.Did {
		cells[columnWhat].Look = p.Dim
	}
}

// what says what an entry did.
func what(b *bench.Bench, e store.Glimpse) string {
	label := b.ChangeText(e.Label)
	switch e.Act {
	case store.Undid:
		return fmt.Sprintf("undid %d: %s", e.Target, label)
	case store.Redid:
		return fmt.Sprintf("did %d again: %s", e.Target, label)
	}
	return label
}
