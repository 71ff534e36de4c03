package importing

import (
	"fmt"
	"strings"

	"parry/model"
)

// mostShown is how many records a preview holds.
const mostShown = 200

// preview says of each record what it would say in the register: of one that is new all
// of it, of one that is there what changes.
func (o *offer) preview() []string {
	var lines []string
	for i, t := range o.change.Touched {
		if i == mostShown {
			lines = append(lines, fmt.Sprintf("and %d more", len(o.change.Touched)-i))
			break
		}
		lines = append(lines, record(t)...)
	}
	return lines
}

func record(t model.Touch) []string {
	switch now := t.After.(type) {
	case *model.Threat:
		was, _ := t.Before.(*model.Threat)
		head := now.ID + "  " + now.Title
		if was != nil {
			head += "   is there already:"
		}
		return append([]string{head}, threat(was, now)...)
	case *model.Sheet:
		was, _ := t.Before.(*model.Sheet)
		return append([]string{now.ID + "  " + string(now.Of) + " " + now.Name()}, sheet(was, now)...)
	}
	return []string{fmt.Sprintf("%s %s", t.Key.Kind, t.Key.ID)}
}

// aside are fields that the first line says, or nobody needs to see.
var aside = map[string]bool{"id": true, "title": true, "created_at": true, "created_by": true, "updated_at": true, "updated_by": true}

func threat(was, now *model.Threat) (lines []string) {
	for _, f := range model.Fields {
		if aside[f.Name] {
			continue
		}
		text, before := f.Get(now), ""
		if f.Name == "notes" {
			text = now.OwnNotes()
		}
		if was != nil {
			if before = f.Get(was); f.Name == "notes" {
				before = was.OwnNotes()
			}
		}
		lines = append(lines, change(f.Name, before, text)...)
	}
	for _, kept := range now.Foreign().Fields {
		if was == nil {
			lines = append(lines, change("kept: "+kept.Name, "", kept.Value)...)
		}
	}
	return lines
}

func sheet(was, now *model.Sheet) (lines []string) {
	k, _ := model.SheetKindOf(now.Of)
	for _, f := range k.Fields {
		before := ""
		if was != nil {
			before = was.Get(f.Name)
		}
		if f.Name != "references" {
			lines = append(lines, change(f.Name, before, now.Get(f.Name))...)
		}
	}
	return lines
}

// change says in a line what a field says, or will say instead.
func change(name, before, text string) []string {
	text, before = strings.Join(strings.Fields(text), " "), strings.Join(strings.Fields(before), " ")
	switch {
	case text == before:
		return nil
	case before == "":
		return []string{"    " + name + ": " + text}
	case text == "":
		return []string{"    " + name + ": " + before + " → nothing"}
	}
	return []string{"    " + name + ": " + before + " → " + text}
}
