// Package aicmworkbook reads the workbook of the CSA AI Controls Matrix, in whatever
// version: the version from cell A1, columns by their headers, frameworks by the headers
// of their groups, since the publisher moves them from one version to the next.
//
//   - aicmworkbook.go: what is read, and the matrix itself.
//   - grid.go: a sheet, its headers and its rows.
//   - beside.go: mappings, guidelines and questions, which stand on sheets of their own.
//   - references.go: what a cell of a mapping refers to.
//
// Kinds and facts are those of the catalogue that parry ships; the publisher's sentences
// are kept as texts:
//
//	specification
//	implementation shared (MP, OSP, AP, AIC, CSP), auditing AP (OSP, MP, AIC, CSP)
//	mapping ISO, addendum ISO (EU AI Act, NIST AI 600-1, BSI, others by their header)
//	question TVM-13.1
package aicmworkbook

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"parry/model"
	"parry/store/intake"
	"parry/store/workbook"
)

// ErrOther is answered for a workbook that is not the matrix.
var ErrOther = errors.New("the workbook has no sheet AICM")

// Recognise says whether a file begins as a workbook does.
func Recognise(head []byte) bool { return workbook.Recognise(head) }

// The sheets that are read.
const (
	sheetMatrix         = "AICM"
	sheetMappings       = "Scope Applicability (Mappings)"
	sheetImplementation = "Implementation Guidelines"
	sheetAuditing       = "Auditing Guidelines"
	sheetQuestions      = "AI-CAIQ"
)

// A file is the catalogue so far.
type file struct {
	book  *workbook.Book
	c     model.Catalogue
	at    map[string]int // id of a control → place of its entry
	notes []model.Note
}

// Read reads all of it.
func Read(r io.Reader) (model.Catalogue, []model.Note, error) {
	b, err := workbook.Open(r)
	if err != nil {
		return model.Catalogue{}, nil, err
	}
	f := file{book: b, at: map[string]int{}}
	if f.place(sheetMatrix) < 0 {
		return model.Catalogue{}, nil, ErrOther
	}
	for _, step := range []func() error{f.matrix, f.mappings, f.implementation, f.auditing, f.questions} {
		if err := step(); err != nil {
			return model.Catalogue{}, nil, err
		}
	}
	f.domains()
	f.unread()
	return f.c, f.notes, nil
}

// place finds a sheet by its name; below 0 if there is none.
func (f *file) place(name string) int {
	return slices.IndexFunc(f.book.Sheets(), func(s string) bool { return strings.EqualFold(oneLine(s), name) })
}

func (f *file) note(place, form string, args ...any) {
	f.notes = append(f.notes, model.Note{Place: place, Text: fmt.Sprintf(form, args...)})
}

func (f *file) lose(place, form string, args ...any) {
	f.note(place, form, args...)
	f.notes[len(f.notes)-1].Lost = true
}

// unread names the sheets of which nothing is taken.
func (f *file) unread() {
	read := []string{sheetMatrix, sheetMappings, sheetImplementation, sheetAuditing, sheetQuestions}
	var left []string
	for _, name := range f.book.Sheets() {
		if !slices.ContainsFunc(read, func(r string) bool { return strings.EqualFold(r, oneLine(name)) }) {
			left = append(left, intake.Shown(name))
		}
	}
	if len(left) > 0 {
		f.lose("the workbook", "nothing was taken of its sheets %s", strings.Join(left, ", "))
	}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// versionOf reads the stamp of cell A1.
func versionOf(stamp string) (string, error) {
	var s struct {
		Version string `json:"specification_version"`
	}
	if json.Unmarshal([]byte(stamp), &s) != nil || !versionForm.MatchString(s.Version) {
		return "", fmt.Errorf("cell A1 of the sheet %s does not say which version it is: it holds %q; take the workbook as the Cloud Security Alliance gives it out", sheetMatrix, intake.Shown(stamp))
	}
	return s.Version, nil
}

var (
	versionForm = regexp.MustCompile(`^\d{1,3}(\.\d{1,3}){1,3}$`)
	controlForm = regexp.MustCompile(`^[A-Z]&?[A-Z]{1,2}-\d{2}$`)
)

// matrix reads the sheet that the others stand beside.
func (f *file) matrix() error {
	g, err := f.grid(sheetMatrix, "control id")
	if err != nil {
		return err
	}
	version, err := versionOf(g.stamp)
	if err != nil {
		return err
	}
	f.c = model.Catalogue{ID: "aicm", Title: "CSA AI Controls Matrix", Version: version, Publisher: "Cloud Security Alliance",
		Source: "the workbook, imported from the user's own copy", Licence: "(c) Cloud Security Alliance; for whom its licence lets have it", Cited: "AICM " + version}
	id, title := g.column("control id"), g.column("control title")
	if title < 0 {
		return fmt.Errorf("the sheet %s has no column \"Control Title\"", sheetMatrix)
	}
	columns := f.matrixColumns(g)
	for _, row := range g.rows {
		e := model.Entry{ID: oneLine(row.cell(id)), Kind: "control", Name: oneLine(row.cell(title))}
		_, twice := f.at[e.ID]
		switch {
		case e.ID == "":
			continue // the heading of a domain
		case !controlForm.MatchString(e.ID):
			f.lose(row.place, "%q is no id of a control; the row was left out", intake.Shown(e.ID))
			continue
		case twice:
			f.lose(row.place, "%s stands there twice; the first was taken", e.ID)
			continue
		case e.Name == "":
			f.note(row.place, "%s has no title", e.ID)
			e.Name = e.ID
		}
		e.Parent, _, _ = strings.Cut(e.ID, "-")
		for _, c := range columns {
			c.take(f, row, &e, oneLine(row.cell(c.at)), row.cell(c.at))
		}
		f.at[e.ID] = len(f.c.Entries)
		f.c.Entries = append(f.c.Entries, e)
	}
	if len(f.c.Entries) == 0 {
		return fmt.Errorf("the sheet %s holds no control", sheetMatrix)
	}
	return nil
}

// A matrixColumn is a column of the matrix and what its cells come to.
type matrixColumn struct {
	at   int
	take func(f *file, row gridRow, e *model.Entry, line, whole string)
}

// matrixColumns finds out what each column holds, by its header and that of its group.
// Facts stand in the order of this list, and so as the catalogue that parry ships has them.
func (f *file) matrixColumns(g *grid) (columns []matrixColumn) {
	add := func(at int, take func(f *file, row gridRow, e *model.Entry, line, whole string)) {
		columns = append(columns, matrixColumn{at, take})
	}
	for at, label := range g.header {
		switch label {
		case "control domain":
			add(at, func(f *file, _ gridRow, e *model.Entry, line, _ string) { put(&e.Texts, "domain", line) })
		case "control specification":
			add(at, func(f *file, _ gridRow, e *model.Entry, _, whole string) { put(&e.Texts, "specification", whole) })
		case "control type":
			add(at, func(f *file, _ gridRow, e *model.Entry, line, _ string) { put(&e.Facts, "type", line) })
		case "", "control id", "control title":
		default:
			if take := partOfGroup(strings.ToLower(g.group[at]), label); take != nil {
				add(at, take)
			} else {
				f.lose("the sheet "+sheetMatrix, "its column %q was not taken", intake.Shown(g.title(at)))
			}
		}
	}
	return columns
}

func put(to *[]model.Fact, name, value string) {
	if value = strings.TrimSpace(value); value != "" {
		*to = append(*to, model.Fact{Name: name, Value: value})
	}
}

// partOfGroup says what a column of a group comes to; nil for one that is not known.
func partOfGroup(group, label string) func(f *file, row gridRow, e *model.Entry, line, whole string) {
	switch {
	case strings.Contains(group, "owner"):
		if layer := named(layers, label); layer != "" {
			return func(f *file, row gridRow, e *model.Entry, line, _ string) { f.owner(row, e, layer, line) }
		}
	case strings.Contains(group, "architect"):
		if part := named(components, label); part != "" {
			return func(f *file, row gridRow, e *model.Entry, line, _ string) { f.tick(row, e, "component", part, line) }
		}
	case strings.Contains(group, "lifecycle"):
		if phase := named(phases, label); phase != "" {
			return func(f *file, row gridRow, e *model.Entry, line, _ string) { f.activities(row, e, phase, line) }
		}
	case strings.Contains(group, "threat"):
		if category := named(categories, label); category != "" {
			return func(f *file, row gridRow, e *model.Entry, line, _ string) { f.tick(row, e, "category", category, line) }
		}
	}
	return nil
}

// Words by which headers are known, and what they stand for. The first that fits counts.
var (
	layers     = [][2]string{{"infrastructure", "PI"}, {"ops/", "PI"}, {"orchestrat", "Orchestrated"}, {"model", "Model"}, {"app", "Application"}}
	components = [][2]string{{"phys", "Physical"}, {"net", "Network"}, {"comp", "Compute"}, {"stor", "Storage"}, {"app", "Application"}, {"data", "Data"}}
	phases     = [][2]string{{"prepar", "Preparation"}, {"develop", "Development"}, {"evaluat", "Evaluation"}, {"deploy", "Deployment"}, {"deliver", "Delivery"}, {"retire", "Retirement"}}
	categories = [][2]string{{"manipulation", "Model manipulation"}, {"poisoning", "Data poisoning"}, {"disclosure", "Sensitive data disclosure"}, {"theft", "Model theft"},
		{"failure", "Model/Service failure"}, {"supply chain", "Insecure supply chain"}, {"plugin", "Insecure apps/plugins"}, {"denial", "Denial of service"}, {"governance", "Loss of governance/compliance"}}
)

func named(words [][2]string, label string) string {
	for _, w := range words {
		if strings.Contains(label, w[0]) {
			return w[1]
		}
	}
	return ""
}

var ownerCode = regexp.MustCompile(`\((?:Shared )?([A-Z]+(?:-[A-Z]+)?)\)\s*$`)

// owner reads who owns a layer, with or without the words around it. The cell may be empty.
func (f *file) owner(row gridRow, e *model.Entry, layer, line string) {
	code := line
	if m := ownerCode.FindStringSubmatch(line); m != nil {
		code = m[1]
	} else if strings.Contains(strings.ToLower(line), "across the supply chain") {
		code = "ALL"
	}
	if line != "" && code == line && !slices.Contains([]string{"CSP", "MP", "OSP", "AP", "AIC", "CSP-MP", "MP-OSP", "OSP-AP", "AP-AIC", "ALL"}, code) {
		f.note(row.place, "%s: %q is no owner that is known; it was taken as it stands", e.ID, intake.Shown(line))
	}
	put(&e.Facts, "owner "+layer, code)
}

func (f *file) tick(row gridRow, e *model.Entry, name, value, line string) {
	switch strings.ToLower(line) {
	case "yes", "true", "1", "x":
		put(&e.Facts, name, value)
	case "", "no", "false", "0":
	default:
		f.note(row.place, "%s: %q stands where %s is ticked or not; it was taken as a tick", e.ID, intake.Shown(line), value)
		put(&e.Facts, name, value)
	}
}

func (f *file) activities(row gridRow, e *model.Entry, phase, line string) {
	for name := range strings.SplitSeq(line, ",") {
		name = strings.TrimSpace(name)
		switch strings.ToLower(name) {
		case "", "n/a", "na", "not applicable":
			continue
		}
		i := slices.IndexFunc(model.Activities, func(a model.Activity) bool { return a.Phase == phase && strings.EqualFold(a.Name, name) })
		if i < 0 {
			f.note(row.place, "%s: %q is no activity of %s that is known; it was taken as it stands", e.ID, intake.Shown(name), phase)
		} else {
			name = model.Activities[i].Name
		}
		put(&e.Facts, "activity", phase+"/"+name)
	}
}

// domains makes an entry of each domain, after the controls. Its name stands with each of
// its controls.
func (f *file) domains() {
	count, order, names := map[string]int{}, []string{}, map[string]string{}
	for i := range f.c.Entries {
		e := &f.c.Entries[i]
		if count[e.Parent]++; count[e.Parent] == 1 {
			order = append(order, e.Parent)
		}
		if name, _, _ := strings.Cut(e.Text("domain"), " - "); names[e.Parent] == "" {
			names[e.Parent] = name
		}
		e.Texts = slices.DeleteFunc(e.Texts, func(t model.Fact) bool { return t.Name == "domain" })
	}
	for _, id := range order {
		name := names[id]
		if name == "" {
			name = id
		}
		f.c.Entries = append(f.c.Entries, model.Entry{ID: id, Kind: "domain", Name: name, Facts: []model.Fact{{Name: "controls", Value: fmt.Sprint(count[id])}}})
	}
}
