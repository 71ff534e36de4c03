package model

import (
	"fmt"
	"slices"
	"strings"
)

// A Suggestion is a control that is worth a thought: where a category of threat stands, or
// since a catalogue has it against a technique.
type Suggestion struct {
	ID       string `json:"id"`
	Category string `json:"category"`
	Position string `json:"position"`
	Name     string `json:"name"`
	Why      string `json:"why"`
	Cited    string `json:"cited,omitempty"` // what a reference to its catalogue begins with; "" for one of ours
}

// Label is its name, behind the id by which its catalogue has it.
func (s Suggestion) Label() string {
	if s.Cited != "" {
		return s.ID + " " + s.Name
	}
	return s.Name
}

// reference is how a control says that it was suggested.
func (s Suggestion) reference() string {
	if s.Cited != "" {
		return s.Cited + " " + s.ID
	}
	return "parry " + s.ID
}

// named says whether a reference names the suggestion, in whatever edition of its catalogue.
func (s Suggestion) named(reference string) bool {
	return reference == s.reference() || s.Cited != "" && Names(reference, s.ID)
}

// SuggestedFor keeps what fits a threat: those of its category, then those of its other
// ones. Of one without a category nothing does.
func SuggestedFor(all []Suggestion, t *Threat) []Suggestion {
	var fit []Suggestion
	for _, category := range append([]string{t.Class.Category}, t.Class.OtherCategories()...) {
		for _, s := range all {
			if s.Category == category {
				fit = append(fit, s)
			}
		}
	}
	return fit
}

// Answered gives the control by which a suggestion was answered for a threat: taken, in
// place already, or rejected; nil if nobody has.
func (s Suggestion) Answered(r *Register, threat string) *Sheet {
	for _, c := range r.Links().ToThreat(threat, KindControl) {
		if slices.ContainsFunc(c.List("references"), s.named) {
			return c
		}
	}
	return nil
}

// What can be answered to a suggestion: the state of the control that it makes.
const (
	TakeSuggestion   = StatePlanned
	HaveSuggestion   = StateLive
	RejectSuggestion = StateRejected
)

// AnswerSuggestion makes a control of a suggestion for a threat: planned, in place
// already, or rejected with the reason, so that an auditor sees what was offered and why
// it was not taken. A suggestion that was taken for another threat is the same control.
func AnswerSuggestion(s Suggestion, threat, state, reason string) Edit {
	return Edit{Label: fmt.Sprintf("%s: %s for %s", s.Name, map[string]string{TakeSuggestion: "planned", HaveSuggestion: "in place", RejectSuggestion: "rejected"}[state], threat), Do: func(d *Draft) error {
		if state == RejectSuggestion && strings.TrimSpace(reason) == "" {
			return fmt.Errorf("say why %q is not taken", s.Name)
		}
		if s.Answered(d.base, threat) != nil {
			return fmt.Errorf("%q was answered for %s already: %s", s.Name, threat, s.Answered(d.base, threat).ID)
		}
		for _, c := range d.base.Sheets(KindControl) {
			if state != RejectSuggestion && c.Get("state") == state && slices.ContainsFunc(c.List("references"), s.named) {
				return WriteSheet(KindControl, c.ID, Assignment{"threats", c.Get("threats") + "; " + threat}).Do(d)
			}
		}
		return WriteSheet(KindControl, "", Assignment{"name", s.Name}, Assignment{"threats", threat}, Assignment{"position", s.Position},
			Assignment{"state", state}, Assignment{"references", s.reference()}, Assignment{"effect", s.Why}, Assignment{"why_not", reason}).Do(d)
	}}
}
