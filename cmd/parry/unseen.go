package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"parry/model"
	"parry/store/intake"
	"parry/ui/widget"
)

// mostUnseen is how many records are named that hold what cannot be seen; of a file full of
// them the others are counted.
const mostUnseen = 5

// unseen tells, in one note, which records that came in hold characters that a reader would
// not see or a terminal would obey, and in which fields. Parry keeps them, as they may be
// evidence, and cleans where it shows: without the note nobody would know of them.
func unseen(in []model.Incoming) []model.Note {
	var named []string
	more := 0
	for _, one := range in {
		fields := unseenIn(one)
		switch {
		case len(fields) == 0:
		case len(named) == mostUnseen:
			more++
		default:
			named = append(named, fmt.Sprintf("%s (%s)", called(one), intake.Names(fields)))
		}
	}
	if len(named) == 0 {
		return nil
	}
	if more > 0 {
		named = append(named, fmt.Sprintf("and %d more", more))
	}
	return []model.Note{{Place: "the file", Text: "characters that cannot be seen came in; they are kept as they are and never shown: " + strings.Join(named, ", ")}}
}

// called is where a record stands in its file, and its id there.
func called(one model.Incoming) string {
	id := ""
	switch {
	case one.Threat == nil:
		id = one.Other.Key().ID
	default:
		if id = one.Threat.ID; id == "" {
			_, id = one.Threat.From()
		}
	}
	return strings.TrimSpace(widget.Clean(id + " " + one.Place))
}

// unseenIn names the fields of a record that hold what cannot be seen.
func unseenIn(one model.Incoming) (names []string) {
	if one.Threat == nil {
		return unseenOther(one.Other)
	}
	one.Threat.EachText(func(f *model.Field, text string) {
		switch {
		case f.Name == "notes":
			names = append(names, unseenNotes(one.Threat, text)...)
		case !widget.HasHidden(text) && (f.Sort != model.JSONOf || !hidesInJSON(text)):
		case !slices.Contains(names, f.Name):
			names = append(names, f.Name)
		}
	})
	return names
}

// unseenNotes takes notes apart into what people wrote and what is kept of the file. That is
// JSON, which may have written an escape as \u001b.
func unseenNotes(t *model.Threat, text string) (names []string) {
	if !widget.HasHidden(text) && !strings.Contains(text, `\u`) {
		return nil
	}
	if widget.HasHidden(t.OwnNotes()) {
		names = append(names, "notes")
	}
	return append(names, unseenKept(t.Foreign())...)
}

// unseenKept names what is kept of a foreign record and holds what cannot be seen.
func unseenKept(f model.Foreign) (names []string) {
	for _, kept := range f.Fields {
		if widget.HasHidden(kept.Name) || widget.HasHidden(kept.Value) || hidesInJSON(kept.Value) {
			names = append(names, intake.Shown(kept.Name))
		}
	}
	return names
}

// hidesInJSON says whether a text of JSON has written out, as \u001b, what cannot be seen.
func hidesInJSON(text string) bool {
	var value any
	return strings.Contains(text, `\u`) && json.Unmarshal([]byte(text), &value) == nil && hidesIn(reflect.ValueOf(value))
}

// unseenOther is unseenIn for what is no threat.
func unseenOther(record model.Record) (names []string) {
	s, ok := record.(*model.Sheet)
	if !ok {
		if hidesIn(reflect.ValueOf(record)) {
			return []string{"its text"}
		}
		return nil
	}
	for name, text := range s.Values {
		if widget.HasHidden(text) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	if !slices.Contains(names, "references") {
		names = append(names, unseenKept(s.Foreign())...)
	}
	return names
}

// hidesIn says whether any text within a value holds what cannot be seen.
func hidesIn(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.String:
		return widget.HasHidden(v.String())
	case reflect.Pointer, reflect.Interface:
		return !v.IsNil() && hidesIn(v.Elem())
	case reflect.Slice, reflect.Array:
		if v.Type().Elem().Kind() == reflect.Uint8 {
			return false // bytes are no text
		}
		for i := range v.Len() {
			if hidesIn(v.Index(i)) {
				return true
			}
		}
	case reflect.Map:
		for at := v.MapRange(); at.Next(); {
			if hidesIn(at.Key()) || hidesIn(at.Value()) {
				return true
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if hidesIn(v.Field(i)) {
				return true
			}
		}
	}
	return false
}
