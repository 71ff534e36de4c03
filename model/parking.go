package model

import (
	"fmt"
	"slices"
	"strings"
)

// A Parking is something that was said and is no threat, or not yet: a question, an
// action, a thing to come back to.
type Parking struct {
	ID     string `json:"id"` // K-01
	Text   string `json:"text"`
	Day    string `json:"day"` // on which it was said, ISO
	By     string `json:"by,omitempty"`
	Answer string `json:"answer,omitempty"` // what came of it; "" while it is open
	Threat string `json:"threat,omitempty"` // the threat that it became
	Raised string `json:"session,omitempty"`
}

// Key is the id in its kind.
func (p *Parking) Key() Key { return Key{KindParking, p.ID} }

// Open says whether nothing came of it yet.
func (p *Parking) Open() bool { return p.Answer == "" && p.Threat == "" }

// Parkings gives everything that was parked, in the order of the ids.
func (r *Register) Parkings() []*Parking { return othersOf[*Parking](r) }

// newID gives the next free id of a kind whose ids are a letter and a number. An id
// that was removed may be given again: only threats keep theirs for ever.
func (d *Draft) newID(kind Kind, prefix string) string {
	if d.given == nil {
		d.given = map[Kind]int{}
	}
	for n := d.given[kind] + 1; ; n++ {
		if id := fmt.Sprintf("%s%02d", prefix, n); d.Get(Key{kind, id}) == nil {
			d.given[kind] = n - 1 // whoever asked need not put it
			return id
		}
	}
}

// ParkIt parks what was said.
func ParkIt(text, day, by string) Edit {
	text = strings.TrimSpace(text)
	return Edit{Label: "park: " + short(text), Do: func(d *Draft) error {
		if text == "" {
			return fmt.Errorf("what is parked needs a few words to be found again")
		}
		for _, part := range []string{text, day, by} {
			if err := checkText("what is parked", part); err != nil {
				return err
			}
		}
		p := &Parking{ID: d.newID(KindParking, "K-"), Text: text, Day: day, By: by}
		if w := d.openWorkshop(); w != nil {
			p.Raised = w.ID
		}
		d.Put(p)
		return nil
	}}
}

// parking hands a copy of what was parked to change, and puts it back.
func (d *Draft) parking(id string, change func(*Parking) error) error {
	have, ok := d.Get(Key{KindParking, id}).(*Parking)
	if !ok || have == nil {
		return fmt.Errorf("nothing is parked as %s; `parry park` lists what is", id)
	}
	p := *have
	if err := change(&p); err != nil {
		return err
	}
	d.Put(&p)
	return nil
}

// Settle says what came of something that was parked; an empty answer opens it
// again.
func Settle(id, answer string) Edit {
	answer = strings.TrimSpace(answer)
	label := fmt.Sprintf("settle %s: %s", id, short(answer))
	if answer == "" {
		label = "take up " + id + " again"
	}
	return Edit{Label: label, Do: func(d *Draft) error {
		if err := checkText("the answer", answer); err != nil {
			return err
		}
		return d.parking(id, func(p *Parking) error {
			p.Answer, p.Threat = answer, ""
			return nil
		})
	}}
}

// Raise makes a threat of something that was parked, as Capture would.
func Raise(id string, sets ...Assignment) Edit {
	return Edit{Label: "make a threat of " + id, Do: func(d *Draft) error {
		return d.parking(id, func(p *Parking) error {
			if !p.Open() {
				return fmt.Errorf("%s is settled; take it up again first", id)
			}
			next := ThreatID(d.next)
			if err := captureOne(strings.TrimLeft(p.Text, "? "), sets).Do(d); err != nil {
				return err
			}
			for _, key := range slices.Backward(d.order) { // the id it was given
				if key.Kind == KindThreat {
					next = key.ID
					break
				}
			}
			p.Threat = next
			d.Also("which is " + next)
			return nil
		})
	}}
}
