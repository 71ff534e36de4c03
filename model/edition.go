package model

import (
	"fmt"
	"strings"
)

// An Edition is a catalogue that the register brings itself, read from the user's own copy
// of it. It stands before the edition that parry ships, and travels with the register, so
// that what is cited resolves anywhere.
type Edition struct {
	ID      string `json:"id"` // of the catalogue: "atlas", "aicm"
	Title   string `json:"title,omitempty"`
	Version string `json:"version"`
	File    string `json:"file,omitempty"`   // the name of the file that it was read from
	SHA256  string `json:"sha256,omitempty"` // of that file, in hexadecimal digits
	Body    string `json:"body"`             // the catalogue, as package factsheet keeps one
}

// MaxEdition bounds the body of an edition, in bytes: the largest that is known, with all
// its guidelines, takes a third of it.
const MaxEdition = 16 << 20

// Key is the catalogue's id in its kind.
func (e *Edition) Key() Key { return Key{KindEdition, e.ID} }

// Editions gives the catalogues that the register brings itself, in the order of their ids.
func (r *Register) Editions() []*Edition { return othersOf[*Edition](r) }

// Edition gives the register's own edition of a catalogue; nil if it brings none.
func (r *Register) Edition(id string) *Edition {
	e, _ := r.records[Key{KindEdition, id}].record.(*Edition)
	return e
}

// ImportEdition takes an edition into the register, in place of one that it brought before.
func ImportEdition(e Edition) Edit {
	return Edit{Label: strings.TrimSpace(fmt.Sprintf("import the catalogue %s %s", e.ID, e.Version)), Before: BeforeImport, Do: func(d *Draft) error {
		switch {
		case e.ID == "" || e.Version == "":
			return fmt.Errorf("a catalogue needs an id and a version")
		case len(e.Body) > MaxEdition:
			return fmt.Errorf("the catalogue takes %d MiB; a register holds at most %d", len(e.Body)>>20, MaxEdition>>20)
		}
		d.Put(&e)
		return nil
	}}
}

// RemoveEdition takes one out again; what parry ships of the catalogue holds from then on.
func RemoveEdition(id string) Edit {
	return Edit{Label: "remove the imported catalogue " + id, Do: func(d *Draft) error {
		return d.Remove(Key{KindEdition, id})
	}}
}
