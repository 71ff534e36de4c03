package cvss31

import "parry/model"

// The groups of metrics, as published.
const (
	groupBase          = "base"
	groupTemporal      = "temporal"
	groupEnvironmental = "environmental"
)

// metricOrder is the published order of the metrics in a vector.
var metricOrder = []string{
	"AV", "AC", "PR", "UI", "S", "C", "I", "A",
	"E", "RL", "RC",
	"CR", "IR", "AR", "MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA",
}

// A metric is one question: its values lowest first, with the published name
// and an anchor of our own.
type metric struct {
	id, name, title, help string
	values                []value
}

type value struct{ letter, name, anchor string }

var attackVector = []value{
	{"P", "physical", "hands on the machine"},
	{"L", "local", "an account on it, a file opened there, a user tricked into it"},
	{"A", "adjacent", "the same network, radio range or private link"},
	{"N", "network", "from anywhere over the network"},
}

var loss = []value{
	{"N", "none", "nothing of it"},
	{"L", "low", "some of it, and not what matters most"},
	{"H", "high", "all of it, or the part that matters most"},
}

var requirement = []value{
	{"L", "low", "losing it here would hardly be felt"},
	{"M", "medium", "losing it here would be felt"},
	{"H", "high", "losing it here would be a disaster"},
}

var base = []metric{
	{"AV", "attack vector", "From where can it be attacked?", "The farthest place from which it works.", attackVector},
	{"AC", "attack complexity", "Must something beyond the attacker's reach be just so?", "A race, a setting, knowledge of this one target.", []value{
		{"H", "high", "yes: it works only under conditions the attacker does not make"},
		{"L", "low", "no: it works whenever it is tried"},
	}},
	{"PR", "privileges required", "What rights must the attacker have before?", "On the component that has the flaw.", []value{
		{"H", "high", "those of somebody who runs it"},
		{"L", "low", "those of an ordinary user"},
		{"N", "none", "none at all"},
	}},
	{"UI", "user interaction", "Must somebody else do something?", "A click, an upload, an approval by a person who is not the attacker.", []value{
		{"R", "required", "yes, a person has to take part"},
		{"N", "none", "no, it works without anybody"},
	}},
	{"S", "scope", "Does the harm reach beyond what the component governs?", "Out of the model's sandbox, out of the tenant, from the page into the browser.", []value{
		{"U", "unchanged", "it stays within the same authority"},
		{"C", "changed", "it reaches what another authority guards"},
	}},
	{"C", "confidentiality", "How much is read by the wrong eyes?", "In what is harmed worst.", loss},
	{"I", "integrity", "How much can be changed?", "In what is harmed worst.", loss},
	{"A", "availability", "How much stops?", "In what is harmed worst.", loss},
}

var temporal = []metric{
	{"E", "exploit code maturity", "How far is the way to use it worked out?", "What is about today.", []value{
		{"U", "unproven", "on paper only"},
		{"P", "proof of concept", "shown once, needs work to be used"},
		{"F", "functional", "code that works in most cases"},
		{"H", "high", "works by itself, or needs no code"},
	}},
	{"RL", "remediation level", "How good is the cure that there is?", "From those who make the component.", []value{
		{"O", "official fix", "a complete fix by the maker"},
		{"T", "temporary fix", "an official stop-gap"},
		{"W", "workaround", "a way round, not from the maker"},
		{"U", "unavailable", "no cure, or none that can be used"},
	}},
	{"RC", "report confidence", "How sure is it that the flaw is real?", "Who says so, and can it be repeated?", []value{
		{"U", "unknown", "there are signs, the cause is not known"},
		{"R", "reasonable", "much is known, not all could be repeated"},
		{"C", "confirmed", "repeated, or the maker says so"},
	}},
}

var requirements = []metric{
	{"CR", "confidentiality requirement", "How much does secrecy matter here?", "For this system and its users.", requirement},
	{"IR", "integrity requirement", "How much does it matter here that it is right?", "For this system and its users.", requirement},
	{"AR", "availability requirement", "How much does it matter here that it runs?", "For this system and its users.", requirement},
}

// questions are the metrics in the order of a vector. Each base metric has a
// modified one, which says how it is in this environment.
func questions() []model.Question {
	var list []model.Question
	for _, m := range base {
		list = append(list, m.question(groupBase))
	}
	for _, m := range temporal {
		list = append(list, m.question(groupTemporal))
	}
	for _, m := range requirements {
		list = append(list, m.question(groupEnvironmental))
	}
	for _, m := range base {
		m.id, m.name, m.title = "M"+m.id, "modified "+m.name, "Here, with what surrounds it: "+m.title
		list = append(list, m.question(groupEnvironmental))
	}
	return list
}

func (m metric) question(group string) model.Question {
	q := model.Question{ID: m.id, Title: m.title, Group: group, Optional: group != groupBase, Also: []string{m.name},
		Help: m.help + " CVSS metric " + m.id + ", " + m.name + "."}
	for _, v := range m.values {
		q.Options = append(q.Options, model.Option{Value: v.letter, Label: v.name, Anchor: v.anchor})
	}
	return q
}
