package threatcomposer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// Read reads a workspace or a pack. A link to what the file does not hold stays with
// the record that it starts from, and is told.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	h, err := intake.Open(r, Name, false, intake.MaxWritten)
	if err != nil {
		return nil, nil, err
	}
	if !h.Root.Is(intake.Object) || h.Root.Str("schema") != "1" {
		return nil, nil, errors.New("this is no Threat Composer file of version 1: it does not begin with \"schema\": 1")
	}
	h.Root.Ignore("namespace", "type", "id")
	rd := reader{Haul: h, links: map[string]*intake.Set{}, loose: map[string][]string{}, from: map[string][]string{}}
	rd.system()
	rd.follow()
	for n := range h.UntilFull(h.Root.Items("threats")) {
		rd.threat(n)
	}
	for n := range h.UntilFull(h.Root.Items("mitigations")) {
		rd.sheet(n, model.KindControl)
	}
	for n := range h.UntilFull(h.Root.Items("assumptions")) {
		rd.sheet(n, model.KindAssumption)
	}
	return h.Done()
}

type reader struct {
	*intake.Haul
	links map[string]*intake.Set // mitigation or assumption → threats it names
	loose map[string][]string    // record → ids that it names and ours cannot, or that are nowhere
	from  map[string][]string    // record → "mitigation ID" or "assumption ID" that names it and is nowhere
}

// system takes the application over.
func (rd *reader) system() {
	info := rd.Root.Get("applicationInfo")
	name, purpose := info.Str("name"), info.Str("description")
	if name == "" && purpose == "" {
		return
	}
	var fields []model.ForeignField
	for _, part := range []string{"architecture", "dataflow"} {
		if text := rd.Root.Get(part).Str("description"); text != "" {
			fields = append(fields, model.ForeignField{Name: part, Value: intake.Quote(text)})
		}
	}
	rd.Sheet(info, model.KindSystem, "application", map[string]string{"name": name, "purpose": purpose}, fields...)
}

// follow reads the links, which stand apart from what they link.
func (rd *reader) follow() {
	kinds := map[string]string{}
	for _, list := range []string{"threats", "mitigations", "assumptions"} {
		for _, n := range rd.Root.Items(list) {
			kinds[n.Str("id")] = list
		}
	}
	for _, l := range rd.Root.Items("mitigationLinks") {
		rd.link(l, kinds, l.Str("mitigationId"), l.Str("linkedId"))
	}
	for _, l := range rd.Root.Items("assumptionLinks") {
		l.Str("type") // follows from what is linked
		rd.link(l, kinds, l.Str("assumptionId"), l.Str("linkedId"))
	}
}

func (rd *reader) link(l *intake.Node, kinds map[string]string, from, to string) {
	what := "mitigation"
	if l.Has("assumptionId") {
		what = "assumption"
	}
	switch {
	case kinds[from] == "" && kinds[to] == "":
		rd.Lose(l, "a link leads from %s %s to %s, and the file holds neither; it was not taken", what, intake.Shown(from), intake.Shown(to))
	case kinds[from] == "":
		rd.Note(l, "a link leads from %s %s, which the file does not hold; it stays with %s", what, intake.Shown(from), intake.Shown(to))
		rd.from[to] = append(rd.from[to], what+" "+from)
	case kinds[to] == "":
		rd.Note(l, "%s %s names %s, which the file does not hold; it stays with the %s", what, intake.Shown(from), intake.Shown(to), what)
		rd.loose[from] = append(rd.loose[from], to)
	case kinds[to] != "threats":
		rd.loose[from] = append(rd.loose[from], to)
	default:
		if rd.links[from] == nil {
			rd.links[from] = &intake.Set{}
		}
		rd.links[from].Add(to)
	}
}

// linkFields keeps the links of a record that ours have no place for.
func (rd *reader) linkFields(id string) []model.ForeignField {
	return append(listField("links", rd.loose[id]), listField("linkedFrom", rd.from[id])...)
}

func listField(name string, items []string) []model.ForeignField {
	if len(items) == 0 {
		return nil
	}
	text, _ := json.Marshal(items) // texts always can be
	return []model.ForeignField{{Name: name, Value: string(text)}}
}

// metadata is what stands under key and value beside a record.
type metadata struct {
	values map[string]*intake.Node // of the keys that the format names
	beside []intake.Carried        // ours
	kept   []model.ForeignField    // all others
}

const custom = "custom:"

func readMetadata(n *intake.Node, known ...string) metadata {
	m := metadata{values: map[string]*intake.Node{}}
	for _, item := range n.Items("metadata") {
		key, value := item.Str("key"), item.Get("value")
		ours, own := strings.CutPrefix(key, custom+intake.Own)
		switch {
		case slices.Contains(known, key) && m.values[key] == nil:
			m.values[key] = value
		case own && value.Is(intake.String):
			m.beside = append(m.beside, intake.Carried{Name: ours, Text: value.Text()})
		default:
			m.kept = append(m.kept, model.ForeignField{Name: "metadata:" + key, Value: value.JSON()})
		}
	}
	return m
}

func (rd *reader) threat(n *intake.Node) {
	m := readMetadata(n, "STRIDE", "Priority", "Comments")
	said := native{
		"threat_source": n.Str("threatSource"), "prerequisites": n.Str("prerequisites"), "threat_action": n.Str("threatAction"),
		"threat_impact": n.Str("threatImpact"), "impacted_goal": model.JoinList(n.Strs("impactedGoal"), ";"),
		"impacted_assets": model.JoinList(n.Strs("impactedAssets"), ";"), "status": n.Str("status"), "title": "",
		"notes": m.values["Comments"].Text(), "inherent_risk": m.values["Priority"].Text(), "stride": strideOf(m.values["STRIDE"]),
	}
	if said["status"] != "" && statusOf[said["status"]] == "" {
		m.kept = append(m.kept, model.ForeignField{Name: "status", Value: intake.Quote(said["status"])})
		rd.Note(n, "%s is no status that is known; it stays with the threat", intake.Shown(said["status"]))
	}
	t := said.threat()
	if statement := n.Str("statement"); statement != "" {
		if t.Title == "" {
			t.Title = statement
		}
		m.kept = append(m.kept, model.ForeignField{Name: "statement", Value: intake.Quote(statement)})
	}
	said.restore(n, t, m.beside)
	id := n.Str("id")
	rd.Threat(n, id, t, append(m.kept, rd.linkFields(id)...)...)
}

// strideOf gives the letters of STRIDE that are such.
func strideOf(n *intake.Node) string {
	var letters []string
	for _, item := range n.All() {
		letter := strings.ToUpper(item.Text())
		if len(letter) == 1 && strings.Contains("STRIDE", letter) {
			letters = append(letters, letter)
		} else {
			item.Fault("%q is no letter of STRIDE", intake.Shown(item.Text()))
		}
	}
	return model.JoinList(letters, ";")
}

// sheet takes a mitigation or an assumption over.
func (rd *reader) sheet(n *intake.Node, kind model.Kind) {
	m := readMetadata(n, "Comments")
	said := native{"text": n.Str("content")}
	links := "if_false"
	comments := m.values["Comments"].Text()
	if kind == model.KindControl {
		said = native{"name": n.Str("content"), "state": n.Str("status"), "effect": comments}
		links = "threats"
	} else if comments != "" {
		m.kept = append(m.kept, model.ForeignField{Name: "Comments", Value: intake.Quote(comments)})
	}
	if state := said["state"]; state != "" && stateOf[state] == "" {
		m.kept = append(m.kept, model.ForeignField{Name: "status", Value: intake.Quote(state)})
		rd.Note(n, "%s is no status that is known; it stays with the control", intake.Shown(state))
	}
	id := n.Str("id")
	values := said.sheetValues()
	if linked := rd.links[id]; linked != nil {
		values[links] = model.JoinList(linked.All, "; ")
	}
	would := &model.Sheet{Of: kind, Values: map[string]string{}}
	for _, c := range m.beside {
		would.Values[c.Name] = c.Text
	}
	again := ofSheet(would)
	for _, c := range m.beside {
		if text, named := said[c.Name]; c.Name == alsoNamed {
			values[links] = model.JoinList(append(model.SplitList(values[links]), model.SplitList(c.Text)...), "; ")
		} else if !named || text == again[c.Name] {
			values[c.Name] = c.Text
		}
	}
	if values["name"]+values["text"] == "" {
		values[map[bool]string{true: "name", false: "text"}[kind == model.KindControl]] = fmt.Sprintf("unnamed %s", id)
	}
	rd.Sheet(n, kind, id, values, append(m.kept, rd.linkFields(id)...)...)
}
