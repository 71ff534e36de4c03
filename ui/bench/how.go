package bench

import (
	"strings"

	"parry/model"
)

// NoHow says why there is nothing to read of how roles implement the control; "" if there
// may be.
func (b *Bench) NoHow() string {
	if b.Gather == nil || b.Register().Edition("aicm") == nil {
		return "the register brings no copy of the AI Controls Matrix, whose guidelines this shows; ctrl+o brings yours in"
	}
	return ""
}

// How tells how these roles implement the control, in the words of the register's own copy
// of the matrix; all roles where none is named.
func (b *Bench) How(roles []string) (title string, lines []string) {
	control := model.ImportedControlOf(b.Register(), b.Library())
	if control == nil {
		return "How it is implemented", []string{"The imported matrix has no control that is called Threat Response."}
	}
	if len(roles) == 0 {
		roles = model.Roles[:]
	}
	for _, g := range control.Guides(roles) {
		who := "For the " + g.Role
		if g.Role == "shared" {
			who = "For all"
		}
		lines = append(lines, who+":", "")
		lines = append(lines, strings.Split(g.Text, "\n")...)
		lines = append(lines, "")
	}
	if lines == nil {
		lines = []string{"The imported matrix words nothing for " + strings.Join(roles, ", ") + "."}
	}
	return control.Of + ", in the publisher's words", lines
}
