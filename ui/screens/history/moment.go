package history

import (
	"fmt"
	"time"

	"parry/model"
	"parry/store"
	"parry/ui/bench"
	"parry/ui/widget"
)

// read tells an entry in full.
func (s *Screen) read() {
	whole, err := s.bench.Work.Entry(s.here())
	if err != nil {
		s.bench.Refuse("%v", err)
		return
	}
	e := whole.Glimpse(mostLines)
	lines := []string{what(s.bench, e), fmt.Sprintf("by %s on %s UTC, operation %s", s.bench.Person(e.By), e.At.Format(time.DateTime), e.Op),
		fmt.Sprintf("chained as %x", whole.Hash), ""}
	s.popup.Read(fmt.Sprintf("Entry %d", e.Seq), append(lines, s.told(e, mostLines)...), "")
}

// mostLines bounds what is read of one entry: an import may have changed more
// than anybody reads.
const mostLines = 5_000

// told is what an entry changed, field by field, as far as there are lines.
func (s *Screen) told(e store.Glimpse, most int) []string {
	var lines []string
	for i, t := range e.Touched {
		if len(lines) >= most {
			return append(lines[:most], more(e.Total-i))
		}
		before, _ := t.Before.(*model.Threat)
		after, _ := t.After.(*model.Threat)
		name := string(t.Key.Kind) + " " + t.Key.ID
		if t.Key.Kind == model.KindThreat {
			name = t.Key.ID
		}
		act := "changed"
		switch {
		case t.Before == nil && after != nil:
			lines = append(lines, name+" added: "+after.Title)
			continue
		case t.After == nil && before != nil:
			lines = append(lines, name+" removed: "+before.Title)
			continue
		case t.Before == nil:
			act = "added"
		case t.After == nil:
			act = "removed"
		}
		lines = append(lines, name+" "+act)
		for _, c := range model.RecordChanges(t.Before, t.After) {
			lines = append(lines, fmt.Sprintf("  %s: %s -> %s", c.Field, orNothing(s.bench.RecordText(t.Key.Kind, c.Field, c.Before)), orNothing(s.bench.RecordText(t.Key.Kind, c.Field, c.After))))
		}
	}
	if left := e.Total - len(e.Touched); left > 0 {
		lines = append(lines, more(left))
	}
	return lines
}

func more(records int) string {
	return fmt.Sprintf("and %d more records; `parry log --json` has all", records)
}

func orNothing(text string) string {
	if text == "" {
		return "(nothing)"
	}
	return text
}

// lookBack shows the register as it was after this entry.
func (s *Screen) lookBack() {
	seq := s.here()
	if s.bench.LookBack(seq) {
		s.bench.Say("as it was after entry %d: look at everything, change nothing", seq)
		s.bench.Go(bench.Place{Screen: bench.Register})
	}
}

func (s *Screen) toggleMark() {
	seq := s.here()
	s.rows.stamp++
	if s.mark == seq {
		s.mark = 0
		s.bench.Say("no moment is marked")
		return
	}
	s.mark = seq
	s.bench.Say("entry %d is marked: d on another one tells what differs", seq)
}

// compare tells what differs between the mark and this moment, the older first.
func (s *Screen) compare() {
	from, to := s.here(), s.bench.Work.Head().Seq
	if s.mark != 0 {
		from, to = min(s.mark, from), max(s.mark, from)
	}
	before, err := s.at(from)
	if err != nil {
		s.bench.Refuse("%v", err)
		return
	}
	after, err := s.at(to)
	if err != nil {
		s.bench.Refuse("%v", err)
		return
	}
	d := model.Compare(before, after)
	lines := []string{d.Summary()}
	for _, c := range d.Settings {
		lines = append(lines, fmt.Sprintf("the register's %s: %s -> %s", c.Field, orNothing(c.Before), orNothing(c.After)))
	}
	for _, r := range d.Records {
		lines = append(lines, fmt.Sprintf("%s %s: %s", r.Kind, r.ID, r.Act))
		for _, c := range r.Fields {
			lines = append(lines, fmt.Sprintf("    %s: %s -> %s", c.Field, orNothing(c.Before), orNothing(c.After)))
		}
	}
	for _, t := range d.Threats {
		lines = append(lines, "", t.ID+"  "+t.Title, "  "+joined(t.What))
		for _, detail := range t.Details() {
			lines = append(lines, "    "+detail)
		}
	}
	if d.Empty() {
		lines = []string{"nothing differs"}
	}
	s.popup.Read(fmt.Sprintf("From entry %d to entry %d", from, to), lines, "d")
}

func joined(words []string) string {
	text := ""
	for i, word := range words {
		if i > 0 {
			text += ", "
		}
		text += word
	}
	return text
}

// at is a moment of the history, its clocks at its own day: for the newest, today.
func (s *Screen) at(seq uint64) (model.Moment, error) {
	if seq == s.bench.Work.Head().Seq {
		return model.Moment{Register: s.bench.Register(), Today: s.bench.Today}, nil
	}
	past, err := s.bench.Work.At(seq)
	if err != nil {
		return model.Moment{}, err
	}
	at, _ := past.Past()
	day := at.Format(time.DateOnly)
	if fixed := past.Register().Settings().AsOf; fixed != "" {
		day = fixed
	}
	return model.Moment{Register: past.Register(), Today: day}, nil
}

func (s *Screen) cannotName() string {
	if why := s.bench.CannotEdit(); why != "" {
		return why
	}
	return s.nothing()
}

// name makes a snapshot of this moment.
func (s *Screen) name() {
	seq := s.here()
	s.popup.Ask(s.bench, fmt.Sprintf("Name the moment after entry %d", seq), "such as 2026-Q4 or before the pilot; reports, --at and diff take the name", "", func(name string) {
		if s.bench.Do(model.TakeSnapshot(model.Snapshot{Name: name, Seq: seq, Day: s.bench.Today, By: s.bench.Work.By()})) {
			s.refresh()
		}
	})
}

func (s *Screen) cannotTakeBack() string {
	if why := s.cannotName(); why != "" {
		return why
	}
	if s.after(s.here()) == 0 {
		return "nothing that can be taken back was done after this"
	}
	return ""
}

// after counts the changes after an entry that undo takes back, one by one.
func (s *Screen) after(seq uint64) (n int) {
	for at := s.bench.Work.Head().Undo; at > seq; n++ {
		at = s.bench.Work.Under(at)
	}
	return n
}

// askTakeBack asks, and takes back what was done after this entry.
func (s *Screen) askTakeBack() {
	seq := s.here()
	n := s.after(seq)
	s.popup.Pick(fmt.Sprintf("Take back what was done after entry %d?", seq), "no", []widget.Option{
		{Value: "no", Label: "leave it", Explain: "nothing is changed"},
		{Value: "yes", Label: "take back", Explain: fmt.Sprintf("undo %d changes, the newest first; U does each of them again", n)},
	}, func(answer string) {
		if answer == "yes" {
			s.takeBack(seq)
		}
	})
}

func (s *Screen) takeBack(seq uint64) {
	n := 0
	for ; s.bench.Work.Head().Undo > seq; n++ {
		if _, err := s.bench.Work.Undo(); err != nil {
			s.bench.Refuse("%d taken back, then: %v", n, err)
			return
		}
	}
	s.refresh()
	s.bench.Say("%d changes taken back   U does each of them again", n)
}
