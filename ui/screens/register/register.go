// Package register is the screen people live in: the table of threats, the
// line that captures one, the filter, the preview, and one threat opened to
// all its fields.
//
//   - register.go: state and keys
//   - rows.go, sorted.go: the threats as rows, kept up with the register and in order
//   - filter.go, capture.go: the two lines that are typed into
//   - detail.go: one threat, field by field
//   - mappane.go: the heatmap below the table
//   - write.go: what is on show, for other programs
//   - view.go: what it looks like
package register

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/fieldbox"
	"parry/ui/popup"
	"parry/ui/subject"
	"parry/ui/widget"
)

// A Screen is the register on show. It holds what the register does not: a
// filter, an order, a cursor.
type Screen struct {
	bench *bench.Bench
	table *widget.Table
	rows  rows

	filter filtering
	order  order

	columns []column // on show
	names   []string // of those that were chosen; nil for the usual ones
	group   grouping
	view    viewing
	popup   popup.Popup
	clipped string // what was sent to the clipboard last
	entry   capturing

	box    fieldbox.Box
	remove []string // the threats whose removal was asked for
	detail *detail

	pane          side
	visit         *visit
	width, height int // of the last drawing
}

// A visit is a filter that another screen asked for; leaving it brings the own
// one back.
type visit struct {
	filter string // what was in force before
	from   string
}

// New makes the screen.
func New(b *bench.Bench) *Screen {
	s := &Screen{bench: b, pane: side{state: model.Current}, entry: capturing{dealt: map[string]bool{}}}
	s.rows.screen = s
	s.table = widget.NewTable(&s.rows)
	s.setColumns(nil)
	b.Marked = s.marked
	return s
}

// Name is the tab's.
func (s *Screen) Name() string { return bench.Register }

// Title is the long name.
func (s *Screen) Title() string { return "Register" }

// Enter comes to a place: a filter that another screen asks for, a threat.
func (s *Screen) Enter(p bench.Place) {
	if s.detail != nil && (!p.Back || s.detail.id != s.bench.Threat()) {
		s.detail = nil
	}
	if p.Filter != "" && p.Filter != s.filter.text {
		if s.visit == nil {
			s.visit = &visit{filter: s.filter.text, from: p.From}
		}
		s.setFilter(p.Filter)
	}
	s.refresh()
	if id := p.Threat; id != "" {
		s.bench.SetThreat(id)
	}
	s.table.Keep(s.bench.Threat())
	if s.bench.Threat() == "" {
		s.follow()
	}
	if p.Open && s.bench.Register().Threat(p.Threat) != nil {
		s.openDetail(p.Threat)
	}
}

// Place is where the screen is, to come back to.
func (s *Screen) Place() bench.Place {
	return bench.Place{Screen: bench.Register, Threat: s.here(), Filter: s.filter.text, Open: s.detail != nil}
}

// here is the threat that keys act on: the opened one, else the one under the
// cursor; "" if none is shown. A filter may hide the row of an opened threat.
func (s *Screen) here() string {
	if s.detail != nil {
		return s.detail.id
	}
	if s.atHeading() != nil {
		return ""
	}
	return s.table.Key()
}

// Typing says that a line or box has the keys.
func (s *Screen) Typing() bool {
	return s.entry.line != nil || s.filter.line != nil || s.box.IsOpen() || s.popup.IsOpen() || s.remove != nil ||
		s.detail != nil && s.detail.form.Typing()
}

// Type gives a key or paste to the line or box that has the keys.
func (s *Screen) Type(msg tea.Msg) {
	switch {
	case s.box.IsOpen():
		s.box.Update(msg)
	case s.popup.IsOpen():
		s.popup.Update(msg)
	case s.remove != nil:
		s.confirm(msg)
	case s.entry.line != nil:
		s.capture(msg)
	case s.filter.line != nil:
		s.typeFilter(msg)
	case s.detail != nil:
		s.detail.form.Type(msg)
	}
	s.refresh()
}

// Back leaves the opened threat, then a filter, then the marks.
func (s *Screen) Back() bool {
	switch {
	case s.detail != nil:
		s.detail = nil
	case s.visit != nil:
		from := s.visit.from
		s.setFilter(s.visit.filter)
		s.visit = nil
		s.refresh()
		if from != "" {
			s.bench.Go(bench.Place{Screen: from})
		}
	case s.filter.text != "":
		s.setFilter("")
		s.refresh()
	case s.table.Marks() > 0:
		s.table.Unmark()
	default:
		return false
	}
	return true
}

// Hangup keeps what is half typed, a filter as well.
func (s *Screen) Hangup() {
	s.Keep()
	if s.filter.line != nil {
		s.remember(s.filter.text)
	}
}

// Keep keeps what is half typed; a filter would be remembered at each of its letters.
func (s *Screen) Keep() {
	s.box.Hangup()
	s.popup.Hangup()
	if s.detail != nil {
		s.detail.form.Hangup()
	}
	if s.entry.line != nil {
		_ = s.bench.Work.SaveDraft(draftName, s.entry.line.Value())
	}
}

// Actions are the keys of the table, or of the opened threat.
func (s *Screen) Actions() []bench.Action {
	switch {
	case s.box.IsOpen():
		return s.box.Actions()
	case s.popup.IsOpen():
		return s.popup.Actions()
	case s.entry.line != nil:
		return keysOf("enter", "keep, and the next", "esc", "end", "ctrl+n", "deal a card")
	case s.filter.line != nil:
		return keysOf("enter", "keep the filter", "esc", "clear it", "tab", "complete", "up/down", "move")
	case s.remove != nil:
		return keysOf("y", "remove", "any other", "keep")
	case s.detail != nil:
		return s.detailActions()
	}
	b, t := s.bench, s.table
	return append([]bench.Action{
		{Keys: []string{"n"}, Label: "capture", Help: "capture a threat: type, enter, next; esc ends", Why: b.CannotEdit, Do: s.startCapture},
		{Keys: []string{"enter"}, Label: "open", Help: "open the threat; enter again triages it", Why: s.noRow, Do: s.open},
		{Keys: []string{"/"}, Label: "filter", Help: "filter: words, phase:deployment level>=H role:MP -status:closed", Do: s.startFilter},
		{Keys: []string{"e"}, Label: s.editLabel(), Help: "edit a field of the threat, or of all that are marked, as one step", Why: s.cannotEdit, Do: s.edit},
		{Keys: []string{"t"}, Label: "triage", Help: "triage the threat", Why: s.nothing, Do: s.triage},
		{Keys: []string{"!"}, Help: "to the next threat with a finding", Do: s.nextFinding},
		{Keys: []string{"H"}, Help: "the history of the threat", Why: s.nothing, Do: s.history},
		{Keys: []string{"s"}, Label: "sort", Help: "sort by the chosen column (< and > choose it)", Do: s.sort},
		{Keys: []string{"S"}, Help: "turn the order round", Do: s.turn},
		{Keys: []string{"+"}, Help: "what is equal so far, sort by the chosen column too; again turns it round", Do: s.sortAlso},
		{Keys: []string{"c"}, Help: "choose the columns: any field", Do: s.chooseColumns},
		{Keys: []string{"b"}, Help: "group by phase, category, layer, owner, status; enter shuts a group", Do: s.groupByNext},
		{Keys: []string{"v"}, Help: "saved views: choose one, save what is on show, rename, remove", Do: s.chooseView},
		{Keys: []string{"tab"}, Help: "the next saved view", Why: s.noViews, Do: s.nextView(1)},
		{Keys: []string{"shift+tab"}, Help: "the saved view before", Why: s.noViews, Do: s.nextView(-1)},
		{Keys: []string{">"}, Help: "choose the next column", Do: func() { s.choose(1) }},
		{Keys: []string{"<"}, Help: "choose the column before", Do: func() { s.choose(-1) }},
		{Keys: []string{"p"}, Label: "pane", Help: "beside the table: the threat, the heatmap of its phase, or nothing", Do: s.nextPane},
		{Keys: []string{"i"}, Help: "the state of the heatmap in the pane: inherent, current, target", Why: s.noMap, Do: s.turnMap},
		{Keys: []string{"space"}, Help: "mark the threat and move down", Why: s.nothing, Do: func() { t.Mark(); s.move(widget.Down); s.sayMarks() }},
		{Keys: []string{"d"}, Help: "deal a prompt card and capture what it raises; ctrl+n deals the next", Why: b.CannotEdit, Do: s.startCard},
		{Keys: []string{"P"}, Help: "what is parked: settle it, or make a threat of it; a line that begins with ? parks", Do: s.openParked},
		{Keys: []string{"W"}, Help: "the workshop: begin, who is there, notes, end, minutes", Do: s.openWorkshop},
		{Keys: []string{"V"}, Help: "mark from the last mark to here", Why: s.noRow, Do: func() { t.MarkTo(); s.sayMarks() }},
		{Keys: []string{"*"}, Help: "mark all that are shown; esc takes the marks away", Why: s.noRow, Do: func() { t.MarkAll(); s.sayMarks() }},
		{Keys: []string{"D"}, Help: "remove the threat, or all that are marked, after asking; undo brings them back", Why: s.cannotEdit, Do: func() { s.remove = s.chosen() }},
		{Keys: []string{"C"}, Help: "copy the threat: what it says, where it lies, who owns it", Why: s.cannotEdit, Do: s.copyThreat},
		{Keys: []string{"L"}, Help: "link the marked threats to each other; linked already, unlink them", Why: s.cannotEdit, Do: s.link},
		{Keys: []string{"w"}, Help: "write what is on show, or marked, for other programs: CSV, XLSX, JSON, OTM …", Why: s.noFiles, Do: s.chooseFormat},
		{Keys: []string{"y"}, Help: "ids and titles into the clipboard; again: the text, to select it", Why: s.nothing, Do: func() { s.clip(s.plainRows()) }},
		{Keys: []string{"Y"}, Help: "the same as a Markdown table, with level, owner and due day", Why: s.nothing, Do: func() { s.clip(s.markdownRows()) }},
	}, bench.Moves("first", "last", s.move)...)
}

// keysOf are the keys of what has them all, for the hints only.
func keysOf(pairs ...string) []bench.Action {
	var actions []bench.Action
	for i := 0; i+1 < len(pairs); i += 2 {
		actions = append(actions, bench.Action{Keys: pairs[i : i+1], Label: pairs[i+1]})
	}
	return actions
}

func (s *Screen) move(m widget.Move) {
	s.table.Move(m)
	s.follow()
}

// follow tells the other screens where the user is.
func (s *Screen) follow() {
	if id := s.here(); id != "" {
		s.bench.SetThreat(id)
	}
}

// nextFinding goes to the next threat with a finding, round at the end.
func (s *Screen) nextFinding() {
	if !s.table.Next(func(row int) bool { return row < len(s.rows.list) && s.rows.list[row].findings > 0 }) {
		s.bench.Say("no threat on show has a finding")
		return
	}
	s.follow()
}

// nothing is why a key cannot act where no threat is shown.
func (s *Screen) nothing() string {
	if s.atHeading() != nil {
		return "this is a heading; go to a threat"
	}
	return s.noRow()
}

func (s *Screen) noRow() string {
	if s.detail == nil && s.table.Len() == 0 {
		return "no threat is shown"
	}
	return ""
}

func (s *Screen) cannotEdit() string {
	if why := s.bench.CannotEdit(); why != "" {
		return why
	}
	return s.nothing()
}

func (s *Screen) edit() { s.box.Choose(s.bench, subject.OfThreats(s.bench, s.chosen()...)) }

// chosen are the threats that an edit is for: those that are marked and shown,
// else the one under the cursor.
func (s *Screen) chosen() []string {
	var ids []string
	if s.detail == nil {
		ids = s.marked()
	}
	if len(ids) == 0 && s.here() != "" {
		ids = []string{s.here()}
	}
	return ids
}

// marked are the threats that are marked and shown.
func (s *Screen) marked() (ids []string) {
	for _, row := range s.table.Marked() {
		ids = append(ids, s.rows.Key(row))
	}
	return ids
}

func (s *Screen) editLabel() string {
	if n := len(s.table.Marked()); n > 0 && s.detail == nil {
		return fmt.Sprintf("edit %d", n)
	}
	return "edit"
}

// sayMarks counts the marks; those that a filter hides are kept, and left out
// of an edit.
func (s *Screen) sayMarks() {
	all, shown := s.table.Marks(), len(s.table.Marked())
	switch {
	case all == 0:
		s.bench.Say("nothing is marked")
	case shown < all:
		s.bench.Say("%d marked, %d of them hidden by the filter: e edits the %d that are shown", all, all-shown, shown)
	default:
		s.bench.Say("%d marked: e edits them as one step, D removes them, esc takes the marks away", all)
	}
}

func (s *Screen) triage() {
	s.bench.Go(bench.Place{Screen: bench.Triage, Threat: s.here()})
}

// history shows what was changed of the threat, when and by whom.
func (s *Screen) history() {
	s.bench.Go(bench.Place{Screen: bench.History, Threat: s.here(), Open: true})
}

// copyThreat makes another threat of this one and stands on it.
func (s *Screen) copyThreat() {
	change, ok := s.bench.Make(model.CopyThreat(s.here()))
	if !ok {
		return
	}
	id := change.Touched[0].Key.ID
	s.bench.SetThreat(id)
	s.refresh()
	if !s.table.Keep(id) {
		s.bench.Say("%s; the filter in force does not show it", change.Label)
	}
}

// link relates the marked threats to each other; if all of them are already, it
// takes that away.
func (s *Screen) link() {
	ids := s.chosen()
	edit := model.LinkThreats(ids...)
	if len(ids) > 1 && s.linked(ids) {
		edit = model.UnlinkThreats(ids...)
	}
	s.bench.Do(edit)
}

func (s *Screen) linked(ids []string) bool {
	for _, id := range ids {
		related := s.bench.Register().Threat(id).Review.Related()
		for _, other := range ids {
			if other != id && !slices.Contains(related, other) {
				return false
			}
		}
	}
	return true
}

// confirm removes the threat if y is pressed; any other key keeps it.
func (s *Screen) confirm(msg tea.Msg) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return
	}
	ids := s.remove
	s.remove = nil
	if press.String() != "y" {
		if len(ids) == 1 {
			s.bench.Say("%s stays", ids[0])
		} else {
			s.bench.Say("all %d threats stay", len(ids))
		}
		return
	}
	if s.bench.Do(model.RemoveThreats(ids...)) {
		s.table.Unmark()
	}
}

// naming names threats, or counts them.
func naming(ids []string) string {
	if len(ids) == 1 {
		return ids[0]
	}
	return fmt.Sprintf("%d threats", len(ids))
}

// choose moves to another column of those on the screen.
func (s *Screen) choose(by int) {
	shown := s.table.Visible()
	if len(shown) == 0 {
		return
	}
	at := slices.Index(shown, s.table.Chosen())
	if at < 0 && by < 0 {
		at = 0
	}
	s.table.Choose(shown[(at+by+len(shown))%len(shown)])
	s.bench.Say("column %s: s sorts by it", s.columns[s.table.Chosen()].Title)
}

// Status says what is shown of how much, through which filter, in which order.
func (s *Screen) Status(w int) string {
	p := s.bench.Pen
	s.refresh()
	if s.detail != nil {
		return s.detailStatus(w)
	}
	shown := fmt.Sprintf("%d threats ", s.rows.total())
	filter := "no filter"
	if s.filter.text != "" {
		shown = fmt.Sprintf("%d of %d threats ", len(s.rows.index), s.rows.total())
		filter = "filter: " + s.filter.text
	}
	var group string
	if s.group.by != "" {
		group = "by " + s.groupName()
	}
	// What explains why a threat is not to be seen stays longest.
	parts := s.thatFit(w-p.Width(shown), s.running(), s.chips(), filter, group, "sort: "+s.orderName())
	right := ""
	if parts[4] != "" {
		right = parts[4] + "   "
	}
	right += shown
	left := max(w-p.Width(right), 0)
	s.placeChips(parts[0], parts[1], left)
	return p.Dim.Paint(p.Fit(" "+joinFilled(parts[:4]), left)) + p.Clip(right, w-left)
}

// thatFit empties parts of the second row until the rest fits in w cells: first the
// order, then views, the workshop, the group; the filter never.
func (s *Screen) thatFit(w int, running, chips, filter, group, order string) [5]string {
	parts := [5]string{running, chips, filter, group, order}
	for _, drop := range []int{4, 1, 0, 3} {
		if s.bench.Pen.Width(joinFilled(parts[:]))+2 <= w {
			break
		}
		parts[drop] = ""
	}
	return parts
}

// joinFilled joins the parts that are not empty.
func joinFilled(parts []string) string {
	return strings.Join(slices.DeleteFunc(slices.Clone(parts), func(part string) bool { return part == "" }), "   ")
}
