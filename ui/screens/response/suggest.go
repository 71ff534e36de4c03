package response

import (
	"strings"

	"parry/model"
	"parry/ui/widget"
)

func (s *Screen) noSuggestion() string {
	switch t := s.bench.Register().Threat(s.here()); {
	case t == nil:
		return "no threat is shown"
	case t.Class.Category == "" && len(t.Class.ATLAS) == 0:
		return "it has neither category nor technique yet; t triages it"
	case len(s.bench.Suggested(t)) == 0:
		return "there are no suggestions here"
	}
	return ""
}

// suggest lists what is suggested for the threat under the cursor, what a catalogue has against
// its techniques first, each with the answer that was given.
func (s *Screen) suggest() { s.suggestFrom("") }

// suggestFrom lists them with the cursor on one.
func (s *Screen) suggestFrom(at string) {
	s.arrive()
	id, r := s.here(), s.bench.Register()
	fit := s.bench.Suggested(r.Threat(id))
	options := make([]widget.Option, len(fit))
	for i, one := range fit {
		said := "" // nobody has answered it
		if c := one.Answered(r, id); c != nil {
			said = c.ID + " " + c.Get("state") + ", "
		}
		options[i] = widget.Option{Value: one.ID, Label: one.Label(), Explain: said + one.Position + ": " + one.Why}
	}
	title := "Suggested for " + id
	if bare := s.bench.Library().Unmitigated(r.Threat(id).Class.ATLAS); len(bare) > 0 {
		title += "; ATLAS has none against " + strings.Join(bare, ", ")
	}
	s.popup.Pick(title, at, options, func(chosen string) {
		for _, one := range fit {
			if one.ID == chosen {
				s.answer(one, id)
			}
		}
	})
}

// answer takes a suggestion, or says that it is there, or why not; what was answered is
// opened instead.
func (s *Screen) answer(one model.Suggestion, threat string) {
	if c := one.Answered(s.bench.Register(), threat); c != nil {
		k, _ := model.SheetKindOf(model.KindControl)
		s.records.Show(s.bench, k, c.ID)
		return
	}
	if why := s.bench.CannotEdit(); why != "" {
		s.bench.Refuse("%s", why)
		return
	}
	s.popup.Pick(one.Name, model.TakeSuggestion, []widget.Option{
		{Value: model.TakeSuggestion, Label: "take it", Explain: "a planned control for " + threat},
		{Value: model.HaveSuggestion, Label: "we have it", Explain: "a live control for " + threat},
		{Value: model.RejectSuggestion, Label: "not for us", Explain: "and why: an auditor asks"},
	}, func(state string) {
		if state != model.RejectSuggestion {
			if s.bench.Do(model.AnswerSuggestion(one, threat, state, "")) {
				s.suggestFrom(one.ID)
			}
			return
		}
		s.popup.Ask(s.bench, "Why not for "+threat+"?", one.Name, "", func(reason string) {
			if s.bench.Do(model.AnswerSuggestion(one, threat, state, reason)) {
				s.suggestFrom(one.ID)
			}
		})
	})
}
