package model

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
)

// A FieldChange is one field of a record, before and after.
type FieldChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// FieldChanges gives the fields in which two states of a threat differ, in
// the order of the table; bookkeeping is left out.
func FieldChanges(before, after *Threat) []FieldChange {
	var changes []FieldChange
	for i := range Fields {
		f := &Fields[i]
		if f.Hidden {
			continue
		}
		if b, a := f.Get(before), f.Get(after); b != a {
			changes = append(changes, FieldChange{f.Name, b, a})
		}
	}
	return changes
}

// RecordChanges gives the fields in which two states of any record differ. Where a
// side is nil, for a record that came or went, it has no field. Threats are told in
// the order of their table, others in that of the names; a field that holds more
// than a text is told as JSON.
func RecordChanges(before, after Record) []FieldChange {
	b, wasThreat := before.(*Threat)
	a, isThreat := after.(*Threat)
	if wasThreat && isThreat {
		return FieldChanges(b, a)
	}
	was, now := textsOf(before), textsOf(after)
	var changes []FieldChange
	for _, name := range slices.Sorted(maps.Keys(merged(was, now))) {
		if was[name] != now[name] {
			changes = append(changes, FieldChange{name, was[name], now[name]})
		}
	}
	return changes
}

func merged(a, b map[string]string) map[string]string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// textsOf gives the fields of a record as texts; none of one that is not there.
func textsOf(rec Record) map[string]string {
	texts := map[string]string{}
	switch rec := rec.(type) {
	case nil:
		return texts
	case *Threat:
		for i := range Fields {
			if f := &Fields[i]; !f.Hidden && f.Get(rec) != "" {
				texts[f.Name] = f.Get(rec)
			}
		}
		return texts
	case *Sheet:
		maps.Copy(texts, rec.Values)
		return texts
	case *Edition: // megabytes that nobody reads as a field
		body := fmt.Sprintf("%d bytes, SHA-256 %x", len(rec.Body), sha256.Sum256([]byte(rec.Body)))
		return map[string]string{"id": rec.ID, "title": rec.Title, "version": rec.Version, "file": rec.File, "sha256": rec.SHA256, "body": body}
	}
	encoded, err := json.Marshal(rec)
	if err != nil {
		return texts // records are texts, numbers and lists
	}
	var fields map[string]json.RawMessage
	if json.Unmarshal(encoded, &fields) != nil {
		return texts
	}
	for name, raw := range fields {
		var text string
		if json.Unmarshal(raw, &text) != nil {
			text = string(raw)
		}
		texts[name] = text
	}
	return texts
}
