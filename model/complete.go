package model

import (
	"maps"
	"slices"
	"strings"
)

// A Completion is what may stand at the end of a filter expression that is being
// typed.
type Completion struct {
	Expr    string // the whole expression with it
	Word    string // what was put in
	Explain string // what it means, in a few words
}

// mostCompletions bounds how many are offered.
const mostCompletions = 60

// Complete gives what may stand at the end of an expression: names of fields, then
// values of closed lists, and of other fields the values that occur.
func Complete(expr string, r *Register) []Completion {
	at := lastTerm(expr)
	before, term := expr[:at], strings.TrimPrefix(expr[at:], "-")
	if len(term) < len(expr[at:]) {
		before += "-"
	}
	for i := range term {
		for _, op := range operators {
			if strings.HasPrefix(term[i:], op) && i > 0 {
				found := completeValue(before+term[:i+len(op)], term[:i], term[i+len(op):], r)
				if end := before + term[:i+len(op)]; term[i+len(op):] == "" && found != nil && (op == ":" || op == "=") {
					found = append(found, Completion{end + "?", "?", "nobody said"}, Completion{end + "*", "*", "anything"})
				}
				return found
			}
		}
	}
	if strings.HasPrefix(term, `"`) {
		return nil
	}
	return completeName(before, term)
}

// FieldAsked is the field whose value stands at the end of an expression; "" if none
// does.
func FieldAsked(expr string) string {
	term := strings.TrimPrefix(expr[lastTerm(expr):], "-")
	end := strings.IndexAny(term, "!<>:=")
	if end < 1 {
		return ""
	}
	name := lower(term[:end])
	if long, ok := filterWords[name]; ok {
		name = long
	}
	return name
}

// lastTerm is where the last term begins; inside quotes there is no blank.
func lastTerm(expr string) int {
	at, quoted := 0, false
	for i, r := range expr {
		switch {
		case r == '"':
			quoted = !quoted
		case r == ' ' && !quoted:
			at = i + 1
		}
	}
	return at
}

func completeName(before, part string) []Completion {
	var found []Completion
	for _, name := range subjectNames() {
		if !strings.HasPrefix(name, lower(part)) || name == lower(part) && part != "" && len(found) > 0 {
			continue
		}
		found = append(found, Completion{before + name + ":", name, subjectTitle(name)})
		if len(found) == mostCompletions {
			break
		}
	}
	return found
}

// subjectTitle says what a name of the filter language looks at.
func subjectTitle(name string) string {
	switch name {
	case "level":
		return "current level, else inherent"
	case "method":
		return "rated any state"
	case "role":
		return "holds a layer, alone or with others"
	case "party":
		return "answers for the threat's main layer"
	case "lead":
		return "leads the threat or a layer"
	}
	if long, ok := filterWords[name]; ok {
		name = long
	}
	if f, ok := FieldNamed(name); ok {
		return f.Title
	}
	return ""
}

func completeValue(before, name, typed string, r *Register) []Completion {
	s, ok := subjects[lower(name)]
	if !ok {
		return nil
	}
	if comma := strings.LastIndex(typed, ","); comma >= 0 && !strings.HasPrefix(typed[comma+1:], `"`) {
		before, typed = before+typed[:comma+1], typed[comma+1:]
	}
	part := lower(strings.Trim(typed, `"`))
	var found []Completion
	add := func(value, explain string) {
		if value == "" || !strings.HasPrefix(lower(value), part) || len(found) == mostCompletions {
			return
		}
		written := value
		if strings.ContainsAny(value, ` ,"`) || value == "?" || value == "*" {
			written = `"` + strings.ReplaceAll(value, `"`, "") + `"`
		}
		found = append(found, Completion{before + written, value, explain})
	}
	switch {
	case s.sort == LevelOf:
		for _, l := range Levels {
			add(l.String(), l.Words())
		}
	case s.sort == Date:
		for _, day := range []string{"today", "+30d", "-30d", "end of month", "end of quarter", "end of year"} {
			add(day, "")
		}
	case s.choices != nil:
		meaning := meanings(name)
		for _, c := range s.choices {
			add(c, meaning[c])
		}
	default:
		for _, value := range occurring(s, r) {
			add(value, "")
		}
	}
	return found
}

func meanings(name string) map[string]string {
	if long, ok := filterWords[lower(name)]; ok {
		name = long
	}
	explained := map[string]string{}
	if f, ok := FieldNamed(name); ok {
		for _, c := range f.Choices {
			explained[c.Value] = c.Means
		}
	}
	return explained
}

// occurring are the values that a subject has in the register, in order.
func occurring(s subject, r *Register) []string {
	seen := map[string]bool{}
	for _, t := range r.threats { // a walk that no view makes; it is asked for by a key
		s.any(t, func(value string) bool {
			if len(value) <= mostName {
				seen[value] = true
			}
			return false
		})
	}
	return slices.Sorted(maps.Keys(seen))
}

// Found names the fields of a threat in which words of the filter stand.
func (f Filter) Found(t *Threat) []string {
	var names []string
	for i := range searched {
		field := &searched[i]
		text := lower(field.Get(t))
		if slices.ContainsFunc(f.words, func(w word) bool { return !w.not && strings.Contains(text, w.text) }) {
			names = append(names, field.Name)
		}
	}
	return names
}

// Sought are the words that the filter looks for, in lower case.
func (f Filter) Sought() []string {
	var words []string
	for _, w := range f.words {
		if !w.not {
			words = append(words, w.text)
		}
	}
	return words
}
