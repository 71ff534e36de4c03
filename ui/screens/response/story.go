package response

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/theme"
	"parry/ui/widget"
)

// A story is lines being written w cells wide.
type story struct {
	widget.Pen
	w     int
	lines []string
}

func (c *story) put(look theme.Look, text string) {
	for _, line := range c.Wrap(text, c.w) {
		c.lines = append(c.lines, look.Paint(c.Fit(line, c.w)))
	}
}

// fact is a name and what there is to say, which hangs beside it.
func (c *story) fact(name, text string) {
	if text == "" {
		return
	}
	const room = 11
	for i, line := range c.Wrap(text, max(c.w-room, 1)) {
		if i > 0 {
			name = ""
		}
		c.lines = append(c.lines, c.Dim.Paint(c.Fit(name, room))+c.Text.Paint(c.Fit(line, max(c.w-room, 0))))
	}
}

// tell says what is known of the threat under the cursor: its clocks, the strip from
// what prevents it to what mends it, the target, decisions, findings.
func (s *Screen) tell(w int) []string {
	at, ok := s.table.Row()
	if !ok {
		return nil
	}
	r, one := s.bench.Register(), &s.rows.list[at]
	t, g := one.threat, s.rows.grounds
	c := &story{Pen: s.bench.Pen, w: w}
	c.put(c.Title, t.ID+"  "+t.Title)
	if one.reopened {
		c.put(c.Error, fmt.Sprintf("%s The acceptance by %s ended on %s: it is open again.", c.Glyphs.Problem, orNobody(s.bench.Person(t.Decision.By)), t.Decision.Expires()))
	}
	c.strip(r, t)
	if l := model.TargetOf(r, t, nil); l.Placed() {
		settings := r.Settings()
		c.fact("if planned", fmt.Sprintf("%s x %s = %s by %s", l.Likelihood, l.Impact, settings.Matrix.Level(l.Likelihood, l.Impact), strings.Join(l.Controls, ", ")))
	}
	for _, f := range model.CheckResponse(t, g) {
		c.put(c.Warning, c.Glyphs.Problem+" "+f.Rule+" "+f.Text)
	}
	for _, clock := range t.Clocks(&s.rows.policy, g) {
		c.clock(clock, g.Today)
	}
	s.tellDecisions(c, t)
	c.fact("in place", t.Response.ControlsInPlace)
	c.fact("planned", t.Response.ControlsPlanned)
	c.fact("detection", t.Response.Detection)
	c.fact("stop when", t.Response.StopCriterion())
	return c.lines
}

func orNobody(name string) string {
	if name == "" {
		return "nobody"
	}
	return name
}

// clock says how one clock stands.
func (c *story) clock(clock model.Clock, today string) {
	look := c.Dim
	if clock.State(today) == "overdue" {
		look = c.Error
	}
	c.put(look, fmt.Sprintf("%-15s %s  %s  (%s)", clock.What, clock.By, clock.State(today), clock.Basis))
}

// strip is the bow tie: what prevents it, the threat itself, what notices and mends
// it.
func (c *story) strip(r *model.Register, t *model.Threat) {
	sides := map[string][]string{}
	for _, control := range r.Links().ToThreat(t.ID, model.KindControl) {
		if state := control.Get("state"); state != model.StateRetired && state != model.StateRejected {
			position := control.Get("position")
			sides[position] = append(sides[position], control.ID+" "+control.Get("state"))
		}
	}
	for _, d := range r.Links().ToThreat(t.ID, model.KindDetection) {
		sides["detective"] = append(sides["detective"], d.ID+" "+d.Get("state"))
	}
	if t.Response.ControlsInPlace != "" {
		sides["preventive"] = append(sides["preventive"], "in words")
	}
	if t.Response.Detection != "" {
		sides["detective"] = append(sides["detective"], "in words")
	}
	side := func(name, position string) string {
		if len(sides[position]) == 0 {
			return name + ": none"
		}
		return name + ": " + strings.Join(sides[position], ", ")
	}
	c.put(c.Accent, fmt.Sprintf("[%s] %s %s %s [%s] [%s]", side("prevents", "preventive"), c.Glyphs.Arrow,
		c.FromTo(t.Ratings[model.Inherent].Level, t.Ratings[model.Current].Level), c.Glyphs.Arrow, side("notices", "detective"), side("mends", "corrective")))
	if n := len(sides[""]); n > 0 {
		c.put(c.Warning, fmt.Sprintf("%d without a position: %s", n, strings.Join(sides[""], ", ")))
	}
}

// tellDecisions says who decided what, the newest last.
func (s *Screen) tellDecisions(c *story, t *model.Threat) {
	have := s.bench.Register().Links().ToThreat(t.ID, model.KindDecision)
	for _, d := range have {
		text := fmt.Sprintf("%s %s by %s on %s", d.ID, d.Get("response"), orNobody(s.bench.Person(d.Get("by"))), d.Get("on"))
		switch {
		case d.Get("state") != model.DecisionTaken:
			text += ", not taken yet"
		case !s.bench.Register().Evidenced(d):
			text += ", not evidenced"
		}
		if until := d.Get("until"); until != "" {
			text += ", until " + until
		}
		c.fact("decided", text)
	}
	if len(have) == 0 && t.Decision.Date != "" {
		c.fact("decided", fmt.Sprintf("by %s on %s", orNobody(s.bench.Person(t.Decision.By)), t.Decision.Date))
	}
}
