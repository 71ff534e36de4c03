package cvss31

import (
	"parry/frameworks/cvss"
	"parry/model"
)

// The groups of metrics, as published.
const (
	groupTemporal      = "temporal"
	groupEnvironmental = "environmental"
)

// metricOrder is the published order of the metrics in a vector.
var metricOrder = []string{
	"AV", "AC", "PR", "UI", "S", "C", "I", "A",
	"E", "RL", "RC",
	"CR", "IR", "AR", "MAV", "MAC", "MPR", "MUI", "MS", "MC", "MI", "MA",
}

// The metrics are told in one line each.
var value, metric = cvss.NewValue, cvss.NewMetric

var base = []cvss.Metric{
	metric("AV", "attack vector", "From where can it be attacked?", "The farthest place from which it works.", cvss.AttackVector),
	metric("AC", "attack complexity", "Must something beyond the attacker's reach be just so?", "A race, a setting, knowledge of this one target.", []cvss.Value{
		value("H", "high", "yes: it works only under conditions the attacker does not make"),
		value("L", "low", "no: it works whenever it is tried"),
	}),
	metric("PR", "privileges required", "What rights must the attacker have before?", "On the component that has the flaw.", []cvss.Value{
		value("H", "high", "those of somebody who runs it"),
		value("L", "low", "those of an ordinary user"),
		value("N", "none", "none at all"),
	}),
	metric("UI", "user interaction", "Must somebody else do something?", "A click, an upload, an approval by a person who is not the attacker.", []cvss.Value{
		value("R", "required", "yes, a person has to take part"),
		value("N", "none", "no, it works without anybody"),
	}),
	metric("S", "scope", "Does the harm reach beyond what the component governs?", "Out of the model's sandbox, out of the tenant, from the page into the browser.", []cvss.Value{
		value("U", "unchanged", "it stays within the same authority"),
		value("C", "changed", "it reaches what another authority guards"),
	}),
	metric("C", "confidentiality", "How much is read by the wrong eyes?", "In what is harmed worst.", cvss.Loss),
	metric("I", "integrity", "How much can be changed?", "In what is harmed worst.", cvss.Loss),
	metric("A", "availability", "How much stops?", "In what is harmed worst.", cvss.Loss),
}

var temporal = []cvss.Metric{
	metric("E", "exploit code maturity", "How far is the way to use it worked out?", "What is about today.", []cvss.Value{
		value("U", "unproven", "on paper only"),
		value("P", "proof of concept", "shown once, needs work to be used"),
		value("F", "functional", "code that works in most cases"),
		value("H", "high", "works by itself, or needs no code"),
	}),
	metric("RL", "remediation level", "How good is the cure that there is?", "From those who make the component.", []cvss.Value{
		value("O", "official fix", "a complete fix by the maker"),
		value("T", "temporary fix", "an official stop-gap"),
		value("W", "workaround", "a way round, not from the maker"),
		value("U", "unavailable", "no cure, or none that can be used"),
	}),
	metric("RC", "report confidence", "How sure is it that the flaw is real?", "Who says so, and can it be repeated?", []cvss.Value{
		value("U", "unknown", "there are signs, the cause is not known"),
		value("R", "reasonable", "much is known, not all could be repeated"),
		value("C", "confirmed", "repeated, or the maker says so"),
	}),
}

// questions are the metrics in the order of a vector. Each base metric has a
// modified one, which says how it is in this environment.
func questions() []model.Question {
	var list []model.Question
	add := func(group string, metrics ...cvss.Metric) {
		for _, m := range metrics {
			list = append(list, m.Question(group))
		}
	}
	add(cvss.Base, base...)
	add(groupTemporal, temporal...)
	add(groupEnvironmental, cvss.Requirements("For this system and its users.")...)
	for _, m := range base {
		add(groupEnvironmental, m.Modified())
	}
	return list
}
