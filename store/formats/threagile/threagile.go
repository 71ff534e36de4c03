// Package threagile reads the risks that Threagile writes, its risks.json: a list with
// a risk for each rule and place that its model breaks.
package threagile

import (
	"errors"
	"io"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// Name is the name of the format.
const Name = "threagile"

// Recognise says whether a file begins as a list of risks does.
func Recognise(head []byte) bool {
	g := intake.Peek(head)
	return g.Any("synthetic_id", "exploitation_likelihood") && g.Any("category", "severity", "title")
}

// Read reads a list of risks.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	h, err := intake.Open(r, Name, false, intake.MaxFile)
	if err != nil {
		return nil, nil, err
	}
	risks := h.Root.All()
	if len(risks) == 0 || !risks[0].Has("synthetic_id") && !risks[0].Has("exploitation_likelihood") {
		return nil, nil, errors.New("this is no risks.json of Threagile: it is no list of risks with a synthetic_id")
	}
	marked := 0
	for n := range h.UntilFull(risks) {
		if risk(h, n) {
			marked++
		}
	}
	if marked > 0 {
		h.Note(risks[0], "the titles of %d risks were in HTML; their marks were taken off, and the titles as they came stay with the threats", marked)
	}
	return h.Done()
}

var likelihoods = map[string]model.Level{"unlikely": model.L, "likely": model.M, "very-likely": model.H, "frequent": model.VH}

var impacts = map[string]model.Level{"low": model.L, "medium": model.M, "high": model.H, "very-high": model.VH}

// severities has one word more than levels are left above VL: two of them are high.
var severities = map[string]model.Level{"low": model.L, "medium": model.M, "elevated": model.H, "high": model.H, "critical": model.VH}

var statusOf = map[string]string{
	"unchecked": "draft", "in-discussion": "open", "accepted": "accepted", "in-progress": "in_treatment", "mitigated": "treated", "false-positive": "not_applicable",
}

// risk takes a risk over, and says whether its title was in HTML.
func risk(h *intake.Haul, n *intake.Node) (marked bool) {
	var kept []model.ForeignField
	word := func(name string, known map[string]model.Level) model.Level {
		text := n.Str(name)
		if text != "" {
			kept = append(kept, model.ForeignField{Name: name, Value: intake.Quote(text)})
		}
		if text != "" && !known[text].Rated() {
			h.Note(n, "%s is %s: that is no word parry knows; it stays with the threat", name, intake.Shown(text))
		}
		return known[text]
	}
	title := n.Str("title")
	t := &model.Threat{Title: plain(title)}
	if marked = t.Title != title; marked {
		kept = append(kept, model.ForeignField{Name: "title", Value: intake.Quote(title)})
	}
	r := &t.Ratings[model.Inherent]
	r.Likelihood, r.Impact = word("exploitation_likelihood", likelihoods), word("exploitation_impact", impacts)
	r.Declared = word("severity", severities)
	if status := n.Str("risk_status"); statusOf[status] != "" {
		t.Status = statusOf[status]
	} else if status != "" {
		kept = append(kept, model.ForeignField{Name: "risk_status", Value: intake.Quote(status)})
		h.Note(n, "risk_status is %s: that is no word parry knows; it stays with the threat", intake.Shown(status))
	}
	for _, name := range []string{"most_relevant_technical_asset", "most_relevant_data_asset"} {
		if asset := n.Str(name); asset != "" {
			t.Statement.Assets = append(t.Statement.Assets, asset)
			kept = append(kept, model.ForeignField{Name: name, Value: intake.Quote(asset)})
		}
	}
	h.Threat(n, n.Str("synthetic_id"), t, kept...)
	return marked
}

var marks = strings.NewReplacer("<b>", "", "</b>", "", "<i>", "", "</i>", "", "<u>", "", "</u>", "", "<br>", " ",
	"&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#34;", `"`, "&#39;", "'", "&amp;", "&")

// plain takes the few marks off that Threagile writes into titles.
func plain(title string) string { return marks.Replace(title) }
