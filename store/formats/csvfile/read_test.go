package csvfile

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"parry/model"
	"parry/store/mapping"
	"parry/store/tryout"
)

// readText reads a file that must be good.
func readText(t *testing.T, text string) ([]model.Incoming, []model.Note) {
	t.Helper()
	in, notes, err := Read(strings.NewReader(text))
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return in, notes
}

// Columns are found by name, in any order and case, and current_* is another
// name for residual_*.
func TestColumnsByName(t *testing.T) {
	for _, header := range []string{"Title, residual_likelihood ,id", "title,current_likelihood,ID"} {
		in, notes := readText(t, header+"\nStolen key,VH,T-007\n")
		if len(in) != 1 || len(notes) != 0 {
			t.Fatalf("%s: %d threats, notes %v", header, len(in), notes)
		}
		got := in[0].Threat
		if got.ID != "T-007" || got.Title != "Stolen key" || got.Ratings[model.Current].Likelihood != model.VH {
			t.Errorf("%s: %+v", header, got)
		}
		if in[0].Place != "line 2" {
			t.Errorf("place %q", in[0].Place)
		}
	}
}

// Line ends, byte order mark, blank lines, quotes and a missing last line end
// change nothing about what is read.
func TestShapesOfTheSameFile(t *testing.T) {
	for name, text := range map[string]string{
		"plain":           "id,title\nT-001,\"a \"\"b\"\"\nc\"\nT-002,d\n",
		"crlf":            "id,title\r\nT-001,\"a \"\"b\"\"\r\nc\"\r\nT-002,d\r\n",
		"byte order mark": "\uFEFFid,title\nT-001,\"a \"\"b\"\"\nc\"\nT-002,d\n",
		"no last end":     "id,title\nT-001,\"a \"\"b\"\"\nc\"\nT-002,d",
		"no last end, cr": "id,title\r\nT-001,\"a \"\"b\"\"\nc\"\r\nT-002,d\r",
		"blank lines":     "id,title\n\nT-001,\"a \"\"b\"\"\nc\"\n,\n\nT-002,d\n\n",
		"all quoted":      "\"id\",\"title\"\n\"T-001\",\"a \"\"b\"\"\nc\"\n\"T-002\",\"d\"",
	} {
		in, _ := readText(t, text)
		if len(in) != 2 || in[0].Threat.Title != "a \"b\"\nc" || in[1].Threat.Title != "d" || in[1].Threat.ID != "T-002" {
			t.Errorf("%s: %d threats, first %q", name, len(in), in[0].Threat.Title)
		}
	}
}

// In a file with LF line ends, a CRLF inside a cell is part of the text.
func TestCRLFInsideACell(t *testing.T) {
	in, _ := readText(t, "id,title\nT-001,\"a\r\nb\"\n")
	if got := in[0].Threat.Title; got != "a\r\nb" {
		t.Errorf("title %q", got)
	}
}

// Nothing is dropped in silence: each column that we cannot take is named with
// the number of values it had.
func TestForeignColumnsAreNoted(t *testing.T) {
	_, notes := readText(t, "title,colour,created_at,,empty,own\x1ber\n"+
		"a,red,2026-01-01,x,,1\nb,,2026-01-02,y,,\n")
	want := []string{
		`column "colour" is not one of ours: its 1 value was not taken`,
		`column "created_at" is parry's own bookkeeping: its 2 values were not taken`,
		`column 4 has no name: its 2 values were not taken`,
		`column "own\x1ber" is not one of ours: its 1 value was not taken`,
	}
	if len(notes) != len(want) {
		t.Fatalf("%d notes: %v", len(notes), notes)
	}
	for i, n := range notes {
		if n.Text != want[i] || n.Place != "line 1" {
			t.Errorf("note %d\n got %s, %s\nwant %s", i, n.Place, n.Text, want[i])
		}
	}
}

// A file that cannot be taken gives one sentence with the place, and nothing
// else.
func TestFaultsNameTheirPlace(t *testing.T) {
	long := strings.Repeat("x", model.MaxText+1)
	for _, c := range []struct{ name, text, want string }{
		{"empty", "", "this is no register: the file is empty"},
		{"only a mark", "\uFEFF", "this is no register: the file is empty"},
		{"other table", "name,city\nAda,London\n", "this is no register: none of its columns is known; --map 'COLUMN=title' says which is the title"},
		{"unnamed", "category,due\nData poisoning,2026-01-01\n", "this is no register: it has neither a column id nor a column title"},
		{"twice", "id,title,Title\n", `line 1: columns title and Title are the same; keep one`},
		{"both names", "id,residual_impact,current_impact\n", "line 1: columns residual_impact and current_impact are the same; keep one"},
		{"short row", "id,title\nT-001\n", "line 2: cells in this row: 1, in the header: 2"},
		{"long row", "id,title\nT-001,a,b\n", "line 2: cells in this row: 3, in the header: 2"},
		{"bare quote", "id,title\nT-001,5\" disk\n", "line 2, column title: a quote stands inside a cell that does not begin with one; put the cell in quotes and double those in it"},
		{"open quote", "id,title\nT-001,\"a\nT-002,b\n", "line 2, column title: the quote that opens this cell is never closed"},
		{"after quote", "id,title\nT-001,\"a\"b\n", "line 2, column title: text follows the quote that closes this cell; double the quotes inside a cell"},
		{"no name", "id,title,due\nT-001,a,\n,,2026-01-01\n", "line 3: the row has neither an id nor a title"},
		{"no choice", "id,confidence\nT-001,\"a\nb\"\n", `line 2, column confidence: "a\nb" is no confidence; use low, medium or high`},
		{"no level", "id,residual_impact\nT-001,huge\n", `line 2, column residual_impact: "huge" is no level; use VL, L, M, H or VH`},
		{"no date", "id,due\nT-001,16.11.2026\n", `line 2, column due: "16.11.2026" is no date; write it as 2026-11-16`},
		{"no number", "id,lef_p05\nT-001,often\n", `line 2, column lef_p05: "often" is no number; write it like 0.5 or 12000`},
		{"too long", "id,title\nT-001," + long + "\n", "line 2, column title: 65537 bytes are too many; a cell holds up to 65536: shorten it, or move a part to another field"},
		{"long value", "id,confidence\nT-001," + long[:9000] + "\n", `line 2, column confidence: "` + long[:39] + `…" is no confidence; use low, medium or high`},
		{"not text", "id,title\nT-001,caf\x81\n", "line 2: byte 0x81 is neither UTF-8 nor Windows-1252; save the file as UTF-8"},
		{"too many cells", "id,title\nT-001," + strings.Repeat(",", maxCells) + "\n", "line 2: more than 1000 cells in one row; leave out columns"},
		{"quoted lines counted", "id,title,due\nT-001,\"a\nb\",\nT-002,c,never\n", `line 4, column due: "never" is no date; write it as 2026-11-16`},
	} {
		in, notes, err := Read(strings.NewReader(c.text))
		if err == nil || err.Error() != c.want {
			t.Errorf("%s:\n got %v\nwant %s", c.name, err, c.want)
		}
		if in != nil || notes != nil {
			t.Errorf("%s: gave %d threats, %d notes beside the error", c.name, len(in), len(notes))
		}
	}
}

// What can be told apart can be asked for.
func TestFaultsAreTyped(t *testing.T) {
	_, _, err := Read(strings.NewReader("name,city\n"))
	if !errors.Is(err, ErrNoRegister) {
		t.Errorf("%v is not ErrNoRegister", err)
	}
	_, _, err = Read(strings.NewReader("id,due\nT-001,soon\n"))
	var f *Fault
	if !errors.As(err, &f) || f.Line != 2 || f.Column != "due" {
		t.Errorf("%v: fault %+v", err, f)
	}
}

// One reading shows up to twenty mistakes, and counts the others.
func TestFaultsAreCollected(t *testing.T) {
	var b strings.Builder
	b.WriteString("id,category\n")
	for i := range 30 {
		fmt.Fprintf(&b, "T-%d,Pois\n", i)
	}
	_, _, err := Read(strings.NewReader(b.String()))
	lines := strings.Split(fmt.Sprint(err), "\n")
	if len(lines) != maxFaults+1 || lines[maxFaults] != "and 10 more like these" {
		t.Fatalf("%d lines, the last %q", len(lines), lines[len(lines)-1])
	}
	if !strings.HasPrefix(lines[0], `line 2, column category: "Pois" is no category; use Model manipulation, Data poisoning,`) {
		t.Errorf("first line %s", lines[0])
	}
}

// A file beyond the limits is refused, however it goes on.
func TestLimits(t *testing.T) {
	_, _, err := readUpTo(io.MultiReader(strings.NewReader("id,title\nT-1,"), endless('x')), mapping.Mapping{}, 1<<20, func(int) int { return 10 })
	if err == nil || err.Error() != "the file is larger than 1 MiB; split it" {
		t.Errorf("endless file: %v", err)
	}
	_, _, err = readUpTo(strings.NewReader("id,title\n"+strings.Repeat("T-1,a\n", 11)), mapping.Mapping{}, 1<<20, func(int) int { return 10 })
	if err == nil || err.Error() != "line 12: the file holds more than 10 records; split it" {
		t.Errorf("too many threats: %v", err)
	}
}

// endless is a reader that never ends.
type endless byte

func (e endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(e)
	}
	return len(p), nil
}

// A file that cannot be read to its end says what the disk said.
func TestReadError(t *testing.T) {
	broken := errors.New("input/output error")
	_, _, err := Read(io.MultiReader(strings.NewReader("id,title\n"), failing{broken}))
	if !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// Our own files are recognised, and lists of other things are not.
func TestRecognise(t *testing.T) {
	for head, want := range map[string]bool{
		"id,title,category\nT-001": true,
		"\uFEFFtitle\r\n":          true,
		`"id";"title";"due"`:       true,
		"id,name,city,street,zip":  false,
		"category,due\n":           false,
		`{"schema":"parry/1"}`:     false,
		"":                         false,
	} {
		if got := Recognise([]byte(head)); got != want {
			t.Errorf("%q: %v", head, got)
		}
	}
}

// What a spreadsheet saves is read as it stands: semicolons or tabs between cells, and
// the encodings of old and new ones, which are told.
func TestSpreadsheets(t *testing.T) {
	for name, c := range map[string]struct{ text, was string }{
		"semicolons":   {"id;title\nT-1;\"M\u00fcll, alt\"\n", ""},
		"tabs":         {"id\ttitle\nT-1\tM\u00fcll, alt\n", ""},
		"Windows-1252": {"id;title\nT-1;M\xfcll, alt\n", "Windows-1252"},
		"UTF-16":       {"\xff\xfei\x00d\x00\t\x00t\x00i\x00t\x00l\x00e\x00\n\x00T\x00-\x001\x00\t\x00M\x00\xfc\x00l\x00l\x00,\x00 \x00a\x00l\x00t\x00", "UTF-16"},
	} {
		in, notes := readText(t, c.text)
		if len(in) != 1 || in[0].Threat.Title != "Müll, alt" || in[0].Threat.ID != "T-1" {
			t.Errorf("%s: %+v", name, in)
		}
		if told := tryout.With(notes, "the file is "+c.was+","); c.was != "" && told != 1 || c.was == "" && len(notes) != 0 {
			t.Errorf("%s: notes %q", name, tryout.Texts(notes))
		}
	}
}

// A table stands below a title or a line that names its separator, with anything between
// its cells; our own does so too. Places count from the first line of the file, and what
// stands above is told.
func TestLayouts(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		place string
		above int
	}{
		"sep":                 {"sep=;\r\nRisk;Impact\r\na;low\r\n", "line 3", 0},
		"quoted sep":          {"\"sep=|\"\nRisk|Impact\na|low\n", "line 3", 0},
		"bars":                {"Risk|Impact\na|low\n", "line 2", 0},
		"a title":             {"AI risks;;\n;;\nRisk;Impact;Owner\na;low;Ada\n", "line 4", 1},
		"a bare title":        {"AI risks, of all teams\nRisk;Impact;Owner;Due\na;low;Ada;\n", "line 3", 1},
		"a name on two lines": {"\"Risk\ntitle\";Impact\na;low\n", "line 3", 0},
		"ours":                {"AI risks,,\nid,title,owner_person\n,a,Ada\n", "line 3", 1},
	} {
		if !Recognise([]byte(c.text)) {
			t.Errorf("%s: it is not recognised", name)
		}
		in, notes, err := Read(strings.NewReader(c.text))
		if err != nil || len(in) != 1 || in[0].Threat.Title != "a" || in[0].Place != c.place || tryout.With(notes, "above the header") != c.above {
			t.Errorf("%s: %+v %q %v", name, in, tryout.Texts(notes), err)
		}
	}
	for _, text := range []string{"Dear Ada,\nthe risk, the impact and the owner\nare as they were, and so on\n", "[\n\"id\",\n\"title\"\n]", "---\ntitle, id, notes\n"} {
		if Recognise([]byte(text)) {
			t.Errorf("%q is taken for a table", text)
		}
	}
	if !Tabular([]byte("My list;;\nCode;Wording;Chance\n1;a;b\n")) || Tabular([]byte("Dear Ada\nthis is, as you know,\na letter, not\na table\n")) {
		t.Error("what may be a table")
	}
	if _, _, err := ReadMapped(strings.NewReader("Risk;Impact\na;low\n"), mapping.Mapping{Sheet: "x"}); fmt.Sprint(err) != "a file of text has no sheets; leave --sheet out" {
		t.Error(err)
	}
}

// A few names of ours do not make a table ours, if others in it are names that people have
// for our fields: what stands under these comes in too.
func TestSomeNamesOfOurs(t *testing.T) {
	in, notes := readText(t, "title,description,owner,due\nKeys leak,how,Ada,31.12.2026\n")
	if x := in[0].Threat; len(in) != 1 || x.Title != "Keys leak" || x.OwnNotes() != "how" || x.Ownership.Person != "Ada" || x.Response.Due != "2026-12-31" {
		t.Errorf("%+v %q", x, tryout.Texts(notes))
	}
	for _, n := range notes {
		if n.Lost {
			t.Errorf("lost: %s", n.Text)
		}
	}
}

// foreign is a table as people keep one.
const foreign = "Ref;Risk;Description;Likelihood;Impact;Risk Owner;Status;Target date;Team;Residual risk\n" +
	"R-1;Key leaks;how;4 - Likely;Major;Ada;In progress;31.12.2026;Blue;L\n" +
	"2;Model drifts;;rare;5;Bo;Weird;soon;;\n"

// The columns of other people find their fields, what does not fit stays with the
// threat, and a second time changes only what the table changed.
func TestForeignTable(t *testing.T) {
	if !Recognise([]byte(foreign)) {
		t.Error("it is not recognised")
	}
	_, _, err := Read(strings.NewReader(foreign))
	if fmt.Sprint(err) != `column "Impact" holds numbers up to 5; say what they mean with --scale 1-3, 1-4, 1-5, 0-10 or 0-100, words if they are no levels, or leave it out with --map "Impact=-"` {
		t.Errorf("got %v", err)
	}
	read := func(r io.Reader) ([]model.Incoming, []model.Note, error) {
		return ReadMapped(r, mapping.Mapping{Scale: mapping.Five})
	}
	r, _, notes := tryout.Brought(t, read, []byte(foreign))
	one, two := r.Threat("R-1"), r.Threat("T-001")
	if got := fmt.Sprint(one.Title, "|", one.OwnNotes(), "|", one.Ratings[0].Cell(), "|", one.Ownership.Person, "|", one.Status, "|", one.Response.Due, "|", one.Ratings[1].Declared); got != "Key leaks|how|H x H = H|Ada|in_treatment|2026-12-31|L" {
		t.Error(got)
	}
	if f := one.Foreign(); f.ID != "R-1" || f.Get("Team") != `"Blue"` || f.Get("Likelihood") != `"4 - Likely"` {
		t.Errorf("kept %+v", f)
	}
	if f := two.Foreign(); two.Ratings[0].Cell() != "VL x VH = M" || f.ID != "2" || f.Get("Status") != `"Weird"` || f.Get("Target date") != `"soon"` {
		t.Errorf("kept %+v %s", f, two.Ratings[0].Cell())
	}
	for _, words := range []string{"Risk as title", "stay with the threats: Team", "Status: 1 cell is no status, such as \"Weird\"", "Target date: 1 cell is no due"} {
		if tryout.With(notes, words) != 1 {
			t.Errorf("no note %q in %q", words, tryout.Texts(notes))
		}
	}
	tryout.Again(t, r, read, []byte(foreign))
}

// A mapping that is said stands over what would be guessed; one that names nothing in
// the table is refused.
func TestSaidMapping(t *testing.T) {
	var m mapping.Mapping
	for _, text := range []string{"Kind of harm=title", "Title=notes", "Secret=-"} {
		if err := m.Parse(text); err != nil {
			t.Fatal(err)
		}
	}
	in, _, err := ReadMapped(strings.NewReader("Title,Kind of harm,Secret\na,b,c\n"), m)
	if err != nil || in[0].Threat.Title != "b" || in[0].Threat.OwnNotes() != "a" || strings.Contains(in[0].Threat.Review.Notes(), "Secret") {
		t.Errorf("%v %+v", err, in)
	}
	_, _, err = ReadMapped(strings.NewReader("Title,x\na,b\n"), m)
	if err == nil || !strings.Contains(err.Error(), "the columns are Title, x") {
		t.Errorf("got %v", err)
	}
	for text, says := range map[string]string{
		"title": `"title" names no field; write COLUMN=FIELD, COLUMN=- to leave the column out, or COLUMN=+ to keep it with the threats as it is`, "a=titel": `there is no field "titel"; did you mean title?`,
		"a=created_by": "created_by cannot come from a table: parry keeps it",
	} {
		if err := m.Parse(text); fmt.Sprint(err) != says {
			t.Errorf("%s: %v", text, err)
		}
	}
}
