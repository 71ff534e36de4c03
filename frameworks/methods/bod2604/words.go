package bod2604

import "parry/frameworks/decisiontable"

// yesNo are other spellings of the two answers.
var yesNo = [][]string{{"false", "n"}, {"true", "y"}}

// words are how each decision point is asked. All of it is our own; the names
// of the values are those of the table.
var words = map[string]decisiontable.Words{
	"in_kev": {
		ID:    "kev",
		Title: "Is it on CISA's list of known exploited vulnerabilities?",
		Help:  "Look it up by its CVE id, and note the day you looked. Decision point KEV.",
		Anchors: []string{
			"not on the list on the day it was looked up",
			"on the list: somebody has used it on real systems",
		},
		Also:  yesNo,
		Names: []string{"in_kev", "known_exploited"},
		Field: "kev",
	},
	"publicly_exposed": {
		ID:    "exposed",
		Title: "Can anybody on a public network reach it?",
		Help:  "The component as it stands here: an endpoint that answers strangers counts, wherever the machine is. Decision point PE.",
		Anchors: []string{
			"nobody who has not signed in or is not trusted reaches it",
			"strangers reach it over a public network",
		},
		Also:  yesNo,
		Names: []string{"publicly_exposed", "public"},
	},
	"automatable": {
		Title: "Can an attacker do it by machine, again and again?",
		Help:  "From finding the target to being in, without a person in between. Decision point A of SSVC.",
		Anchors: []string{
			"some part needs a person, luck or a target of its own",
			"a script does all of it, target after target",
		},
		Also:  yesNo,
		Field: "automatable",
	},
	"technical_impact": {
		Title: "How much of the component does the attacker get?",
		Help:  "Of the component that has the flaw, not of the whole service. Decision point TI of SSVC.",
		Anchors: []string{
			"part of it: some data, some behaviour, a pause",
			"all of it: its behaviour is the attacker's, or all that it knows",
		},
		Names: []string{"impact"},
		Field: "technical_impact",
	},
}
