package cvss4

import (
	"parry/frameworks/cvss"
	"parry/model"
)

// The groups of metrics, as published.
const (
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

// The metrics are told in one line each.
var value, metric = cvss.NewValue, cvss.NewMetric

var beyond = []cvss.Value{
	value("N", "negligible", "nothing outside, or hardly anything"),
	value("L", "low", "some of it, and not what matters most"),
	value("H", "high", "all of it, or the part that matters most"),
}

// safety is the value that only modified metrics of what lies beyond have.
var safety = value("S", "safety", "people may be hurt, or worse")

var base = []cvss.Metric{
	metric("AV", "attack vector", "From where can it be attacked?", "The farthest place from which it works.", cvss.AttackVector),
	metric("AC", "attack complexity", "Must the attacker get round a defence built against this?", "A guard, a randomised address, a secret of this one target.", []cvss.Value{
		value("H", "high", "yes, and it takes work each time"),
		value("L", "low", "no, it works whenever it is tried"),
	}),
	metric("AT", "attack requirements", "Must the system happen to be in some state?", "A race, a setting, a position on the path; nothing that is there as a defence.", []cvss.Value{
		value("P", "present", "yes, and the attacker cannot bring it about at will"),
		value("N", "none", "no, it works on all or most of them as they run"),
	}),
	metric("PR", "privileges required", "What rights must the attacker have before?", "On the system that has the flaw.", []cvss.Value{
		value("H", "high", "those of somebody who runs it"),
		value("L", "low", "those of an ordinary user"),
		value("N", "none", "none at all"),
	}),
	metric("UI", "user interaction", "Must somebody else do something?", "A person who is not the attacker.", []cvss.Value{
		value("A", "active", "yes: does something out of the way, past a warning perhaps"),
		value("P", "passive", "yes: does what is done every day, and it happens"),
		value("N", "none", "no, it works without anybody"),
	}),
	metric("VC", "vulnerable system confidentiality", "How much is read by the wrong eyes, in the system that has the flaw?", "The component itself: model, index, gateway.", cvss.Loss),
	metric("VI", "vulnerable system integrity", "How much can be changed, in the system that has the flaw?", "The component itself.", cvss.Loss),
	metric("VA", "vulnerable system availability", "How much stops, of the system that has the flaw?", "The component itself.", cvss.Loss),
	metric("SC", "subsequent system confidentiality", "How much is read by the wrong eyes, beyond that system?", "What it talks to: tools, tenants, users' browsers.", beyond),
	metric("SI", "subsequent system integrity", "How much can be changed, beyond that system?", "What it talks to.", beyond),
	metric("SA", "subsequent system availability", "How much stops, beyond that system?", "What it talks to.", beyond),
}

var threat = []cvss.Metric{
	metric("E", "exploit maturity", "How far is it used already?", "Known today, from sources you trust. Left out, it is taken as attacked.", []cvss.Value{
		value("U", "unreported", "no way of using it is public, no use is known"),
		value("P", "proof of concept", "a way is public, no use is known"),
		value("A", "attacked", "it is being used, or a tool does it"),
	}),
}

var supplementals = []cvss.Metric{
	metric("S", "safety", "May people be hurt?", "Never changes the score.", []cvss.Value{
		value("N", "negligible", "hardly"),
		value("P", "present", "yes"),
	}),
	metric("AU", "automatable", "Can an attacker do it by machine, target after target?", "Never changes the score.", []cvss.Value{
		value("N", "no", "some part needs a person"),
		value("Y", "yes", "a script does all of it"),
	}),
	metric("R", "recovery", "How does the system come back?", "Never changes the score.", []cvss.Value{
		value("A", "automatic", "by itself"),
		value("U", "user", "somebody has to see to it"),
		value("I", "irrecoverable", "it does not"),
	}),
	metric("V", "value density", "How much does one hit bring?", "Never changes the score.", []cvss.Value{
		value("D", "diffuse", "little: one user, one session"),
		value("C", "concentrated", "much: a shared index, a key store"),
	}),
	metric("RE", "vulnerability response effort", "How hard is it to answer?", "Never changes the score.", []cvss.Value{
		value("L", "low", "little work, no rehearsal"),
		value("M", "moderate", "some work, and care"),
		value("H", "high", "much work, or hardly possible where it runs"),
	}),
	metric("U", "provider urgency", "How urgent does the provider call it?", "Never changes the score.", []cvss.Value{
		value("Clear", "clear", "for information"),
		value("Green", "green", "a little"),
		value("Amber", "amber", "rather"),
		value("Red", "red", "most of all"),
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
	add(groupThreat, threat...)
	add(groupEnvironmental, cvss.Requirements("Left out, it is taken as high.")...)
	for _, m := range base {
		if m.ID == "SI" || m.ID == "SA" {
			m.Values = append(m.Values[:len(m.Values):len(m.Values)], safety)
		}
		add(groupEnvironmental, m.Modified())
	}
	add(groupSupplemental, supplementals...)
	return list
}
