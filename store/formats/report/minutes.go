package report

import (
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"parry/model"
)

// Minutes are what a workshop's minutes are made from: the workshop, the register
// as it was when it ended, and what differs since it began.
type Minutes struct {
	Workshop *model.Workshop
	Register *model.Register
	Diff     model.Diff
	Head     string // of the history when it ended; "" says nothing of it
}

// WriteMinutes drafts the minutes of a workshop from what happened in it, as
// Markdown. The person's own notes stand in them and survive every new draft.
func WriteMinutes(w io.Writer, in Minutes) error {
	p, shop := newPage(w), in.Workshop
	p.heading(1, "Minutes: "+esc(shop.Title))
	p.part("Workshop", esc(shop.ID))
	p.part("Held", md(when(shop)))
	p.part("There", or(strings.Join(shop.People, "; "), "nobody was written down"))
	p.part("In short", esc(in.Diff.Summary()))
	if in.Head != "" {
		p.part("Journal head", code(in.Head))
	}
	p.end()
	if len(shop.Agenda) > 0 {
		p.heading(2, "Agenda")
		for i, point := range shop.Agenda {
			p.w.WriteString(strconv.Itoa(i+1) + ". " + string(esc(point)) + "\n")
		}
		p.end()
	}
	if shop.Notes != "" {
		p.heading(2, "Notes")
		for line := range strings.SplitSeq(shop.Notes, "\n") {
			p.say(esc(line))
		}
	}
	in.captured(p)
	in.moved(p, "What was rated", func(d model.ThreatDiff) model.ThreatDiff { return model.ThreatDiff{Levels: d.Levels} })
	in.moved(p, "Whose it is", func(d model.ThreatDiff) model.ThreatDiff { return model.ThreatDiff{Owners: d.Owners} })
	in.decided(p)
	in.parked(p)
	in.open(p)
	return p.w.Flush()
}

// when tells the time of a workshop, in UTC.
func when(shop *model.Workshop) string {
	from, err := time.Parse(time.RFC3339, shop.Began)
	if err != nil {
		return "not known"
	}
	text := from.Format("2006-01-02, 15:04")
	to, err := time.Parse(time.RFC3339, shop.Ended)
	if err != nil {
		return text + " UTC, still running"
	}
	return text + " to " + to.Format("15:04") + " UTC, " + to.Sub(from).Round(time.Minute).String()
}

func (in Minutes) captured(p page) {
	p.heading(2, "What was captured")
	p.head("Threat", "Title", "Phase", "Layer", "Inherent", "Current")
	n := 0
	for _, d := range in.Diff.With("added") {
		if t := in.Register.Threat(d.ID); t != nil {
			p.row(esc(t.ID), esc(t.Title), or(t.Class.Phase, "-"), or(t.Class.Layer, "-"), rated(t, model.Inherent), rated(t, model.Current))
			n++
		}
	}
	if n == 0 {
		p.row("None", "no threat was captured", "-", "-", "-", "-")
	}
	p.end()
}

// rated tells the level of one state; none stands in for another.
func rated(t *model.Threat, s model.State) md {
	return or(t.Ratings[s].Level.String(), "not rated")
}

// moved writes the threats of which a part of the difference tells something.
func (in Minutes) moved(p page, title md, part func(model.ThreatDiff) model.ThreatDiff) {
	var rows [][]md
	for _, d := range in.Diff.Threats {
		if lines := part(d).Details(); len(lines) > 0 {
			rows = append(rows, []md{esc(d.ID), esc(d.Title), esc(strings.Join(lines, "; "))})
		}
	}
	if len(rows) == 0 {
		return
	}
	p.heading(2, title)
	p.head("Threat", "Title", "What")
	for _, row := range rows {
		p.row(row...)
	}
	p.end()
}

// decided writes what was decided: decisions that were taken, and what threats say of
// themselves.
func (in Minutes) decided(p page) {
	var rows [][]md
	for _, d := range in.Diff.Records {
		if s := in.Register.Sheet(model.KindDecision, d.ID); model.Kind(d.Kind) == model.KindDecision && s != nil && s.Frozen() != nil {
			rows = append(rows, []md{esc(d.ID), esc(strings.Join(s.List("threats"), ", ")), or(join(", ", s.Get("response"), by(s.Get("by")), until(s.Get("until")), s.Get("reason")), "-")})
		}
	}
	for _, d := range in.Diff.Threats {
		t := in.Register.Threat(d.ID)
		if t == nil || !tellsDecision(d, t) {
			continue
		}
		rows = append(rows, []md{esc(d.ID), esc(d.Title), or(join(", ", t.Status, t.Response.Kind, by(t.Decision.By), until(t.Decision.Expires()), t.Decision.Reason()), "-")})
	}
	if len(rows) == 0 {
		return
	}
	p.heading(2, "What was decided")
	p.head("Decision or threat", "About", "What")
	for _, row := range rows {
		p.row(row...)
	}
	p.end()
}

// tellsDecision says whether a threat was decided on, closed or opened again since.
func tellsDecision(d model.ThreatDiff, t *model.Threat) bool {
	if slices.Contains(d.What, "added") {
		return t.Decision.By != "" || t.Decision.Date != "" || t.Done()
	}
	return slices.Contains(d.What, "closed") || slices.Contains(d.What, "reopened") ||
		slices.ContainsFunc(d.Fields, func(f model.FieldChange) bool {
			return strings.HasPrefix(f.Field, "decision_") || f.Field == "acceptance_expires"
		})
}

func by(name string) string {
	if name == "" {
		return ""
	}
	return "by " + name
}

func until(day string) string {
	if day == "" {
		return ""
	}
	return "until " + day
}

func (in Minutes) parked(p page) {
	var rows [][]md
	for _, k := range in.Register.Parkings() {
		if k.Raised != in.Workshop.ID {
			continue
		}
		came := or(k.Answer, "open")
		if k.Threat != "" {
			came = "became " + esc(k.Threat)
		}
		rows = append(rows, []md{esc(k.ID), esc(k.Text), came})
	}
	if len(rows) == 0 {
		return
	}
	p.heading(2, "What was parked")
	p.head("Item", "What was said", "What came of it")
	for _, row := range rows {
		p.row(row...)
	}
	p.end()
}

// open writes what the threats of this workshop still lack: the work after it.
func (in Minutes) open(p page) {
	p.heading(2, "Still to do")
	n := 0
	for _, t := range in.Register.Threats() {
		if t.Raised() != in.Workshop.ID || t.Done() {
			continue
		}
		var lacks []string
		if !t.Ratings[model.Inherent].Placed() {
			lacks = append(lacks, "a rating")
		}
		if t.Ownership.Person == "" {
			lacks = append(lacks, "a person")
		}
		if t.Response.Kind == "" {
			lacks = append(lacks, "a response")
		}
		if len(lacks) > 0 {
			p.part(esc(t.ID), "needs "+esc(strings.Join(lacks, ", ")))
			n++
		}
	}
	if n == 0 {
		p.say("Nothing: each threat of this workshop has a rating, a person and a response.")
		return
	}
	p.end()
}
