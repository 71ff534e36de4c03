package model

import (
	"fmt"
	"maps"
	"slices"
)

// A Framework is a method that the register brings itself: a published table
// or a matrix of its own, as the file that it was imported from. It travels
// with the register, so that its ratings can be done again anywhere.
type Framework struct {
	ID      string `json:"id"`   // of the method that it makes
	Form    string `json:"form"` // how Body is read: FormTable, FormMatrix
	Title   string `json:"title,omitempty"`
	Version string `json:"version,omitempty"`
	Source  string `json:"source,omitempty"`
	Body    string `json:"body"` // the file's text
}

// The forms of a framework's body.
const (
	FormTable  = "ssvc decision table" // CERT/CC SSVC 2.0, JSON
	FormMatrix = "matrix"              // parry-matrix/1, JSON
)

// Key is the framework's id in its kind.
func (f *Framework) Key() Key { return Key{KindFramework, f.ID} }

// ImportFramework takes a framework into the register, in place of an older
// one of the same id. Ratings that stand keep their version.
func ImportFramework(f Framework) Edit {
	return Edit{Label: "import " + f.ID + " " + f.Version, Do: func(d *Draft) error {
		d.Put(&f)
		return nil
	}}
}

// RemoveFramework takes one out again. Ratings made by it stay, but can no
// longer be done again.
func RemoveFramework(id string) Edit {
	return Edit{Label: "remove the method " + id, Do: func(d *Draft) error {
		return d.Remove(Key{KindFramework, id})
	}}
}

// RatedByOther says how many ratings stand by another version of a method: a
// new version does not change them, but they cannot be done again by it.
func RatedByOther(r *Register, id, version string) []string {
	counts := map[string]int{}
	for _, t := range r.Threats() {
		for _, s := range States {
			if rating := t.RatingBy(s, id); rating != nil && rating.Version != version {
				counts[rating.Version]++
			}
		}
	}
	var lines []string
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		lines = append(lines, fmt.Sprintf("%d ratings stand by %s %s; they keep it until they are rated again", counts[v], id, v))
	}
	return lines
}
