// Package tmlibrary reads the threat models of the OWASP Threat Model Library,
// version 1.0 (also called TM-BOM).
//
// Its risks stand beside its threats and name several of them: a risk becomes the
// inherent rating of each threat that it names, the highest where there are several,
// and stays with the threat word for word.
//
//   - tmlibrary.go: a model into threats, controls and assumptions.
//   - links.go: what names something that is not there.
package tmlibrary

import (
	"errors"
	"io"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// Name is the name of the format.
const Name = "tmlibrary"

// Recognise says whether a file begins as the library's do.
func Recognise(head []byte) bool {
	g := intake.Peek(head)
	return g.Has("scope") && (strings.Contains(g["$schema"], "threat-model") || g.Any("trust_zones", "data_flows", "threat_personas"))
}

// Read reads a threat model.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	h, err := intake.Open(r, Name, false, intake.MaxFile)
	if err != nil {
		return nil, nil, err
	}
	scope := h.Root.Get("scope")
	if !scope.Is(intake.Object) {
		return nil, nil, errors.New("this is no model of the Threat Model Library: it has no scope")
	}
	h.Root.Ignore("$schema", "version")
	if title := scope.Str("title"); title != "" {
		h.Sheet(scope, model.KindSystem, title, map[string]string{"name": title, "purpose": scope.Str("description")})
	}
	rd := reader{Haul: h, titles: map[string]string{}, known: map[string]bool{}, risks: map[string][]*intake.Node{}}
	rd.names()
	rd.readRisks()
	for n := range h.UntilFull(h.Root.Items("threats")) {
		rd.threat(n)
	}
	for n := range h.UntilFull(h.Root.Items("controls")) {
		rd.control(n)
	}
	rd.links()
	for n := range h.UntilFull(h.Root.Items("assumptions")) {
		text := n.Str("description")
		h.Sheet(n, model.KindAssumption, "", map[string]string{"text": text, "state": validity[n.Str("validity")]}, keep("validity", n.Str("validity"))...)
	}
	return h.Done()
}

type reader struct {
	*intake.Haul
	titles map[string]string // symbolic name of what a threat may name → its title
	known  map[string]bool   // threats
	risks  map[string][]*intake.Node
}

var validity = map[string]string{"confirmed": "holds", "rejected": "false"}

func keep(name, text string) []model.ForeignField {
	if text == "" {
		return nil
	}
	return []model.ForeignField{{Name: name, Value: intake.Quote(text)}}
}

// names reads what things are called. They stay in the file: only their titles are
// taken.
func (rd *reader) names() {
	for _, list := range []string{"components", "data_stores", "data_sets", "data_flows", "actors", "threat_personas"} {
		for _, n := range rd.Root.Items(list) {
			rd.titles[n.Str("symbolic_name")] = n.Str("title")
		}
	}
	for _, n := range rd.Root.Items("threats") {
		rd.known[n.Str("symbolic_name")] = true
	}
}

// named gives the title of a thing, or tells that the file does not hold it.
func (rd *reader) named(n *intake.Node, name string) string {
	if title := rd.titles[name]; title != "" {
		return title
	}
	rd.Note(n, "%s is named, and the file does not hold it; its name is kept", intake.Shown(name))
	return name
}

func (rd *reader) readRisks() {
	for _, n := range rd.Root.Items("risks") {
		held := false
		names := n.Strs("threats")
		for _, name := range names {
			if rd.known[name] {
				held = true
				rd.risks[name] = append(rd.risks[name], n)
			} else {
				rd.Note(n, "risk %s names the threat %s, which the file does not hold", intake.Shown(n.Str("symbolic_name")), intake.Shown(name))
			}
		}
		if !held {
			rd.Lose(n, "risk %s names no threat of the file; it was not taken", intake.Shown(n.Str("symbolic_name")))
		}
		n.JSON()
	}
}

func (rd *reader) threat(n *intake.Node) {
	t := &model.Threat{Title: n.Str("title")}
	t.Review.Change(func(r *model.ReviewMore) { r.Notes = n.Str("description") })
	t.Statement.Action = n.Str("event")
	if persona := n.Str("threat_persona"); persona != "" {
		t.Statement.Source = rd.named(n, persona)
	}
	for _, name := range n.Strs("components_affected") {
		t.Statement.Assets = append(t.Statement.Assets, rd.named(n, name))
	}
	var kept []model.ForeignField
	for _, source := range n.Strs("sources") {
		if t.Adversary.Adversarial != "yes" {
			t.Adversary.Adversarial = map[bool]string{true: "yes", false: "no"}[source == "adversary"]
		}
	}
	if sources := n.Get("sources"); sources != nil {
		kept = append(kept, model.ForeignField{Name: "sources", Value: sources.JSON()})
	}
	name := n.Str("symbolic_name")
	for _, risk := range rd.risks[name] {
		rd.rate(t, risk)
		kept = append(kept, model.ForeignField{Name: "risk", Value: risk.JSON()})
	}
	if len(rd.risks[name]) > 1 {
		rd.Note(n, "%d risks name %s; it is rated by the highest, and all of them stay with it", len(rd.risks[name]), intake.Shown(name))
	}
	rd.Threat(n, name, t, kept...)
}

var likelihoods = map[string]model.Level{"rare": model.VL, "unlikely": model.L, "possible": model.M, "likely": model.H, "certain": model.VH}

var impacts = map[string]model.Level{"negligible": model.VL, "minor": model.L, "moderate": model.M, "major": model.H, "severe": model.VH}

var bands = map[string]model.Level{"very_low": model.VL, "low": model.L, "medium": model.M, "high": model.H, "very_high": model.VH, "critical": model.VH}

// rate rates a threat by a risk, unless a higher one has.
func (rd *reader) rate(t *model.Threat, risk *intake.Node) {
	likelihood, impact := likelihoods[risk.Str("likelihood")], impacts[risk.Str("impact")]
	r := &t.Ratings[model.Inherent]
	if int(r.Likelihood)*int(r.Impact) > int(likelihood)*int(impact) {
		return
	}
	r.Likelihood, r.Impact, r.Declared = likelihood, impact, bands[risk.Str("level")]
	r.Reason(func(why *model.Reasons) {
		why.LikelihoodReason, why.ImpactReason = risk.Str("title"), risk.Str("impact_description")
	})
}

// stateOf leaves out "assumed": nobody has looked whether such a control is there.
var stateOf = map[string]string{
	"active": model.StateLive, "suggested": model.StatePlanned, "under_review": model.StatePlanned, "approved": model.StatePlanned,
	"scheduled": model.StatePlanned, "retired": model.StateRetired, "wont_do": model.StateRejected,
}

func (rd *reader) control(n *intake.Node) {
	var threats []string
	for _, name := range n.Strs("threats") {
		if threats = append(threats, name); !rd.known[name] {
			rd.Note(n, "control %s names the threat %s, which the file does not hold; the name is kept", intake.Shown(n.Str("symbolic_name")), intake.Shown(name))
		}
	}
	status := n.Str("status")
	rd.Sheet(n, model.KindControl, n.Str("symbolic_name"), map[string]string{
		"name": n.Str("title"), "effect": n.Str("description"), "threats": model.JoinList(threats, "; "), "state": stateOf[status],
	}, keep("status", status)...)
}
