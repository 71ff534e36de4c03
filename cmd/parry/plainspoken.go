package main

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/store"
)

// What parry --plain says in sentences where a screen has a table: nothing is cut, and
// nothing stands below anything.

// list says each threat that a filter lets through.
func (p *plain) list(expr string) error {
	return p.look(p.c, func(w *store.Workspace) error {
		day, err := dayOf(p.c, w)
		if err != nil {
			return err
		}
		filter, err := model.ParseOn(expr, day)
		if err != nil {
			return badFilter(expr, err)
		}
		n := 0
		for _, t := range w.Register().Threats() {
			if filter.Match(t) {
				say(p.out, "%s", threatSpoken(t, day))
				n++
			}
		}
		say(p.out, "%d of %d threats", n, w.Register().Len())
		return nil
	})
}

// threatSpoken is a threat in a sentence: what it is, how bad, where, whose, what is done.
func threatSpoken(t *model.Threat, day string) string {
	level := "not rated"
	if l := t.Level(); l.Rated() {
		state := "inherent"
		if t.Ratings[model.Current].Level.Rated() {
			state = "current"
		}
		level = state + " " + l.Words()
	}
	parts := []string{level, orElse(t.Class.Phase, "no phase"), orElse(t.Ownership.Person, "nobody owns it"), orElse(t.Response.Kind, "no response"), t.Status}
	if due := t.Response.Due; due != "" {
		late := ""
		if t.Late(day) {
			late = ", overdue"
		}
		parts = append(parts, "due "+due+late)
	}
	return clean(fmt.Sprintf("%s: %s; %s.", t.ID, strings.TrimRight(t.Title, ". "), strings.Join(parts, "; ")))
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

// note adds a line to the notes of the workshop that runs.
func (p *plain) note(text string) error {
	return p.change(p.c, func(w *store.Workspace) error {
		running := w.Register().Running()
		if running == nil {
			return usage("no workshop runs; workshop begin TITLE begins one")
		}
		return p.did(w.Do(model.ChangeWorkshop(running.ID, "note in "+running.ID, func(s *model.Workshop) {
			s.Notes = strings.TrimPrefix(s.Notes+"\n"+text, "\n")
		})))
	})
}

// parked says what is parked and open.
func (p *plain) parked() error {
	return p.look(p.c, func(w *store.Workspace) error {
		n := 0
		for _, one := range w.Register().Parkings() {
			if one.Open() {
				say(p.out, "%s", clean(fmt.Sprintf("%s, parked on %s by %s: %s", one.ID, one.Day, one.By, one.Text)))
				n++
			}
		}
		if n == 0 {
			say(p.out, "nothing is parked; park TEXT parks something")
			return nil
		}
		say(p.out, "park K-01 --settle TEXT says what came of one, park K-01 --raise makes a threat of it")
		return nil
	})
}

// heatmap says the map by phase, a sentence a phase: of the current state, or of the
// inherent one where no threat has a current rating.
func (p *plain) heatmap() error {
	return p.look(p.c, func(w *store.Workspace) error {
		r := w.Register()
		day, err := dayOf(p.c, w)
		if err != nil {
			return err
		}
		h := model.HeatmapOf{By: model.ByPhase, State: model.Current, Today: day}.Map(r)
		if len(h.Unplaced) == h.Total {
			h = model.HeatmapOf{By: model.ByPhase, State: model.Inherent, Today: day}.Map(r)
		}
		say(p.out, "%s risk by phase", h.State)
		for i := range h.Rows {
			say(p.out, "%s", rowSpoken(&h.Rows[i]))
		}
		say(p.out, "%d of %d threats have no %s rating; heatmap --state and heatmap --by show other maps", len(h.Unplaced), h.Total, h.State)
		return nil
	})
}

// rowSpoken is a phase in a sentence, its highest level first.
func rowSpoken(row *model.HeatRow) string {
	var parts []string
	for i := len(model.Levels) - 1; i >= 0; i-- {
		if n := row.Counts[i]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, model.Levels[i].Words()))
		}
	}
	if n := row.Unrated(); n > 0 {
		parts = append(parts, fmt.Sprintf("%d not rated", n))
	}
	if n := row.Above; n > 0 {
		parts = append(parts, fmt.Sprintf("%d over the appetite", n))
	}
	return clean(fmt.Sprintf("%s: %s.", row.Name, orElse(strings.Join(parts, ", "), "no threat")))
}

// goOn says what a threat lacks after it was rated, and which is next.
func (p *plain) goOn(w *store.Workspace, id string) {
	if lacks := lacking(w.Register().Threat(id)); lacks != "" {
		say(p.out, "%s says nothing yet of: %s; edit %s sets them", id, lacks, id)
	}
	if next := p.nextUnrated(w.Register()); next != nil {
		say(p.out, "%d not rated; triage takes the next, %s: %s", len(unrated(w.Register())), next.ID, clean(next.Title))
	}
}

// lacking names the fields that every threat should have and this one has not.
func lacking(t *model.Threat) string {
	var lacks []string
	for _, name := range []string{"lifecycle_phase", "category", "layer", "owner_person", "response", "due"} {
		if f, ok := model.FieldNamed(name); ok && f.Get(t) == "" {
			lacks = append(lacks, name)
		}
	}
	return strings.Join(lacks, ", ")
}

// sayFields says which fields a group has, the usual ones and those that hold something,
// with what they hold; without a group, what is lacking and which groups there are.
func (p *plain) sayFields(t *model.Threat, group string) {
	for _, name := range model.Groups {
		if !strings.HasPrefix(strings.ToLower(name), strings.ToLower(group)) || group == "" {
			continue
		}
		for _, f := range model.InGroup(name) {
			if value := clean(f.Get(t)); !f.Derived && !f.Hidden && (f.Base || value != "") {
				say(p.out, "  %s, now %s", f.Name, orNone(value))
			}
		}
		return
	}
	say(p.out, "nothing is said yet of: %s", orNone(lacking(t)))
	say(p.out, "? and a group lists its fields: %s", strings.Join(model.Groups, ", "))
}
