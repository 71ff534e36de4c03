package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Sheet is a record of facts that is no threat: the system, a party, a control, an
// incident, a piece of evidence, a decision. Which fields it has says the table of
// its kind, see SheetKinds.
type Sheet struct {
	Of     Kind              `json:"of"`
	ID     string            `json:"id"`
	Values map[string]string `json:"values,omitempty"` // by field name, as people read them; empty ones are left out
}

// Key is the id in its kind.
func (s *Sheet) Key() Key { return Key{s.Of, s.ID} }

// Get gives a field's text; "" if nobody said.
func (s *Sheet) Get(field string) string { return s.Values[field] }

// List gives the items of a field.
func (s *Sheet) List(field string) []string { return SplitList(s.Values[field]) }

// Name is what people call it: its first field, else its id.
func (s *Sheet) Name() string {
	if k, ok := SheetKindOf(s.Of); ok {
		if name := s.Values[k.Fields[0].Name]; name != "" {
			return name
		}
	}
	return s.ID
}

// A SheetKind is a kind of sheets.
type SheetKind struct {
	Kind   Kind
	Title  string
	Means  string // in our own words
	Prefix string // of ids that are given; "" where there is one sheet only, whose id is the kind
	Fields []SheetField
}

// A SheetField is one field of a kind.
type SheetField struct {
	Name, Title string
	Sort        FieldSort // Text, LongText, Date, TimeOf, TermOf, OneOf, LevelOf, SomeOf or List
	Choices     []Choice
	Refers      Kind   // what its items name, by id; "" where they name no record
	Usually     string // what goes without saying while the field is empty
	Kept        bool   // parry keeps it: it cannot be set
}

// SheetKindOf finds a kind by its name, in any case.
func SheetKindOf(kind Kind) (SheetKind, bool) {
	i := slices.IndexFunc(SheetKinds, func(k SheetKind) bool { return strings.EqualFold(string(k.Kind), string(kind)) })
	if i < 0 {
		return SheetKind{}, false
	}
	return SheetKinds[i], true
}

// Field finds a field of the kind by its name, in any case; the error names the
// nearest one.
func (k SheetKind) Field(name string) (SheetField, error) {
	names := make([]string, len(k.Fields))
	for i, f := range k.Fields {
		if strings.EqualFold(f.Name, name) {
			return f, nil
		}
		names[i] = f.Name
	}
	if near := Nearest(name, names); near != "" {
		return SheetField{}, fmt.Errorf("%s has no field %q; did you mean %s?", k.Kind, name, near)
	}
	return SheetField{}, fmt.Errorf("%s has no field %q; it has %s", k.Kind, name, orList(names))
}

// read gives a value as the field keeps it.
func (f SheetField) read(value string) (string, error) {
	if err := checkText(f.Name, value); err != nil {
		return "", err
	}
	value = strings.TrimSpace(value)
	switch f.Sort {
	case Date:
		if _, err := ParseDay(value); value != "" && err != nil {
			return "", fmt.Errorf("%s: %w", f.Name, err)
		}
	case TimeOf:
		return readMoment(f.Name, value)
	case TermOf:
		term, err := ParseTerm(value)
		if err != nil {
			return "", fmt.Errorf("%s: %w", f.Name, err)
		}
		return orElse(term.String(), value), nil
	case LevelOf:
		l, err := ParseLevel(value)
		if err != nil {
			return "", fmt.Errorf("%s: %w", f.Name, err)
		}
		return l.String(), nil
	case OneOf:
		return pickChoice(f.Name, value, f.Choices)
	case SomeOf:
		items := SplitList(value)
		for i, item := range items {
			picked, err := pickOneOfSome(f.Name, item, f.Choices)
			if err != nil {
				return "", err
			}
			items[i] = picked
		}
		return JoinList(items, "; "), nil
	case List:
		return JoinList(SplitList(value), "; "), nil
	}
	return value, nil
}

// Sheets gives the sheets of a kind in the order of their ids.
func (r *Register) Sheets(kind Kind) []*Sheet {
	return slices.DeleteFunc(othersOf[*Sheet](r), func(s *Sheet) bool { return s.Of != kind })
}

// Sheet finds one by its id in any case; nil if there is none.
func (r *Register) Sheet(kind Kind, id string) *Sheet {
	for _, s := range r.Sheets(kind) {
		if strings.EqualFold(s.ID, id) {
			return s
		}
	}
	return nil
}

// WriteSheet sets fields of a sheet as one step: of the one with this id, which is
// made if it is not there; without an id of a new one. A new approval approves the
// method that the register is rated by at that moment; a change of method ends it.
func WriteSheet(kind Kind, id string, sets ...Assignment) Edit {
	return writeSheet(kind, id, "", sets)
}

// WriteEvidence is WriteSheet for evidence whose file was read: sum is its SHA-256.
func WriteEvidence(id, sum string, sets ...Assignment) Edit {
	return writeSheet(KindEvidence, id, sum, sets)
}

func writeSheet(kind Kind, id, sum string, sets []Assignment) Edit {
	id = strings.TrimSpace(id)
	which := strings.TrimSpace(string(kind) + " " + id)
	if k, ok := SheetKindOf(kind); ok && k.Prefix == "" {
		which = string(kind)
	}
	return Edit{Label: setLabel(which, sets), Do: func(d *Draft) error {
		k, ok := SheetKindOf(kind)
		if !ok {
			return fmt.Errorf("there is no kind of record %q", kind)
		}
		s, fresh, err := d.sheet(k, id)
		if err != nil {
			return err
		}
		if err := s.Frozen(); err != nil {
			return err
		}
		came := s.Foreign()
		for i, set := range sets {
			if named(sets[:i], set.Field) {
				return fmt.Errorf("%s is set twice", set.Field)
			}
			if err := d.setSheet(s, k, set); err != nil {
				return err
			}
		}
		if err := s.stayFrom(came); err != nil {
			return err
		}
		if kind == KindEvidence && named(sets, "file") {
			s.rehash(sum)
		}
		if fresh && len(s.Values) == 0 {
			return fmt.Errorf("a new %s needs a field: %s=…", k.Kind, k.Fields[0].Name)
		}
		if len(s.Values) == 0 {
			s.Values = nil
		}
		d.Put(s)
		if fresh && k.Prefix != "" && id == "" {
			d.Also("as " + s.ID)
		}
		switch {
		case k.Kind == KindApproval && fresh:
			d.approve(s)
		case k.Kind == KindSystem:
			d.nameAfter(s)
		case k.Kind == KindDecision && s.Get("state") == DecisionTaken:
			return d.take(s)
		case k.Kind == KindIncident:
			return d.learn(s)
		}
		return nil
	}}
}

// rehash keeps the hash of a file that was named: that of the file before is of no use.
func (s *Sheet) rehash(sum string) {
	if s.Values["sha256"] = sum; sum == "" {
		delete(s.Values, "sha256")
	}
}

// setSheet sets one field of a sheet.
func (d *Draft) setSheet(s *Sheet, k SheetKind, set Assignment) error {
	f, err := k.Field(set.Field)
	if err != nil {
		return err
	}
	if f.Kept {
		return fmt.Errorf("%s cannot be set: parry writes it by itself%s", f.Name, map[string]string{"sha256": ", of the file that file= names"}[f.Name])
	}
	value, err := f.read(set.Value)
	if err != nil {
		return err
	}
	if f.Refers != "" {
		value = d.spell(f, value)
	}
	if s.Values[f.Name] = value; value == "" {
		delete(s.Values, f.Name)
	}
	return nil
}

// sheet gives a copy of a sheet to change, or a new one.
func (d *Draft) sheet(k SheetKind, id string) (s *Sheet, fresh bool, err error) {
	switch {
	case k.Prefix == "":
		id = string(k.Kind)
	case id == "":
		return &Sheet{Of: k.Kind, ID: d.newID(k.Kind, k.Prefix), Values: map[string]string{}}, true, nil
	}
	if err := checkSheetID(id, k.Prefix); err != nil {
		return nil, false, err
	}
	if have := d.base.Sheet(k.Kind, id); have != nil {
		id = have.ID
	}
	if have, ok := d.Get(Key{k.Kind, id}).(*Sheet); ok && have != nil {
		return &Sheet{Of: k.Kind, ID: id, Values: maps.Clone(orEmpty(have.Values))}, false, nil
	}
	return &Sheet{Of: k.Kind, ID: id, Values: map[string]string{}}, true, nil
}

// checkSheetID refuses an id that nobody could type.
func checkSheetID(id, prefix string) error {
	if strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(" /=", r) }) || !utf8.ValidString(id) || len(id) > mostName {
		return fmt.Errorf("%q is no id; it looks like %s01", id, prefix)
	}
	return nil
}

func orEmpty(values map[string]string) map[string]string {
	if values == nil {
		return map[string]string{}
	}
	return values
}

// approve writes into an approval what it approves, and says so in the settings.
func (d *Draft) approve(s *Sheet) {
	settings := d.Settings()
	s.Values["method"], s.Values["matrix"] = settings.judgedBy()
	settings.Approved = true
	d.Put(&settings)
}

// nameAfter names the register after its system.
func (d *Draft) nameAfter(s *Sheet) {
	settings := d.Settings()
	if name := s.Values["name"]; name != "" && name != settings.Name {
		settings.Name = name
		d.Put(&settings)
	}
}

// RemoveSheet takes a sheet out; who still names it is told. With the last approval
// of the method that the register is rated by, it is provisional again.
func RemoveSheet(kind Kind, id string) Edit {
	return Edit{Label: fmt.Sprintf("remove %s %s", kind, id), Do: func(d *Draft) error {
		have := d.base.Sheet(kind, id)
		if have == nil {
			return fmt.Errorf("there is no %s %s; `parry record %s` lists them", kind, id, kind)
		}
		if err := have.Frozen(); err != nil {
			return err
		}
		if err := d.base.restedOn(have.Key()); err != nil {
			return err
		}
		if err := d.Remove(have.Key()); err != nil {
			return err
		}
		if by := d.base.CitedBy(have); len(by) > 0 {
			d.Also("which " + someOfThem(by) + " still name")
		}
		if kind == KindApproval {
			d.disapprove(have)
		}
		return nil
	}}
}

// disapprove makes the method provisional when its last approval is taken out.
// Taking one out never approves.
func (d *Draft) disapprove(gone *Sheet) {
	settings := d.Settings()
	stands := slices.ContainsFunc(d.base.Sheets(KindApproval), func(s *Sheet) bool { return s.ID != gone.ID && s.approves(&settings) })
	settings.Approved = settings.Approved && stands
	d.Put(&settings)
}

// approves says whether an approval is of the method and the matrix that a register
// is judged by.
func (s *Sheet) approves(settings *Settings) bool {
	method, matrix := settings.judgedBy()
	return s.Get("method") == method && s.Get("matrix") == matrix
}

// judgedBy names method and matrix with their versions.
func (s *Settings) judgedBy() (method, matrix string) {
	return strings.TrimSpace(s.Method + " " + s.MethodVersion), strings.TrimSpace(s.Matrix.Name + " " + s.Matrix.Version)
}

// An Approval says how the method that a register is rated by stands on a day.
type Approval struct {
	Stands bool
	Ended  string // the day on which the last one ended; "" if none has
	By     *Sheet // the record that stands; nil if none does
}

// Words tells the approval.
func (a Approval) Words() string {
	switch {
	case a.Stands:
		return "approved"
	case a.Ended != "":
		return "provisional: its approval ended on " + a.Ended
	}
	return "provisional: nobody has approved it yet"
}

// Approval says whether the method that the register is rated by is approved on a
// day: an approval holds until its end, and one without a record holds.
func (r *Register) Approval(today string) Approval {
	settings := r.Settings()
	a := Approval{Stands: settings.Approved}
	for _, s := range r.Sheets(KindApproval) {
		switch end := s.Get("until"); {
		case !settings.Approved || !s.approves(&settings):
		case end == "" || end >= today:
			return Approval{Stands: true, By: s}
		default:
			a = Approval{Ended: max(a.Ended, end)}
		}
	}
	return a
}

// ResolveSheetDays is ResolveDays for the fields of a kind.
func ResolveSheetDays(kind Kind, sets []Assignment, today string) ([]Assignment, error) {
	k, ok := SheetKindOf(kind)
	if !ok {
		return sets, nil
	}
	resolved := slices.Clone(sets)
	for i, set := range sets {
		if f, err := k.Field(set.Field); err == nil && f.Sort == Date {
			day, err := ParseDayFrom(set.Value, today)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", f.Name, err)
			}
			resolved[i].Value = day
		}
	}
	return resolved, nil
}
