package subject

import (
	"errors"
	"fmt"
	"slices"

	"parry/model"
	"parry/ui/bench"
)

// threats are one threat, or several to be edited as one step.
type threats struct {
	bench *bench.Bench
	ids   []string
}

// OfThreats makes a subject of at least one threat.
func OfThreats(b *bench.Bench, ids ...string) Subject { return threats{b, ids} }

func (s threats) Name() string {
	if s.Several() {
		return fmt.Sprintf("%d threats", len(s.ids))
	}
	return s.ids[0]
}

func (s threats) Several() bool { return len(s.ids) > 1 }

func (s threats) Gone() error {
	for _, id := range s.ids {
		if s.bench.Register().Threat(id) == nil {
			return model.NoThreat(id)
		}
	}
	return nil
}

// threatFields are all that a person may look at, by group.
var threatFields = func() []Field {
	var fields []Field
	for _, group := range model.Groups {
		for _, f := range model.InGroup(group) {
			if f.Hidden || f.Name == "id" {
				continue
			}
			field := Field{Name: f.Name, Title: f.Title, Group: group, Sort: f.Sort, Choices: f.Choices, Usual: f.Base}
			if f.Derived {
				field.Kept = f.Set(new(model.Threat), "").Error()
			}
			fields = append(fields, field)
		}
	}
	return fields
}()

func (s threats) Fields() []Field { return threatFields }

// first is the threat that speaks for all; nil if it is gone.
func (s threats) first() *model.Threat { return s.bench.Register().Threat(s.ids[0]) }

func (s threats) Value(field string) string {
	f, ok := model.FieldNamed(field)
	if t := s.first(); ok && t != nil && !s.Differs(field) {
		return written(f, t)
	}
	return ""
}

// written is what people wrote into a field: what is kept of a file at the end of the notes
// is nothing to be edited, and stays.
func written(f model.Field, t *model.Threat) string {
	if f.Name == "notes" {
		return t.OwnNotes()
	}
	return f.Get(t)
}

func (s threats) Differs(field string) bool {
	f, ok := model.FieldNamed(field)
	t := s.first()
	if !s.Several() || !ok || t == nil {
		return false
	}
	first := written(f, t)
	return slices.ContainsFunc(s.ids[1:], func(id string) bool {
		other := s.bench.Register().Threat(id)
		return other != nil && written(f, other) != first
	})
}

func (s threats) Told(field string) string {
	if s.Differs(field) {
		return "(several values)"
	}
	return s.bench.FieldText(field, s.Value(field))
}

func (s threats) Set(field, value string) error {
	if err := s.Gone(); err != nil {
		return err
	}
	f, set, err := s.means(field, value)
	if err != nil {
		return err
	}
	if err := f.Set(s.first().Clone(), set.Value); err != nil {
		return err
	}
	if done := s.bench.Do(model.SetFieldsOf(s.ids, set)); !done && s.bench.Said().Problem {
		return errors.New(s.bench.Said().Text)
	}
	return nil
}

// means is what is to be set: of a day as people say it the day itself.
func (s threats) means(field, value string) (model.Field, model.Assignment, error) {
	f, ok := model.FieldNamed(field)
	if !ok {
		return f, model.Assignment{}, fmt.Errorf("there is no field %q", field)
	}
	if f.Sort == model.Date {
		day, err := model.ParseDayFrom(value, s.bench.Today)
		if err != nil {
			return f, model.Assignment{}, fmt.Errorf("%s: %w", f.Name, err)
		}
		value = day
	}
	return f, model.Assignment{Field: f.Name, Value: value}, nil
}

func (s threats) Preview(field, value string) string {
	if !s.Several() {
		return ""
	}
	_, set, err := s.means(field, value)
	if err != nil {
		return ""
	}
	return model.PreviewSet(s.bench.Register(), s.ids, set).Words()
}

func (s threats) Doubts() []model.Doubt {
	if t := s.first(); t != nil && !s.Several() {
		return t.Doubts(s.bench.Today)
	}
	return nil
}
