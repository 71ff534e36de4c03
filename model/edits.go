package model

import (
	"fmt"
	"slices"
	"strings"
)

// An Assignment sets one field, by name, to a text.
type Assignment struct{ Field, Value string }

// ParseAssignment reads "field=value".
func ParseAssignment(s string) (Assignment, error) {
	name, value, ok := strings.Cut(s, "=")
	if !ok || name == "" {
		return Assignment{}, fmt.Errorf("%q sets nothing; write field=value", s)
	}
	return Assignment{name, value}, nil
}

// AddThreat captures a threat under the next free id. Nothing is required but
// a text; the id is known once the change is made.
func AddThreat(title string, sets ...Assignment) Edit {
	return Edit{
		Label: "add " + short(title),
		Do: func(d *Draft) error {
			if strings.TrimSpace(title) == "" {
				return fmt.Errorf("a threat needs a few words to be found again")
			}
			t := &Threat{ID: d.NewThreatID(), Status: "draft"}
			if w := d.openWorkshop(); w != nil {
				t.Change(func(m *ThreatMore) { m.Raised = w.ID })
			}
			if !named(sets, "title") {
				sets = append([]Assignment{{"title", strings.TrimSpace(title)}}, sets...)
			}
			if err := assign(d, t, sets, MethodEntered); err != nil {
				return err
			}
			d.Put(t)
			return nil
		},
	}
}

// AddThreats captures several threats as one step.
func AddThreats(titles []string, sets ...Assignment) Edit {
	if len(titles) == 1 {
		return AddThreat(titles[0], sets...)
	}
	return Edit{
		Label: fmt.Sprintf("add %d threats", len(titles)),
		Do: func(d *Draft) error {
			for _, title := range titles {
				if err := AddThreat(title, sets...).Do(d); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

// SetFields sets fields of one threat as one step.
func SetFields(id string, sets ...Assignment) Edit {
	return Edit{
		Label: setLabel(id, sets),
		Do: func(d *Draft) error {
			return d.EditThreat(id, func(t *Threat) error { return assign(d, t, sets, MethodEntered) })
		},
	}
}

// SetFieldsOf sets the same fields of several threats as one step. Threats that
// say so already are left alone; one that cannot takes none of them.
func SetFieldsOf(ids []string, sets ...Assignment) Edit {
	if len(ids) == 1 {
		return SetFields(ids[0], sets...)
	}
	return Edit{
		Label: setLabel(fmt.Sprintf("%d threats", len(ids)), sets),
		Do: func(d *Draft) error {
			seen := make(map[string]bool, len(ids))
			for _, id := range ids {
				if seen[id] {
					return fmt.Errorf("%s is named twice", id)
				}
				seen[id] = true
				if err := d.EditThreat(id, func(t *Threat) error { return assign(d, t, sets, MethodEntered) }); err != nil {
					return fmt.Errorf("%s: %w", id, err)
				}
			}
			return nil
		},
	}
}

func setLabel(id string, sets []Assignment) string {
	if len(sets) == 1 {
		return fmt.Sprintf("set %s of %s to %s", sets[0].Field, id, shownValue(sets[0].Value))
	}
	names := make([]string, len(sets))
	for i, s := range sets {
		names[i] = s.Field
	}
	return fmt.Sprintf("set %s of %s", strings.Join(names, ", "), id)
}

func shownValue(v string) string {
	if v == "" {
		return "nothing"
	}
	return short(v)
}

// short cuts a text for a label, on a rune.
func short(s string) string {
	const most = 48
	s = strings.Join(strings.Fields(s), " ")
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return s
}

// RemoveThreats takes threats out as one step. Their ids are not given again.
func RemoveThreats(ids ...string) Edit {
	label := "remove " + strings.Join(ids, ", ")
	if len(ids) > 4 {
		label = fmt.Sprintf("remove %d threats", len(ids))
	}
	return Edit{Label: label, Do: func(d *Draft) error {
		for i, id := range ids {
			if slices.Contains(ids[:i], id) {
				return fmt.Errorf("%s is named twice", id)
			}
			if err := d.base.restedOn(Key{KindThreat, id}); err != nil {
				return err
			}
			if err := d.Remove(Key{KindThreat, id}); err != nil {
				return NoThreat(id)
			}
		}
		return nil
	}}
}

// ChangeSettings changes what the register is judged by.
func ChangeSettings(label string, change func(*Settings)) Edit {
	return Edit{Label: label, Do: func(d *Draft) error {
		s := d.Settings()
		change(&s)
		d.Put(&s)
		return nil
	}}
}

// assign sets the fields in order and then puts right what follows from them.
func assign(d *Draft, t *Threat, sets []Assignment, method string) error {
	before := t.Clone()
	for i, set := range sets {
		if named(sets[:i], set.Field) {
			return fmt.Errorf("%s is set twice", set.Field)
		}
		f, ok := FieldNamed(set.Field)
		if !ok {
			return UnknownField(set.Field)
		}
		if err := f.Set(t, set.Value); err != nil {
			return err
		}
	}
	if named(sets, "notes") {
		if err := t.stayFrom(before.Foreign()); err != nil {
			return err
		}
	}
	if err := t.follow(before, sets); err != nil {
		return err
	}
	t.settle(before, method, d.Settings().Matrix)
	return nil
}

// follow keeps phase and activity together: a new activity brings its phase,
// a new phase drops an activity that is not in it.
func (t *Threat) follow(before *Threat, sets []Assignment) error {
	phase := PhaseOf(t.Class.Activity)
	switch {
	case phase == "" || phase == t.Class.Phase:
	case named(sets, "lifecycle_phase") && named(sets, "lifecycle_activity"):
		return fmt.Errorf("the activity %q is part of %s, not of %s", t.Class.Activity, phase, t.Class.Phase)
	case t.Class.Activity != before.Class.Activity:
		t.Class.Phase = phase
	case t.Class.Phase != before.Class.Phase:
		t.Class.Activity = ""
	}
	return nil
}

func named(sets []Assignment, field string) bool {
	return slices.ContainsFunc(sets, func(s Assignment) bool { return strings.EqualFold(s.Field, field) })
}

// settle rates each state whose likelihood or impact was set by hand: the
// matrix gives the level, and what a method said goes.
func (t *Threat) settle(before *Threat, method string, m Matrix) {
	for s := range t.Ratings {
		now, was := t.Ratings[s], before.Ratings[s]
		if now.Likelihood == was.Likelihood && now.Impact == was.Impact {
			continue
		}
		if now.Answers().ranged() && now.sameRange(was) {
			now = now.unranged() // it was the method's, of the answers that go now
		}
		likelihood, impact := now.Likelihood, now.Impact
		now.Likelihood, now.Impact = was.Likelihood, was.Impact
		now = now.withSides(likelihood, impact, m)
		if now.Method != "" {
			now.Method = method
		}
		t.Ratings[s] = now
	}
}

// UnknownField is the error for a name that no field has, with the nearest
// ones that there are.
func UnknownField(name string) error {
	near := orList(nearFields(name))
	if near != "" {
		return fmt.Errorf("there is no field %q; did you mean %s?", name, near)
	}
	return fmt.Errorf("there is no field %q; `parry show ID --json` lists them", name)
}

// nearFields gives the fields that a word may mean: what people call one, those of
// every state that end in it, or the one that is spelt nearly so.
func nearFields(word string) []string {
	word = strings.ToLower(strings.TrimSpace(word))
	if name := filterWords[word]; name != "" {
		return []string{name}
	}
	if ends := endingIn(word); len(ends) > 0 {
		return ends
	}
	if near := Nearest(word, fieldNames()); near != "" {
		return []string{near}
	}
	return nil
}

// endingIn gives the fields that a word names once a state, a layer or the like goes
// before it: those of the three states, else those that end in it; none if they are more
// than anybody chooses from.
func endingIn(word string) []string {
	const most = 5
	if word == "level" {
		word = "risk" // as the fields call it
	}
	var ofStates, ends []string
	for _, s := range States {
		if f, ok := FieldNamed(s.String() + "_" + word); ok {
			ofStates = append(ofStates, f.Name)
		}
	}
	for _, name := range fieldNames() {
		if strings.HasSuffix(name, "_"+word) {
			ends = append(ends, name)
		}
	}
	switch {
	case len(ofStates) > 0:
		return ofStates
	case len(ends) > most:
		return nil
	}
	return ends
}

func fieldNames() []string {
	names := make([]string, len(Fields))
	for i, f := range Fields {
		names[i] = f.Name
	}
	return names
}

// Nearest gives the name that a misspelt word was meant to be: one that
// contains it, or the one at the smallest edit distance; "" if none is near.
func Nearest(word string, names []string) string {
	const longest = 64 // no misspelling; only a waste to measure
	word = strings.ToLower(strings.TrimSpace(word))
	if len(word) > longest {
		return ""
	}
	best, least := "", len(word)/2+1
	for _, name := range names {
		if strings.Contains(name, word) && len(word) > 2 {
			return name
		}
		if d := distance(word, name); d < least {
			best, least = name, d
		}
	}
	return best
}

// distance is the number of letters to add, drop or replace.
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// Together carries out several edits as one step.
func Together(edits ...Edit) Edit {
	if len(edits) == 1 {
		return edits[0]
	}
	labels := make([]string, len(edits))
	for i, e := range edits {
		labels[i] = e.Label
	}
	return Edit{Label: strings.Join(labels, "; "), Do: func(d *Draft) error {
		for _, e := range edits {
			if err := e.Do(d); err != nil {
				return err
			}
		}
		return nil
	}}
}
