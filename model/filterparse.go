package model

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// A FilterError says where an expression cannot be read, and why. Plain words
// always can.
type FilterError struct {
	At   int    // byte offset in the expression
	Text string // one sentence
}

func (e *FilterError) Error() string { return fmt.Sprintf("at %d: %s", e.At+1, e.Text) }

// Parse reads a filter expression; its errors are *FilterError.
func Parse(expr string) (Filter, error) { return ParseOn(expr, "") }

// ParseOn is Parse with days as people say them, such as due<+30d, seen from a day.
func ParseOn(expr, today string) (Filter, error) {
	p := parser{expr: expr, today: today}
	for p.blanks(); p.at < len(expr); p.blanks() {
		if err := p.term(); err != nil {
			return Filter{}, err
		}
	}
	return p.filter, nil
}

type parser struct {
	expr   string
	today  string // ISO; "" if only such days are read
	at     int
	filter Filter
}

// A value is one of the alternatives after an operator. Quotes take the
// meaning off ? and *.
type value struct {
	text   string
	quoted bool
	at     int
	today  string
}

func (v value) means(sign string) bool { return v.text == sign && !v.quoted }

func failAt(at int, form string, args ...any) error {
	return &FilterError{at, fmt.Sprintf(form, args...)}
}

func (p *parser) rest() string { return p.expr[p.at:] }

func (p *parser) blanks() {
	p.at = len(p.expr) - len(strings.TrimLeftFunc(p.rest(), unicode.IsSpace))
}

// term reads one word or FIELD:VALUE. A lone "-" or "" is somebody typing:
// it asks for nothing yet.
func (p *parser) term() error {
	not := p.take("-")
	start := p.at
	if name, op := p.fieldAndOperator(); op != "" {
		return p.field(start, not, name, op)
	}
	v, err := p.value("")
	if err == nil && v.text != "" {
		p.filter.words = append(p.filter.words, word{not, lower(v.text)})
	}
	return err
}

func (p *parser) take(sign string) bool {
	found := strings.HasPrefix(p.rest(), sign)
	if found {
		p.at += len(sign)
	}
	return found
}

// operators, the longer before the shorter.
var operators = [...]string{"!=", "<=", ">=", ":", "=", "<", ">"}

// fieldAndOperator reads "level>="; if that is not what stands here, it reads
// nothing. A name has letters, digits and "_" and begins with a letter.
func (p *parser) fieldAndOperator() (name, op string) {
	rest := p.rest()
	end := strings.IndexFunc(rest, func(r rune) bool { return r != '_' && !asciiLetter(r) && (r < '0' || r > '9') })
	if end < 1 || !asciiLetter(rune(rest[0])) {
		return "", ""
	}
	for _, op := range operators {
		if strings.HasPrefix(rest[end:], op) {
			p.at += end + len(op)
			return rest[:end], op
		}
	}
	return "", ""
}

func asciiLetter(r rune) bool { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }

// value reads up to a blank or one of the ends, or what stands in quotes.
func (p *parser) value(ends string) (value, error) {
	v := value{at: p.at, today: p.today}
	if p.take(`"`) {
		inside, _, closed := strings.Cut(p.rest(), `"`)
		if !closed {
			return v, failAt(v.at, `a quote is open; close it with "`)
		}
		p.at += len(inside) + 1
		v.text, v.quoted = inside, true
		return v, nil
	}
	end := strings.IndexFunc(p.rest(), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(ends, r) })
	if end < 0 {
		end = len(p.rest())
	}
	v.text = p.rest()[:end]
	p.at += end
	return v, nil
}

// values reads alternatives. One left empty between commas is somebody typing.
func (p *parser) values() ([]value, error) {
	var vs []value
	for {
		v, err := p.value(",")
		if err != nil {
			return nil, err
		}
		if v.text != "" || v.quoted {
			vs = append(vs, v)
		}
		if !p.take(",") {
			return vs, nil
		}
	}
}

func (p *parser) field(start int, not bool, name, op string) error {
	s, ok := subjects[lower(name)]
	if !ok {
		return failAt(start, "%s", unknownSubject(name))
	}
	s.name = name
	after := p.at
	vs, err := p.values()
	if err != nil {
		return err
	}
	if len(vs) == 0 {
		return failAt(after, "%s%s needs a value; %s:? finds where it is empty", name, op, name)
	}
	plain := !not && len(vs) == 1 && op != "!="
	if op == "!=" { // none of the values, rather than not one of them
		op, not = "=", !not
	}
	var tests []func(*Threat) bool
	for _, v := range vs {
		test, err := s.test(op, v)
		if err != nil {
			return err
		}
		tests = append(tests, test)
	}
	p.filter.terms = append(p.filter.terms, term{not, oneOfTests(tests)})
	if plain {
		p.filter.sets = append(p.filter.sets, s.implied(op, vs[0])...)
	}
	return nil
}

func oneOfTests(tests []func(*Threat) bool) func(*Threat) bool {
	if len(tests) == 1 {
		return tests[0]
	}
	return func(t *Threat) bool {
		return slices.ContainsFunc(tests, func(test func(*Threat) bool) bool { return test(t) })
	}
}

// A subject is what may stand before an operator: a field, or a word for
// several. any says whether one of its values that are set passes.
type subject struct {
	name    string // as it was written
	field   string // of an Assignment; "" where a new threat takes none
	sort    FieldSort
	choices []string
	any     func(t *Threat, passes func(string) bool) bool
}

var subjects = func() map[string]subject {
	all := make(map[string]subject, len(Fields)+len(filterWords)+4)
	for _, f := range Fields {
		all[f.Name] = fieldSubject(f)
	}
	for word, name := range filterWords {
		all[word] = all[name]
	}
	all["level"] = subject{sort: LevelOf, any: func(t *Threat, passes func(string) bool) bool {
		l := t.Level()
		return l.Rated() && passes(l.String())
	}}
	all["method"] = subject{sort: Text, any: anyMethod}
	all["role"] = subject{sort: OneOf, choices: Roles[:], any: anyRole}
	all["party"] = subject{sort: OneOf, choices: Roles[:], any: func(t *Threat, passes func(string) bool) bool {
		role := t.Ownership.Answers(t.Class.Layer)
		return role != "" && passes(role)
	}}
	all["lead"] = subject{sort: OneOf, choices: Roles[:], any: anyLead}
	return all
}()

func fieldSubject(f Field) subject {
	s := subject{sort: f.Sort, choices: values(f.Choices)}
	switch f.Name {
	case "lifecycle_phase", "lifecycle_activity", "category", "layer":
		s.field = f.Name
	case "created_at", "updated_at":
		s.sort = Date
	}
	s.any = func(t *Threat, passes func(string) bool) bool {
		text := f.get(t)
		return text != "" && passes(text)
	}
	if f.items != nil {
		s.any = func(t *Threat, passes func(string) bool) bool { return slices.ContainsFunc(f.items(t), passes) }
	}
	return s
}

// anyMethod looks at what rated any of the states.
func anyMethod(t *Threat, passes func(string) bool) bool {
	for i := range t.Ratings {
		if method := t.Ratings[i].Method; method != "" && passes(method) {
			return true
		}
	}
	return false
}

// anyRole looks at every role that holds a layer.
func anyRole(t *Threat, passes func(string) bool) bool {
	for _, role := range Roles {
		if passes(role) && t.Ownership.holds(role) {
			return true
		}
	}
	return false
}

// anyLead looks at the threat's lead and at those of its layers.
func anyLead(t *Threat, passes func(string) bool) bool {
	o := &t.Ownership
	for i := range o.Layers {
		if lead := o.Layers[i].Lead(); lead != "" && passes(lead) {
			return true
		}
	}
	return o.Lead != "" && passes(o.Lead)
}

func unknownSubject(name string) string {
	near := ""
	if rest, ok := strings.CutPrefix(lower(name), "residual_"); ok {
		near = "current_" + rest
	}
	if _, ok := subjects[near]; !ok {
		near = cmp.Or(orList(endingIn(lower(name))), Nearest(lower(name), subjectNames()))
	}
	if near == "" {
		return fmt.Sprintf("there is no field %q; put quotes round it to look for the text", name)
	}
	return fmt.Sprintf("there is no field %q; did you mean %s?", name, near)
}

// subjectNames gives the short names first: of two that fit, people mean the
// short one.
func subjectNames() []string {
	return slices.SortedFunc(maps.Keys(subjects), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	})
}

// test gives what one alternative asks of a threat.
func (s subject) test(op string, v value) (func(*Threat) bool, error) {
	if v.means("?") || v.means("*") || v.text == "" {
		if op != ":" && op != "=" {
			return nil, failAt(v.at, "%q says empty or not and has no order; write %s:%s", v.text, s.name, v.text)
		}
		empty := !v.means("*")
		return func(t *Threat) bool { return s.any(t, anything) != empty }, nil
	}
	passes, err := s.passes(op, v)
	if err != nil {
		return nil, err
	}
	return func(t *Threat) bool { return s.any(t, passes) }, nil
}

func anything(string) bool { return true }

// passes gives what one alternative asks of a text that is set.
func (s subject) passes(op string, v value) (func(string) bool, error) {
	switch s.sort {
	case LevelOf:
		return levelPasses(op, v)
	case Date:
		return datePasses(op, v)
	case Number:
		return numberPasses(op, v)
	}
	if op != ":" && op != "=" {
		return nil, failAt(v.at, "%s has no order; %s is for levels, dates and numbers", s.name, op)
	}
	if s.choices != nil {
		return s.choicePasses(op, v)
	}
	part := lower(v.text)
	if op == "=" {
		return func(text string) bool { return equalFold(text, part) }, nil
	}
	return func(text string) bool { return containsFold(text, part) }, nil
}

func (s subject) choicePasses(op string, v value) (func(string) bool, error) {
	fit := s.fitting(op, v)
	switch {
	case len(fit) == 0 && op == "=":
		return nil, failAt(v.at, "%q is no %s; use %s", v.text, s.name, orList(s.choices))
	case len(fit) == 0:
		return nil, failAt(v.at, "no %s begins with %q; use %s", s.name, v.text, orList(s.choices))
	case len(fit) == 1:
		only := fit[0]
		return func(text string) bool { return text == only }, nil
	}
	return func(text string) bool { return slices.Contains(fit, text) }, nil
}

// fitting gives the choices that a value stands for.
func (s subject) fitting(op string, v value) []string {
	part := lower(v.text)
	var fit []string
	for _, c := range s.choices {
		if name := lower(c); name == part || op == ":" && strings.HasPrefix(name, part) {
			fit = append(fit, c)
		}
	}
	return fit
}

// implied gives what a new threat takes from the term: its value, if the term
// leaves one only.
func (s subject) implied(op string, v value) []Assignment {
	if s.field == "" || v.means("?") || v.means("*") || v.text == "" {
		return nil
	}
	if fit := s.fitting(op, v); len(fit) == 1 {
		return []Assignment{{s.field, fit[0]}}
	}
	return nil
}

func levelPasses(op string, v value) (func(string) bool, error) {
	want, err := ParseLevel(v.text)
	if err != nil {
		return nil, failAt(v.at, "%s", err)
	}
	var passes [len(levelCodes)]bool
	for _, l := range Levels {
		passes[l] = ordered(op, cmp.Compare(l, want))
	}
	return func(code string) bool {
		i := slices.Index(levelCodes[:], code)
		return i > 0 && passes[i]
	}, nil
}

// datePasses compares days, months or years, as far as the value goes.
func datePasses(op string, v value) (func(string) bool, error) {
	const first = "0000-01-01"
	day := v.text
	if n := len(day); n == 4 || n == 7 {
		day += first[n:]
	}
	if _, err := ParseDay(day); err != nil {
		day, said := ParseDayFrom(v.text, v.today)
		if v.today == "" || said != nil {
			return nil, failAt(v.at, "%q is no date; write it as 2026-11-16, 2026-11, 2026, today, +30d or \"end of month\"", v.text)
		}
		v.text = day
	}
	return func(date string) bool {
		return ordered(op, cmp.Compare(date[:min(len(date), len(v.text))], v.text))
	}, nil
}

func numberPasses(op string, v value) (func(string) bool, error) {
	want, err := strconv.ParseFloat(v.text, 64)
	if err != nil || want != want {
		return nil, failAt(v.at, "%q is no number; write it like 0.5 or 12000", v.text)
	}
	return func(text string) bool {
		n, err := strconv.ParseFloat(text, 64)
		return err == nil && ordered(op, cmp.Compare(n, want))
	}, nil
}

// ordered says whether an operator is content with a comparison.
func ordered(op string, compared int) bool {
	switch op {
	case "<":
		return compared < 0
	case "<=":
		return compared <= 0
	case ">":
		return compared > 0
	case ">=":
		return compared >= 0
	}
	return compared == 0
}
