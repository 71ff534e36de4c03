package model

import "slices"

// Lacks says whether a step of triage still wants something of the threat, so
// that a screen can go from one such threat to the next. What is parked does
// not: somebody decided that it waits. A rating is looked for in one state.
func (t *Threat) Lacks(step string, s State) bool {
	return !slices.Contains(t.Parked(), step) && t.Wants(step, s)
}

// Wants is Lacks without the parking.
func (t *Threat) Wants(step string, s State) bool {
	switch step {
	case StepClassify:
		return t.Class.Phase == "" || t.Class.Category == "" || t.Class.Layer == ""
	case StepRate:
		return !t.Ratings[s].Placed()
	case StepUrgency:
		return t.Urgency.VulnID() != "" && !t.judgedUrgent()
	case StepOwn:
		return t.Ownership.Person == "" || t.unowned()
	case StepRespond:
		return t.Response.Kind == ""
	case StepDecide:
		return t.undecided()
	}
	return false
}

// judgedUrgent says whether some method said what to do, and how soon.
func (t *Threat) judgedUrgent() bool {
	for _, s := range States {
		for _, r := range t.RatingsOf(s) {
			if r.Verdict().Outcome != "" {
				return true
			}
		}
	}
	return false
}

func (t *Threat) unowned() bool {
	for i, layer := range t.Ownership.Layers {
		if layer.Value == Unset || t.Ownership.LacksLead(i) {
			return true
		}
	}
	return false
}

// undecided says whether a decision is owed: for what is high or above, and for
// what is accepted.
func (t *Threat) undecided() bool {
	owed := t.Level() >= H || t.Response.Kind == "accept" || t.Status == "accepted"
	return owed && (t.Decision.By == "" || t.Decision.Date == "")
}

// Places says whether a rating of the state by the method would place the
// threat: the register's own method does, another one only where no method's
// rating stands.
func (t *Threat) Places(s State, m Method, registers string) bool { return t.takes(s, m, registers) }

// OwnerFields are the fields of the owner values, in the order of Layers.
var OwnerFields = [len(Layers)]string{"owner_pi", "owner_model", "owner_orchestrated", "owner_application"}
