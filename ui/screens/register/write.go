package register

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// noFiles says why the threats on show cannot be written for other programs.
func (s *Screen) noFiles() string {
	switch {
	case s.bench.Exports == nil:
		return "there is no folder to write to"
	case len(s.rows.index) == 0:
		return "no threat is on show"
	}
	return ""
}

// leaving are the threats that go out: those that are marked, else all that the filter
// lets through, in the order on show.
func (s *Screen) leaving() (threats []*model.Threat) {
	for _, id := range s.marked() {
		threats = append(threats, s.bench.Register().Threat(id))
	}
	if threats != nil {
		return threats
	}
	for _, at := range s.rows.index {
		threats = append(threats, s.rows.list[at].threat)
	}
	return threats
}

// chosenAs says in words which threats go out; "" for all of the register.
func (s *Screen) chosenAs() string {
	switch {
	case len(s.marked()) > 0:
		return "what is marked"
	case s.filter.text != "":
		return s.filter.text
	}
	return ""
}

// chooseFormat asks in which format what is on show goes out.
func (s *Screen) chooseFormat() {
	var options []widget.Option
	for _, f := range s.bench.Exports.Formats {
		options = append(options, widget.Option{Value: f.Name, Label: f.Title, Explain: f.Holds})
	}
	title := fmt.Sprintf("Write %s as what?", naming(idsOf(s.leaving())))
	s.popup.Pick(title, options[0].Value, options, s.askPath)
}

func idsOf(threats []*model.Threat) (ids []string) {
	for _, t := range threats {
		ids = append(ids, t.ID)
	}
	return ids
}

// askPath asks for the file: a name beside the register that is free is there already.
func (s *Screen) askPath(format string) {
	s.popup.Ask(s.bench, "Into which file?", "a file that is there is not written over before you say so", s.bench.Exports.Free(format), func(path string) {
		if path = strings.TrimSpace(path); path != "" {
			s.write(format, path, false)
		}
	})
}

// write writes what is on show; over a file that is there only when that was said.
func (s *Screen) write(format, path string, over bool) {
	threats := s.leaving()
	full, err := s.bench.Exports.Write(format, path, over, threats, s.chosenAs())
	switch {
	case errors.Is(err, os.ErrExist):
		options := []widget.Option{
			{Value: "no", Label: "leave it", Explain: "nothing is written"},
			{Value: "yes", Label: "write over it", Explain: "what stands in it is gone"},
		}
		s.popup.Pick(path+" is there already", "no", options, func(answer string) {
			if answer == "yes" {
				s.write(format, path, true)
			}
		})
	case err != nil:
		s.bench.Refuse("%v", err)
	default:
		s.bench.Say("wrote %s to %s", naming(idsOf(threats)), full)
	}
}
