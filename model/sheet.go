package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Sheet is a record of facts about the assessment that is no threat: the system,
// a party, an asset, an assumption, a piece of evidence, an approval of the method.
// Which fields it has says the table of its kind, see SheetKinds.
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
	Sort        FieldSort // Text, LongText, Date, OneOf, SomeOf or List
	Choices     []Choice
	Kept        bool // parry keeps it: it cannot be set
}

// The kinds of sheets.
const (
	KindSystem     Kind = "system"
	KindParty      Kind = "party"
	KindAsset      Kind = "asset"
	KindAssumption Kind = "assumption"
	KindEvidence   Kind = "evidence"
	KindApproval   Kind = "approval"
)

var (
	deploymentModels = []Choice{
		{"bought application", "A: others build and run it, you use it"},
		{"hosted model", "B: you build on a model that others serve"},
		{"cloud AI platform", "C: you build on a platform with model and tools"},
		{"self-hosted model", "D: open weights on machines you answer for"},
		{"tuned model", "E: you tune a model; the tuned part is yours"},
		{"agent with third-party tools", "F: it acts through tools that others change"},
	}
	partyRoles = append(slices.Clone(roleChoices), Choice{"third party", "plays none of the five roles, but has a part in it"})
	secrecy    = []Choice{
		{"public", "anybody may see it"}, {"internal", "nobody outside should"},
		{"confidential", "harm if others see it"}, {"secret", "grave harm if others see it"},
	}
	holding   = []Choice{{"holds", "it is taken to be so"}, {"doubted", "somebody has reason to doubt it"}, {"false", "it is not so: revisit the threats that rest on it"}}
	evidences = []Choice{
		{"contract", "signed by both"}, {"questionnaire", "answered by a provider"}, {"test report", "somebody tried it"}, {"audit report", "somebody independent looked"},
		{"record", "a log, a ticket, minutes"}, {"observation", "seen by the assessor"}, {"other", "say what it is in its title"},
	}
)

// SheetKinds are all kinds of sheets, in the order in which an assessment asks for
// them.
var SheetKinds = []SheetKind{
	{KindSystem, "System", "what is under assessment, and what is not", "", []SheetField{
		{Name: "name", Title: "Name"}, {Name: "purpose", Title: "What it is for", Sort: LongText},
		{Name: "boundary", Title: "Boundary", Sort: LongText}, {Name: "out_of_scope", Title: "Out of scope", Sort: LongText},
		{Name: "deployment_model", Title: "Deployment model", Sort: OneOf, Choices: deploymentModels},
		{Name: "data_classes", Title: "Data classes", Sort: List}, {Name: "users", Title: "Users", Sort: LongText},
		{Name: "affected_groups", Title: "Affected groups", Sort: LongText}, {Name: "limits", Title: "Limits of this assessment", Sort: LongText},
	}},
	{KindParty, "Party", "a firm or team and the roles that it plays", "P-", []SheetField{
		{Name: "name", Title: "Name"}, {Name: "roles", Title: "Roles that it plays", Sort: SomeOf, Choices: partyRoles},
		{Name: "contact", Title: "Contact"}, {Name: "contract", Title: "Contract"}, {Name: "notes", Title: "Notes", Sort: LongText},
	}},
	{KindAsset, "Asset", "what is worth protecting", "A-", []SheetField{
		{Name: "name", Title: "Name"}, {Name: "layer", Title: "Layer", Sort: OneOf, Choices: layerChoices},
		{Name: "secrecy", Title: "Secrecy", Sort: OneOf, Choices: secrecy}, {Name: "owner", Title: "Owner"},
		{Name: "where", Title: "Where it is"}, {Name: "notes", Title: "Notes", Sort: LongText},
	}},
	{KindAssumption, "Assumption", "what is taken to be so, and what falls if it is not", "AS-", []SheetField{
		{Name: "text", Title: "What is taken to be so", Sort: LongText}, {Name: "state", Title: "State", Sort: OneOf, Choices: holding},
		{Name: "if_false", Title: "If false, revisit", Sort: List}, {Name: "checked_on", Title: "Checked on", Sort: Date}, {Name: "checked_by", Title: "Checked by"},
	}},
	{KindEvidence, "Evidence", "what shows that something is so", "EV-", []SheetField{
		{Name: "title", Title: "Title"}, {Name: "kind", Title: "Kind", Sort: OneOf, Choices: evidences}, {Name: "from", Title: "From whom"},
		{Name: "date", Title: "Date", Sort: Date}, {Name: "expires", Title: "Expires", Sort: Date}, {Name: "where", Title: "Where it is kept"},
		{Name: "notes", Title: "Notes", Sort: LongText},
	}},
	{KindApproval, "Method approval", "who approved the method that the register is rated by", "AP-", []SheetField{
		{Name: "by", Title: "Approved by"}, {Name: "role", Title: "In which role"}, {Name: "on", Title: "On", Sort: Date}, {Name: "until", Title: "Until", Sort: Date},
		{Name: "method", Title: "Method", Kept: true}, {Name: "matrix", Title: "Matrix", Kept: true}, {Name: "note", Title: "Note", Sort: LongText},
	}},
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
	case OneOf:
		return pickChoice(f.Name, value, f.Choices)
	case SomeOf:
		items := SplitList(value)
		for i, item := range items {
			picked, err := pickChoice(f.Name, item, f.Choices)
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
		for i, set := range sets {
			if named(sets[:i], set.Field) {
				return fmt.Errorf("%s is set twice", set.Field)
			}
			if err := s.set(k, set); err != nil {
				return err
			}
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
		if k.Kind == KindApproval && fresh {
			d.approve(s)
		}
		if k.Kind == KindSystem {
			d.nameAfter(s)
		}
		return nil
	}}
}

func (s *Sheet) set(k SheetKind, set Assignment) error {
	f, err := k.Field(set.Field)
	if err != nil {
		return err
	}
	if f.Kept {
		return fmt.Errorf("%s cannot be set: parry keeps what was approved", f.Name)
	}
	value, err := f.read(set.Value)
	if err != nil {
		return err
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
	if strings.ContainsFunc(id, func(r rune) bool { return !unicode.IsPrint(r) || strings.ContainsRune(" /=", r) }) || !utf8.ValidString(id) || len(id) > mostName {
		return nil, false, fmt.Errorf("%q is no id; it looks like %s01", id, k.Prefix)
	}
	if have := d.base.Sheet(k.Kind, id); have != nil {
		id = have.ID
	}
	if have, ok := d.Get(Key{k.Kind, id}).(*Sheet); ok && have != nil {
		return &Sheet{Of: k.Kind, ID: id, Values: maps.Clone(orEmpty(have.Values))}, false, nil
	}
	return &Sheet{Of: k.Kind, ID: id, Values: map[string]string{}}, true, nil
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
	s.Values["method"] = strings.TrimSpace(settings.Method + " " + settings.MethodVersion)
	s.Values["matrix"] = strings.TrimSpace(settings.Matrix.Name + " " + settings.Matrix.Version)
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

// RemoveSheet takes a sheet out. With the last approval of the method that the
// register is rated by, it is provisional again.
func RemoveSheet(kind Kind, id string) Edit {
	return Edit{Label: fmt.Sprintf("remove %s %s", kind, id), Do: func(d *Draft) error {
		have := d.base.Sheet(kind, id)
		if have == nil {
			return fmt.Errorf("there is no %s %s; `parry record %s` lists them", kind, id, kind)
		}
		if err := d.Remove(have.Key()); err != nil {
			return err
		}
		if kind != KindApproval {
			return nil
		}
		settings := d.Settings()
		stands := false
		for _, other := range d.base.Sheets(KindApproval) {
			if other.ID != have.ID && other.Get("method") == strings.TrimSpace(settings.Method+" "+settings.MethodVersion) {
				stands = true
			}
		}
		settings.Approved = settings.Approved && stands // taking out an approval never approves
		d.Put(&settings)
		return nil
	}}
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
