package main

import (
	"strings"

	"parry/model"
	"parry/store"
)

// editID sets fields of a threat, one a line.
func (p *plain) editID(words []string) error {
	return p.change(p.c, func(w *store.Workspace) error {
		t, err := p.threat(w, words)
		if err != nil {
			return err
		}
		say(p.out, "%s: %s. Name a field, ? lists them; an empty line ends.", t.ID, clean(t.Title))
		for {
			name, err := p.ask("field: ")
			if err != nil || name == "" || name == "q" {
				return err
			}
			if group, asked := strings.CutPrefix(name, "?"); asked {
				p.sayFields(w.Register().Threat(t.ID), strings.TrimSpace(group))
				continue
			}
			f, ok := model.FieldNamed(name)
			if !ok {
				say(p.out, "%v", model.UnknownField(name))
				continue
			}
			if err := p.field(w, t.ID, f); err != nil {
				return err
			}
		}
	})
}

// field asks for one field and sets it.
func (p *plain) field(w *store.Workspace, id string, f model.Field) error {
	now := f.Get(w.Register().Threat(id))
	say(p.out, "%s, now: %s", f.Title, orNone(clean(now)))
	value := ""
	if f.Sort == model.OneOf || f.Sort == model.LevelOf {
		names, kept := []string{}, -1
		for i, choice := range f.Choices {
			names = append(names, strings.TrimSuffix(choice.Value+", "+choice.Means, ", "))
			if choice.Value == now {
				kept = i
			}
		}
		i, err := p.choose("value", names, kept)
		if err != nil || i == kept {
			return err
		}
		value = f.Choices[i].Value
	} else {
		text, err := p.ask("value (enter keeps, - empties): ")
		if err != nil || text == "" {
			return err
		}
		if value = text; text == "-" {
			value = ""
		}
	}
	sets, err := onDays(p.c, w, []model.Assignment{{Field: f.Name, Value: value}})
	if err == nil {
		var done model.Change
		done, err = w.Do(model.SetFields(id, sets...))
		if err == nil {
			say(p.out, "%s", clean(done.Label))
		}
	}
	if err != nil {
		say(p.out, "%v", err)
	}
	return nil
}
