package model

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
