package subject

import (
	"errors"
	"fmt"
	"slices"

	"parry/model"
	"parry/store"
	"parry/ui/bench"
)

// A Sheet is a record that is no threat, or one that is made once it has a field.
type Sheet struct {
	bench *bench.Bench
	kind  model.SheetKind
	id    string
	begun []model.Assignment // what a new record says from the start
}

// OfSheet makes a subject of a record; "" is one that is not there yet. It is made with
// the first field that is set, and then says what it was begun with too.
func OfSheet(b *bench.Bench, kind model.SheetKind, id string, begun ...model.Assignment) *Sheet {
	return &Sheet{b, kind, id, begun}
}

// ID is the record's; "" as long as it is not there.
func (s *Sheet) ID() string { return s.id }

// Name is the id, or the kind where there is one record only.
func (s *Sheet) Name() string {
	if s.id == "" {
		return "a new " + string(s.kind.Kind)
	}
	return s.id
}

// Several is false: it is one record.
func (s *Sheet) Several() bool { return false }

// Gone says that somebody took the record out. The only one of its kind is always
// there, empty at first.
func (s *Sheet) Gone() error {
	if s.id != "" && s.kind.Prefix != "" && s.have() == nil {
		return fmt.Errorf("there is no %s %s any more", s.kind.Kind, s.id)
	}
	return nil
}

func (s *Sheet) have() *model.Sheet {
	if s.id == "" {
		return nil
	}
	return s.bench.Register().Sheet(s.kind.Kind, s.id)
}

// Fields are those of the kind.
func (s *Sheet) Fields() []Field {
	frozen := ""
	if have := s.have(); have != nil && have.Frozen() != nil {
		frozen = have.Frozen().Error()
	}
	fields := make([]Field, len(s.kind.Fields))
	for i, f := range s.kind.Fields {
		fields[i] = Field{Name: f.Name, Title: f.Title, Group: s.kind.Title, Sort: f.Sort, Choices: f.Choices, Usual: true, Refers: f.Refers, Kept: frozen}
		if f.Kept {
			fields[i].Kept = f.Title + " is kept by parry: it says what stood behind it then"
		}
	}
	return fields
}

// Value is the text of a field; "" if nobody said.
func (s *Sheet) Value(field string) string {
	if have := s.have(); have != nil && field == "references" {
		return have.OwnReferences() // where it came from is nothing to be edited, and stays
	} else if have != nil {
		return have.Get(field)
	}
	if i := slices.IndexFunc(s.begun, func(a model.Assignment) bool { return a.Field == field }); i >= 0 && s.id == "" {
		return s.begun[i].Value
	}
	return ""
}

// Differs is for several threats.
func (s *Sheet) Differs(string) bool { return false }

// Told hides the names of people while others look on, and gives what goes without
// saying where a field is empty.
func (s *Sheet) Told(field string) string {
	value := s.Value(field)
	if f, err := s.kind.Field(field); err == nil && value == "" && f.Usually != "" {
		return "(" + f.Usually + ")"
	}
	return s.bench.SheetText(s.kind.Kind, field, value)
}

// Set saves a field; the first one makes a new record.
func (s *Sheet) Set(field, value string) error {
	if err := s.Gone(); err != nil {
		return err
	}
	sets, err := model.ResolveSheetDays(s.kind.Kind, []model.Assignment{{Field: field, Value: value}}, s.bench.Today)
	if err != nil {
		return err
	}
	for _, a := range s.begun {
		if s.id == "" && a.Field != field {
			sets = append(sets, a)
		}
	}
	edit, err := store.WriteRecord(s.kind.Kind, s.id, sets...)
	if err != nil {
		return err
	}
	change, done := s.bench.Make(edit)
	if !done && s.bench.Said().Problem {
		return errors.New(s.bench.Said().Text)
	}
	for _, touch := range change.Touched {
		if done && s.id == "" && touch.Key.Kind == s.kind.Kind {
			s.id = touch.Key.ID
		}
	}
	return nil
}

// Preview is for several threats.
func (s *Sheet) Preview(string, string) string { return "" }

// Doubts are what looks wrong in its fields; a record that is not there has none.
func (s *Sheet) Doubts() []model.Doubt {
	if have := s.have(); have != nil {
		return s.bench.Register().DoubtsOf(have, s.bench.Today)
	}
	return nil
}
