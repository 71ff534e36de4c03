// Package threatdragon reads the models of OWASP Threat Dragon, versions 1 and 2.
//
// A threat stands in the element of a diagram that it threatens: the element becomes
// its asset. The drawing itself has no place here, and one note says so.
package threatdragon

import (
	"errors"
	"io"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// Name is the name of the format.
const Name = "threatdragon"

// Recognise says whether a file begins as Threat Dragon's do.
func Recognise(head []byte) bool {
	g := intake.Peek(head)
	return g.Has("summary") && (g.Has("detail") || g.Has("summary.title", "version"))
}

// Read reads a model.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	h, err := intake.Open(r, Name, false, intake.MaxFile)
	if err != nil {
		return nil, nil, err
	}
	summary, detail := h.Root.Get("summary"), h.Root.Get("detail")
	if !summary.Is(intake.Object) || !detail.Is(intake.Object) {
		return nil, nil, errors.New("this is no Threat Dragon model: it has no summary and no detail")
	}
	h.Root.Ignore("version")
	detail.Ignore("diagramTop", "threatTop") // counters of its own
	diagrams := detail.Items("diagrams")
	if title, text := summary.Str("title"), summary.Str("description"); title != "" || text != "" {
		h.Sheet(summary, model.KindSystem, summary.Str("id"), map[string]string{"name": title, "purpose": text}, detail.Left()...)
	}
	rd := reader{Haul: h}
	for _, d := range diagrams {
		rd.diagram(d)
	}
	if rd.elements > 0 {
		h.Lose(detail, "the drawings of %d elements were not taken; the elements that have threats are named in these", rd.elements)
	}
	return h.Done()
}

type reader struct {
	*intake.Haul
	elements int
}

// diagram takes the threats of a diagram: version 1 has its cells one level further
// down.
func (rd *reader) diagram(d *intake.Node) {
	cells := append(d.Items("cells"), d.Get("diagramJson").Items("cells")...)
	for _, cell := range cells {
		rd.elements++
		data := cell
		if cell.Has("data") {
			data = cell.Get("data")
		}
		name := nameOf(cell, data)
		for n := range rd.UntilFull(data.Items("threats")) {
			rd.threat(n, name, data)
		}
		data.Left()
		cell.Ignore("attrs", "labels") // of the drawing, but for the name
		cell.Left()
	}
	d.Left()
}

// nameOf is what an element is called: version 1 writes it as the text of its box.
func nameOf(cell, data *intake.Node) string {
	for _, name := range []string{
		data.Str("name"), cell.Get("attrs").Get("text").Str("text"), labelOf(cell),
	} {
		if name = strings.Join(strings.Fields(name), " "); name != "" {
			return name
		}
	}
	return ""
}

func labelOf(cell *intake.Node) string {
	for _, label := range cell.Items("labels") {
		if text := label.Get("attrs").Get("text").Str("text"); text != "" {
			return text
		}
	}
	return ""
}

var statusOf = map[string]string{
	"open": "open", "mitigated": "treated", "na": "not_applicable", "n/a": "not_applicable", "not applicable": "not_applicable",
	"notapplicable": "not_applicable", "accepted": "accepted", "transferred": "transferred", "avoided": "avoided", "eliminated": "closed",
}

var severityOf = map[string]model.Level{"low": model.L, "medium": model.M, "high": model.H, "critical": model.VH}

var strideOf = map[string]string{
	"spoofing": "S", "tampering": "T", "repudiation": "R", "information disclosure": "I", "denial of service": "D", "elevation of privilege": "E",
}

// goalOf holds the types that name what is lost: CIA, and what LINDDUN shares with it.
var goalOf = map[string]string{"confidentiality": "confidentiality", "integrity": "integrity", "availability": "availability"}

// threat takes a threat over. Words that have no equal here stay with it.
func (rd *reader) threat(n *intake.Node, element string, data *intake.Node) {
	t := &model.Threat{Title: n.Str("title")}
	t.Review.Change(func(r *model.ReviewMore) { r.Notes = n.Str("description") })
	if element != "" {
		t.Statement.Assets = []string{element}
	}
	kept := rd.classify(n, t)
	if text := n.Str("mitigation"); t.Status == "treated" {
		t.Response.ControlsInPlace = text
	} else {
		t.Response.ControlsPlanned = text
	}
	id := n.Str("id")
	if id == "" {
		id = n.Str("threatId")
	}
	if reason := data.Str("reasonOutOfScope"); data.Str("outOfScope") == "true" {
		kept = append(kept, keep("outOfScope", strings.TrimSpace("yes "+reason)))
	}
	n.Ignore("new") // says only that the form is still open
	rd.Threat(n, id, t, kept...)
}

func keep(name, text string) model.ForeignField {
	return model.ForeignField{Name: name, Value: intake.Quote(text)}
}

// classify reads status, severity and type, and gives what they say that has no equal.
func (rd *reader) classify(n *intake.Node, t *model.Threat) (kept []model.ForeignField) {
	known := func(name string) (text, word string) {
		text = n.Str(name)
		return text, strings.ToLower(strings.TrimSpace(text))
	}
	if text, word := known("status"); statusOf[word] != "" {
		t.Status = statusOf[word]
	} else if text != "" {
		kept = append(kept, keep("status", text))
		rd.Note(n, "%s is no status that is known; it stays with the threat", intake.Shown(text))
	}
	if text, word := known("severity"); severityOf[word].Rated() {
		t.Ratings[model.Inherent].Declared = severityOf[word]
	} else if text != "" {
		kept = append(kept, keep("severity", text))
	}
	switch text, word := known("type"); {
	case strideOf[word] != "":
		t.Class.STRIDE = []string{strideOf[word]}
	case goalOf[word] != "":
		t.Statement.Goals = []string{goalOf[word]}
	case text != "":
		kept = append(kept, keep("type", text))
	}
	return kept
}
