package model

import (
	"bytes"
	"encoding/json"
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

// ImportFramework takes a framework and the method that it makes into the
// register, in place of an older one of the same id. If the register is rated
// by that method, it is rated by the new one from then on; ratings that stand
// keep their version. A version says one thing only: another body under the
// version that is there already is refused.
func ImportFramework(f Framework, m Method) Edit {
	return Edit{Label: "import " + f.ID + " " + f.Version, Before: BeforeImport, Do: func(d *Draft) error {
		if was, ok := d.Get(f.Key()).(*Framework); ok && was != nil && was.Version == f.Version && !was.sameBody(f) {
			return fmt.Errorf("%s %s is here already and says otherwise; give the new one another version", f.ID, orElse(f.Version, "without a version"))
		}
		d.Put(&f)
		s := d.Settings()
		if s.Method != m.ID {
			return nil
		}
		before := s
		if err := s.JudgeBy(m); err != nil {
			return err
		}
		if s != before {
			d.Put(&s)
			d.Also("and rate by it from now on")
		}
		return nil
	}}
}

// sameBody says whether two files say the same, however they are laid out.
func (f *Framework) sameBody(o Framework) bool {
	var a, b bytes.Buffer
	if json.Compact(&a, []byte(f.Body)) != nil || json.Compact(&b, []byte(o.Body)) != nil {
		return f.Body == o.Body
	}
	return bytes.Equal(a.Bytes(), b.Bytes())
}

// RemoveFramework takes one out again. Ratings made by it stay, but can no
// longer be done again; the one that the register is rated by cannot go.
func RemoveFramework(id string) Edit {
	return Edit{Label: "remove the method " + id, Do: func(d *Draft) error {
		if d.Settings().Method == id {
			return fmt.Errorf("the register is rated by %s; choose another method for it first, then remove this one", id)
		}
		return d.Remove(Key{KindFramework, id})
	}}
}

// RatedByOther says how many ratings stand by another version of a method: a
// new version does not change them, but they cannot be done again by it.
func RatedByOther(r *Register, id, version string) []string {
	counts := map[string]int{}
	for _, t := range r.Threats() {
		for _, s := range States {
			if rating := t.RatingBy(s, id); rating != nil && rating.Version() != version {
				counts[rating.Version()]++
			}
		}
	}
	var lines []string
	for _, v := range slices.Sorted(maps.Keys(counts)) {
		stand := "1 rating stands by %[2]s %[3]s; it keeps that until it is rated again"
		if counts[v] > 1 {
			stand = "%d ratings stand by %s %s; they keep that until they are rated again"
		}
		lines = append(lines, fmt.Sprintf(stand, counts[v], id, v))
	}
	return lines
}
