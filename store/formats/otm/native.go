package otm

import (
	"slices"
	"strconv"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// A native is what the format has names for, of a threat, by our names of fields.
type native map[string]string

// ofThreat gives a threat as the format says it. The numbers that it came with go out
// again while they mean the same level.
func ofThreat(t *model.Threat) native {
	f, r := t.Foreign(), t.Ratings[model.Inherent]
	if f.Format != Name {
		f = model.Foreign{}
	}
	return native{
		"title": t.Title, "notes": t.OwnNotes(), "stride": model.JoinList(t.Class.STRIDE, ";"), "status": ofStatus[t.Status],
		"inherent_likelihood": number(f.Get("likelihood"), r.Likelihood), "inherent_impact": number(f.Get("impact"), r.Impact),
		"likelihood_rationale": r.LikelihoodReason(), "impact_rationale": r.ImpactReason(),
	}
}

func number(came string, l model.Level) string {
	if n, err := strconv.ParseFloat(came, 64); err == nil && intake.Percent(n) == l {
		return came
	}
	if !l.Rated() {
		return ""
	}
	return strconv.Itoa(intake.OfPercent(l))
}

// level is what a number means; what is no number from 0 to 100 means nothing.
func level(text string) model.Level {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n < 0 || n > 100 {
		return model.Unrated
	}
	return intake.Percent(n)
}

// threat makes a threat of what the format has names for.
func (n native) threat() *model.Threat {
	t := &model.Threat{Title: n["title"], Status: statusOf[word(n["status"])]}
	t.Review.Change(func(r *model.ReviewMore) { r.Notes = n["notes"] })
	t.Class.STRIDE = model.SplitList(n["stride"])
	r := &t.Ratings[model.Inherent]
	r.Likelihood, r.Impact = level(n["inherent_likelihood"]), level(n["inherent_impact"])
	r.Reason(func(why *model.Reasons) {
		why.LikelihoodReason, why.ImpactReason = n["likelihood_rationale"], n["impact_rationale"]
	})
	return t
}

// carried gives what goes out beside: fields without a name there, and those that
// would not come back as they are.
func carried(t *model.Threat) map[string]string {
	back := ofThreat(t).threat()
	all := map[string]string{intake.Own + "id": t.ID}
	for _, c := range intake.Carry(t, "id") {
		f, _ := model.FieldNamed(c.Name)
		said := f.Get(back)
		if c.Name == "notes" {
			said = back.Review.Notes()
		}
		if said != c.Text {
			all[intake.Own+c.Name] = c.Text
		}
	}
	var only []string
	if !t.Ratings[model.Inherent].Impact.Rated() {
		only = append(only, "impact")
	}
	if t.Status == "" {
		only = append(only, "status")
	}
	if len(only) > 0 {
		all[intake.Own+notAssessed] = model.JoinList(only, ";")
	}
	return all
}

// notAssessed names what only stands in the file because the format must have it.
const notAssessed = "not_assessed"

// restore sets what came back beside: a field that the format has a name for only
// where that still says the same, for it may have been changed there.
func (n native) restore(at *intake.Node, t *model.Threat, beside []intake.Carried) {
	would := t.Clone()
	for _, c := range beside {
		if c.Name == notAssessed {
			if only := model.SplitList(c.Text); slices.Contains(only, "impact") && n["inherent_impact"] == "0" {
				t.Ratings[model.Inherent].Impact = model.Unrated
			}
			if slices.Contains(model.SplitList(c.Text), "status") && n["status"] == "exposed" {
				t.Status = ""
			}
			continue
		}
		intake.Restore(at, would, c.Name, c.Text)
	}
	again := ofThreat(would)
	if n.unchanged(again, beside) {
		*t = *would
		return
	}
	for _, c := range beside {
		if said, named := n[c.Name]; c.Name != notAssessed && (!named || said == again[c.Name]) {
			intake.Restore(at, t, c.Name, c.Text)
		}
	}
}

// unchanged says whether all that came back beside is to be set: what the format has names
// for was not changed there.
func (n native) unchanged(again native, beside []intake.Carried) bool {
	for _, c := range beside {
		if said, named := n[c.Name]; c.Name == notAssessed || named && said != again[c.Name] {
			return false
		}
	}
	return true
}

// word makes the many spellings of a state one.
func word(text string) string { return between.Replace(strings.ToLower(text)) }

var between = strings.NewReplacer("-", "", "_", "", " ", "")

var statusOf = map[string]string{
	"exposed": "open", "partlymitigated": "in_treatment", "mitigated": "treated", "accepted": "accepted", "notapplicable": "not_applicable",
	"transferred": "transferred", "avoided": "avoided",
}

var ofStatus = map[string]string{
	"draft": "exposed", "open": "exposed", "in_treatment": "partly-mitigated", "treated": "mitigated", "closed": "mitigated",
	"accepted": "accepted", "transferred": "transferred", "avoided": "avoided", "not_applicable": "not-applicable",
}

var stateOf = map[string]string{
	"recommended": model.StatePlanned, "required": model.StatePlanned, "partlyimplemented": model.StateBuilding,
	"implemented": model.StateLive, "rejected": model.StateRejected,
}

var ofState = map[string]string{
	model.StatePlanned: "required", model.StateBuilding: "partly-implemented", model.StateLive: "implemented",
	model.StateTested: "implemented", model.StateRejected: "rejected", model.StateRetired: "rejected",
}

// strides are the categories that are STRIDE, as people write them.
var strides = map[string]string{
	"spoofing": "S", "tampering": "T", "repudiation": "R", "informationdisclosure": "I", "denialofservice": "D",
	"elevationofprivilege": "E", "elevationofprivileges": "E",
}

var strideWords = map[string]string{
	"S": "Spoofing", "T": "Tampering", "R": "Repudiation", "I": "Information disclosure", "D": "Denial of service", "E": "Elevation of privilege",
}

// strideOf parts categories into letters of STRIDE and the rest.
func strideOf(categories []string) (letters, rest []string) {
	for _, c := range categories {
		if letter := strides[word(c)]; letter != "" {
			letters = append(letters, letter)
		} else {
			rest = append(rest, c)
		}
	}
	return letters, rest
}
