package otm

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// Read reads a model, in JSON or in YAML.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	h, err := intake.Open(r, Name, true, intake.MaxWritten)
	if err != nil {
		return nil, nil, err
	}
	project, version := h.Root.Get("project"), h.Root.Str("otmVersion")
	switch {
	case version == "" || !project.Is(intake.Object):
		return nil, nil, fmt.Errorf("this is no Open Threat Model: it has no %s", map[bool]string{true: "otmVersion", false: "project"}[version == ""])
	case !strings.HasPrefix(version, "0.1.") && !strings.HasPrefix(version, "0.2."):
		return nil, nil, fmt.Errorf("this is an Open Threat Model of version %s; parry reads 0.1 and 0.2", intake.Shown(version))
	}
	rd := reader{Haul: h, catalogue: map[string]*entry{}, mitigations: map[string]*mitigation{}}
	rd.readCatalogue()
	rd.instances("components")
	rd.instances("dataflows")
	for _, id := range rd.order {
		if e := rd.catalogue[id]; !e.used && !h.Full() {
			rd.threat(e.node, id, e, "", nil)
		}
	}
	for n := range h.UntilFull(h.Root.Items("mitigations")) {
		rd.control(n)
	}
	for n := range h.UntilFull(h.Root.Items("assets")) {
		values := map[string]string{"name": n.Str("name"), "notes": n.Str("description")}
		h.Sheet(n, model.KindAsset, n.Str("id"), withOurs(values, n), keepObject("attributes", n.Get("attributes"))...)
	}
	if !rd.Full() {
		rd.links()
		rd.system(project)
	}
	return h.Done()
}

type reader struct {
	*intake.Haul
	catalogue   map[string]*entry
	order       []string
	mitigations map[string]*mitigation
	drawing     []model.ForeignField
}

// An entry is a threat of the catalogue, as each of its instances takes it over.
type entry struct {
	node   *intake.Node
	said   native
	kept   []model.ForeignField
	beside []intake.Carried
	used   bool
}

// A mitigation is what instances say of one.
type mitigation struct {
	threats intake.Set
	states  intake.Set
}

func (rd *reader) readCatalogue() {
	for _, n := range rd.Root.Items("mitigations") {
		if id := n.Str("id"); rd.mitigations[id] == nil {
			rd.mitigations[id] = &mitigation{}
		}
	}
	again := map[string]int{} // how often an id stood there
	for _, n := range rd.Root.Items("threats") {
		id := n.Str("id")
		if written := id; rd.catalogue[id] != nil {
			rd.Note(n, "threat %s stands more than once in the catalogue; instances take the first", intake.Shown(id))
			for rd.catalogue[id] != nil {
				again[written] = max(again[written], 1) + 1
				id = fmt.Sprintf("%s#%d", written, again[written])
			}
		}
		if len(rd.order) == intake.MaxRecords {
			rd.Overfull()
			return
		}
		e := &entry{node: n}
		risk := n.Get("risk")
		e.said = native{"title": n.Str("name"), "notes": n.Str("description"),
			"inherent_likelihood": risk.Str("likelihood"), "likelihood_rationale": risk.Str("likelihoodComment"),
			"inherent_impact": risk.Str("impact"), "impact_rationale": risk.Str("impactComment")}
		letters, rest := strideOf(n.Strs("categories"))
		e.said["stride"] = model.JoinList(letters, ";")
		e.kept = keepList("categories", rest)
		for _, side := range []string{"likelihood", "impact"} {
			if text := e.said["inherent_"+side]; text != "" && !level(text).Rated() {
				rd.Note(risk, "%s %s is no number from 0 to 100; it stays with the threat", side, intake.Shown(text))
			}
			if text := e.said["inherent_"+side]; text != "" && json.Valid([]byte(text)) {
				e.kept = append(e.kept, model.ForeignField{Name: side, Value: text})
			}
		}
		e.beside = ours(n.Get("attributes"))
		e.kept = append(e.kept, keepObject("attributes", n.Get("attributes"))...)
		e.kept = append(e.kept, n.Left()...)
		rd.catalogue[id] = e
		rd.order = append(rd.order, id)
	}
}

// fieldOrder is the place of each of our fields in their table.
var fieldOrder = func() map[string]int {
	order := map[string]int{}
	for i, f := range model.Fields {
		order[f.Name] = i
	}
	return order
}()

// ours takes our own fields out of attributes.
func ours(n *intake.Node) []intake.Carried {
	names := n.Names()
	if len(names) == 0 {
		return nil
	}
	all := make([]intake.Carried, 0, len(names))
	at := make([]string, len(model.Fields)) // of each field, how it stands there
	for _, name := range names {
		own, ok := strings.CutPrefix(name, intake.Own)
		switch place, known := fieldOrder[own]; {
		case !ok:
		case known:
			at[place] = name
		default:
			all = append(all, intake.Carried{Name: own, Text: n.Str(name)})
		}
	}
	for _, name := range at { // in the order of fields: a later one may stand over one before
		if name != "" {
			all = append(all, intake.Carried{Name: name[len(intake.Own):], Text: n.Str(name)})
		}
	}
	return all
}

// withOurs adds to the values of a record those of our own among its attributes.
func withOurs(values map[string]string, n *intake.Node) map[string]string {
	for _, c := range ours(n.Get("attributes")) {
		values[c.Name] = c.Text
	}
	return values
}

func keepList(name string, items []string) []model.ForeignField {
	if len(items) == 0 {
		return nil
	}
	text, _ := json.Marshal(items) // texts always can be
	return []model.ForeignField{{Name: name, Value: string(text)}}
}

// keepObject keeps what is left of an object as one again.
func keepObject(name string, n *intake.Node) []model.ForeignField {
	if left := n.Left(); len(left) > 0 {
		return []model.ForeignField{{Name: name, Value: object(left)}}
	}
	return nil
}

func object(fields []model.ForeignField) string {
	var parts []string
	for _, f := range fields {
		parts = append(parts, intake.Quote(f.Name)+":"+f.Value)
	}
	return "{" + strings.Join(parts, ",") + "}"
}

// instances reads the threats of components or data flows, and keeps the rest of
// these as the drawing.
func (rd *reader) instances(list string) {
	var drawn []string
	for _, n := range rd.Root.Items(list) {
		id, name := n.Str("id"), n.Str("name")
		for i := range rd.UntilFull(n.Items("threats")) {
			rd.instance(i, id, name)
		}
		keep := []model.ForeignField{{Name: "id", Value: intake.Quote(id)}, {Name: "name", Value: intake.Quote(name)}}
		drawn = append(drawn, object(append(keep, n.Left()...)))
	}
	if len(drawn) > 0 {
		rd.drawing = append(rd.drawing, model.ForeignField{Name: list, Value: "[" + strings.Join(drawn, ",") + "]"})
	}
}

func (rd *reader) instance(i *intake.Node, in, name string) {
	id := i.Str("threat")
	e := rd.catalogue[id]
	if e == nil {
		rd.Lose(i, "%s names the threat %s, which the catalogue does not hold; it was not taken", intake.Shown(in), intake.Shown(id))
		i.JSON()
		return
	}
	e.used = true
	rd.threat(i, in+"/"+id, e, name, i)
}

// threat takes a threat over: of an instance in a component, or of the catalogue alone.
func (rd *reader) threat(at *intake.Node, id string, e *entry, component string, i *intake.Node) {
	said := native{}
	for name, text := range e.said {
		said[name] = text
	}
	said["status"] = i.Str("state")
	t := said.threat()
	if component != "" {
		t.Statement.Assets = []string{component}
	}
	kept := slices.Clone(e.kept)
	if said["status"] != "" {
		kept = append(kept, model.ForeignField{Name: "state", Value: intake.Quote(said["status"])})
		said["status"] = ofStatus[t.Status]
	}
	if mitigations := i.Items("mitigations"); len(mitigations) > 0 {
		for _, m := range mitigations {
			rd.mitigate(m, id)
		}
		kept = append(kept, model.ForeignField{Name: "mitigations", Value: i.Get("mitigations").JSON()})
	}
	beside := append(slices.Clone(e.beside), ours(i.Get("attributes"))...)
	if len(beside) > 0 && component != "" {
		t.Statement.Assets = nil // ours says itself what it threatens
	}
	said.restore(at, t, beside)
	rd.Threat(i, id, t, kept...)
	rd.In[len(rd.In)-1].Place = at.Place()
}

// mitigate takes down that a mitigation stands against a threat.
func (rd *reader) mitigate(n *intake.Node, threat string) {
	id, state := n.Str("mitigation"), n.Str("state")
	m := rd.mitigations[id]
	if m == nil {
		rd.Note(n, "%s names the mitigation %s, which the file does not hold; its name stays with the threat", intake.Shown(threat), intake.Shown(id))
		return
	}
	m.threats.Add(threat)
	m.states.Add(state)
}

// stateRank orders the states of a control by how much they say is there.
var stateRank = []string{model.StateRejected, model.StatePlanned, model.StateBuilding, model.StateLive}

func (rd *reader) control(n *intake.Node) {
	id := n.Str("id")
	m := rd.mitigations[id]
	values := map[string]string{"name": n.Str("name"), "effect": n.Str("description"), "threats": model.JoinList(m.threats.All, "; ")}
	least := len(stateRank)
	for _, s := range m.states.All {
		if at := slices.Index(stateRank, stateOf[word(s)]); at >= 0 {
			least = min(least, at)
		}
	}
	if least < len(stateRank) {
		values["state"] = stateRank[least]
	}
	if len(m.states.All) > 1 {
		rd.Note(n, "mitigation %s is %s in different places; the control takes the least of them", intake.Shown(id), intake.Names(m.states.All))
	}
	for _, c := range ours(n.Get("attributes")) {
		switch {
		case c.Name == alsoNamed:
			values["threats"] = model.JoinList(append(model.SplitList(values["threats"]), model.SplitList(c.Text)...), "; ")
		case c.Name == notAssessed:
			if values["state"] == model.StatePlanned {
				values["state"] = ""
			}
		case c.Name == "state" && ofState[c.Text] != ofState[values["state"]] && len(m.threats.All) > 0: // changed there
		default:
			values[c.Name] = c.Text
		}
	}
	rd.Sheet(n, model.KindControl, id, values, keepObject("attributes", n.Get("attributes"))...)
}

// system takes the project over, and keeps the drawing with it.
func (rd *reader) system(project *intake.Node) {
	for _, list := range []string{"representations", "trustZones"} {
		if n := rd.Root.Get(list); n.Is(intake.List) && len(n.All()) > 0 {
			rd.drawing = append(rd.drawing, model.ForeignField{Name: list, Value: n.JSON()})
		}
	}
	values := map[string]string{"name": project.Str("name"), "purpose": project.Str("description")}
	withOurs(values, project)
	kept := append(keepObject("attributes", project.Get("attributes")), project.Left()...)
	kept = append(kept, rd.drawing...)
	rd.Sheet(project, model.KindSystem, project.Str("id"), values, kept...)
}
