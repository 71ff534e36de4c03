package bench

import (
	"strings"

	"parry/model"
)

// Hidden stands for the name of a person while others look on.
const Hidden = "(hidden)"

// Person gives the name of a person as it may be shown: hidden while presenting, so
// that a room discusses threats and not people.
func (b *Bench) Person(name string) string {
	if b.Present && name != "" {
		return Hidden
	}
	return name
}

// FieldText gives the text of a field as it may be shown.
func (b *Bench) FieldText(field, text string) string {
	if b.namesPeople(field) {
		return b.Person(text)
	}
	return text
}

// HidesValues says whether values of a field may not be shown now: they name people, and
// others look on.
func (b *Bench) HidesValues(field string) bool { return b.Present && b.namesPeople(field) }

// namesPeople says whether a field of a threat holds the name of a person.
func (b *Bench) namesPeople(field string) bool {
	switch field {
	case "owner_person", "decision_by", "last_reviewed_by", "created_by", "updated_by":
		return true
	}
	return strings.HasPrefix(field, "person_")
}

// ChangeText gives what was done, as the history tells it, as it may be shown: "set
// owner_person of T-001 to …" names a person.
func (b *Bench) ChangeText(label string) string {
	set, _, said := strings.Cut(label, " to ")
	field, what, one := strings.Cut(strings.TrimPrefix(set, "set "), " of ")
	kind, _, _ := strings.Cut(what, " ")
	if !b.Present || !said || !one || !b.namesPeople(field) && !sheetNamesPeople(model.Kind(kind), field) {
		return label
	}
	return set + " to " + Hidden
}

// RecordText gives the text of a field of any record as it may be shown.
func (b *Bench) RecordText(kind model.Kind, field, text string) string {
	if kind == model.KindThreat {
		return b.FieldText(field, text)
	}
	return b.SheetText(kind, field, text)
}

// SheetText gives the text of a field of a record that is no threat as it may be
// shown.
func (b *Bench) SheetText(kind model.Kind, field, text string) string {
	if sheetNamesPeople(kind, field) {
		return b.Person(text)
	}
	return text
}

// sheetNamesPeople says whether a field of such a record holds the name of a person.
func sheetNamesPeople(kind model.Kind, field string) bool {
	switch field {
	case "owner", "builder", "tester", "checked_by", "watched_by", "recorded_by", "approved_by",
		"prepared_by", "reviewed_by", "risk_owner", "by", "contact", "plan_owner":
		return true
	case "name":
		return kind == model.KindContact
	}
	return false
}
