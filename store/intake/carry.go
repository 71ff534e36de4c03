package intake

import (
	"crypto/sha256"
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
			text = ownReferences(s)
		}
		if text != "" && !slices.Contains(native, f.Name) {
			all = append(all, Carried{f.Name, text})
		}
	}
	return all
}

// ownReferences are those that name no foreign file.
func ownReferences(s *model.Sheet) string {
	c := model.Sheet{Of: s.Of, ID: s.ID, Values: map[string]string{"references": s.Get("references")}}
	c.SetForeign(model.Foreign{})
	return c.Get("references")
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
// else one that follows from its kind and id.
func UUID(f model.Foreign, format string, key model.Key) string {
	if f.Format == format && f.ID != "" && len(f.ID) <= longestUUID {
		return f.ID
	}
	return NewUUID(string(key.Kind) + " " + key.ID)
}

// NewUUID makes a UUID of a text, always the same (version 8 of RFC 9562: by our own
// rule, the first bytes of SHA-256).
func NewUUID(text string) string {
	h := sha256.Sum256([]byte("parry " + text))
	h[6], h[8] = h[6]&0x0F|0x80, h[8]&0x3F|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}
