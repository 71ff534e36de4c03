package otm

import (
	"encoding/json"
	"io"
	"slices"
	"strconv"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// version is the one that is written.
const version = "0.2.0"

// The shapes of the file.
type file struct {
	Version         string            `json:"otmVersion"`
	Project         map[string]any    `json:"project"`
	Representations json.RawMessage   `json:"representations,omitempty"`
	Assets          []map[string]any  `json:"assets,omitempty"`
	TrustZones      []json.RawMessage `json:"trustZones"`
	Components      []*place          `json:"components"`
	Dataflows       []*place          `json:"dataflows"`
	Threats         []map[string]any  `json:"threats"`
	Mitigations     []map[string]any  `json:"mitigations"`

	places map[string]*place
	wrote  map[string]string // catalogue id → what was written under it
}

// A place is a component or a data flow, with the instances in it.
type place struct {
	fields  map[string]json.RawMessage
	threats []instance
}

// MarshalJSON writes what came and the instances that stand in it now.
func (p *place) MarshalJSON() ([]byte, error) {
	all := map[string]any{}
	for name, value := range p.fields {
		all[name] = value
	}
	if len(p.threats) > 0 {
		all["threats"] = p.threats
	}
	return json.Marshal(all)
}

type instance struct {
	Threat      string            `json:"threat"`
	State       string            `json:"state"`
	Mitigations []against         `json:"mitigations"`
	Attributes  map[string]string `json:"attributes,omitempty"`
}

type against struct {
	Mitigation string `json:"mitigation"`
	State      string `json:"state"`
}

// ourZone is the trust zone of the components that are made here, one for each layer.
const ourZone = "parry"

// Write writes these threats, with the controls of the register that name one of
// them, or all where whole is said.
func Write(w io.Writer, r *model.Register, threats []*model.Threat, whole bool) error {
	f := file{Version: version, TrustZones: []json.RawMessage{}, Components: []*place{}, Dataflows: []*place{}, Threats: []map[string]any{}, Mitigations: []map[string]any{},
		places: map[string]*place{}, wrote: map[string]string{}}
	f.project(r)
	for _, s := range r.Sheets(model.KindAsset) {
		if whole {
			f.asset(s)
		}
	}
	exported := map[string]bool{}
	for _, t := range threats {
		exported[t.ID] = true
	}
	controls := slices.DeleteFunc(r.Sheets(model.KindControl), func(s *model.Sheet) bool {
		return !whole && !slices.ContainsFunc(s.List("threats"), func(id string) bool { return exported[id] })
	})
	of := map[string][]*model.Sheet{}
	for _, s := range controls {
		f.mitigation(s, exported)
		for _, id := range s.List("threats") {
			of[id] = append(of[id], s)
		}
	}
	for _, t := range threats {
		f.threat(t, of[t.ID])
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", " ")
	return out.Encode(f)
}

// project writes the system, and the drawing that came with it.
func (f *file) project(r *model.Register) {
	f.Project = map[string]any{"id": "parry", "name": "Threat register"}
	if name := r.Settings().Name; name != "" {
		f.Project["name"] = name
	}
	s := r.Sheet(model.KindSystem, string(model.KindSystem))
	if s == nil {
		return
	}
	if name := s.Get("name"); name != "" {
		f.Project["name"] = name
	}
	if text := s.Get("purpose"); text != "" {
		f.Project["description"] = text
	}
	came := s.Foreign()
	if attributes := attributesOf(s, came, "name", "purpose"); len(attributes) > 0 {
		f.Project["attributes"] = attributes
	}
	if came.Format != Name {
		return
	}
	f.Project["id"] = came.ID
	for _, one := range came.Fields {
		raw := json.RawMessage(one.Value)
		switch one.Name {
		case "representations":
			f.Representations = raw
		case "trustZones":
			_ = json.Unmarshal(raw, &f.TrustZones) // the reader kept a list
		case "components":
			f.Components = f.drawn(raw)
		case "dataflows":
			f.Dataflows = f.drawn(raw)
		case "attributes":
		default:
			f.Project[one.Name] = raw
		}
	}
}

// drawn gives the places of the drawing that came.
func (f *file) drawn(raw json.RawMessage) []*place {
	var came []map[string]json.RawMessage
	_ = json.Unmarshal(raw, &came) // the reader kept a list of objects
	places := make([]*place, len(came))
	for i, fields := range came {
		places[i] = &place{fields: fields}
		var id string
		if json.Unmarshal(fields["id"], &id) == nil && f.places[id] == nil {
			f.places[id] = places[i]
		}
	}
	return places
}

// asset writes an asset; its risk must be there and is 0 where nobody said.
func (f *file) asset(s *model.Sheet) {
	out := map[string]any{"id": s.ID, "name": s.Get("name"), "risk": map[string]int{"confidentiality": 0, "integrity": 0, "availability": 0}}
	if text := s.Get("notes"); text != "" {
		out["description"] = text
	}
	came := s.Foreign()
	if came.Format == Name {
		out["id"] = came.ID
		for _, one := range came.Fields {
			out[one.Name] = json.RawMessage(one.Value)
		}
	}
	attributes := attributesOf(s, came, "name", "notes")
	attributes[intake.Own+"id"] = s.ID
	out["attributes"] = attributes
	f.Assets = append(f.Assets, out)
}

// attributesOf are those that a record came with, and what it says that the format has no
// name for.
func attributesOf(s *model.Sheet, came model.Foreign, native ...string) map[string]any {
	attributes := map[string]any{}
	if came.Format == Name {
		_ = json.Unmarshal([]byte(came.Get("attributes")), &attributes) // the reader kept an object, or nothing
	}
	for _, c := range intake.CarrySheet(s, native...) {
		attributes[intake.Own+c.Name] = c.Text
	}
	return attributes
}

// idOf is the id of a control: the one it came with, else ours.
func idOf(s *model.Sheet) string {
	if came := s.Foreign(); came.Format == Name {
		return came.ID
	}
	return s.ID
}

// alsoNamed holds the threats that a control names and the file does not hold.
const alsoNamed = "also"

func (f *file) mitigation(s *model.Sheet, exported map[string]bool) {
	came := s.Foreign()
	out := map[string]any{"id": idOf(s), "name": s.Get("name"), "riskReduction": 0}
	if text := s.Get("effect"); text != "" {
		out["description"] = text
	}
	if came.Format == Name {
		for _, one := range came.Fields {
			out[one.Name] = json.RawMessage(one.Value)
		}
	}
	attributes := attributesOf(s, came, "name", "effect", "threats")
	attributes[intake.Own+"id"] = s.ID
	if s.Get("state") == "" {
		attributes[intake.Own+notAssessed] = "state"
	}
	elsewhere := slices.DeleteFunc(s.List("threats"), func(id string) bool { return exported[id] })
	if len(elsewhere) > 0 {
		attributes[intake.Own+alsoNamed] = model.JoinList(elsewhere, "; ")
	}
	out["attributes"] = attributes
	f.Mitigations = append(f.Mitigations, out)
}

// threat writes a threat into the catalogue, and an instance of it into the place
// that it came from, or into its layer.
func (f *file) threat(t *model.Threat, controls []*model.Sheet) {
	came := t.Foreign()
	id, in := t.ID, ""
	if came.Format == Name {
		id = came.ID
		if place, threat := cutPlace(id); f.places[place] != nil {
			in, id = place, threat
		}
		if in == "" && len(controls) == 0 && t.Status == "" { // it stands in the catalogue alone
			f.entry(id, t, came, carried(t))
			return
		}
	}
	at := f.places[in]
	if at == nil {
		at = f.layer(t.Class.Layer)
	}
	id = f.entry(id, t, came, nil)
	one := instance{Threat: id, State: stateOfInstance(t, came), Attributes: carried(t)}
	one.Mitigations = againstOf(controls, came)
	at.threats = append(at.threats, one)
}

// stateOfInstance is the word that came, where it still says what we say.
func stateOfInstance(t *model.Threat, came model.Foreign) string {
	var state string
	if came.Format == Name {
		_ = json.Unmarshal([]byte(came.Get("state")), &state) // the reader kept a text
	}
	switch {
	case state != "" && statusOf[word(state)] == t.Status:
		return state
	case t.Status == "":
		return "exposed"
	}
	return ofStatus[t.Status]
}

// againstOf are the controls of an instance, each in the words that came, where these
// still say what we say.
func againstOf(controls []*model.Sheet, came model.Foreign) []against {
	states := map[string]string{}
	if came.Format == Name {
		var was []against
		_ = json.Unmarshal([]byte(came.Get("mitigations")), &was) // the reader kept a list
		for _, m := range was {
			states[m.Mitigation] = m.State
		}
	}
	all := []against{}
	for _, s := range controls {
		state := ofState[s.Get("state")]
		if was := states[idOf(s)]; was != "" && (state == "" || stateOf[word(was)] == s.Get("state")) {
			state = was
		}
		if state == "" {
			state = "recommended"
		}
		all = append(all, against{idOf(s), state})
	}
	return all
}

// cutPlace takes the id of an instance apart: the place may have a slash in its id,
// and so may the threat; the last one parts them.
func cutPlace(id string) (in, threat string) {
	at := strings.LastIndexByte(id, '/')
	if at < 0 {
		return "", id
	}
	return id[:at], id[at+1:]
}

// layer gives the component of a layer, made when it is first asked for.
func (f *file) layer(layer string) *place {
	name := layer
	if name == "" {
		name = "System"
	}
	id := ourZone + "-" + strings.ToLower(name)
	if f.places[id] != nil {
		return f.places[id]
	}
	if f.places[ourZone] == nil {
		f.places[ourZone] = &place{}
		f.TrustZones = append(f.TrustZones, json.RawMessage(`{"id":"`+ourZone+`","name":"parry","risk":{"trustRating":0}}`))
	}
	p := &place{fields: map[string]json.RawMessage{}}
	for key, value := range map[string]any{"id": id, "name": name, "type": "generic-component", "parent": map[string]string{"trustZone": ourZone}} {
		p.fields[key], _ = json.Marshal(value) // texts always can be
	}
	f.places[id] = p
	f.Components = append(f.Components, p)
	return p
}

// entry writes what the catalogue says of a threat, unless another instance has said
// just that; it gives the id it stands under.
func (f *file) entry(id string, t *model.Threat, came model.Foreign, beside map[string]string) string {
	if came.Format != Name {
		came = model.Foreign{}
	}
	said := ofThreat(t)
	out := map[string]any{"name": said["title"], "risk": riskOf(said)}
	if said["notes"] != "" {
		out["description"] = said["notes"]
	}
	for _, name := range []string{"cwes", "tags", "attributes"} {
		if text := came.Get(name); text != "" {
			out[name] = json.RawMessage(text)
		}
	}
	if len(beside) > 0 {
		attributes := map[string]any{}
		_ = json.Unmarshal([]byte(came.Get("attributes")), &attributes) // the reader kept an object, or nothing
		for name, text := range beside {
			attributes[name] = text
		}
		out["attributes"] = attributes
	}
	if categories := categoriesOf(t, came); len(categories) > 0 {
		out["categories"] = categories
	}
	whole, _ := json.Marshal(out) // of texts and what was JSON before
	try := id
	for n := 2; f.wrote[try] != "" && f.wrote[try] != string(whole); n++ {
		try = id + "~" + strconv.Itoa(n)
	}
	if f.wrote[try] == "" {
		f.wrote[try] = string(whole)
		out["id"] = try
		f.Threats = append(f.Threats, out)
	}
	return try
}

// riskOf is the risk of a catalogue threat. Its impact must be there.
func riskOf(said native) map[string]any {
	risk := map[string]any{"likelihood": nil, "impact": json.RawMessage("0")}
	for _, side := range []string{"likelihood", "impact"} {
		if text := said["inherent_"+side]; text != "" {
			risk[side] = json.RawMessage(text)
		}
		if text := said[side+"_rationale"]; text != "" {
			risk[side+"Comment"] = text
		}
	}
	return risk
}

// categoriesOf are the letters of STRIDE in words, and the categories that came.
func categoriesOf(t *model.Threat, came model.Foreign) []string {
	var categories, rest []string
	for _, letter := range t.Class.STRIDE {
		categories = append(categories, strideWords[letter])
	}
	_ = json.Unmarshal([]byte(came.Get("categories")), &rest) // the reader kept a list, or nothing
	return append(categories, rest...)
}
