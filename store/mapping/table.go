package mapping

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// A Source gives the rows of a table, the header first, and io.EOF after the last.
// Place says where the row stands.
type Source interface {
	Next() (cells []string, place string, err error)
}

// A column is one of the table.
type column struct {
	name  string
	field *model.Field // nil where it is kept under its name
	leave bool
	odd   int // cells that were no value of the field
	lost  int // cells that found no room beside their threats either
	last  string
}

// Read reads a table under the name of its format. Its header may stand below other rows,
// see Begin.
func (m Mapping) Read(format string, src Source) ([]model.Incoming, []model.Note, error) {
	t := table{Mapping: m, format: format, src: src}
	if err := t.header(); err != nil {
		t.glance()
		return nil, nil, err
	}
	if err := t.rows(); err != nil {
		return nil, nil, err
	}
	return t.in, append(t.notes, t.odds()...), nil
}

// ErrEmpty is answered for a table without a row that says anything.
var ErrEmpty = errors.New("the table is empty")

type table struct {
	Mapping
	format  string
	src     Source
	columns []column
	place   string // of the header
	in      []model.Incoming
	notes   []model.Note
	numbers map[string]float64
}

func (t *table) note(form string, args ...any) {
	t.notes = append(t.notes, model.Note{Place: t.place, Text: fmt.Sprintf(form, args...)})
}

// header says what each column is taken as.
func (t *table) header() error {
	begun := t.Begin(t.src)
	t.src, t.notes = begun, begun.Above()
	cells, place, err := t.next()
	if errors.Is(err, io.EOF) {
		return ErrEmpty
	}
	if err != nil {
		return err
	}
	t.place = place
	t.leave(cells)
	err = t.choose(cells)
	if t.Trace != nil {
		for _, c := range t.columns {
			t.Trace.Columns = append(t.Trace.Columns, c.taken())
		}
	}
	if err != nil {
		return &unclear{fmt.Errorf("%s: %w", place, err)}
	}
	t.tell()
	return nil
}

// ErrColumns is answered for a table of which it is not clear which column is which.
var ErrColumns = errors.New("which column is which")

type unclear struct{ error }

func (e *unclear) Is(target error) bool { return target == ErrColumns }

// choose says for each column what it is taken as: what was said goes before what is
// guessed.
func (t *table) choose(cells []string) (err error) {
	used, told := map[string]string{}, map[string]bool{}
	held := map[string]bool{}
	for _, name := range cells {
		held[word(name)] = true
	}
	for name, field := range t.Columns {
		if told[field] = true; !held[name] {
			err = fmt.Errorf("there is no column %q for %s; the columns are %s", name, field, strings.Join(cells, ", "))
		}
	}
	for _, name := range cells {
		c := column{name: strings.Join(strings.Fields(name), " ")}
		field, said := t.Columns[word(name)]
		if !said {
			if field = guess(name); told[field] {
				field = ""
			}
		}
		switch f, ok := fieldOf(field); {
		case field == Leave:
			c.leave = true
		case ok && used[f.Name] == "":
			c.field, used[f.Name] = &f, c.name
		case ok && said:
			err = fmt.Errorf("columns %q and %q are both taken as %s; keep one", used[f.Name], c.name, f.Name)
		}
		t.columns = append(t.columns, c)
	}
	if used["title"] == "" {
		t.describe(used)
	}
	if err == nil && used["title"] == "" {
		err = fmt.Errorf("no column looks like a title; say which with --map 'COLUMN=title'; the columns are %s", t.names())
	}
	return err
}

// describe takes the description of a risk for its title, where no column has one.
func (t *table) describe(used map[string]string) {
	for i := range t.columns {
		c := &t.columns[i]
		if _, said := t.Columns[word(c.name)]; !said && slices.Contains(describing, word(c.name)) && c.field != nil && c.field.Name == "notes" {
			f, _ := model.FieldNamed("title")
			c.field, used["title"] = &f, c.name
			delete(used, "notes")
			return
		}
	}
}

// Agree says of every column what the trace has it taken as, guessed or not, so that it
// is read so again whatever is guessed then. Of columns with one name nothing can be said.
func (m *Mapping) Agree() {
	count := map[string]int{}
	for _, c := range m.Trace.Columns {
		count[word(c.Name)]++
	}
	for _, c := range m.Trace.Columns {
		if count[word(c.Name)] > 1 || word(c.Name) == "" {
			continue
		}
		m.Say(c.Name, cmp.Or(c.Field, Keep))
	}
}

// Retrace says anew in the trace what each column is taken as, once something else was
// said of one; or why the table cannot be read so.
func (m Mapping) Retrace() error {
	var names []string
	for _, c := range m.Trace.Columns {
		names = append(names, c.Name)
	}
	t := table{Mapping: m}
	err := t.choose(names)
	for i, c := range t.columns {
		m.Trace.Columns[i].Field = c.taken().Field
	}
	return err
}

// taken is the column as a trace shows it.
func (c column) taken() Taken {
	t := Taken{Name: c.name}
	switch {
	case c.leave:
		t.Field = Leave
	case c.field != nil:
		t.Field = c.field.Name
	}
	return t
}

// mostGlances is how many rows are looked at for examples of a table that cannot be read.
const mostGlances = 100

// glance looks at rows for examples alone.
func (t *table) glance() {
	for range mostGlances {
		cells, _, err := t.next()
		if err != nil {
			return
		}
		for i, cell := range cells {
			t.example(i, cell)
		}
	}
}

func (t *table) names() string {
	var names []string
	for _, c := range t.columns {
		if c.name != "" {
			names = append(names, intake.Shown(c.name))
		}
	}
	return strings.Join(names, ", ")
}

// tell says what the columns were taken as, in one note.
func (t *table) tell() {
	var taken, kept []string
	for _, c := range t.columns {
		switch {
		case c.leave || c.name == "":
		case c.field != nil && word(c.field.Name) != word(c.name):
			taken = append(taken, intake.Shown(c.name)+" as "+c.field.Name)
		case c.field == nil:
			kept = append(kept, intake.Shown(c.name))
		}
	}
	if len(taken) > 0 {
		t.note("columns are taken so: %s; --map 'COLUMN=FIELD' says otherwise", strings.Join(taken, ", "))
	}
	if len(kept) > 0 {
		t.note("columns that are none of our fields stay with the threats: %s", strings.Join(kept, ", "))
	}
}

// next gives the next row that says anything.
func (t *table) next() ([]string, string, error) {
	for {
		cells, place, err := t.src.Next()
		if err != nil || slices.ContainsFunc(cells, func(c string) bool { return strings.TrimSpace(c) != "" }) {
			return cells, place, err
		}
	}
}

func (t *table) rows() error {
	for {
		cells, place, err := t.next()
		if errors.Is(err, io.EOF) {
			return t.unscaled()
		}
		if err != nil {
			return err
		}
		if len(t.in) == intake.MaxRecords {
			return fmt.Errorf("%s: %s", place, intake.TooMany(intake.MaxRecords))
		}
		t.row(cells, place)
	}
}

// row takes one row. What does not fit stays with its threat.
func (t *table) row(cells []string, place string) {
	threat, id := &model.Threat{}, ""
	var kept []model.ForeignField
	for i, cell := range cells {
		if cell = strings.TrimSpace(cell); cell == "" {
			continue
		}
		t.example(i, cell)
		if i < len(t.columns) && t.columns[i].field != nil && t.columns[i].field.Name == "id" {
			id = cell
			continue
		}
		if name, stays := t.take(threat, i, cell); stays {
			kept = append(kept, model.ForeignField{Name: name, Value: intake.Quote(cell)})
		}
	}
	if threat.Title == "" {
		threat.Title = "unnamed threat of " + place
		t.notes = append(t.notes, model.Note{Place: place, Text: "the row has no title; the threat is named after its place"})
	}
	threat.ID = idOf(id)
	if id == "" {
		id = "row " + model.Mark(threat.Title)
	}
	f := model.Foreign{Format: t.format, ID: strings.Join(strings.Fields(id), " "), Fields: kept}
	if left := threat.SetForeign(f); len(left) > 0 {
		t.notes = append(t.notes, model.Note{Place: place, Lost: true, Text: "there is no room for " + intake.Names(left)})
		for i := range t.columns {
			if slices.Contains(left, named(t.columns[i].name, i)) {
				t.columns[i].lost++
			}
		}
	}
	t.in = append(t.in, model.Incoming{Threat: threat, Place: place})
}

// take takes one cell, and says under which name it stays with the threat beside: as it
// was written, where our field says it otherwise or not at all.
func (t *table) take(threat *model.Threat, i int, cell string) (name string, stays bool) {
	if i >= len(t.columns) {
		return fmt.Sprintf("column %d", i+1), true
	}
	c := &t.columns[i]
	name = named(c.name, i)
	switch {
	case c.leave:
		return name, false
	case c.field == nil:
		return name, true
	case !t.set(threat, c, cell):
		return name, true
	}
	return name, c.field.Sort == model.LevelOf && c.field.Get(threat) != cell
}

func named(column string, at int) string {
	if column == "" {
		return fmt.Sprintf("column %d", at+1)
	}
	return column
}

// idOf gives an id that can be kept as it is written: one with a letter in it, for a
// mere number says too little beside T-001.
func idOf(id string) string {
	t := model.Threat{}
	f, _ := model.FieldNamed("id")
	if !strings.ContainsFunc(id, func(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }) || f.Load(&t, id) != nil {
		return ""
	}
	return t.ID
}

// set sets a field from a cell, if the cell is a value of it.
func (t *table) set(threat *model.Threat, c *column, cell string) bool {
	text := cell
	switch c.field.Sort {
	case model.LevelOf:
		level, number, ok := t.Scale.level(cell)
		if number {
			t.number(c.name, cell)
		}
		if text = level.String(); !ok {
			text = ""
		}
	case model.Date:
		text = dayOf(cell)
	case model.OneOf:
		if other := choiceWords[c.field.Name][word(cell)]; other != "" {
			text = other
		}
	case model.SomeOf:
		if c.field.Name == "stride" {
			text = strideOf(cell)
		}
	case model.List:
		text = model.JoinList(model.SplitList(strings.ReplaceAll(cell, "\n", ";")), c.field.Sep)
	}
	if text == "" || c.field.Load(threat, text) != nil {
		c.odd, c.last = c.odd+1, cell
		return false
	}
	return true
}

// number remembers the highest number of a column for which no scale was named.
func (t *table) number(name, cell string) {
	if t.numbers == nil {
		t.numbers = map[string]float64{}
	}
	var n float64
	_, _ = fmt.Sscan(cell, &n) // what is none counts as 0
	t.numbers[name] = max(t.numbers[name], n)
}

// unscaled refuses numbers that nobody said the meaning of: guessed wrong, every
// threat would stand in the wrong place.
func (t *table) unscaled() error {
	for _, c := range t.columns {
		if n, ok := t.numbers[c.name]; ok && c.field.Name != "inherent_declared_risk" && c.field.Name != "current_declared_risk" && c.field.Name != "target_declared_risk" {
			return &scaleless{c.name, n}
		}
	}
	return nil
}

// ErrScale is answered for a table with numbers for which no scale was named.
var ErrScale = errors.New("numbers without a scale")

// scaleless says which column it is.
type scaleless struct {
	column string
	most   float64
}

func (e *scaleless) Error() string {
	return fmt.Sprintf("column %q holds numbers up to %v; say what they mean with --scale 1-3, 1-4, 1-5, 0-10 or 0-100, words if they are no levels, or leave it out with --map %q", e.column, e.most, e.column+"="+Leave)
}

func (e *scaleless) Is(target error) bool { return target == ErrScale }

// cellsAre counts cells as the subject of a sentence.
func cellsAre(n int) string {
	if n == 1 {
		return "1 cell is"
	}
	return fmt.Sprintf("%d cells are", n)
}

// odds tells the cells that were no value of their field.
func (t *table) odds() []model.Note {
	var notes []model.Note
	for _, c := range t.columns {
		stay := "they stay with their threats"
		switch {
		case c.odd == 1 && c.lost > 0:
			stay = "it does not stay with its threat"
		case c.odd == 1:
			stay = "it stays with its threat"
		case c.lost > 0:
			stay = fmt.Sprintf("%d of them stay with their threats", max(c.odd-c.lost, 0))
		}
		if c.odd > 0 {
			notes = append(notes, model.Note{Place: t.place, Text: fmt.Sprintf(
				"column %s: %s no %s, such as %q; %s", intake.Shown(c.name), cellsAre(c.odd), c.field.Name, intake.Shown(c.last), stay)})
		}
	}
	return notes
}

// choiceWords are what people write for values of closed lists.
var choiceWords = map[string]map[string]string{
	"status": {
		"new": "draft", "identified": "open", "active": "open", "offen": "open", "inprogress": "in_treatment", "ongoing": "in_treatment", "mitigating": "in_treatment",
		"inbearbeitung": "in_treatment", "mitigated": "treated", "done": "treated", "resolved": "treated", "completed": "treated", "umgesetzt": "treated",
		"erledigt": "treated", "geschlossen": "closed", "akzeptiert": "accepted", "na": "not_applicable", "notapplicable": "not_applicable", "rejected": "not_applicable",
	},
	"response": {
		"treat": "mitigate", "reduce": "mitigate", "mitigation": "mitigate", "reduzieren": "mitigate", "vermindern": "mitigate", "tolerate": "accept", "acceptance": "accept",
		"akzeptieren": "accept", "retain": "accept", "share": "transfer", "transferieren": "transfer", "terminate": "avoid", "avoidance": "avoid", "vermeiden": "avoid",
	},
}

// strideOf reads letters or words, with anything between them.
func strideOf(cell string) string {
	var letters []string
	for _, item := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(";,/|+\n", r) }) {
		w := strings.ToUpper(strings.TrimSpace(item))
		switch {
		case w == "":
		case strings.HasPrefix("INFORMATION DISCLOSURE", w), strings.HasPrefix("SPOOFING", w), strings.HasPrefix("TAMPERING", w), strings.HasPrefix("REPUDIATION", w),
			strings.HasPrefix("DENIAL OF SERVICE", w), strings.HasPrefix("ELEVATION OF PRIVILEGES", w):
			letters = append(letters, w[:1])
		default:
			return ""
		}
	}
	return model.JoinList(letters, ";")
}
