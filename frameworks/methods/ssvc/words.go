package ssvc

import "parry/frameworks/decisiontable"

// words are how each decision point is asked. All of it is our own; the names
// of the values are those of the tables.
var words = map[string]decisiontable.Words{
	"exploitation": {
		Title: "Is anybody using this flaw yet?",
		Help:  "What is known in public today, not what might come. Look at the advisory, exploit collections, the known-exploited list and your own logs. SSVC decision point E.",
		Anchors: []string{
			"no report of use, and nobody has shown how",
			"how to do it is out: code, a write-up, or a method everybody knows",
			"it is being used on real systems now",
		},
		Also:  [][]string{nil, {"poc", "proof of concept"}, nil},
		Field: "exploitation",
	},
	"system_exposure": {
		Title: "Who can reach the component that has the flaw?",
		Help:  "The model endpoint, agent runtime, gateway or index as it is deployed here, not as it is sold. SSVC decision point EXP.",
		Anchors: []string{
			"local or behind several walls: a few people from inside",
			"a door with a guard: sign-in, a private link, a filter in front",
			"anybody: on the open network, or fed with anybody's text",
		},
		Names: []string{"exposure"},
		Field: "exposure",
	},
	"automatable": {
		Title: "Can an attacker do it by machine, again and again?",
		Help:  "From finding the target to being in: if a script can do all of it without a person in between, say yes. SSVC decision point A.",
		Anchors: []string{
			"some part needs a person, luck or a target of its own",
			"a script does all of it, target after target",
		},
		Also:  [][]string{{"false"}, {"true"}},
		Field: "automatable",
	},
	"technical_impact": {
		Title: "How much of the component does the attacker get?",
		Help:  "Of the component that has the flaw, not of the whole service. SSVC decision point TI.",
		Anchors: []string{
			"part of it: some data, some behaviour, a pause",
			"all of it: its behaviour is the attacker's, or all that it knows",
		},
		Field: "technical_impact",
	},
	"value_density": {
		Title: "How much does one hit bring?",
		Help:  "Whether what is worth taking lies in one place or is spread thin. SSVC decision point VD.",
		Anchors: []string{
			"little: one user, one session, one device",
			"much: a shared index, a key store, every tenant at once",
		},
	},
	"utility": {
		Title: "All in all, how useful is the flaw to an attacker?",
		Help:  "Automation and the worth of one hit taken together. SSVC decision point U, table DT_U.",
		Anchors: []string{
			"by hand, and little for it",
			"by machine for little, or by hand for much",
			"by machine, and much for it",
		},
	},
	"safety_impact": {
		Title: "What may it do to people?",
		Help:  "Body and mind, work and home, the surroundings and money to live on; the worst that can be expected. SSVC decision point SI.",
		Anchors: []string{
			"none to speak of: discomfort at most",
			"somebody is hurt or harmed, and recovers",
			"grave or lasting harm to somebody, or to many a little",
			"deaths, or harm that whole groups do not recover from",
		},
	},
	"mission_impact": {
		Title: "What may it do to what the organisation is there for?",
		Help:  "MEF is a mission essential function: one without which the organisation does not do its job. SSVC decision point MI.",
		Anchors: []string{
			"it goes worse, but it goes on",
			"what supports an essential function is crippled",
			"an essential function fails for longer than can be borne",
			"several or all fail: the organisation cannot do its job",
		},
	},
	"human_impact": {
		Title: "All in all, how bad is it for people and the mission?",
		Help:  "Safety and mission taken together. SSVC decision point HI, table DT_HI.",
		Anchors: []string{
			"little of either",
			"an essential function fails, nobody is badly hurt; or the other way round",
			"people are gravely harmed, or an essential function fails and somebody is hurt",
			"deaths, or the organisation cannot do its job",
		},
	},
	"public_safety_impact": {
		Title: "May it harm people anywhere it is used?",
		Help:  "As a supplier: all users together, not one customer. SSVC decision point PSI, table DT_PSI.",
		Anchors: []string{
			"nobody beyond discomfort",
			"somebody, somewhere, more than that",
		},
	},
	"mission_and_well_being_impact": {
		Title: "How much hangs on the component, in missions and in lives?",
		Help:  "What essential work relies on it, and what its failure does to the public. SSVC decision point MWI.",
		Anchors: []string{
			"little relies on it, and hardly anybody is touched",
			"essential work is supported by it, or somebody is harmed",
			"essential work is done by it, or many are gravely harmed",
		},
		Names: []string{"mission", "mission_and_well_being", "mission_well_being"},
	},
}
