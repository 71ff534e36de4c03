package jsonfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"parry/model"
	"parry/store/intake"
)

// maxFaults is how many sentences one file gives, mostLosses how many things that were not
// taken are told one by one.
const (
	maxFaults  = 20
	mostLosses = 1_000
)

// Read reads a register. It gives every record with its place, and a note for what
// could not be taken. If a value is bad it gives nothing, and an error that names each
// place.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) { return readUpTo(r, intake.OwnRecords) }

func readUpTo(r io.Reader, most func(bytes int) int) ([]model.Incoming, []model.Note, error) {
	text, was, err := intake.Text(r, maxFile)
	if err != nil {
		return nil, nil, err
	}
	rd := reader{most: most(len(text)), lost: map[string]int{}}
	if was != "" {
		rd.notes = append(rd.notes, model.Note{Place: "line 1", Text: "the file is " + was + ", and was read as that"})
	}
	if err := intake.Walk(text, rd.member, rd.item); err != nil {
		return nil, nil, err
	}
	if rd.schema == "" {
		return nil, nil, fmt.Errorf("this is no register of parry: it has no \"schema\": %q", model.Schema)
	}
	if rd.faults != nil {
		return nil, nil, errors.Join(rd.faults...)
	}
	return rd.in, append(rd.notes, rd.counted...), nil
}

type reader struct {
	most    int // records
	schema  string
	in      []model.Incoming
	notes   []model.Note
	lost    map[string]int // what was not taken → its place in counted
	counts  []int
	counted []model.Note
	faults  []error
}

func (rd *reader) fault(n *intake.Node, err error) {
	if len(rd.faults) < maxFaults {
		rd.faults = append(rd.faults, &intake.Fault{Line: n.Line, Says: err.Error()})
	}
}

// drop counts what is not taken, those of one name together.
func (rd *reader) drop(n *intake.Node, what string) {
	at, known := rd.lost[what]
	if !known && len(rd.counted) >= mostLosses {
		what = "what stands further down under other names"
		at, known = rd.lost[what]
	}
	if !known {
		at = len(rd.counted)
		rd.lost[what] = at
		rd.counted = append(rd.counted, model.Note{Place: n.Place(), Lost: true})
		rd.counts = append(rd.counts, 0)
	}
	rd.counts[at]++
	times := ""
	if rd.counts[at] > 1 {
		times = fmt.Sprintf(", %d times", rd.counts[at])
	}
	rd.counted[at].Text = what + " was not taken" + times
}

// member takes what is no list.
func (rd *reader) member(name string, n *intake.Node) error {
	rd.notes = append(rd.notes, n.Halves()...)
	switch name {
	case "schema":
		if rd.schema = n.Text(); rd.schema != model.Schema {
			return &intake.Fault{Line: n.Line, Says: fmt.Sprintf("the file has the schema %q; this parry reads %q", intake.Shown(rd.schema), model.Schema)}
		}
	case "from":
	case "settings":
		var s model.Settings
		if rd.strict(n, &s) {
			if s.Example || s.AsOf != "" {
				s.Example, s.AsOf = false, ""
				rd.notes = append(rd.notes, model.Note{Place: n.Place(), Text: "the mark that this is the example was not taken over"})
			}
			rd.in = append(rd.in, model.Incoming{Other: &s, Place: n.Place()})
		}
	default:
		rd.drop(n, fmt.Sprintf("the member %q", intake.Shown(name)))
	}
	return nil
}

// item takes a record of a list.
func (rd *reader) item(list string, n *intake.Node) error {
	if len(rd.in) >= rd.most {
		return &intake.Fault{Line: n.Line, Says: intake.TooMany(rd.most)}
	}
	rd.notes = append(rd.notes, n.Halves()...)
	if !n.Is(intake.Object) {
		rd.fault(n, fmt.Errorf("%s stands where a record of %s is expected", n.Sort, intake.Shown(list)))
		return nil
	}
	kind := model.Kind(list)
	_, sheet := model.SheetKindOf(kind)
	switch {
	case list == threatsName:
		rd.threat(n)
	case sheet && slices.Contains(model.Kinds, kind):
		rd.sheet(kind, n)
	case kind == model.KindFramework:
		rd.record(n, &model.Framework{})
	case kind == model.KindEdition:
		rd.record(n, &model.Edition{})
	case kind == model.KindView:
		rd.record(n, &model.View{})
	case kind == model.KindParking:
		rd.record(n, &model.Parking{})
	case kind == model.KindSnapshot || kind == model.KindWorkshop:
		rd.drop(n, fmt.Sprintf("a %s, which belongs to the history of its own register,", kind))
	default:
		rd.drop(n, fmt.Sprintf("a record of %q", intake.Shown(list)))
	}
	return nil
}

// strict reads a value into a record that knows its fields.
func (rd *reader) strict(n *intake.Node, into any) bool {
	decode := json.NewDecoder(bytes.NewReader([]byte(n.JSON())))
	decode.DisallowUnknownFields()
	if err := decode.Decode(into); err != nil {
		rd.fault(n, fmt.Errorf("this record cannot be read: %w", err))
		return false
	}
	return true
}

func (rd *reader) record(n *intake.Node, into model.Record) {
	if !rd.strict(n, into) {
		return
	}
	if into.Key().ID == "" {
		rd.fault(n, fmt.Errorf("a %s needs a name or an id", into.Key().Kind))
		return
	}
	rd.in = append(rd.in, model.Incoming{Other: into, Place: n.Place()})
}

// fieldNames are the names of the fields in the order of their table, in which parry writes them.
var fieldNames = func() []string {
	names := make([]string, len(model.Fields))
	for i, f := range model.Fields {
		names[i] = f.Name
	}
	return names
}()

func (rd *reader) threat(n *intake.Node) {
	t := new(model.Threat)
	here := n.Named(fieldNames)
	for i := range model.Fields {
		f := &model.Fields[i]
		value := here[i]
		if value == nil {
			continue
		}
		text, err := textOf(value, f.Sort, f.Sep)
		if err == nil && text != "" {
			err = f.Load(t, text)
		}
		if err != nil {
			rd.fault(value, fmt.Errorf("%s: %w", f.Name, err))
		}
	}
	for _, left := range n.Left() {
		rd.drop(n, fmt.Sprintf("the field %q of a threat", intake.Shown(left.Name)))
	}
	if t.ID == "" && t.Title == "" {
		rd.fault(n, errors.New("the threat has neither an id nor a title"))
	}
	rd.in = append(rd.in, model.Incoming{Threat: t, Place: n.Place()})
}

func (rd *reader) sheet(kind model.Kind, n *intake.Node) {
	k, _ := model.SheetKindOf(kind)
	values := map[string]string{}
	for _, f := range k.Fields {
		if value := n.Get(f.Name); value != nil {
			text, err := textOf(value, f.Sort, "; ")
			if err != nil {
				rd.fault(value, fmt.Errorf("%s: %w", f.Name, err))
			}
			values[f.Name] = text
		}
	}
	s, err := model.NewSheet(kind, n.Str("id"), values)
	if err != nil {
		rd.fault(n, err)
		return
	}
	n.Ignore("named_by") // computed
	for _, left := range n.Left() {
		rd.drop(n, fmt.Sprintf("the field %q of a %s", intake.Shown(left.Name), kind))
	}
	rd.in = append(rd.in, model.Incoming{Other: s, Place: n.Place()})
}

// textOf gives a value as fields travel: a list joined, answers as "a=b", a record as
// JSON.
func textOf(n *intake.Node, sort model.FieldSort, sep string) (string, error) {
	switch {
	case sort == model.JSONOf && n.Empty():
		return "", nil
	case sort == model.JSONOf && n.Sort > intake.String:
		return n.JSON(), nil
	case sort == model.AnswerOf && n.Is(intake.Object):
		answers := model.Answers{}
		for _, name := range n.Names() {
			answers[name] = n.Str(name)
		}
		return answers.String(), nil
	case n.Is(intake.List):
		var items []string
		for _, item := range n.All() {
			if item.Sort > intake.String {
				return "", fmt.Errorf("%s stands in a list of texts", item.Sort)
			}
			items = append(items, item.Text())
		}
		return model.JoinList(items, sep), nil
	case n.Sort > intake.String:
		return "", fmt.Errorf("%s stands where text is expected", n.Sort)
	}
	return n.Full()
}
