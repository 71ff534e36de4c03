package threatcomposer

import (
	"encoding/json"
	"io"
	"slices"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// The shapes of the file; all that may be left out is.
type file struct {
	Schema          int              `json:"schema"`
	Application     *application     `json:"applicationInfo,omitempty"`
	Architecture    *description     `json:"architecture,omitempty"`
	Dataflow        *description     `json:"dataflow,omitempty"`
	Assumptions     []entry          `json:"assumptions"`
	Mitigations     []entry          `json:"mitigations"`
	AssumptionLinks []assumptionLink `json:"assumptionLinks"`
	MitigationLinks []mitigationLink `json:"mitigationLinks"`
	Threats         []threat         `json:"threats"`
}

type application struct {
	Name        string `json:"name,omitempty"`
	Description string `json:"description,omitempty"`
}

type description struct {
	Description json.RawMessage `json:"description"`
}

type head struct {
	ID           string          `json:"id"`
	NumericID    json.RawMessage `json:"numericId"`
	DisplayOrder json.RawMessage `json:"displayOrder,omitempty"`
	Metadata     []pair          `json:"metadata,omitempty"`
	Tags         json.RawMessage `json:"tags,omitempty"`
}

type pair struct {
	Key   string `json:"key"`
	Value any    `json:"value"`
}

type entry struct {
	head
	Content string `json:"content"`
	Status  string `json:"status,omitempty"`
}

type threat struct {
	head
	Source         string          `json:"threatSource,omitempty"`
	Prerequisites  string          `json:"prerequisites,omitempty"`
	Action         string          `json:"threatAction,omitempty"`
	Impact         string          `json:"threatImpact,omitempty"`
	Goals          []string        `json:"impactedGoal,omitempty"`
	Assets         []string        `json:"impactedAssets,omitempty"`
	Statement      string          `json:"statement,omitempty"`
	CustomTemplate json.RawMessage `json:"customTemplate,omitempty"`
	Status         string          `json:"status,omitempty"`
}

type mitigationLink struct {
	Mitigation string `json:"mitigationId"`
	Linked     string `json:"linkedId"`
}

type assumptionLink struct {
	Type       string `json:"type"`
	Assumption string `json:"assumptionId"`
	Linked     string `json:"linkedId"`
}

// Write writes these threats, with the controls and assumptions of the register
// that name one of them, or all where whole is said.
func Write(w io.Writer, r *model.Register, threats []*model.Threat, whole bool) error {
	f := file{Schema: 1, Assumptions: []entry{}, Mitigations: []entry{}, AssumptionLinks: []assumptionLink{}, MitigationLinks: []mitigationLink{}, Threats: []threat{}}
	f.system(r.Sheet(model.KindSystem, string(model.KindSystem)))
	ids := map[string]string{}
	for i, t := range threats {
		ids[t.ID] = intake.UUID(t.Foreign(), Name, t.Key(), r.Settings().Name+t.CreatedAt())
		f.Threats = append(f.Threats, threatOf(t, ids[t.ID], i+1))
	}
	for i, s := range linked(r, model.KindControl, "threats", ids, whole) {
		one, to := sheetOf(s, r.Settings().Name, "threats", ids, i+1)
		f.Mitigations = append(f.Mitigations, one)
		for _, id := range to {
			f.MitigationLinks = append(f.MitigationLinks, mitigationLink{one.ID, id})
		}
	}
	for i, s := range linked(r, model.KindAssumption, "if_false", ids, whole) {
		one, to := sheetOf(s, r.Settings().Name, "if_false", ids, i+1)
		f.Assumptions = append(f.Assumptions, one)
		for _, id := range to {
			f.AssumptionLinks = append(f.AssumptionLinks, assumptionLink{f.kindOf(id), one.ID, id})
		}
	}
	for _, t := range threats {
		f.linkedFrom(t.Foreign(), "Threat", ids[t.ID])
	}
	for _, s := range linked(r, model.KindControl, "threats", ids, whole) {
		f.linkedFrom(s.Foreign(), "Mitigation", intake.UUID(s.Foreign(), Name, s.Key(), r.Settings().Name))
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	return out.Encode(f)
}

// linkedFrom writes the links to a record whose start the file did not hold when it came.
func (f *file) linkedFrom(came model.Foreign, kind, id string) {
	for _, from := range listOf(came, "linkedFrom") {
		switch what, start, _ := strings.Cut(from, " "); what {
		case "mitigation":
			f.MitigationLinks = append(f.MitigationLinks, mitigationLink{start, id})
		case "assumption":
			f.AssumptionLinks = append(f.AssumptionLinks, assumptionLink{kind, start, id})
		}
	}
}

// kindOf says what an assumption is linked to.
func (f *file) kindOf(id string) string {
	if slices.ContainsFunc(f.Mitigations, func(e entry) bool { return e.ID == id }) {
		return "Mitigation"
	}
	return "Threat"
}

func (f *file) system(s *model.Sheet) {
	if s == nil {
		return
	}
	f.Application = &application{cut(s.Get("name"), longPart), s.Get("purpose")}
	part := func(name string) *description {
		if foreign := s.Foreign(); foreign.Format == Name && foreign.Get(name) != "" {
			return &description{json.RawMessage(foreign.Get(name))}
		}
		return nil
	}
	f.Architecture, f.Dataflow = part("architecture"), part("dataflow")
}

// linked gives the sheets that name one of the threats.
func linked(r *model.Register, kind model.Kind, field string, ids map[string]string, whole bool) []*model.Sheet {
	return slices.DeleteFunc(r.Sheets(kind), func(s *model.Sheet) bool {
		return !whole && !slices.ContainsFunc(s.List(field), func(id string) bool { return ids[id] != "" })
	})
}

// headOf gives what every record begins with: as it came, where it came from here.
func headOf(f model.Foreign, id string, n int) head {
	number, _ := json.Marshal(n) // a number always can be
	h := head{ID: id, NumericID: number}
	if f.Format != Name {
		return h
	}
	for _, one := range f.Fields {
		key, meta := strings.CutPrefix(one.Name, "metadata:")
		switch {
		case meta:
			h.Metadata = append(h.Metadata, pair{key, json.RawMessage(one.Value)})
		case one.Name == "numericId":
			h.NumericID = json.RawMessage(one.Value)
		case one.Name == "displayOrder":
			h.DisplayOrder = json.RawMessage(one.Value)
		case one.Name == "tags":
			h.Tags = json.RawMessage(one.Value)
		}
	}
	return h
}

func (h *head) carry(all []intake.Carried) {
	for _, c := range all {
		h.Metadata = append(h.Metadata, pair{custom + intake.Own + c.Name, c.Text})
	}
}

func threatOf(t *model.Threat, id string, n int) threat {
	f, said := t.Foreign(), ofThreat(t)
	out := threat{head: headOf(f, id, n),
		Source: said["threat_source"], Prerequisites: said["prerequisites"], Action: said["threat_action"], Impact: said["threat_impact"],
		Goals: model.SplitList(said["impacted_goal"]), Assets: model.SplitList(said["impacted_assets"]),
		Statement: cut(t.Statement.Sentence(), 1400), Status: said["status"],
	}
	if f.Format == Name {
		var statement string
		if json.Unmarshal([]byte(f.Get("statement")), &statement) == nil && asItCame(t, f) {
			out.Statement = statement
		}
		out.CustomTemplate = json.RawMessage(f.Get("customTemplate"))
	}
	if said["stride"] != "" {
		out.Metadata = append(out.Metadata, pair{"STRIDE", t.Class.STRIDE})
	}
	for _, p := range []struct{ key, text string }{{"Priority", said["inherent_risk"]}, {"Comments", said["notes"]}} {
		if p.text != "" {
			out.Metadata = append(out.Metadata, pair{p.key, p.text})
		}
	}
	out.carry(carried(t))
	return out
}

// asItCame says whether all that a statement is made of is as the file said it, so that the
// file's own sentence still holds: it has articles that none of the parts has.
func asItCame(t *model.Threat, f model.Foreign) bool {
	for _, name := range []string{"threat_source", "prerequisites", "threat_action", "threat_impact", "impacted_goal", "impacted_assets"} {
		field, _ := model.FieldNamed(name)
		text := field.Get(t)
		if said := f.Said[name]; text == "" && said != "" || text != "" && said != model.Mark(text) {
			return false
		}
	}
	return true
}

// alsoNamed holds the threats that a control names and the file does not hold.
const alsoNamed = "also"

// sheetOf gives a control or an assumption, and the ids that it names.
func sheetOf(s *model.Sheet, register, links string, ids map[string]string, n int) (entry, []string) {
	f, said := s.Foreign(), ofSheet(s)
	id := intake.UUID(f, Name, s.Key(), register)
	out := entry{head: headOf(f, id, n), Content: said["name"] + said["text"], Status: said["state"]}
	comments := said["effect"]
	if s.Of == model.KindAssumption && f.Format == Name {
		_ = json.Unmarshal([]byte(f.Get("Comments")), &comments) // kept by the reader as text
	}
	if comments != "" {
		out.Metadata = append(out.Metadata, pair{"Comments", comments})
	}
	out.carry([]intake.Carried{{Name: "id", Text: s.ID}})
	back := said.sheetValues()
	for _, c := range intake.CarrySheet(s, links) {
		if back[c.Name] != c.Text {
			out.carry([]intake.Carried{c})
		}
	}
	to := listOf(f, "links")
	var elsewhere []string
	for _, name := range s.List(links) {
		if ids[name] != "" {
			to = append(to, ids[name])
		} else {
			elsewhere = append(elsewhere, name)
		}
	}
	if len(elsewhere) > 0 {
		out.carry([]intake.Carried{{Name: alsoNamed, Text: model.JoinList(elsewhere, "; ")}})
	}
	return out, to
}

// listOf gives the links of a record that ours have no place for.
func listOf(came model.Foreign, name string) []string {
	var ids []string
	if came.Format == Name {
		_ = json.Unmarshal([]byte(came.Get(name)), &ids) // kept by the reader as a list of texts
	}
	return ids
}
