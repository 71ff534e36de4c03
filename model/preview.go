package model

import (
	"fmt"
	"strings"
	"time"
)

// A Preview says what an edit would do to the threats that it is meant for,
// before it is done.
type Preview struct {
	Changes []Previewed // threats that would change
	Same    int         // how many say so already
	Refused error       // why it cannot be done at all; nil if it can
}

// A Previewed is one threat that would change, and how.
type Previewed struct {
	Threat string
	Fields []FieldChange
}

// PreviewSet plans SetFieldsOf and does nothing, so that what it says is what
// would be done, with all that follows from it.
func PreviewSet(r *Register, ids []string, sets ...Assignment) Preview {
	planned, err := Plan(r, SetFieldsOf(ids, sets...), "", time.Time{})
	if err != nil && err != ErrNothing {
		return Preview{Refused: err}
	}
	p := Preview{Same: len(ids) - len(planned.Touched)}
	for _, touch := range planned.Touched {
		before, _ := touch.Before.(*Threat)
		after, _ := touch.After.(*Threat)
		p.Changes = append(p.Changes, Previewed{touch.Key.ID, FieldChanges(before, after)})
	}
	return p
}

// Words tells the preview in a sentence.
func (p Preview) Words() string {
	switch {
	case p.Refused != nil:
		return p.Refused.Error()
	case len(p.Changes) == 0:
		return "changes nothing: all of them say so already"
	}
	const shown = 6
	var names []string
	for _, c := range p.Changes[:min(shown, len(p.Changes))] {
		names = append(names, c.Threat)
	}
	text := fmt.Sprintf("changes %d: %s", len(p.Changes), strings.Join(names, ", "))
	if more := len(p.Changes) - shown; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	if p.Same > 0 {
		text += fmt.Sprintf("; %d say so already", p.Same)
	}
	return text
}
