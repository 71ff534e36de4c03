package model

// A FieldChange is one field of a threat, before and after.
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
