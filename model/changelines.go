package model

import (
	"fmt"
	"strings"
)

// Lines say what a change makes of each record: of one that is new all that it says, of
// one that was there what differs; where that is only what is kept of a file, nothing. Of
// more than most records the rest is counted.
func (c Change) Lines(most int) []string {
	var lines []string
	for i, t := range c.Touched {
		if i == most {
			return append(lines, fmt.Sprintf("and %d more", len(c.Touched)-i))
		}
		lines = append(lines, t.lines()...)
	}
	return lines
}

func (t Touch) lines() []string {
	switch now := t.After.(type) {
	case *Threat:
		was, _ := t.Before.(*Threat)
		return under(now.ID+"  "+now.Title, was != nil, now.linesAfter(was))
	case *Sheet:
		was, _ := t.Before.(*Sheet)
		return under(now.ID+"  "+string(now.Of)+" "+now.Name(), was != nil, now.linesAfter(was))
	}
	return []string{fmt.Sprintf("%s %s", t.Key.Kind, t.Key.ID)}
}

// under puts lines below the one that names their record.
func under(name string, there bool, lines []string) []string {
	switch {
	case there && lines == nil:
		return nil
	case there:
		name += "   is there already:"
	}
	return append([]string{name}, lines...)
}

func (t *Threat) linesAfter(was *Threat) (lines []string) {
	for i := range Fields {
		f := &Fields[i]
		if f.Hidden || f.Name == "id" || f.Name == "title" && was == nil { // the first line says them
			continue
		}
		text, before := f.Get(t), ""
		if f.Name == "notes" {
			text = t.OwnNotes()
		}
		if was != nil {
			if before = f.Get(was); f.Name == "notes" {
				before = was.OwnNotes()
			}
		}
		lines = append(lines, lineAfter(f.Name, before, text)...)
	}
	if was == nil {
		for _, kept := range t.Foreign().Fields {
			lines = append(lines, lineAfter("kept: "+kept.Name, "", kept.Value)...)
		}
	}
	return lines
}

func (s *Sheet) linesAfter(was *Sheet) (lines []string) {
	k, _ := SheetKindOf(s.Of)
	for _, f := range k.Fields {
		before := ""
		if was != nil {
			before = was.Get(f.Name)
		}
		if f.Name != "references" { // where it came from stands among them
			lines = append(lines, lineAfter(f.Name, before, s.Get(f.Name))...)
		}
	}
	return lines
}

// lineAfter says in a line what a field says, or will say instead.
func lineAfter(name, before, text string) []string {
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
