package ownership

import (
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// Handing a party its rows: to read, and to fill in. Its answers come back by ctrl+o.

func (s *Screen) noHandoffs() string {
	if s.bench.Handoffs == nil {
		return "there is no folder to write to"
	}
	return ""
}

// handOver asks which party, and writes its pack beside the register.
func (s *Screen) handOver() {
	var options []widget.Option
	for _, p := range s.bench.Register().Sheets(model.KindParty) {
		if roles := p.List("roles"); len(roles) > 0 {
			options = append(options, widget.Option{Value: p.ID, Label: widget.Clean(p.Name()), Explain: "as " + strings.Join(roles, ", ")})
		}
	}
	for _, role := range model.Roles {
		options = append(options, widget.Option{Value: role, Label: role, Explain: "whoever plays the role; " + s.players(role)})
	}
	s.popup.Pick("Hand which party its rows?", "", options, func(party string) {
		pack, sheet, err := s.bench.Handoffs.Write(party)
		if err != nil {
			s.bench.Refuse("%v", err)
			return
		}
		s.bench.Say("wrote %s, and %s to fill in; ctrl+o brings the answers back", pack, sheet)
	})
}
