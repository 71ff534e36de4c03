package model

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// An ImportedControl is the control of threat response as the register's own copy of the
// matrix has it, under whatever id that gives it.
type ImportedControl struct {
	Of      string // "AICM 1.1.1 TVM-10"
	Edition string // "AICM 1.1.1"
	entry   *Entry
}

// controlTitle is what the control is called in every edition; its id is not the same.
const controlTitle = "Threat Response"

// ImportedControlOf finds the control in the copy of the matrix that the register brings;
// nil if it brings none, or the control is not in it.
func ImportedControlOf(r *Register, lib Library) *ImportedControl {
	if r.Edition("aicm") == nil {
		return nil
	}
	c, ok := lib.Catalogue("aicm")
	if !ok || c.Own == "" {
		return nil
	}
	for i := range c.Entries {
		if e := &c.Entries[i]; e.Kind == "control" && strings.EqualFold(e.Name, controlTitle) {
			edition := "AICM " + c.Version
			return &ImportedControl{Of: edition + " " + e.ID, Edition: edition, entry: e}
		}
	}
	return nil
}

// A RoleStep is one step of an audit as the publisher words it for a role, from the user's
// own copy.
type RoleStep struct {
	ID       string   `json:"id"` // "AG-AP.1": evidence shows it
	Role     string   `json:"role"`
	Of       string   `json:"of"`
	Text     string   `json:"text"`
	Evidence []string `json:"evidence"`
}

// A RoleGuide is how the publisher words the implementation for a role, or for all of them.
type RoleGuide struct {
	Role string `json:"role"` // "shared" for what holds for all
	Of   string `json:"of"`
	Text string `json:"text"`
}

var numbered = regexp.MustCompile(`(?m)^[ \t]*\d{1,2}[.)][ \t]+`)

// stepsOf cuts a guideline at its numbers. What stands before the first is of the first step.
func stepsOf(text string) (steps []string) {
	starts := numbered.FindAllStringIndex(text, -1)
	if len(starts) == 0 {
		if text = strings.TrimSpace(text); text != "" {
			steps = append(steps, text)
		}
		return steps
	}
	before := strings.TrimSpace(text[:starts[0][0]])
	for i, at := range starts {
		end := len(text)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		step := strings.TrimSpace(text[at[1]:end])
		if i == 0 && before != "" {
			step = before + "\n" + step
		}
		steps = append(steps, step)
	}
	return steps
}

// Steps gives the audit's steps of these roles, as far as the copy words them.
func (c *ImportedControl) Steps(r *Register, roles []string, today string) []RoleStep {
	steps := []RoleStep{}
	if c == nil {
		return steps
	}
	for _, role := range roles {
		for i, text := range stepsOf(c.entry.Text("auditing " + role)) {
			id := fmt.Sprintf("AG-%s.%d", role, i+1)
			steps = append(steps, RoleStep{ID: id, Role: role, Of: c.Of, Text: text, Evidence: r.Shown(id, today)})
		}
	}
	return steps
}

// Guides gives how these roles implement the control, and what holds for all.
func (c *ImportedControl) Guides(roles []string) []RoleGuide {
	guides := []RoleGuide{}
	if c == nil {
		return guides
	}
	for _, role := range append(slices.Clone(roles), "shared") {
		if text := c.entry.Text("implementation " + role); text != "" {
			guides = append(guides, RoleGuide{Role: role, Of: c.Of, Text: text})
		}
	}
	return guides
}

// wording says whose words a list of steps is in, given the steps of the roles' own.
func wording(c *ImportedControl, own []RoleStep, roles []string) string {
	var worded []string
	for _, role := range roles {
		if slices.ContainsFunc(own, func(s RoleStep) bool { return s.Role == role }) {
			worded = append(worded, role)
		}
	}
	switch {
	case c != nil && len(roles) == 0:
		return asForCSP + "; name the party that is assessed to see those of its roles"
	case len(worded) == 0:
		return asForCSP
	}
	return fmt.Sprintf("%s; those that %s words for %s follow", asForCSP, own[0].Of, strings.Join(worded, ", "))
}

// RolesOf gives the roles that hold a threat's layers, in the order of the layers; none
// twice.
func RolesOf(t *Threat) (roles []string) {
	for _, layer := range t.Ownership.Layers {
		for _, role := range layer.Value.Roles() {
			if !slices.Contains(roles, role) {
				roles = append(roles, role)
			}
		}
	}
	return roles
}
