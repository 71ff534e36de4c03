package model

import (
	"fmt"
	"slices"
	"strconv"
)

// Counts says whether a control counts for current: it is there and works.
func (s *Sheet) Counts() bool { return s.Get("state") == StateLive || s.Get("state") == StateTested }

// Awaited says whether a control is still to come: it may count for target.
func (s *Sheet) Awaited() bool {
	return s.Get("state") == StatePlanned || s.Get("state") == StateBuilding
}

// lowers gives the steps by which a control lowers a side of the rating.
func (s *Sheet) lowers(field string) int {
	n, _ := strconv.Atoi(s.Get(field)) // a closed list of digits
	return n
}

// A Lowered is a rating that follows from controls: from where, by which, to what.
type Lowered struct {
	Likelihood, Impact Level
	Path               []string
	Controls           []string // ids that counted
}

// Placed says whether there was a rating to begin with, and a control that lowers it:
// a target is never a copy of another state.
func (l Lowered) Placed() bool { return len(l.Controls) > 0 }

// rating is the target that it makes; none if it is not placed.
func (l Lowered) rating(matrix *Matrix) Rating {
	if !l.Placed() {
		return Rating{}
	}
	return Rating{Likelihood: l.Likelihood, Impact: l.Impact, Level: matrix.Level(l.Likelihood, l.Impact), Method: MethodControls, Reckoning: &Reckoning{Path: l.Path}}
}

// lowered lets controls act on a rating, in the order of their ids. Steps add up, and
// end at VL.
func lowered(from *Rating, state State, controls []*Sheet) Lowered {
	l := Lowered{Likelihood: from.Likelihood, Impact: from.Impact}
	if !from.Placed() {
		return Lowered{}
	}
	l.Path = []string{fmt.Sprintf("%s %s x %s", state, l.Likelihood, l.Impact)}
	for _, c := range controls {
		likelihood, impact := c.lowers("likelihood_steps"), c.lowers("impact_steps")
		if likelihood+impact == 0 {
			continue
		}
		l.Likelihood, l.Impact = down(l.Likelihood, likelihood), down(l.Impact, impact)
		l.Controls = append(l.Controls, c.ID)
		l.Path = append(l.Path, fmt.Sprintf("%s (%s) lowers likelihood by %d, impact by %d: %s x %s", c.ID, c.Get("state"), likelihood, impact, l.Likelihood, l.Impact))
	}
	return l
}

func down(level Level, steps int) Level { return Level(max(int(level)-steps, int(VL))) }

// TargetOf is what a threat comes to once the controls that are still to come are
// live, those left out by off not counted: from current, which the live ones have
// lowered already; where current is not rated, from inherent by live and awaited ones
// together.
func TargetOf(r *Register, t *Threat, off func(control string) bool) Lowered {
	from, state := &t.Ratings[Current], Current
	if !from.Placed() {
		from, state = &t.Ratings[Inherent], Inherent
	}
	var controls []*Sheet
	for _, c := range r.Links().ToThreat(t.ID, KindControl) {
		if (c.Awaited() || state == Inherent && c.Counts()) && (off == nil || !off(c.ID)) {
			controls = append(controls, c)
		}
	}
	return lowered(from, state, controls)
}

// CurrentOf is what the live controls make of inherent, for comparison with the
// current rating: a person rates current.
func CurrentOf(r *Register, t *Threat) Lowered {
	var live []*Sheet
	for _, c := range r.Links().ToThreat(t.ID, KindControl) {
		if c.Counts() {
			live = append(live, c)
		}
	}
	return lowered(&t.Ratings[Inherent], Inherent, live)
}

// PlanTargets gives the target of every threat that a control to come speaks of, as
// controls say it, as one step; off leaves controls out. Targets that people rated by
// a method are left alone.
func PlanTargets(off func(control string) bool) Edit {
	return Edit{Label: "compute targets from the planned controls", Do: func(d *Draft) error {
		settings, changed := d.Settings(), 0
		for _, id := range d.base.threatsToCome() {
			t := d.base.Threat(id)
			if t == nil || t.Ratings[Target].byPerson() {
				continue
			}
			l := TargetOf(d.base, t, off)
			if !l.Placed() && t.Ratings[Target].Method == "" {
				continue // nothing was computed, and nothing is
			}
			changed++
			if err := d.EditThreat(id, func(t *Threat) error {
				t.Ratings[Target] = l.rating(&settings.Matrix)
				return nil
			}); err != nil {
				return err
			}
		}
		if changed == 0 {
			return fmt.Errorf("no planned control lowers a threat that is rated; say in the control which threats it is for, and by how many steps it lowers likelihood or impact")
		}
		d.Also(fmt.Sprintf("threats: %d", changed))
		return nil
	}}
}

// byPerson says whether somebody rated the state, by a method or by hand.
func (r *Rating) byPerson() bool { return r.Method != "" && r.Method != MethodControls }

// awaitedThreats are the threats that a control to come names, in the order of their
// ids.
func (r *Register) awaitedThreats() []string {
	var ids []string
	for _, c := range r.Sheets(KindControl) {
		if c.Awaited() {
			ids = append(ids, c.List("threats")...)
		}
	}
	slices.SortFunc(ids, CompareIDs)
	return slices.Compact(ids)
}

// threatsToCome are those, and the threats whose target controls made before: they may be
// gone since.
func (r *Register) threatsToCome() []string {
	ids := r.awaitedThreats()
	for _, t := range r.threats {
		if t.Ratings[Target].Method == MethodControls {
			ids = append(ids, t.ID)
		}
	}
	slices.SortFunc(ids, CompareIDs)
	return slices.Compact(ids)
}

// AsIfLive is the register as it would be if every control counted that WhatIf counts:
// what it computed as target stands as current.
func AsIfLive(r *Register, off func(control string) bool) *Register {
	would := WhatIf(r, off)
	all := would.All()
	for i, rec := range all {
		if t, ok := rec.(*Threat); ok && t.Ratings[Target].Method == MethodControls {
			c := *t
			c.Ratings[Current] = t.Ratings[Target]
			all[i] = &c
		}
	}
	live := NewRegister()
	live.Load(all, make([]uint64, len(all)), r.next)
	return live
}

// WhatIf is the register as it would be if PlanTargets was done: to look at, never
// saved.
func WhatIf(r *Register, off func(control string) bool) *Register {
	would, settings := NewRegister(), r.Settings()
	all := r.All()
	come := r.threatsToCome()
	for i, rec := range all {
		t, ok := rec.(*Threat)
		if !ok || t.Ratings[Target].byPerson() {
			continue
		}
		if _, comes := slices.BinarySearchFunc(come, t.ID, CompareIDs); !comes {
			continue
		}
		c := *t // the rating is replaced whole: nothing is shared that would change
		c.Ratings[Target] = TargetOf(r, t, off).rating(&settings.Matrix)
		all[i] = &c
	}
	would.Load(all, make([]uint64, len(all)), r.next)
	return would
}
