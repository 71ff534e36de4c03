// Package subject is whatever fields are edited of: a threat, several threats at
// once, or a record that is no threat. Forms and field boxes treat all alike.
//
//   - subject.go: Subject and Field, and what a field wants to hear
//   - threats.go: one threat or several; sheet.go: any other record
package subject

import (
	"strings"

	"parry/model"
)

// A Subject has fields with values. It reads the register anew with every call, so
// that it never shows what is no longer so.
type Subject interface {
	// Name is what titles and messages call it: T-001, 4 threats, A-01.
	Name() string
	// Several says that it is more than one: each of its values is set in all of them.
	Several() bool
	// Gone says why it cannot be edited: somebody took it out; nil if it is there.
	Gone() error
	// Fields are all there are, those of a group together.
	Fields() []Field
	// Value is the text of a field, as it is stored; of several threats that differ
	// it is "".
	Value(field string) string
	// Differs says that the threats say different things in a field.
	Differs(field string) bool
	// Told is Value as it may be shown.
	Told(field string) string
	// Set takes over a value. If it cannot be taken the error says why, and nothing
	// has changed. What was done is told by the bench.
	Set(field, value string) error
	// Preview says what Set would change, where that is not plain.
	Preview(field, value string) string
	// Doubts are what looks wrong in its fields today; none of several threats.
	Doubts() []model.Doubt
}

// A Field is one of a subject.
type Field struct {
	Name, Title, Group string
	Sort               model.FieldSort
	Choices            []model.Choice // of a closed list
	Usual              bool           // shown even while it is empty
	Kept               string         // why nobody can set it; "" if one can
	Refers             model.Kind     // what its items name by id; "" where they name no record
}

// Listed says that one value is chosen out of a closed list.
func (f Field) Listed() bool { return f.Sort == model.OneOf || f.Sort == model.LevelOf }

// Typed says that its text is typed, so that an editor can take it.
func (f Field) Typed() bool { return f.Kept == "" && !f.Listed() && !f.Several() }

// Several says that several values are chosen out of a list: of values, or of records.
func (f Field) Several() bool {
	return f.Sort == model.SomeOf || f.Refers != "" && f.Sort == model.List
}

// Asks says what the field takes, where that is not plain.
func (f Field) Asks() string {
	switch f.Sort {
	case model.Date:
		return "a day: " + model.DayWords
	case model.TimeOf:
		return "a moment like 2026-11-16 09:30, in UTC, or the day alone"
	case model.TermOf:
		return "a time like 30m, 4h, 14d, 6w or 2wd (working days); - sets none"
	case model.Number:
		return "a number, like 0.5 or 12000"
	case model.List:
		if f.Refers != "" {
			return "any of the " + string(f.Refers) + " records, by id"
		}
		return "items with ; between them"
	case model.Claims:
		return "who:layer=owner, with ; between them; for example MP:Model=AP"
	case model.OneOf, model.LevelOf, model.SomeOf:
		var values []string
		for _, c := range f.Choices {
			if c.Value != "" {
				values = append(values, c.Value)
			}
		}
		if f.Sort == model.SomeOf {
			return "any of: " + strings.Join(values, ", ")
		}
		return "one of: " + strings.Join(values, ", ")
	}
	return ""
}

// Find gives the field of a subject with this name.
func Find(s Subject, name string) (Field, bool) {
	for _, f := range s.Fields() {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Doubt gives what looks wrong in a field; "" if nothing does.
func Doubt(doubts []model.Doubt, field string) string {
	var texts []string
	for _, d := range doubts {
		if d.Field == field {
			texts = append(texts, d.Text)
		}
	}
	return strings.Join(texts, "; ")
}
