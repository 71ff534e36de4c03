package owasprr

import (
	"strconv"

	"parry/model"
)

// The groups of factors, as the methodology names them.
const (
	groupAgent         = "threat agent"
	groupVulnerability = "vulnerability"
	groupTechnical     = "technical impact"
	groupBusiness      = "business impact"
)

// A factor is one question: the published numbers, each with a word or two and
// an anchor of our own. Whole numbers between them are answers too.
type factor struct {
	id, group, title, help string
	also                   []string
	anchors                []anchor
}

type anchor struct {
	value         int
	label, anchor string
}

// questions makes the factors into questions. The ends of the scale are
// answers even where no published number stands at them.
func questions() []model.Question {
	var list []model.Question
	for _, f := range factors {
		q := model.Question{ID: f.id, Title: f.title, Group: f.group, Also: f.also, Whole: true, Optional: f.group == groupBusiness,
			Help: f.help + " Any whole number from 0 to 9 will do; the numbers with words are the published ones."}
		anchors := f.anchors
		if anchors[0].value > 0 {
			anchors = append([]anchor{{0, "nothing", "less than the lowest published step"}}, anchors...)
		}
		if anchors[len(anchors)-1].value < 9 {
			anchors = append(anchors[:len(anchors):len(anchors)], anchor{9, "utmost", "more than the highest published step"})
		}
		for _, a := range anchors {
			q.Options = append(q.Options, model.Option{Value: strconv.Itoa(a.value), Label: a.label, Anchor: a.anchor})
		}
		list = append(list, q)
	}
	return list
}

var factors = []factor{
	{"skill_level", groupAgent, "How skilled are those who would do it?", "The group as a whole, not its star.", []string{"skill"}, []anchor{
		{1, "none", "types what comes to mind, has no plan"},
		{3, "some", "follows instructions found somewhere"},
		{5, "user", "knows such systems well from using them"},
		{6, "builder", "programs, runs networks, trains or wires models"},
		{9, "breaker", "makes a living of breaking in"},
	}},
	{"motive", groupAgent, "What is in it for them?", "Money, data, revenge, fame, a customer who pays.", nil, []anchor{
		{1, "little", "nothing to gain that is worth the trouble"},
		{4, "possible", "there may be something in it"},
		{9, "high", "the prize is plain and worth much"},
	}},
	{"opportunity", groupAgent, "What must they have before they can start?", "Access, accounts, machines, money.", nil, []anchor{
		{0, "full access", "full access, or means that hardly anybody has"},
		{4, "special", "a special access or special means"},
		{7, "some", "an ordinary account or a little money"},
		{9, "none", "nothing at all: the door stands open"},
	}},
	{"size", groupAgent, "How many are there who could?", "The group from which somebody may come.", []string{"group_size"}, []anchor{
		{2, "insiders", "the few who build or run it"},
		{4, "house", "everybody inside the organisation"},
		{5, "partners", "suppliers, integrators, named customers"},
		{6, "users", "everybody with an account"},
		{9, "everybody", "anybody on the network, no name needed"},
	}},
	{"ease_of_discovery", groupVulnerability, "How easily is the weakness found?", "By that group, with what they have.", []string{"discovery"}, []anchor{
		{1, "hardly", "practically never"},
		{3, "difficult", "by long and patient probing"},
		{7, "easy", "by anybody who looks for it"},
		{9, "by tools", "a scanner or a script reports it"},
	}},
	{"ease_of_exploit", groupVulnerability, "How easily is it used once found?", "From knowing of it to harm done.", []string{"exploit", "ease_of_exploitation"}, []anchor{
		{1, "in theory", "on paper only so far"},
		{3, "difficult", "it takes craft and several tries"},
		{5, "easy", "a few known steps"},
		{9, "by tools", "a tool or a ready prompt does it"},
	}},
	{"awareness", groupVulnerability, "How well known is the weakness?", "Among that group.", nil, []anchor{
		{1, "unknown", "nobody speaks of it"},
		{4, "hidden", "known to a few who keep it quiet"},
		{6, "obvious", "who thinks about such systems thinks of it"},
		{9, "public", "written up for everybody"},
	}},
	{"intrusion_detection", groupVulnerability, "How likely does it go unseen?", "A high number is bad: nobody would notice.", []string{"detection"}, []anchor{
		{1, "caught live", "the application itself notices and acts"},
		{3, "reviewed", "it is logged, and somebody reads the logs"},
		{8, "logged", "it is logged, and nobody reads the logs"},
		{9, "unseen", "it leaves no trace that is kept"},
	}},
	{"loss_of_confidentiality", groupTechnical, "How much is seen by the wrong eyes, and how delicate is it?", "Prompts, tickets, documents, keys, weights.", []string{"confidentiality"}, []anchor{
		{2, "a little", "a little, and nothing delicate"},
		{6, "some", "a little that is critical, or much that is not delicate"},
		{7, "much", "much that is critical"},
		{9, "all", "everything there is"},
	}},
	{"loss_of_integrity", groupTechnical, "How much is made wrong, and how badly?", "Data, index, model, what is told to users.", []string{"integrity"}, []anchor{
		{1, "slight", "a little, slightly wrong"},
		{3, "serious", "a little, seriously wrong"},
		{5, "wide", "much, slightly wrong"},
		{7, "grave", "much, seriously wrong"},
		{9, "all", "nothing can be relied on any more"},
	}},
	{"loss_of_availability", groupTechnical, "How much stops working, and how central is it?", "Side services and main services, for how long.", []string{"availability"}, []anchor{
		{1, "a hiccup", "side services stop for a moment"},
		{5, "a gap", "main services stop for a moment, or side services for long"},
		{7, "an outage", "main services stop for long"},
		{9, "all", "everything stops"},
	}},
	{"loss_of_accountability", groupTechnical, "Can it be traced to whoever did it?", "A high number is bad: nobody can be named.", []string{"accountability"}, []anchor{
		{1, "traceable", "surely traced to a person"},
		{7, "perhaps", "perhaps traced"},
		{9, "never", "never traced to anybody"},
	}},
	{"financial_damage", groupBusiness, "What does it cost the business?", "Fines, refunds, compute bills, lost customers.", []string{"financial"}, []anchor{
		{1, "little", "less than it would cost to fix"},
		{3, "a dent", "is seen in the year's profit"},
		{7, "a blow", "takes much of the year's profit"},
		{9, "ruin", "the business does not survive it"},
	}},
	{"reputation_damage", groupBusiness, "What does it do to the name?", "Customers, press, those one would like to win.", []string{"reputation"}, []anchor{
		{1, "little", "hardly anybody hears of it"},
		{4, "accounts", "large customers leave"},
		{5, "goodwill", "people do not trust the service as before"},
		{9, "the brand", "the name itself is damaged"},
	}},
	{"non_compliance", groupBusiness, "How far does it put the business in the wrong?", "Law, contracts, promises made in public.", []string{"noncompliance", "compliance"}, []anchor{
		{2, "minor", "a small breach"},
		{5, "clear", "a plain breach"},
		{7, "blatant", "a breach that is talked about"},
	}},
	{"privacy_violation", groupBusiness, "How many people's data are laid open?", "People, not records.", []string{"privacy"}, []anchor{
		{3, "one", "a single person"},
		{5, "hundreds", "hundreds of people"},
		{7, "thousands", "thousands of people"},
		{9, "millions", "millions of people"},
	}},
}
