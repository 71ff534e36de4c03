package navigator

import (
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// Recognise says whether a file begins as a layer does, or as a list of them.
func Recognise(head []byte) bool {
	g := intake.Peek(head)
	return g.Has("versions.layer") || g.Has("domain", "techniques") || g.Has("domain", "name", "version")
}

// Read reads a layer, or the list of them that a download of several is. Each technique
// that somebody marked, by a score, a colour, a comment, metadata or a link, becomes a
// draft threat that cites it, once for each layer. What a score means only its author
// knows: it stays with the threat and rates nothing.
func Read(r io.Reader) ([]model.Incoming, []model.Note, error) {
	h, err := intake.Open(r, Name, false, intake.MaxFile)
	if err != nil {
		return nil, nil, err
	}
	layers := []*intake.Node{h.Root}
	if h.Root.Is(intake.List) {
		layers = h.Root.All()
	}
	if len(layers) == 0 {
		return nil, nil, errors.New("this is no layer of the Navigator: the list is empty")
	}
	for _, n := range layers {
		if !n.Is(intake.Object) || !n.Has("domain") || !n.Has("techniques") {
			return nil, nil, errors.New("this is no layer of the Navigator: it has no domain with techniques")
		}
		l := reading{Haul: h, marks: map[string]*mark{}, legend: map[string]string{}}
		l.read(n)
	}
	return h.Done()
}

// A reading is one layer while it is taken apart.
type reading struct {
	*intake.Haul
	name, domain, edition string
	legend                map[string]string // colour → what it stands for
	marks                 map[string]*mark  // by technique
	order                 []*mark
	bare, off, ours       int // entries without a mark, disabled, and that threats of a register made
}

// A mark is what a layer says of one technique, in however many tactics it stands.
type mark struct {
	id       string
	first    *intake.Node
	tactics  intake.Set
	comments intake.Set
	scores   intake.Set
	colours  intake.Set
	meta     intake.Set // as JSON
	links    intake.Set // as JSON
}

// versions of the layer format that are read. They differ in what parry does not take.
var layerVersion = regexp.MustCompile(`^[34](\.|$)`)

func (l *reading) read(n *intake.Node) {
	l.name, l.domain = n.Str("name"), n.Str("domain")
	version := n.Str("version")
	if v := n.Get("versions"); v.Is(intake.Object) {
		version = v.Str("layer")
		l.edition = v.Str("attack")
		v.Ignore("navigator")
	}
	if version != "" && !layerVersion.MatchString(version) {
		n.Fault("this is a layer of version %s; parry reads versions 3 and 4", intake.Shown(version))
		return
	}
	for _, m := range n.Items("metadata") {
		if name := m.Str("name"); name == "atlas_data_version" {
			l.edition = m.Str("value")
		}
	}
	for _, item := range n.Items("legendItems") {
		l.legend[strings.ToLower(item.Str("color"))] = item.Str("label")
	}
	// How the matrix is drawn is no threat.
	n.Ignore("filters", "sorting", "layout", "hideDisabled", "gradient", "showTacticRowBackground", "tacticRowBackground",
		"selectTechniquesAcrossTactics", "selectSubtechniquesWithParent", "selectVisibleTechniques", "viewMode", "metadata", "links")
	for _, t := range n.Items("techniques") {
		l.technique(t)
	}
	for _, m := range l.order {
		if l.Full() {
			break
		}
		l.threat(m)
	}
	l.tell(n)
}

var anyTechnique = regexp.MustCompile(`^(AML\.)?T\d{4}(\.\d{3})?$`)

// technique takes one entry, if it bears a mark.
func (l *reading) technique(n *intake.Node) {
	id := strings.TrimSpace(n.Str("techniqueID"))
	n.Ignore("showSubtechniques")
	if !anyTechnique.MatchString(id) {
		l.Lose(n, "%s is no technique of ATLAS or ATT&CK: it was not taken", intake.Shown(orElse(id, "an entry without a techniqueID")))
		n.JSON()
		return
	}
	score, colour, comment, tactic := n.Str("score"), n.Str("color"), n.Str("comment"), n.Str("tactic")
	meta, links := n.Get("metadata"), n.Get("links")
	switch {
	case n.Str("enabled") == "false":
		l.off++
		n.JSON()
		return
	case ofRegister(meta):
		l.ours++
		n.JSON()
		return
	case (score == "" || isZero(score)) && colour == "" && comment == "" && meta.Empty() && links.Empty():
		l.bare++
		return
	}
	m := l.marks[id]
	if m == nil {
		m = &mark{id: id, first: n}
		l.marks[id], l.order = m, append(l.order, m)
	}
	add(&m.tactics, tactic)
	add(&m.scores, score)
	add(&m.comments, comment)
	add(&m.colours, colour)
	if !meta.Empty() {
		add(&m.meta, meta.JSON())
	}
	if !links.Empty() {
		add(&m.links, links.JSON())
	}
}

// add adds what is said and was not said before.
func add(all *intake.Set, one string) {
	if one != "" {
		all.Add(one)
	}
}

func isZero(score string) bool {
	n, err := strconv.ParseFloat(score, 64)
	return err == nil && n == 0
}

// ofRegister says whether parry wrote the entry: its threats are in a register already.
func ofRegister(meta *intake.Node) bool {
	for _, m := range meta.All() {
		if m.Str("name") == fromRegister {
			return true
		}
	}
	return false
}

// threat makes the threat of a mark. Its title is the technique's id: whoever has the
// catalogue may name it.
func (l *reading) threat(m *mark) {
	t := &model.Threat{Title: m.id, Status: "draft", ThreatMore: &model.ThreatMore{Origin: "intelligence"}, Class: model.Class{ATLAS: []string{l.cited(m.id)}}}
	t.Review.Change(func(r *model.ReviewMore) { r.Notes = strings.Join(m.comments.All, "\n") })
	var kept []model.ForeignField
	keep := func(name, value string) { kept = append(kept, model.ForeignField{Name: name, Value: value}) }
	keep("layer", intake.Quote(l.name))
	for _, of := range []struct {
		name   string
		values []string
	}{{"score", m.scores.All}, {"tactic", m.tactics.All}, {"color", m.colours.All}} {
		if len(of.values) > 0 {
			keep(of.name, intake.Quote(strings.Join(of.values, ", ")))
		}
	}
	for _, colour := range m.colours.All {
		if label := l.legend[strings.ToLower(colour)]; label != "" {
			keep("legend", intake.Quote(label))
			break
		}
	}
	for _, of := range []struct {
		name   string
		values []string
	}{{"metadata", m.meta.All}, {"links", m.links.All}} {
		if len(of.values) > 0 {
			keep(of.name, of.values[0])
		}
		if len(of.values) > 1 {
			l.Lose(m.first, "%s has other %s in other tactics, which were not taken", m.id, of.name)
		}
	}
	l.Threat(m.first, l.name+"/"+m.id, t, kept...)
}

// cited is how a register refers to a technique: with the edition, where the layer
// says it.
func (l *reading) cited(id string) string {
	list := "ATLAS"
	if !strings.HasPrefix(id, "AML.") {
		list = "ATT&CK"
	}
	switch {
	case l.edition != "":
		return list + " " + l.edition + " " + id
	case list == "ATLAS":
		return id
	}
	return list + " " + id
}

// tell says what of the layer brings no threat, each in one note.
func (l *reading) tell(n *intake.Node) {
	for _, of := range []struct {
		count int
		says  string
	}{
		{l.bare, "%d entries bear no mark (no comment, no colour, a score of 0 or none): they bring no threat"},
		{l.off, "%d entries are switched off in the layer: they bring no threat"},
		{l.ours, "%d techniques stand there for threats of the register that this layer was written from: they bring none"},
	} {
		if of.count > 0 {
			l.Note(n, of.says, of.count)
		}
	}
	if slices.ContainsFunc(l.order, func(m *mark) bool { return len(m.scores.All) > 0 }) {
		l.Note(n, "what its scores mean only its author knows: each stays with its threat and rates nothing")
	}
}
