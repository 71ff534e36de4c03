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

// SheetText gives the text of a field of a record that is no threat as it may be
// shown.
func (b *Bench) SheetText(kind model.Kind, field, text string) string {
	switch field {
	case "owner", "builder", "tester", "checked_by", "watched_by", "recorded_by", "approved_by",
		"prepared_by", "reviewed_by", "risk_owner", "by", "contact", "plan_owner":
		return b.Person(text)
	case "name":
		if kind == model.KindContact {
			return b.Person(text)
		}
	}
	return text
}
