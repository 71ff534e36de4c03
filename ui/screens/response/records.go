package response

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// another is the entry of a list that makes a new record.
const another = "\x00new"

// list shows the records of a kind that name the threat under the cursor, and makes
// a new one that does.
func (s *Screen) list(kind model.Kind) func() {
	return func() {
		s.arrive()
		id := s.here()
		k, _ := model.SheetKindOf(kind)
		have := s.bench.Register().Links().ToThreat(id, kind)
		if len(have) == 0 {
			s.add(k, id)
			return
		}
		var options []widget.Option
		for _, sheet := range have {
			options = append(options, widget.Option{Value: sheet.ID, Label: sheet.ID + "  " + sheet.Name(), Explain: sheet.Get("state")})
		}
		options = append(options, widget.Option{Value: another, Label: "a new one…", Explain: k.Means})
		s.popup.Pick(k.Title+" of "+id, "", options, func(chosen string) {
			if chosen == another {
				s.add(k, id)
				return
			}
			s.records.Show(s.bench, k, chosen)
		})
	}
}

// noList says why there is nothing to show of a kind, where nothing can be added.
func (s *Screen) noList(kind model.Kind) func() string {
	return func() string {
		id, why := s.here(), s.bench.CannotEdit()
		switch {
		case id == "":
			return s.nothing()
		case why != "" && len(s.bench.Register().Links().ToThreat(id, kind)) == 0:
			return fmt.Sprintf("no %s names %s, and %s", kind, id, why)
		}
		return ""
	}
}

// add begins a record that names the threat, with what the threat says already: it is
// made with the first field that is given.
func (s *Screen) add(k model.SheetKind, id string) {
	if why := s.bench.CannotEdit(); why != "" {
		s.bench.Refuse("%s", why)
		return
	}
	t := s.bench.Register().Threat(id)
	sets := []model.Assignment{{Field: "threats", Value: id}}
	set := func(field, value string) {
		if value != "" {
			sets = append(sets, model.Assignment{Field: field, Value: value})
		}
	}
	switch k.Kind {
	case model.KindControl:
		set("state", model.StatePlanned)
		set("position", "preventive")
	case model.KindDecision:
		set("state", model.DecisionDraft)
		set("response", t.Response.Kind)
		set("authority", s.bench.Register().AuthorityOver(t))
		set("on", s.bench.Today)
		if policy := s.bench.Register().Policy(); t.Response.Kind == "accept" {
			times := policy.Of(t.Level())
			set("until", times.Accept.AfterDay(s.bench.Today))
		}
	case model.KindDetection:
		set("state", "built")
		set("techniques", strings.Join(t.Class.ATLAS, "; "))
	case model.KindVulnerability:
		set("flaw", t.Urgency.VulnID())
		set("state", "open")
		set("identified", t.Response.Identified)
	case model.KindIncident:
		set("match", "realised")
		set("level_then", t.Level().String())
	}
	s.records.Begin(s.bench, k, sets...)
}
