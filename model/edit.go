package model

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"
)

// An Edit is one decision. Do carries it out on a draft, or says why it
// cannot; Label tells the history what it was. One that replaces much at once names
// in Before what it is, and is preceded by a copy of the file.
type Edit struct {
	Label  string
	Before string // "import"; "" for no copy
	Do     func(*Draft) error
	Watch  func(done, of int) error // hears how far an edit of many records is, and may end it; or nil
}

// BeforeImport is the Before of what comes from a file.
const BeforeImport = "import"

// A Touch is one record of a change, before and after; a nil side means that
// there was none. Revision is the one Before must still have when the change
// is saved: 0 where there was none.
type Touch struct {
	Key           Key
	Revision      uint64
	Before, After Record
}

// A Change is what an edit did. The list of them is the audit trail, and
// swapping before and after undoes one. It holds all that is needed to apply
// it somewhere else.
type Change struct {
	Seq     uint64 // its place in the history; 0 until it is saved
	Op      string // names the operation, so that it can be looked for
	Label   string
	By      string
	At      time.Time
	Touched []Touch
}

// ErrNothing is what Plan answers when an edit would change nothing.
var ErrNothing = errors.New("nothing to change: it already says so")

// A Draft is the register with an edit's records laid over it.
type Draft struct {
	base  *Register
	after map[Key]Record
	order []Key
	next  uint64
	by    string       // who makes the edit
	at    time.Time    // and when
	also  string       // what the edit did beside what its label says
	shops []Key        // workshops that the edit touched
	given map[Kind]int // up to which number no id of a kind is free; files bring thousands
	watch func(done, of int) error
}

// Plan carries an edit out on a draft and says what it did. The register is
// not touched. Changed threats are stamped with the user and the time.
func Plan(r *Register, e Edit, by string, at time.Time) (Change, error) {
	p, err := Outline(r, e, by, at)
	if err != nil {
		return Change{}, err
	}
	p.change.stamp(by, at)
	return p.change, nil
}

// A Planned edit was carried out on a draft, and is a change once it is known when it is saved.
type Planned struct{ change Change }

// Outline is Plan without the stamps: an import is shown, looked at, and saved some time later.
// It is of use as long as the register is the one it was made for.
func Outline(r *Register, e Edit, by string, at time.Time) (Planned, error) {
	d := &Draft{base: r, after: map[Key]Record{}, next: r.next, by: by, at: at, watch: e.Watch}
	if err := e.Do(d); err != nil {
		return Planned{}, Refuse(err)
	}
	c := Change{Label: e.Label + d.also}
	for _, key := range d.order {
		before, revision := r.Get(key)
		after := d.after[key]
		if reflect.DeepEqual(before, after) {
			continue
		}
		c.Touched = append(c.Touched, Touch{key, revision, before, after})
	}
	if len(c.Touched) == 0 {
		return Planned{}, ErrNothing
	}
	return Planned{c}, nil
}

// Stamped is the change as it is made by somebody at some time.
func (p Planned) Stamped(by string, at time.Time) Change {
	c := p.change
	c.Touched = slices.Clone(c.Touched)
	c.stamp(by, at)
	return c
}

// stamp says who makes a change, and when; its threats are others then. Those that are new share
// their stamps.
func (c *Change) stamp(by string, at time.Time) {
	c.By, c.At = by, at
	now := at.UTC().Format(time.RFC3339)
	fresh := &Stamps{CreatedBy: by, CreatedAt: now, UpdatedBy: by, UpdatedAt: now}
	for i := range c.Touched {
		touch := &c.Touched[i]
		t, ok := touch.After.(*Threat)
		if !ok {
			continue
		}
		t = new(*t)
		if touch.Before == nil && t.Stamps == nil {
			t.Stamps = fresh
		} else {
			t.Stamp(func(s *Stamps) {
				s.UpdatedBy, s.UpdatedAt = by, now
				if touch.Before == nil && s.CreatedAt == "" {
					s.CreatedBy, s.CreatedAt = by, now
				}
			})
		}
		touch.After = t
	}
}

// Inverse is the change that takes c back, planned against the register as it
// is now. It fails if a record is no longer as c left it.
func (c Change) Inverse(r *Register) (Change, error) {
	back := Change{Label: c.Label}
	for _, t := range slices.Backward(c.Touched) {
		touch, err := overwrite(r, t.Key, t.After, t.Before)
		if err != nil {
			return Change{}, err
		}
		back.Touched = append(back.Touched, touch)
	}
	return back, nil
}

// Again is the change that does c once more, after its inverse.
func (c Change) Again(r *Register) (Change, error) {
	again := Change{Label: c.Label}
	for _, t := range c.Touched {
		touch, err := overwrite(r, t.Key, t.Before, t.After)
		if err != nil {
			return Change{}, err
		}
		again.Touched = append(again.Touched, touch)
	}
	return again, nil
}

func overwrite(r *Register, key Key, expect, put Record) (Touch, error) {
	now, revision := r.Get(key)
	if isNil(expect) != (now == nil) || now != nil && !reflect.DeepEqual(now, expect) {
		return Touch{}, fmt.Errorf("%s was changed since; change it back by hand", key)
	}
	return Touch{key, revision, now, put}, nil
}

func isNil(r Record) bool { return r == nil }

// Reached tells whoever watches how far the edit is. An error ends it: nobody wants it
// any more.
func (d *Draft) Reached(done, of int) error {
	if d.watch == nil {
		return nil
	}
	return d.watch(done, of)
}

// Get gives the record as the edit has it so far.
func (d *Draft) Get(key Key) Record {
	if rec, ok := d.after[key]; ok {
		return rec
	}
	rec, _ := d.base.Get(key)
	return rec
}

// Put lays a record over the register. The record is the draft's from then on.
func (d *Draft) Put(rec Record) {
	if t, ok := rec.(*Threat); ok {
		t.tidy()
	}
	d.set(rec.Key(), rec)
}

// Remove takes a record out; it fails if there is none.
func (d *Draft) Remove(key Key) error {
	if d.Get(key) == nil {
		return fmt.Errorf("there is no %s %s", key.Kind, key.ID)
	}
	d.set(key, nil)
	return nil
}

func (d *Draft) set(key Key, rec Record) {
	if _, ok := d.after[key]; !ok {
		d.order = append(d.order, key)
		if key.Kind == KindWorkshop {
			d.shops = append(d.shops, key)
		}
	}
	if d.after[key] = rec; rec == nil {
		delete(d.given, key.Kind) // its id is free again
	}
}

// Also adds to the label what the edit turned out to do beside it.
func (d *Draft) Also(words string) { d.also += ", " + words }

// Settings gives the settings as the edit has them so far.
func (d *Draft) Settings() Settings {
	if s, ok := d.Get(settingsKey).(*Settings); ok {
		return *s
	}
	return Settings{}
}

// EditThreat hands a copy of the threat to change and puts it back.
func (d *Draft) EditThreat(id string, change func(*Threat) error) error {
	have, ok := d.Get(Key{KindThreat, id}).(*Threat)
	if !ok || have == nil {
		return NoThreat(id)
	}
	t := have.Clone()
	if err := change(t); err != nil {
		return err
	}
	d.Put(t)
	return nil
}

// NoThreat is the error for an id that the register does not have.
func NoThreat(id string) error {
	return fmt.Errorf("there is no threat %s; `parry list` shows the ids", id)
}

// NewThreatID gives the next free id; ids are never given twice.
func (d *Draft) NewThreatID() string {
	for {
		id := ThreatID(d.next)
		d.next++
		if d.Get(Key{KindThreat, id}) == nil {
			return id
		}
	}
}

// Keep moves the counter past an id that a file brought along.
func (d *Draft) Keep(id string) { d.next = beyond(d.next, Key{KindThreat, id}) }

// AsIf gives the register as it would be after an edit, beside the one there is.
func AsIf(r *Register, e Edit) (*Register, error) {
	after := r.Only(r.Threats())
	c, err := Plan(after, e, "", time.Time{})
	if err != nil {
		return nil, err
	}
	after.Apply(c)
	return after, nil
}
