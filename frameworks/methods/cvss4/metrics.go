package cvss4

import "parry/model"

// The groups of metrics, as published.
const (
	groupBase          = "base"
	groupThreat        = "threat"
	groupEnvironmental = "environmental"
	groupSupplemental  = "supplemental"
)

// metricOrder is the published order of the metrics in a vector; the last six
// are supplemental.
var metricOrder = []string{
	"AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA",
	"E",
	"CR", "IR", "AR", "MAV", "MAC", "MAT", "MPR", "MUI", "MVC", "MVI", "MVA", "MSC", "MSI", "MSA",
	"S", "AU", "R", "V", "RE", "U",
}

// A metric is one question: its values lowest first, with the published name
// and an anchor of our own.
type metric struct {
	id, name, title, help string
	values                []value
}

type value struct{ letter, name, anchor string }

var within = []value{
	{"N", "none", "nothing of it"},
	{"L", "low", "some of it, and not what matters most"},
	{"H", "high", "all of it, or the part that matters most"},
}

var beyond = []value{
	{"N", "negligible", "nothing outside, or hardly anything"},
	{"L", "low", "some of it, and not what matters most"},
	{"H", "high", "all of it, or the part that matters most"},
}

// safety is the value that only modified metrics of what lies beyond have.
var safety = value{"S", "safety", "people may be hurt, or worse"}

var requirement = []value{
	{"L", "low", "losing it here would hardly be felt"},
	{"M", "medium", "losing it here would be felt"},
	{"H", "high", "losing it here would be a disaster"},
}

var base = []metric{
	{"AV", "attack vector", "From where can it be attacked?", "The farthest place from which it works.", []value{
		{"P", "physical", "hands on the machine"},
		{"L", "local", "an account on it, a file opened there, a user tricked into it"},
		{"A", "adjacent", "the same network, radio range or private link"},
		{"N", "network", "from anywhere over the network"},
	}},
	{"AC", "attack complexity", "Must the attacker get round a defence built against this?", "A guard, a randomised address, a secret of this one target.", []value{
		{"H", "high", "yes, and it takes work each time"},
		{"L", "low", "no, it works whenever it is tried"},
	}},
	{"AT", "attack requirements", "Must the system happen to be in some state?", "A race, a setting, a position on the path; nothing that is there as a defence.", []value{
		{"P", "present", "yes, and the attacker cannot bring it about at will"},
		{"N", "none", "no, it works on all or most of them as they run"},
	}},
	{"PR", "privileges required", "What rights must the attacker have before?", "On the system that has the flaw.", []value{
		{"H", "high", "those of somebody who runs it"},
		{"L", "low", "those of an ordinary user"},
		{"N", "none", "none at all"},
	}},
	{"UI", "user interaction", "Must somebody else do something?", "A person who is not the attacker.", []value{
		{"A", "active", "yes: does something out of the way, past a warning perhaps"},
		{"P", "passive", "yes: does what is done every day, and it happens"},
		{"N", "none", "no, it works without anybody"},
	}},
	{"VC", "vulnerable system confidentiality", "How much is read by the wrong eyes, in the system that has the flaw?", "The component itself: model, index, gateway.", within},
	{"VI", "vulnerable system integrity", "How much can be changed, in the system that has the flaw?", "The component itself.", within},
	{"VA", "vulnerable system availability", "How much stops, of the system that has the flaw?", "The component itself.", within},
	{"SC", "subsequent system confidentiality", "How much is read by the wrong eyes, beyond that system?", "What it talks to: tools, tenants, users' browsers.", beyond},
	{"SI", "subsequent system integrity", "How much can be changed, beyond that system?", "What it talks to.", beyond},
	{"SA", "subsequent system availability", "How much stops, beyond that system?", "What it talks to.", beyond},
}

var threat = []metric{
	{"E", "exploit maturity", "How far is it used already?", "Known today, from sources you trust. Left out, it is taken as attacked.", []value{
		{"U", "unreported", "no way of using it is public, no use is known"},
		{"P", "proof of concept", "a way is public, no use is known"},
		{"A", "attacked", "it is being used, or a tool does it"},
	}},
}

var requirements = []metric{
	{"CR", "confidentiality requirement", "How much does secrecy matter here?", "Left out, it is taken as high.", requirement},
	{"IR", "integrity requirement", "How much does it matter here that it is right?", "Left out, it is taken as high.", requirement},
	{"AR", "availability requirement", "How much does it matter here that it runs?", "Left out, it is taken as high.", requirement},
}

var supplementals = []metric{
	{"S", "safety", "May people be hurt?", "Never changes the score.", []value{
		{"N", "negligible", "hardly"},
		{"P", "present", "yes"},
	}},
	{"AU", "automatable", "Can an attacker do it by machine, target after target?", "Never changes the score.", []value{
		{"N", "no", "some part needs a person"},
		{"Y", "yes", "a script does all of it"},
	}},
	{"R", "recovery", "How does the system come back?", "Never changes the score.", []value{
		{"A", "automatic", "by itself"},
		{"U", "user", "somebody has to see to it"},
		{"I", "irrecoverable", "it does not"},
	}},
	{"V", "value density", "How much does one hit bring?", "Never changes the score.", []value{
		{"D", "diffuse", "little: one user, one session"},
		{"C", "concentrated", "much: a shared index, a key store"},
	}},
	{"RE", "vulnerability response effort", "How hard is it to answer?", "Never changes the score.", []value{
		{"L", "low", "little work, no rehearsal"},
		{"M", "moderate", "some work, and care"},
		{"H", "high", "much work, or hardly possible where it runs"},
	}},
	{"U", "provider urgency", "How urgent does the provider call it?", "Never changes the score.", []value{
		{"Clear", "clear", "for information"},
		{"Green", "green", "a little"},
		{"Amber", "amber", "rather"},
		{"Red", "red", "most of all"},
	}},
}

// questions are the metrics in the order of a vector. Each base metric has a
// modified one, which says how it is in this environment.
func questions() []model.Question {
	var list []model.Question
	add := func(group string, metrics ...metric) {
		for _, m := range metrics {
			list = append(list, m.question(group))
		}
	}
	add(groupBase, base...)
	add(groupThreat, threat...)
	add(groupEnvironmental, requirements...)
	for _, m := range base {
		if m.id == "SI" || m.id == "SA" {
			m.values = append(m.values[:len(m.values):len(m.values)], safety)
		}
		m.id, m.name, m.title = "M"+m.id, "modified "+m.name, "Here, with what surrounds it: "+m.title
		add(groupEnvironmental, m)
	}
	add(groupSupplemental, supplementals...)
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
