// Package oscal writes a plan of action and milestones (POA&M) of NIST's OSCAL,
// version 1.2: each threat is a risk, and one that still needs work an item of the
// plan.
//
// Ids follow from the register, so the same register gives the same bytes.
package oscal

import (
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// Name is the name of the format.
const Name = "oscal-poam"

// version is the one of OSCAL that is written.
const version = "1.2.2"

// A From says of which register and day the plan is.
type From struct {
	AsOf    string // ISO day
	Head    string // of the journal
	Version string // of parry
}

type document struct {
	Plan plan `json:"plan-of-action-and-milestones"`
}

type plan struct {
	UUID     string         `json:"uuid"`
	Metadata map[string]any `json:"metadata"`
	System   map[string]any `json:"system-id"`
	Risks    []risk         `json:"risks"`
	Items    []item         `json:"poam-items"`
}

type risk struct {
	UUID             string             `json:"uuid"`
	Title            string             `json:"title"`
	Description      string             `json:"description"`
	Statement        string             `json:"statement"`
	Props            []prop             `json:"props,omitempty"`
	Status           string             `json:"status"`
	Threats          []threatID         `json:"threat-ids,omitempty"`
	Characterization []characterization `json:"characterizations,omitempty"`
	Mitigating       []factor           `json:"mitigating-factors,omitempty"`
	Deadline         string             `json:"deadline,omitempty"`
	Remediations     []remediation      `json:"remediations,omitempty"`
}

type prop struct {
	Name  string `json:"name"`
	Space string `json:"ns,omitempty"`
	Value string `json:"value"`
}

type threatID struct {
	System string `json:"system"`
	ID     string `json:"id"`
}

type characterization struct {
	Origin origin  `json:"origin"`
	Facets []facet `json:"facets"`
}

type origin struct {
	Actors []actor `json:"actors"`
}

type actor struct {
	Type string `json:"type"`
	UUID string `json:"actor-uuid"`
}

type facet struct {
	Name   string `json:"name"`
	System string `json:"system"`
	Value  string `json:"value"`
	Props  []prop `json:"props,omitempty"`
}

type factor struct {
	UUID        string `json:"uuid"`
	Description string `json:"description"`
}

type remediation struct {
	UUID        string `json:"uuid"`
	Lifecycle   string `json:"lifecycle"`
	Title       string `json:"title"`
	Description string `json:"description"`
}

type item struct {
	UUID        string    `json:"uuid"`
	Title       string    `json:"title"`
	Description string    `json:"description"`
	Risks       []related `json:"related-risks"`
}

type related struct {
	UUID string `json:"risk-uuid"`
}

// Write writes the plan of these threats. A plan needs an item: a register in which
// nothing is left to do has none.
func Write(w io.Writer, r *model.Register, threats []*model.Threat, from From) error {
	wr := writer{r: r, name: r.Settings().Name}
	if wr.name == "" {
		wr.name = "Threat register"
	}
	d := document{plan{UUID: wr.uuid("plan " + from.Head), System: map[string]any{"identifier-type": "http://ietf.org/rfc/rfc4122", "id": wr.uuid("system")}}}
	d.Plan.Metadata = map[string]any{
		"title": "Plan of action and milestones: " + word(wr.name, "Threat register"), "last-modified": moment(from.AsOf), "oscal-version": version,
		"version": word(from.Head, "0"), "remarks": "Written by parry " + from.Version + "; levels are those of its register.",
	}
	for _, t := range threats {
		one := wr.risk(t)
		d.Plan.Risks = append(d.Plan.Risks, one)
		if !t.Done() {
			d.Plan.Items = append(d.Plan.Items, item{wr.uuid("item " + t.ID), one.Title, wr.todo(t), []related{{one.UUID}}})
		}
	}
	if len(d.Plan.Items) == 0 {
		return errors.New("a plan of action needs a threat that is not done yet; there is none among these")
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	return out.Encode(d)
}

type writer struct {
	r    *model.Register
	name string
}

func (wr *writer) uuid(of string) string { return intake.NewUUID("oscal " + wr.name + " " + of) }

// moment is midnight of a day; one that is none is the first there is.
func moment(day string) string {
	if _, err := model.ParseDay(day); err != nil {
		day = "1970-01-01"
	}
	return day + "T00:00:00Z"
}

// word is a text on one line; OSCAL has no empty ones.
func word(text, other string) string {
	if text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "\uFFFD")), " "); text == "" {
		return other
	}
	return text
}

// lines is a text that may have several lines.
func lines(text, other string) string {
	if text = strings.TrimSpace(strings.ToValidUTF8(text, "\uFFFD")); text == "" {
		return other
	}
	return text
}

var statusOf = map[string]string{
	"": "open", "draft": "investigating", "open": "open", "in_treatment": "remediating", "accepted": "deviation-approved",
	"treated": "closed", "transferred": "closed", "avoided": "closed", "closed": "closed", "not_applicable": "closed",
}

// ourSpace is where the names of our own properties and levels belong.
const ourSpace = "urn:parry:1"

// atlas names techniques; OSCAL wants a URI for each.
const atlas = "https://atlas.mitre.org"

var techniqueID = regexp.MustCompile(`AML\.T\d{4}(?:\.\d{3})?`)

func (wr *writer) risk(t *model.Threat) risk {
	title := word(t.Title, t.ID)
	one := risk{UUID: wr.uuid("risk " + t.ID), Title: word(t.ID, "") + ": " + title, Status: statusOf[t.Status],
		Description: lines(t.OwnNotes(), title), Statement: lines(t.Statement.Sentence(), title)}
	for _, p := range []prop{{"threat-id", ourSpace, word(t.ID, "")}, {"status", ourSpace, t.Status}, {"response", ourSpace, t.Response.Kind}, {"owner", ourSpace, word(t.Ownership.Person, "")}} {
		if p.Value != "" {
			one.Props = append(one.Props, p)
		}
	}
	for _, cited := range t.Class.ATLAS {
		if id := techniqueID.FindString(cited); id != "" {
			one.Threats = append(one.Threats, threatID{atlas, atlas + "/techniques/" + id})
		} else if cited = word(cited, ""); cited != "" {
			one.Props = append(one.Props, prop{"atlas", ourSpace, cited})
		}
	}
	wr.rate(&one, t)
	if due := t.Response.Due; due != "" {
		one.Deadline = moment(due)
	}
	wr.treat(&one, t)
	return one
}

// rate writes what is rated: OSCAL calls inherent initial, and current adjusted.
func (wr *writer) rate(one *risk, t *model.Threat) {
	var facets []facet
	for _, of := range []struct {
		state model.State
		word  string
	}{{model.Inherent, "initial"}, {model.Current, "adjusted"}} {
		r := t.Ratings[of.state]
		for _, side := range []struct {
			name  string
			level model.Level
		}{{"likelihood", r.Likelihood}, {"impact", r.Impact}, {"risk", r.Level}} {
			if side.level.Rated() {
				facets = append(facets, facet{side.name, ourSpace, strings.ReplaceAll(side.level.Words(), " ", "-"), []prop{{"state", "", of.word}}})
			}
		}
	}
	if len(facets) > 0 {
		by := origin{[]actor{{"tool", wr.uuid("tool")}}}
		one.Characterization = []characterization{{by, facets}}
	}
}

// treat writes what is in place and what is planned.
func (wr *writer) treat(one *risk, t *model.Threat) {
	if text := lines(t.Response.ControlsInPlace, ""); text != "" {
		one.Mitigating = append(one.Mitigating, factor{wr.uuid("in place " + t.ID), text})
	}
	if text := lines(t.Response.ControlsPlanned, ""); text != "" {
		one.Remediations = append(one.Remediations, remediation{wr.uuid("planned " + t.ID), "planned", "Planned", text})
	}
	for _, s := range wr.r.Links().To(t.Key(), model.KindControl) {
		text := lines(s.Get("effect"), word(s.Name(), s.ID))
		switch s.Get("state") {
		case model.StateLive, model.StateTested:
			one.Mitigating = append(one.Mitigating, factor{wr.uuid(t.ID + " " + s.ID), word(s.Name(), s.ID) + ": " + text})
		case model.StateRetired, model.StateRejected:
		default:
			one.Remediations = append(one.Remediations, remediation{wr.uuid(t.ID + " " + s.ID), "planned", word(s.Name(), s.ID), text})
		}
	}
}

// todo says what is left to do about a threat.
func (wr *writer) todo(t *model.Threat) string {
	if text := lines(t.Response.ControlsPlanned, ""); text != "" {
		return text
	}
	if t.Response.Kind != "" {
		return "Response: " + t.Response.Kind
	}
	return "No response is decided yet."
}
