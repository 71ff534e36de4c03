package model

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// A Moment is a register and the day that its clocks go by.
type Moment struct {
	Register *Register
	Today    string // ISO day
}

// A Diff is what differs between two moments, threats in the order of their ids.
type Diff struct {
	Threats  []ThreatDiff  `json:"threats"`
	Settings []FieldChange `json:"settings"` // what the register is judged by
	Records  []RecordDiff  `json:"records"`  // all that is neither a threat nor the settings
}

// A ThreatDiff is how one threat differs.
type ThreatDiff struct {
	ID     string        `json:"id"`
	Title  string        `json:"title"`
	What   []string      `json:"what"` // of DiffWords
	Levels []LevelDiff   `json:"levels,omitempty"`
	Owners []FieldChange `json:"owners,omitempty"`
	Fields []FieldChange `json:"fields,omitempty"` // all else that differs
}

// A LevelDiff is one state's level and why it moved.
type LevelDiff struct {
	State string `json:"state"`
	From  string `json:"from"` // "" where it was not rated
	To    string `json:"to"`
	Why   string `json:"why"`
}

// A RecordDiff is a record that came, went or changed.
type RecordDiff struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Act  string `json:"act"` // added, removed, changed

	Fields []FieldChange `json:"fields,omitempty"`
}

// DiffWords are the words that tell how a threat differs, in the order in which
// they are told. A threat may have several.
var DiffWords = []string{"added", "removed", "closed", "reopened", "level up", "level down", "rated", "not rated any more",
	"owner changed", "overdue", "no longer overdue", "acceptance expired", "changed"}

// Compare says what differs between two moments of a register, or of two.
func Compare(before, after Moment) Diff {
	d := Diff{Threats: []ThreatDiff{}, Settings: settingsDiff(before.Register.Settings(), after.Register.Settings()), Records: recordDiffs(before.Register, after.Register)}
	was, now := before.Register.Threats(), after.Register.Threats()
	for len(was) > 0 || len(now) > 0 {
		order := 0
		switch {
		case len(was) == 0:
			order = 1
		case len(now) == 0:
			order = -1
		default:
			order = CompareIDs(was[0].ID, now[0].ID)
		}
		switch {
		case order < 0:
			d.Threats = append(d.Threats, ThreatDiff{ID: was[0].ID, Title: was[0].Title, What: []string{"removed"}})
			was = was[1:]
		case order > 0:
			d.Threats = append(d.Threats, addedDiff(now[0], after.Today))
			now = now[1:]
		default:
			if one := threatDiff(was[0], now[0], before.Today, after.Today); len(one.What) > 0 {
				d.Threats = append(d.Threats, one)
			}
			was, now = was[1:], now[1:]
		}
	}
	return d
}

// addedDiff is a threat that was not there before.
func addedDiff(t *Threat, today string) ThreatDiff {
	d := ThreatDiff{ID: t.ID, Title: t.Title, What: []string{"added"}}
	for _, s := range States {
		if r := &t.Ratings[s]; r.Level.Rated() {
			d.Levels = append(d.Levels, LevelDiff{s.String(), "", r.Level.String(), whyLevel(&Rating{}, r)})
		}
	}
	if t.Late(today) {
		d.What = append(d.What, "overdue")
	}
	d.takeFields(&Threat{ID: t.ID}, t)
	d.Fields = nil // all of them: the threat itself says them
	return d
}

func threatDiff(was, now *Threat, wasToday, today string) ThreatDiff {
	d := ThreatDiff{ID: now.ID, Title: now.Title}
	d.takeFields(was, now)
	d.takeLevels(was, now)
	say := func(word string, so bool) {
		if so {
			d.What = append(d.What, word)
		}
	}
	say("closed", !was.Gone() && now.Gone())
	say("reopened", was.Done() && !now.Done())
	say("owner changed", len(d.Owners) > 0)
	say("overdue", !was.Late(wasToday) && now.Late(today))
	say("no longer overdue", was.Late(wasToday) && !now.Late(today))
	say("acceptance expired", !was.AcceptanceExpired(wasToday) && now.AcceptanceExpired(today))
	say("changed", len(d.Fields) > 0)
	slices.SortFunc(d.What, func(a, b string) int { return cmp.Compare(slices.Index(DiffWords, a), slices.Index(DiffWords, b)) })
	d.What = slices.Compact(d.What)
	return d
}

// takeFields sorts what differs into owners and all else; levels are told apart.
func (d *ThreatDiff) takeFields(was, now *Threat) {
	for _, c := range FieldChanges(was, now) {
		f, _ := FieldNamed(c.Field)
		switch {
		case strings.HasSuffix(c.Field, "_risk"):
		case f.Group == GroupOwnership && (strings.HasPrefix(c.Field, "owner_") || strings.HasPrefix(c.Field, "lead") || strings.HasPrefix(c.Field, "person")):
			d.Owners = append(d.Owners, c)
		default:
			d.Fields = append(d.Fields, c)
		}
	}
}

func (d *ThreatDiff) takeLevels(was, now *Threat) {
	for _, s := range States {
		a, b := &was.Ratings[s], &now.Ratings[s]
		if a.Level == b.Level {
			continue
		}
		word := "level up"
		switch {
		case !a.Level.Rated():
			word = "rated"
		case !b.Level.Rated():
			word = "not rated any more"
		case b.Level < a.Level:
			word = "level down"
		}
		d.What = append(d.What, word)
		d.Levels = append(d.Levels, LevelDiff{s.String(), a.Level.String(), b.Level.String(), whyLevel(a, b)})
	}
}

// whyLevel says what moved a level: an override, the method, a side with its
// reason, or the matrix.
func whyLevel(was, now *Rating) string {
	var parts []string
	add := func(form string, args ...any) { parts = append(parts, fmt.Sprintf(form, args...)) }
	switch {
	case now.Override() != was.Override() && now.Override() != "":
		add("overridden to %s: %s", now.Override(), now.OverrideReason())
	case now.Override() != was.Override():
		add("the override to %s was taken away", was.Override())
	}
	if now.Basis() != was.Basis() {
		switch {
		case now.Basis() == "":
			add("the rating by %s was taken back", was.Basis())
		case was.Basis() == "":
			add("rated by %s", now.Basis())
		default:
			add("rated by %s, before by %s", now.Basis(), was.Basis())
		}
	}
	side := func(name string, a, b Level, reason string) {
		if a == b {
			return
		}
		text := fmt.Sprintf("%s %s to %s", name, orElse(a.String(), "open"), orElse(b.String(), "open"))
		if !a.Rated() {
			text = name + " " + b.String()
		}
		if reason != "" {
			text += " (" + short(reason) + ")"
		}
		parts = append(parts, text)
	}
	side("likelihood", was.Likelihood, now.Likelihood, now.LikelihoodReason())
	side("impact", was.Impact, now.Impact, now.ImpactReason())
	if len(parts) == 0 {
		add("the same likelihood and impact, read by another matrix")
	}
	return strings.Join(parts, "; ")
}

// settingsDiff compares what two registers are judged by.
func settingsDiff(was, now Settings) []FieldChange {
	changes := []FieldChange{}
	side := func(name, a, b string) {
		if a != b {
			changes = append(changes, FieldChange{name, a, b})
		}
	}
	side("name", was.Name, now.Name)
	side("method", was.Method+" "+was.MethodVersion, now.Method+" "+now.MethodVersion)
	side("matrix", was.Matrix.Name+" "+was.Matrix.Version, now.Matrix.Name+" "+now.Matrix.Version)
	if was.Matrix.Cells != now.Matrix.Cells && was.Matrix.Name == now.Matrix.Name && was.Matrix.Version == now.Matrix.Version {
		side("matrix cells", "as they were", "other levels")
	}
	side("appetite", was.Appetite.String(), now.Appetite.String())
	side("approved", fmt.Sprint(was.Approved), fmt.Sprint(now.Approved))
	return changes
}

// recordDiffs compares all other records.
func recordDiffs(was, now *Register) []RecordDiff {
	diffs := []RecordDiff{}
	for _, rec := range was.aside() {
		key := rec.Key()
		switch other, _ := now.Get(key); {
		case key.Kind == KindSettings:
		case other == nil:
			diffs = append(diffs, RecordDiff{string(key.Kind), key.ID, "removed", RecordChanges(rec, nil)})
		case !reflect.DeepEqual(rec, other):
			diffs = append(diffs, RecordDiff{string(key.Kind), key.ID, "changed", RecordChanges(rec, other)})
		}
	}
	for _, rec := range now.aside() {
		if key := rec.Key(); key.Kind != KindSettings {
			if other, _ := was.Get(key); other == nil {
				diffs = append(diffs, RecordDiff{string(key.Kind), key.ID, "added", RecordChanges(nil, rec)})
			}
		}
	}
	return diffs
}

// Empty says whether nothing differs.
func (d Diff) Empty() bool { return len(d.Threats) == 0 && len(d.Settings) == 0 && len(d.Records) == 0 }

// Summary counts the words: "2 added, 1 level up".
func (d Diff) Summary() string {
	var parts []string
	for _, word := range DiffWords {
		if n := len(d.With(word)); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, word))
		}
	}
	if len(parts) == 0 {
		return "no threat differs"
	}
	return strings.Join(parts, ", ")
}

// With gives the threats that a word tells of.
func (d Diff) With(word string) []ThreatDiff {
	var found []ThreatDiff
	for _, t := range d.Threats {
		if slices.Contains(t.What, word) {
			found = append(found, t)
		}
	}
	return found
}

// Details tells what is behind a threat's words, a line each. Fields that follow
// from others, such as the path of a rating, are left out: Fields has them.
func (t ThreatDiff) Details() []string {
	var lines []string
	for _, l := range t.Levels {
		lines = append(lines, fmt.Sprintf("%s %s to %s: %s", l.State, orElse(l.From, "not rated"), orElse(l.To, "not rated"), l.Why))
	}
	for _, c := range append(slices.Clone(t.Owners), t.Fields...) {
		if f, ok := FieldNamed(c.Field); ok && f.Derived {
			continue // it follows from what is told already
		}
		lines = append(lines, fmt.Sprintf("%s: %s to %s", c.Field, orElse(short(c.Before), "nothing"), orElse(short(c.After), "nothing")))
	}
	return lines
}
