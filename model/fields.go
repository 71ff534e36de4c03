package model

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// A Field is one thing a threat holds, under the one name it has in JSON, CSV,
// filters and edits. Its value travels as text; a list is its items joined.
type Field struct {
	Name    string
	Column  string // the CSV column, where it is not the name
	Title   string // in words, for people
	Group   string
	Sort    FieldSort
	Choices []Choice // of a closed list
	Sep     string   // between the items of a list
	Base    bool     // always a CSV column; others are one once a threat sets them
	Derived bool     // computed or recorded by parry: cannot be edited
	Hidden  bool     // bookkeeping: in JSON only
	Implied string   // the value that goes without saying in CSV

	get     func(*Threat) string
	set     func(*Threat, string) error
	nothing string                 // of JSONOf: the JSON of a record that is empty
	items   func(*Threat) []string // of a list, before they are joined
}

// A FieldSort says what a field's text may be, and how a screen asks for it.
type FieldSort uint8

// The sorts of field.
const (
	Text FieldSort = iota
	LongText
	List     // free items
	OneOf    // one of Choices
	SomeOf   // items out of Choices
	LevelOf  // VL … VH
	Date     // an ISO day
	TermOf   // how long something may take: 30m, 4h, 14d, 2wd
	TimeOf   // an ISO day with the time of day, or without: "2026-11-16 09:30", UTC
	Number   // a decimal number, kept as it was written
	Claims   // who:layer=owner items
	AnswerOf // question=value items
	JSONOf   // a record of its own, as JSON
)

// MaxText is the longest text that a field takes, in bytes.
const MaxText = 64 << 10

// The groups in which a screen shows the fields.
const (
	GroupStatement = "Statement"
	GroupClass     = "Class"
	GroupAdversary = "Adversary"
	GroupUrgency   = "Urgency"
	GroupInherent  = "Inherent rating"
	GroupCurrent   = "Current rating"
	GroupTarget    = "Target rating"
	GroupOwnership = "Ownership"
	GroupResponse  = "Response"
	GroupDecision  = "Decision"
	GroupReview    = "Review"
	GroupRecord    = "Record"
)

// Groups holds the groups in the order in which a threat is read.
var Groups = []string{
	GroupStatement, GroupClass, GroupAdversary, GroupUrgency,
	GroupInherent, GroupCurrent, GroupTarget, GroupOwnership,
	GroupResponse, GroupDecision, GroupReview, GroupRecord,
}

// InGroup gives the fields of a group in the order of the table.
func InGroup(group string) []Field {
	var fields []Field
	for _, f := range Fields {
		if f.Group == group {
			fields = append(fields, f)
		}
	}
	return fields
}

// Fields is the one table of names: first the columns of our CSV in their
// order, then the rest.
var Fields = append(baseFields(), extraFields()...)

var fieldByName = func() map[string]*Field {
	m := make(map[string]*Field, 2*len(Fields))
	for i := range Fields {
		m[Fields[i].Name] = &Fields[i]
	}
	return m
}()

// FieldNamed finds a field by its name, in any case.
func FieldNamed(name string) (Field, bool) {
	f, ok := fieldByName[strings.ToLower(name)]
	if !ok {
		return Field{}, false
	}
	return *f, true
}

// CSVName is the field's column in CSV.
func (f Field) CSVName() string {
	if f.Column != "" {
		return f.Column
	}
	return f.Name
}

// Get gives the field's text; a list is joined as CSV holds it.
func (f Field) Get(t *Threat) string { return f.get(t) }

// EachText shows every text that stands in a field of the threat: of a list each item. Levels
// are none. An import looks at the texts of ten thousand threats, so nothing is joined.
func (t *Threat) EachText(see func(f *Field, text string)) {
	for i := range Fields {
		switch f := &Fields[i]; {
		case f.Sort == LevelOf:
		case f.items != nil:
			for _, item := range f.items(t) {
				see(f, item)
			}
		default:
			if text := f.get(t); text != "" {
				see(f, text)
			}
		}
	}
}

// IsList says whether the field holds items.
func (f Field) IsList() bool {
	switch f.Sort {
	case List, SomeOf, Claims:
		return true
	}
	return false
}

// Load sets the field from a file, derived fields too. Likelihood and impact
// are not yet rated by it: see settle.
func (f Field) Load(t *Threat, text string) error {
	if err := checkText(f.Name, text); err != nil {
		return err
	}
	return f.set(t, text)
}

// checkText says why a field cannot hold the text, whatever it means.
func checkText(name, text string) error {
	if !utf8.ValidString(text) {
		return fmt.Errorf("%s is not UTF-8 text", name)
	}
	if len(text) > MaxText {
		return fmt.Errorf("%s is longer than %d KiB: shorten it, or move a part to another field", name, MaxText>>10)
	}
	return nil
}

// Set sets the field as a person does; derived fields say why they cannot be.
func (f Field) Set(t *Threat, text string) error {
	if f.Derived {
		return fmt.Errorf("%s cannot be set: %s", f.Name, f.why())
	}
	if f.Sort == Number && strings.HasPrefix(text, "-") {
		return fmt.Errorf("%s: %s is less than nothing", f.Name, text)
	}
	return f.Load(t, text)
}

func (f Field) why() string {
	switch {
	case f.Name == "id":
		return "an id never changes"
	case strings.HasSuffix(f.Name, "_risk"):
		return "it follows from likelihood and impact"
	case f.Hidden:
		return "parry keeps it"
	}
	return "triage records it"
}

// JSON gives the field's value for JSON: a list is an array, answers are an
// object, a number is a number, a record is itself, all else is a string.
func (f Field) JSON(t *Threat) any {
	text := f.Get(t)
	switch {
	case f.IsList():
		items := SplitList(text)
		if items == nil {
			items = []string{}
		}
		return items
	case f.Sort == JSONOf && text == "":
		return json.RawMessage(f.nothing)
	case f.Sort == JSONOf:
		return json.RawMessage(text)
	case f.Sort == AnswerOf:
		a, _ := ParseAnswers(text)
		return a
	case f.Sort == Number && text != "":
		return json.Number(text)
	}
	return text
}

func text(name, title, group string, at func(*Threat) *string) Field {
	return Field{Name: name, Title: title, Group: group,
		get: func(t *Threat) string { return *at(t) },
		set: func(t *Threat, v string) error { *at(t) = v; return nil },
	}
}

func long(name, title, group string, at func(*Threat) *string) Field {
	f := text(name, title, group, at)
	f.Sort = LongText
	return f
}

func list(name, title, group, sep string, at func(*Threat) *[]string) Field {
	return Field{Name: name, Title: title, Group: group, Sort: List, Sep: sep,
		get: func(t *Threat) string { return JoinList(*at(t), sep) },
		set: func(t *Threat, v string) error { *at(t) = SplitList(v); return nil },

		items: func(t *Threat) []string { return *at(t) },
	}
}

func oneOf(name, title, group string, choices []Choice, at func(*Threat) *string) Field {
	f := text(name, title, group, at)
	f.Sort, f.Choices = OneOf, choices
	f.set = func(t *Threat, v string) error {
		picked, err := pickChoice(name, v, choices)
		if err == nil {
			*at(t) = picked
		}
		return err
	}
	return f
}

func someOf(name, title, group string, choices []Choice, at func(*Threat) *[]string) Field {
	f := list(name, title, group, ";", at)
	f.Sort, f.Choices = SomeOf, choices
	f.set = func(t *Threat, v string) error {
		items := SplitList(v)
		for i, item := range items {
			picked, err := pickOneOfSome(name, item, choices)
			if err != nil {
				return err
			}
			items[i] = picked
		}
		*at(t) = items
		return nil
	}
	return f
}

func levelField(name, title, group string, at func(*Threat) *Level) Field {
	return Field{Name: name, Title: title, Group: group, Sort: LevelOf, Choices: levelChoices,
		get: func(t *Threat) string { return at(t).String() },
		set: func(t *Threat, v string) error {
			l, err := ParseLevel(v)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			*at(t) = l
			return nil
		},
	}
}

func date(name, title, group string, at func(*Threat) *string) Field {
	f := text(name, title, group, at)
	f.Sort = Date
	f.set = func(t *Threat, v string) error {
		if _, err := ParseDay(v); v != "" && err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		*at(t) = v
		return nil
	}
	return f
}

func number(name, title, group string, at func(*Threat) *string) Field {
	f := text(name, title, group, at)
	f.Sort = Number
	f.set = func(t *Threat, v string) error {
		if v != "" && !json.Valid([]byte(v)) {
			return fmt.Errorf("%s: %q is no number; write it like 0.5 or 12000", name, v)
		}
		if _, err := strconv.ParseFloat(v, 64); v != "" && err != nil {
			return fmt.Errorf("%s: %q is no number; write it like 0.5 or 12000", name, v)
		}
		*at(t) = v
		return nil
	}
	return f
}

func ownerField(name, title string, layer int) Field {
	return ownerAt(name, title, func(t *Threat) *Owner { return &t.Ownership.Layers[layer].Value })
}

func tunedField() Field {
	return within(ownershipMore, ownerAt("owner_model_tuned", "Owner: Model, its tuned part", func(t *Threat) *Owner { return &t.Ownership.OwnershipMore.Tuned }))
}

func ownerAt(name, title string, at func(*Threat) *Owner) Field {
	return Field{Name: name, Title: title, Group: GroupOwnership, Sort: OneOf, Choices: ownerChoices,
		get: func(t *Threat) string { return string(*at(t)) },
		set: func(t *Threat, v string) error {
			o, err := ParseOwner(v)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			*at(t) = o
			return nil
		},
	}
}

func claimsField() Field {
	return Field{Name: "provider_claims", Title: "Provider claims", Group: GroupOwnership, Sort: Claims, Sep: ";",
		get: func(t *Threat) string {
			items := make([]string, len(t.Ownership.Claims()))
			for i, c := range t.Ownership.Claims() {
				items[i] = c.String()
			}
			return JoinList(items, ";")
		},
		set: func(t *Threat, v string) error {
			var claims []Claim
			for _, item := range SplitList(v) {
				c, err := ParseClaim(item)
				if err != nil {
					return fmt.Errorf("provider_claims: %w", err)
				}
				claims = append(claims, c)
			}
			t.Ownership.Change(func(m *OwnershipMore) { m.Claims = claims })
			return nil
		},
	}
}

func answersField(name string, s State) Field {
	return Field{Name: name, Title: "Answers", Group: groupOf(s), Sort: AnswerOf, Sep: ";", Derived: true,
		get: func(t *Threat) string { return t.Ratings[s].Answers().String() },
		set: func(t *Threat, v string) error {
			a, err := ParseAnswers(v)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			if len(a) == 0 {
				a = nil
			}
			t.Ratings[s].Reckon(func(k *Reckoning) { k.Answers = a })
			return nil
		},
	}
}

// verdictField is what the placing method says in its own words.
func verdictField(name string, s State) Field {
	return Field{Name: name, Title: "Verdict", Group: groupOf(s), Sort: JSONOf, Derived: true, nothing: "{}",
		get: func(t *Threat) string {
			v := t.Ratings[s].Verdict()
			return compactJSON(v, reflect.ValueOf(v).IsZero())
		},
		set: func(t *Threat, text string) error {
			var v Verdict
			if text != "" {
				if err := strictJSON(text, &v); err != nil {
					return fmt.Errorf("%s: %w", name, err)
				}
			}
			if len(v.Parts) == 0 {
				v.Parts = nil
			}
			t.Ratings[s].Reckon(func(k *Reckoning) { k.Verdict = v })
			return nil
		},
	}
}

// besideField is what other methods say, of all states.
func besideField() Field {
	return Field{Name: "other_ratings", Title: "Other methods", Group: GroupInherent, Sort: JSONOf, Derived: true, nothing: "[]",
		get: besideText, set: setBeside}
}

func groupOf(s State) string {
	return [...]string{GroupInherent, GroupCurrent, GroupTarget}[s]
}

// FullTitle is the title where fields of several states stand together: "Inherent
// method", for the three that are called Method.
func (f Field) FullTitle() string {
	for _, s := range States {
		if f.Group == groupOf(s) && !strings.HasPrefix(f.Title, titleOf(s)) {
			return titleOf(s) + " " + strings.ToLower(f.Title[:1]) + f.Title[1:]
		}
	}
	return f.Title
}

// ParseDay reads an ISO day, 2026-11-16.
func ParseDay(s string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is no date; write it as 2026-11-16", s)
	}
	return day, nil
}
