package cvss

import (
	"strings"

	"parry/model"
)

// A Metric is one question of an edition: its values lowest first, with the
// published names and anchors of our own.
type Metric struct {
	ID, Name    string // AV, attack vector
	Title, Help string
	Values      []Value
}

// A Value is one answer: its letter in a vector, its published name, and what it
// means in plain words.
type Value struct{ Letter, Name, Anchor string }

// NewMetric makes a metric.
func NewMetric(id, name, title, help string, values []Value) Metric {
	return Metric{id, name, title, help, values}
}

// NewValue makes a value.
func NewValue(letter, name, anchor string) Value { return Value{letter, name, anchor} }

// AttackVector holds the values of AV in versions 3 and 4.
var AttackVector = []Value{
	{"P", "physical", "hands on the machine"},
	{"L", "local", "an account on it, a file opened there, a user tricked into it"},
	{"A", "adjacent", "the same network, radio range or private link"},
	{"N", "network", "from anywhere over the network"},
}

// Loss holds the values of what is lost within a system.
var Loss = []Value{
	{"N", "none", "nothing of it"},
	{"L", "low", "some of it, and not what matters most"},
	{"H", "high", "all of it, or the part that matters most"},
}

// requirement holds the values of what an environment requires.
var requirement = []Value{
	{"L", "low", "losing it here would hardly be felt"},
	{"M", "medium", "losing it here would be felt"},
	{"H", "high", "losing it here would be a disaster"},
}

// Requirements are the three metrics of what an environment requires; help says
// what holds where they are left out.
func Requirements(help string) []Metric {
	return []Metric{
		{"CR", "confidentiality requirement", "How much does secrecy matter here?", help, requirement},
		{"IR", "integrity requirement", "How much does it matter here that it is right?", help, requirement},
		{"AR", "availability requirement", "How much does it matter here that it runs?", help, requirement},
	}
}

// Modified is the metric that stands in place of a base one in an environment.
func (m Metric) Modified() Metric {
	m.ID, m.Name, m.Title = "M"+m.ID, "modified "+m.Name, "Here, with what surrounds it: "+m.Title
	return m
}

// Question is the metric as it is asked; those of the base group must be
// answered.
func (m Metric) Question(group string) model.Question {
	q := model.Question{ID: m.ID, Title: m.Title, Group: group, Optional: group != Base, Also: []string{m.Name},
		Help: m.Help + " CVSS metric " + m.ID + ", " + m.Name + "."}
	for _, v := range m.Values {
		q.Options = append(q.Options, model.Option{Value: v.Letter, Label: v.Name, Anchor: v.Anchor})
	}
	return q
}

// Base is the group of metrics that every vector has.
const Base = "base"

// Write writes the metrics that are defined, in the order given, behind a
// prefix.
func Write(prefix string, order []string, a model.Answers) string {
	var b strings.Builder
	b.Grow(192)
	b.WriteString(prefix)
	for _, name := range order {
		value := a[name]
		if value == "" || value == model.NotKnown {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('/')
		}
		b.WriteString(name)
		b.WriteByte(':')
		b.WriteString(value)
	}
	return b.String()
}
