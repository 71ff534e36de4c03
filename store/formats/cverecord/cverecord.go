// Package cverecord reads CVE records of version 5, one or a list of them, with what
// CISA adds: the three answers of its SSVC tree, and the mark of the list of known
// exploited vulnerabilities (KEV).
//
// A record becomes a vulnerability, and a draft threat that rests on it and holds
// what is known of its urgency. What the mission suffers is not in the record: it is
// for the analyst to say. A KEV mark that is missing says nothing.
package cverecord

import (
	"errors"
	"io"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// Name is the name of the format.
const Name = "cve"

// Recognise says whether a file begins as CVE records do.
func Recognise(head []byte) bool {
	g := intake.Peek(head)
	return g["dataType"] == "CVE_RECORD" || g.Has("cveMetadata", "containers")
}

// Read reads a record or a list of them.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	h, err := intake.Open(r, Name, false, intake.MaxFile)
	if err != nil {
		return nil, nil, err
	}
	records := []*intake.Node{h.Root}
	if h.Root.Is(intake.List) {
		records = h.Root.All()
	}
	if len(records) == 0 || records[0].Get("cveMetadata").Str("cveId") == "" {
		return nil, nil, errors.New("this is no CVE record of version 5: it has no cveMetadata with a cveId")
	}
	for n := range h.UntilFull(records) {
		record(h, n)
	}
	return h.Done()
}

// A finding is what a record says that has a place here.
type finding struct {
	title, text, component string
	urgency                model.Urgency
	source, lookedUp       string
}

func record(h *intake.Haul, n *intake.Node) {
	meta := n.Get("cveMetadata")
	id := strings.ToUpper(strings.TrimSpace(meta.Str("cveId")))
	if version := n.Str("dataVersion"); version != "" && !strings.HasPrefix(version, "5.") {
		n.Fault("%s is of version %s; parry reads CVE records of version 5", intake.Shown(id), intake.Shown(version))
		return
	}
	n.Ignore("dataType")
	f := finding{urgency: model.Urgency{UrgencyMore: &model.UrgencyMore{VulnID: id}}, source: meta.Str("assignerShortName")}
	if meta.Str("state") == "REJECTED" {
		h.Note(n, "%s was rejected by its issuer", intake.Shown(id))
	}
	containers := n.Get("containers")
	f.issuer(containers.Get("cna"))
	for _, adp := range containers.Items("adp") {
		f.added(h, adp)
	}
	kept := rest("cna", containers.Get("cna"))
	for _, adp := range containers.Items("adp") {
		kept = append(kept, rest("adp", adp)...)
	}
	kept = append(kept, meta.Left()...)
	f.take(h, n, id, kept)
}

// rest keeps what a container says beside.
func rest(name string, n *intake.Node) []model.ForeignField {
	n.Ignore("providerMetadata")
	fields := n.Left()
	for i := range fields {
		fields[i].Name = name + "." + fields[i].Name
	}
	return fields
}

// issuer reads what the one says who gave the number.
func (f *finding) issuer(cna *intake.Node) {
	f.title = cna.Str("title")
	for _, list := range []string{"descriptions", "rejectedReasons"} {
		for _, d := range cna.Items(list) {
			if text := d.Str("value"); text != "" && (f.text == "" || strings.HasPrefix(d.Str("lang"), "en")) {
				f.text = text
			}
			d.JSON()
		}
	}
	f.affects(cna)
}

// affects names the products that are affected, once each.
func (f *finding) affects(n *intake.Node) {
	for i, a := range n.Items("affected") {
		var words []string
		for _, word := range []string{a.Str("vendor"), a.Str("product")} {
			if word != "" && !strings.EqualFold(word, "n/a") {
				words = append(words, word)
			}
		}
		if name := strings.Join(words, " "); name != "" && i < 10 && !strings.Contains(f.component, name) {
			f.component = strings.TrimPrefix(f.component+", "+name, ", ")
		}
		a.JSON()
	}
}

var exploitationOf = map[string]string{"none": "none", "poc": "public poc", "public poc": "public poc", "active": "active"}

// added reads what another one adds, CISA first of all.
func (f *finding) added(h *intake.Haul, adp *intake.Node) {
	if f.component == "" {
		f.affects(adp)
	}
	for _, metric := range adp.Items("metrics") {
		other := metric.Get("other")
		content := other.Get("content")
		switch strings.ToLower(other.Str("type")) {
		case "ssvc":
			for _, option := range content.Items("options") {
				f.answer(h, option)
			}
			f.lookedUp = day(content.Str("timestamp"))
			f.source = strings.TrimPrefix(content.Str("role")+" (SSVC "+content.Str("version")+")", " ")
		case "kev":
			f.urgency.KEV = "yes"
		}
		metric.JSON()
	}
}

func (f *finding) answer(h *intake.Haul, option *intake.Node) {
	for _, name := range option.Names() {
		text := strings.ToLower(option.Str(name))
		known := true
		switch strings.ToLower(name) {
		case "exploitation":
			f.urgency.Exploitation, known = exploitationOf[text], exploitationOf[text] != ""
		case "automatable":
			if known = text == "yes" || text == "no"; known {
				f.urgency.Automatable = text
			}
		case "technical impact":
			if known = text == "partial" || text == "total"; known {
				f.urgency.TechnicalImpact = text
			}
		default:
			known = false
		}
		if !known {
			h.Note(option, "%s is %s: parry has no such answer; it stays with the vulnerability", intake.Shown(name), intake.Shown(text))
		}
	}
}

// day is the day of a time, "" if it is none.
func day(moment string) string {
	if len(moment) >= 10 {
		if _, err := model.ParseDay(moment[:10]); err == nil {
			return moment[:10]
		}
	}
	return ""
}

// take makes the two records.
func (f *finding) take(h *intake.Haul, n *intake.Node, id string, kept []model.ForeignField) {
	u := f.urgency
	t := &model.Threat{Title: f.title, Status: "draft", ThreatMore: &model.ThreatMore{Origin: "vulnerability"}, Urgency: u}
	if t.Title == "" {
		t.Title = strings.TrimSuffix(id+" in "+f.component, " in ")
	}
	t.Review.Change(func(r *model.ReviewMore) { r.Notes = f.text })
	for _, list := range []string{"affected", "descriptions", "metrics"} {
		for _, c := range append(n.Get("containers").Items("adp"), n.Get("containers").Get("cna")) {
			if m := c.Get(list); m != nil {
				kept = append(kept, model.ForeignField{Name: list, Value: m.JSON()})
			}
		}
	}
	h.Threat(nil, id, t)
	h.In[len(h.In)-1].Place = n.Place()
	h.Sheet(n, model.KindVulnerability, id, map[string]string{
		"flaw": id, "component": f.component, "threats": model.JoinList([]string{id}, ";"), "state": "open", "kev": u.KEV,
		"automatable": u.Automatable, "technical_impact": u.TechnicalImpact, "source": f.source, "looked_up": f.lookedUp,
	}, kept...)
}
