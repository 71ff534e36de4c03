package model

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// A Workshop is a meeting in which the register is worked on: who was there, what
// for, and the part of the history that it made. Threats captured and things
// parked while it runs name it.
type Workshop struct {
	ID     string   `json:"id"` // W-01
	Title  string   `json:"title"`
	People []string `json:"people,omitempty"` // "Ada, facilitator"
	Agenda []string `json:"agenda,omitempty"`
	Notes  string   `json:"notes,omitempty"` // in the person's own words; they stand in the minutes
	Began  string   `json:"began"`           // RFC 3339
	Ended  string   `json:"ended,omitempty"` // "" while it runs
	From   uint64   `json:"from"`            // the entry of the history before it began
	To     uint64   `json:"to,omitempty"`    // the entry before it ended; 0 while it runs
}

// Key is the id in its kind.
func (w *Workshop) Key() Key { return Key{KindWorkshop, w.ID} }

// Runs says whether it has not ended.
func (w *Workshop) Runs() bool { return w.Ended == "" }

// Workshops gives all of them in the order of their ids.
func (r *Register) Workshops() []*Workshop { return othersOf[*Workshop](r) }

// Running gives the workshop that runs; nil if none does.
func (r *Register) Running() *Workshop {
	for _, w := range r.Workshops() {
		if w.Runs() {
			return w
		}
	}
	return nil
}

// openWorkshop gives the workshop that runs in the draft; nil if none does. The
// draft may have begun or ended one.
func (d *Draft) openWorkshop() *Workshop {
	for _, key := range d.shops {
		if w, ok := d.after[key].(*Workshop); ok && w != nil && w.Runs() {
			return w
		}
	}
	w := d.base.Running()
	if w == nil {
		return nil
	}
	if now, ok := d.Get(w.Key()).(*Workshop); !ok || now == nil || !now.Runs() {
		return nil
	}
	return w
}

// Begin begins a workshop at a time, after an entry of the history. One runs at a
// time.
func Begin(w Workshop, at time.Time, seq uint64) Edit {
	w.Title = strings.TrimSpace(w.Title)
	return Edit{Label: "begin the workshop " + short(w.Title), Do: func(d *Draft) error {
		if w.Title == "" {
			return fmt.Errorf("a workshop needs a title")
		}
		if running := d.openWorkshop(); running != nil {
			return fmt.Errorf("the workshop %s %q runs; end it first", running.ID, running.Title)
		}
		if err := w.check(); err != nil {
			return err
		}
		w.ID, w.Began, w.Ended, w.From, w.To = d.newID(KindWorkshop, "W-"), at.UTC().Format(time.RFC3339), "", seq, 0
		d.Put(&w)
		return nil
	}}
}

func (w *Workshop) check() error {
	for _, text := range append(append([]string{w.Title, w.Notes}, w.People...), w.Agenda...) {
		if err := checkText("the workshop", text); err != nil {
			return err
		}
	}
	w.People, w.Agenda = tidyList(w.People), tidyList(w.Agenda)
	return nil
}

// tidyList leaves out what is empty and parts at every ";", as the screen does; nothing
// is nil, as it comes back from disk.
func tidyList(list []string) []string {
	var kept []string
	for _, text := range list {
		for part := range strings.SplitSeq(text, ";") {
			if part = strings.TrimSpace(part); part != "" {
				kept = append(kept, part)
			}
		}
	}
	return kept
}

// End ends the workshop that runs, at a time, after an entry of the history.
func End(at time.Time, seq uint64) Edit {
	return Edit{Label: "end the workshop", Do: func(d *Draft) error {
		running := d.openWorkshop()
		if running == nil {
			return fmt.Errorf("no workshop runs; begin one first")
		}
		w := *running
		w.Ended, w.To = at.UTC().Format(time.RFC3339), seq
		d.Put(&w)
		d.Also(fmt.Sprintf("%s %s", w.ID, w.Title))
		return nil
	}}
}

// ChangeWorkshop changes what is said of a workshop: people, agenda, notes, title.
func ChangeWorkshop(id, label string, change func(*Workshop)) Edit {
	return Edit{Label: label, Do: func(d *Draft) error {
		have, ok := d.Get(Key{KindWorkshop, id}).(*Workshop)
		if !ok || have == nil {
			return fmt.Errorf("there is no workshop %s; `parry workshop` lists them", id)
		}
		w := *have
		w.People, w.Agenda = slices.Clone(have.People), slices.Clone(have.Agenda)
		change(&w)
		if err := w.check(); err != nil {
			return err
		}
		d.Put(&w)
		return nil
	}}
}
