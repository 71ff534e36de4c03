package threatcomposer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"parry/model"
	"parry/store/intake"
)

// The longest texts that the format takes, in characters.
const (
	longPart    = 200
	longContent = 1000
)

// A native is what the format has names for, of a threat, by our names of fields. A
// list is joined as CSV holds it.
type native map[string]string

// ofThreat gives a threat as the format says it: cut where it takes no more.
func ofThreat(t *model.Threat) native {
	n := native{
		"threat_source": cut(t.Statement.Source, longPart), "prerequisites": cut(t.Statement.Prerequisites, longPart),
		"threat_action": cut(t.Statement.Action, longPart), "threat_impact": cut(t.Statement.Impact, longPart),
		"impacted_goal": cutAll(t.Statement.Goals), "impacted_assets": cutAll(t.Statement.Assets),
		"stride": model.JoinList(t.Class.STRIDE, ";"), "notes": cut(t.OwnNotes(), longContent),
		"status": ofStatus[t.Status], "inherent_risk": ofLevel(t),
	}
	n["title"] = titleOf(n["threat_action"], t.Statement.Sentence())
	return n
}

func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most-1]) + "…"
}

func cutAll(items []string) string {
	short := make([]string, len(items))
	for i, item := range items {
		short[i] = cut(item, longPart)
	}
	return model.JoinList(short, ";")
}

// titleOf names a threat, which the format does not: its action, else its sentence.
func titleOf(action, sentence string) string {
	title := action
	if strings.TrimSpace(title) == "" {
		title = sentence
	}
	first, size := utf8.DecodeRuneInString(title)
	if size == 0 || first == utf8.RuneError {
		return title
	}
	return string(unicode.ToUpper(first)) + title[size:]
}

var ofStatus = map[string]string{
	"draft": "threatIdentified", "open": "threatIdentified", "in_treatment": "threatIdentified",
	"treated": "threatResolved", "accepted": "threatResolved", "transferred": "threatResolved", "avoided": "threatResolved",
	"closed": "threatResolved", "not_applicable": "threatResolvedNotUseful",
}

var statusOf = map[string]string{
	"threatIdentified": "open", "threatResolved": "treated", "threatResolvedNotUseful": "not_applicable",
}

// ofLevel is the priority that the format has three of.
func ofLevel(t *model.Threat) string {
	r := t.Ratings[model.Inherent]
	level := r.Level
	if !level.Rated() {
		level = r.Declared
	}
	switch {
	case level >= model.H:
		return "High"
	case level == model.M:
		return "Medium"
	case level.Rated():
		return "Low"
	}
	return ""
}

var levelOf = map[string]model.Level{"High": model.H, "Medium": model.M, "Low": model.L}

// threat makes a threat of what the format has names for.
func (n native) threat() *model.Threat {
	t := &model.Threat{Title: titleOf(n["threat_action"], "")}
	t.Statement = model.Statement{
		Source: n["threat_source"], Prerequisites: n["prerequisites"], Action: n["threat_action"], Impact: n["threat_impact"],
		Goals: model.SplitList(n["impacted_goal"]), Assets: model.SplitList(n["impacted_assets"]),
	}
	t.Class.STRIDE = model.SplitList(n["stride"])
	t.Status = statusOf[n["status"]]
	t.Review.Change(func(r *model.ReviewMore) { r.Notes = n["notes"] })
	t.Ratings[model.Inherent].Declared = levelOf[n["inherent_risk"]]
	if t.Title == "" {
		t.Title = titleOf("", t.Statement.Sentence())
	}
	return t
}

// carried gives what goes out beside: fields without a name there, and those that
// would not come back as they are.
func carried(t *model.Threat) []intake.Carried {
	n := ofThreat(t)
	back := n.threat()
	all := []intake.Carried{{Name: "id", Text: t.ID}}
	for _, c := range intake.Carry(t, "id") {
		f, _ := model.FieldNamed(c.Name)
		said := f.Get(back)
		rated := t.Ratings[model.Inherent].Level.Rated()
		switch {
		case c.Name == "inherent_risk":
			said = back.Ratings[model.Inherent].Declared.String()
		case c.Name == "inherent_declared_risk" && rated:
			said = ""
		}
		if said != c.Text {
			all = append(all, c)
		}
	}
	return all
}

// restore sets what came back beside: a field that the format has a name for only
// where that still says the same, for it may have been changed there.
func (n native) restore(at *intake.Node, t *model.Threat, beside []intake.Carried) {
	would := t.Clone()
	for _, c := range beside {
		intake.Restore(at, would, c.Name, c.Text)
	}
	again := ofThreat(would)
	if level, err := model.ParseLevel(textOf(beside, "inherent_risk")); err == nil && level.Rated() {
		rated := model.Threat{}
		rated.Ratings[model.Inherent].Declared = level
		again["inherent_risk"] = ofLevel(&rated)
	}
	if n.unchanged(again, beside) {
		*t = *would
		return
	}
	for _, c := range beside {
		if said, named := n[c.Name]; !named || c.Name == "title" || said == again[c.Name] {
			intake.Restore(at, t, c.Name, c.Text)
		}
	}
}

// unchanged says whether all that came back beside is to be set: what the format has names
// for was not changed there.
func (n native) unchanged(again native, beside []intake.Carried) bool {
	for _, c := range beside {
		if said, named := n[c.Name]; named && c.Name != "title" && said != again[c.Name] {
			return false
		}
	}
	return true
}

func textOf(beside []intake.Carried, name string) string {
	i := slices.IndexFunc(beside, func(c intake.Carried) bool { return c.Name == name })
	if i < 0 {
		return ""
	}
	return beside[i].Text
}

var ofState = map[string]string{
	model.StatePlanned: "mitigationIdentified", model.StateBuilding: "mitigationInProgress",
	model.StateLive: "mitigationResolved", model.StateTested: "mitigationResolved",
	model.StateRejected: "mitigationResolvedWillNotAction", model.StateRetired: "mitigationResolvedWillNotAction",
}

var stateOf = map[string]string{
	"mitigationIdentified": model.StatePlanned, "mitigationInProgress": model.StateBuilding,
	"mitigationResolved": model.StateLive, "mitigationResolvedWillNotAction": model.StateRejected,
}

// ofSheet gives a control or an assumption as the format says it.
func ofSheet(s *model.Sheet) native {
	if s.Of == model.KindAssumption {
		return native{"text": cut(s.Get("text"), longContent)}
	}
	return native{"name": cut(s.Get("name"), longContent), "effect": cut(s.Get("effect"), longContent), "state": ofState[s.Get("state")]}
}

// sheetValues makes the values of a control or an assumption of it.
func (n native) sheetValues() map[string]string {
	values := map[string]string{}
	for name, text := range n {
		values[name] = text
		if name == "state" {
			values[name] = stateOf[text]
		}
	}
	return values
}
