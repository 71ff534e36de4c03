package intake

import (
	"crypto/sha1"
	"fmt"
	"slices"
	"strings"

	"parry/model"
)

// A Carried field is one of ours that a foreign format has no name for. It goes out
// under Own+name where the format lets anybody add names, and comes back from there.
type Carried struct{ Name, Text string }

// Own begins the names of our fields in foreign files.
const Own = "parry:"

// Carry gives the fields of a threat that say something, but for those that the
// format has names for.
func Carry(t *model.Threat, native ...string) []Carried {
	var all []Carried
	for i := range model.Fields {
		f := &model.Fields[i]
		text := f.Get(t)
		if f.Name == "notes" {
			text = t.OwnNotes()
		}
		if !f.Hidden && text != "" && text != f.Implied && !slices.Contains(native, f.Name) {
			all = append(all, Carried{f.Name, strings.ToValidUTF8(text, "\uFFFD")})
		}
	}
	return all
}

// CarrySheet does so for another record.
func CarrySheet(s *model.Sheet, native ...string) []Carried {
	k, _ := model.SheetKindOf(s.Of)
	var all []Carried
	for _, f := range k.Fields {
		text := s.Get(f.Name)
		if f.Name == "references" {
			text = s.OwnReferences()
		}
		if text != "" && !slices.Contains(native, f.Name) {
			all = append(all, Carried{f.Name, text})
		}
	}
	return all
}

// Restore sets a field of ours that came back; a value that it cannot have is a
// fault of the file.
func Restore(n *Node, t *model.Threat, name, text string) {
	f, ok := model.FieldNamed(name)
	if !ok || f.Hidden {
		n.Fault("there is no field %s%s", Own, Shown(name))
		return
	}
	if err := f.Load(t, text); err != nil {
		n.Fault("%s%s", Own, err)
	}
}

// longestUUID is the length of one. Some programs write shorter ids in its place.
const longestUUID = 36

// UUID is the id of a record in a format that wants a UUID: the one it came with,
// else one that follows from its kind, its id and what its register is called.
func UUID(f model.Foreign, format string, key model.Key, register string) string {
	if f.Format == format && f.ID != "" && len(f.ID) <= longestUUID {
		return f.ID
	}
	return NewUUID(string(key.Kind) + " " + key.ID + " " + register)
}

// space is the name space of the UUIDs that parry makes.
var space = [16]byte{0x70, 0x61, 0x72, 0x72, 0x79, 0x2d, 0x46, 0x31, 0x80, 0x01, 0x54, 0x2d, 0x30, 0x30, 0x31, 0x00}

// NewUUID makes a UUID of a name, always the same: version 5 of RFC 9562. Its SHA-1
// keeps no secret.
func NewUUID(name string) string {
	h := sha1.New()
	h.Write(space[:]) // a hash never fails
	h.Write([]byte(name))
	u := h.Sum(nil)[:16]
	u[6], u[8] = u[6]&0x0F|0x50, u[8]&0x3F|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", u[:4], u[4:6], u[6:8], u[8:10], u[10:])
}
