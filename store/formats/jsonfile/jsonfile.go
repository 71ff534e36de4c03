// Package jsonfile reads and writes a whole register as JSON: every record of every
// kind, under the one name that each field has everywhere. It is the format for other
// programs, and the only one that holds all there is.
//
//   - read.go, write.go: a file into records and back.
//   - schema.go: the JSON Schema of the file, made of the same tables.
//
// The promise: what Write wrote, Read gives back. Snapshots and workshops name places
// in the history of their own register; they are written, and not taken back.
package jsonfile

import (
	"parry/model"
	"parry/store/intake"
)

// Name is the name of the format.
const Name = "json"

// maxFile is large: it is the whole register.
const maxFile = 256 << 20

// threatsName is the member that holds the threats; the other kinds stand under their
// own names.
const threatsName = "threats"

// Recognise says whether a file begins as ours do.
func Recognise(head []byte) bool { return intake.Peek(head)["schema"] == model.Schema }

// written are the kinds in the order of the file, without the settings, which are one
// object, and the threats, which stand last.
func written() []model.Kind {
	var kinds []model.Kind
	for _, k := range model.Kinds {
		if k != model.KindSettings && k != model.KindThreat {
			kinds = append(kinds, k)
		}
	}
	return kinds
}
