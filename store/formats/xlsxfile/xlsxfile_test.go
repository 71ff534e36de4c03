package xlsxfile

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parry/model"
	"parry/store/mapping"
	"parry/store/trial"
	"parry/store/tryout"
)

func write(t rapid.TB, r *model.Register) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r.Threats()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Any register comes back from its workbook field by field, and is written the same
// again.
func TestAnyRegisterSurvives(t *testing.T) {
	trial.Checks(t)
	rapid.Check(t, func(t *rapid.T) {
		r := tryout.Register(t)
		file := write(t, r)
		in, notes, err := Read(bytes.NewReader(file))
		if err != nil || len(notes) > 0 {
			t.Fatal(err, notes)
		}
		again := tryout.New(t)
		tryout.Merge(t, again, in)
		tryout.Same(t, again, r)
		if !bytes.Equal(write(t, again), file) {
			t.Fatal("written again it differs")
		}
	})
}

// A text that is longer than a cell goes on in the next column; signs that XML cannot
// hold come back, and no text is ever a formula.
func TestHardCells(t *testing.T) {
	r := tryout.New(t)
	long := strings.Repeat("a👩🏽é", 5800) + "end"
	for _, text := range []string{"=1+1", long, "_x0041_ \x00\x1f\r\n\t ", " edge ", "<&>"} {
		tryout.Merge(t, r, []model.Incoming{{Threat: &model.Threat{Title: text, Review: model.Review{ReviewMore: &model.ReviewMore{Notes: text}}}}})
	}
	file := write(t, r)
	in, _, err := Read(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	for i, one := range in {
		if want := r.Threats()[i].Title; one.Threat.Title != want || one.Threat.Review.Notes() != want {
			t.Errorf("%.40q came back as %.40q", want, one.Threat.Title)
		}
	}
	sheet := partOf(t, file, "xl/worksheets/sheet1.xml")
	if strings.Contains(sheet, "<f>") || !strings.Contains(sheet, ">notes+2<") {
		t.Errorf("%.3000s", sheet)
	}
}

func partOf(t *testing.T, file []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// parts makes a workbook of these parts, the first of which is the sheet.
func parts(t testing.TB, sheet string, more ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	all := append([]string{
		"xl/workbook.xml", `<workbook xmlns:r="x"><workbookPr/><sheets><sheet name="Hidden" state="hidden" r:id="r1"/><sheet name="Risks" r:id="r1"/><sheet name="Notes" r:id="r2"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Target="worksheets/a.xml"/><Relationship Id="r2" Target="/xl/worksheets/a.xml"/></Relationships>`,
		"xl/worksheets/a.xml", sheet}, more...)
	for i := 0; i+1 < len(all); i += 2 {
		f, err := z.Create(all[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(f, all[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A column that somebody added to a workbook of ours does not make it another's: it is
// told, and the rest is taken.
func TestAddedColumn(t *testing.T) {
	r := tryout.New(t)
	tryout.Do(t, r, model.AddThreat("x"))
	sheet := partOf(t, write(t, r), "xl/worksheets/sheet1.xml")
	sheet = strings.Replace(sheet, "</row>", `<c r="CZ1" t="inlineStr"><is><t>Comment</t></is></c></row>`, 1)
	sheet = strings.Replace(sheet, "</row></sheetData>", `<c r="CZ2"><v>7</v></c></row></sheetData>`, 1)
	in, notes, err := Read(bytes.NewReader(parts(t, sheet)))
	if err != nil || len(in) != 1 || in[0].Threat.ID != "T-001" || in[0].Threat.Foreign().Format != "" || tryout.With(notes, `column "Comment" is not one of ours: its 1 values were not taken`) != 1 {
		t.Errorf("%v %v %q", err, in, tryout.Texts(notes))
	}
}

// foreign is a sheet as a spreadsheet saves one: shared and rich texts, gaps, days as
// numbers, formulas, and a row that nobody wrote in.
func foreign(t testing.TB) []byte {
	return parts(t, `<worksheet><sheetData>
<row r="2"><c r="B2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c><c r="D2" t="inlineStr"><is><t>Impact</t></is></c><c r="E2" t="inlineStr"><is><t>Due date</t></is></c><c r="F2" t="inlineStr"><is><t>Open</t></is></c></row>
<row r="3"><c r="B3" t="s"><v>2</v></c><c r="C3"><v>4</v></c><c r="D3" t="str"><f>A1</f><v>High</v></c><c r="E3" s="1"><v>46387</v></c><c r="F3" t="b"><v>1</v></c></row>
<row r="4"/><row r="9"><c r="B9" t="inlineStr"><is><r><t>Rich </t></r><r><t>text</t></r><rPh><t>no</t></rPh></is></c><c r="D9" t="e"><v>#N/A</v></c><c r="E9" s="2"><v>0.30000000000000004</v></c></row>
</sheetData></worksheet>`,
		"xl/sharedStrings.xml", `<sst><si><t>Risk</t></si><si><t>Likelihood</t></si><si><r><t>Key </t></r><r><t>leaks_x000D_</t></r></si></sst>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="&quot;d&quot;0.0"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="9"/></cellXfs></styleSheet>`)
}

// A cell that shows a share of a hundred is that, not the fraction behind it.
func TestShares(t *testing.T) {
	file := parts(t, `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Risk</t></is></c><c r="B1" t="inlineStr"><is><t>Likelihood</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2" s="1"><v>0.35</v></c></row></sheetData></worksheet>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0%"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/></cellXfs></styleSheet>`)
	in, _, err := ReadMapped(bytes.NewReader(file), mapping.Mapping{Scale: mapping.Hundred})
	if err != nil || in[0].Threat.Ratings[0].Likelihood != model.M || in[0].Threat.Foreign().Get("Likelihood") != `"35%"` {
		t.Errorf("%v %+v", err, in)
	}
}

// A foreign sheet is read as its cells mean, and what was not read is told.
func TestForeignSheet(t *testing.T) {
	read := func(r io.Reader) ([]model.Incoming, []model.Note, error) {
		return ReadMapped(r, mapping.Mapping{Scale: mapping.Five})
	}
	r, _, notes := tryout.Brought(t, read, foreign(t))
	one, two := r.Threat("T-001"), r.Threat("T-002")
	if got := fmt.Sprint(one.Title, "|", one.Ratings[0].Cell(), "|", one.Response.Due, "|", one.Foreign().Get("Open")); got != `Key leaks|H x H = H|2026-12-31|"yes"` {
		t.Error(got)
	}
	if got := fmt.Sprint(two.Title, "|", two.Ratings[0].Cell(), "|", two.Foreign().Get("Due date")); got != `Rich text|not assessed|"0.3"` {
		t.Error(got)
	}
	for _, words := range []string{"only its sheet \"Risks\" was read, not Notes", "its hidden sheets were not read: Hidden", "1 cell is a formula", "Risk as title", "Due date: 1 cell is no due"} {
		if tryout.With(notes, words) != 1 {
			t.Errorf("no note %q in %q", words, tryout.Texts(notes))
		}
	}
	tryout.Again(t, r, read, foreign(t))
}

// The first sheet with a table of threats is read, or the one that is named; the others
// are told, and so are cells that came in empty or stand for those below them.
func TestSheets(t *testing.T) {
	table := func(title string) [][]string {
		return [][]string{{"Risks of the shop"}, {"Risk", "Impact"}, {title, "low"}}
	}
	book := tryout.Workbook(tryout.Page{Name: "Cover", Rows: [][]string{{"Risk register"}, {"Author", "Ada"}}},
		tryout.Page{Name: "2025", Rows: table("old")}, tryout.Page{Name: "2026", Rows: table("new")}, tryout.Page{Name: "Empty"})
	for sheet, want := range map[string]string{"": "old", "2025": "old", " 2026": "new", "Cover": "row 2: no column looks like a title; say which with --map 'COLUMN=title'; the columns are Author, Ada",
		"Empty": `the sheet "Empty" is empty`, "2027": `the workbook has no sheet "2027"; it has Cover, 2025, 2026, Empty`} {
		m := mapping.Mapping{Sheet: sheet, Trace: new(mapping.Trace)}
		in, notes, err := ReadMapped(bytes.NewReader(book), m)
		got := fmt.Sprint(err)
		if err == nil {
			got = in[0].Threat.Title
		}
		if got != want {
			t.Errorf("%q: %s", sheet, got)
		}
		if err == nil && (tryout.With(notes, "above the header") != 1 || tryout.With(notes, "only its sheet") != 1 || len(m.Trace.Sheets) != 4 || m.Trace.Sheet == "") {
			t.Errorf("%q: notes %q, trace %+v", sheet, tryout.Texts(notes), m.Trace)
		}
		if sheet == "" && tryout.With(notes, "more than one holds threats") != 1 {
			t.Errorf("notes %q", tryout.Texts(notes))
		}
	}
	merged := strings.Replace(`<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Risk</t></is></c><c r="B1" t="inlineStr"><is><t>Impact</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2" t="e"><v>#REF!</v></c></row></sheetData><mergeCells>MERGED</mergeCells></worksheet>`,
		"MERGED", `<mergeCell ref="A1:B1"/><mergeCell ref="B2:B12"/>`, 1)
	_, notes, err := Read(bytes.NewReader(parts(t, merged)))
	if err != nil || tryout.With(notes, "cells of several rows are merged in 1 places") != 1 || tryout.With(notes, "1 cell holds an error of the spreadsheet") != 1 {
		t.Errorf("%v %q", err, tryout.Texts(notes))
	}
}

// Bombs and broken workbooks are refused with one sentence, long before they fill the
// memory.
func TestRefused(t *testing.T) {
	row := `<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>`
	deep := strings.Repeat("<a>", 100)
	for _, c := range []struct {
		name string
		file []byte
		says string
	}{
		{"no archive", []byte("PK\x03\x04"), "this is no zip archive, or it is damaged: zip: not a valid zip file"},
		{"another archive", zipOf(t, "a.txt", "a"), "this is no workbook: the archive holds no xl/workbook.xml"},
		{"no sheet", zipOf(t, "xl/workbook.xml", "<workbook/>"), "the workbook has no sheet"},
		{"empty sheet", parts(t, "<worksheet/>"), `the sheet "Risks" is empty`},
		{"bad field", parts(t, row+`<row r="5"><c r="A5" t="inlineStr"><is><t>x</t></is></c><c r="B5" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>`), "row 5: cells in this row: 2, in the header: 1"},
		{"no such text", parts(t, row+`<row><c r="A2" t="s"><v>7</v></c></row></sheetData></worksheet>`), `a.xml, line 1: the cell A2 names the text "7", which the workbook does not hold`},
		{"cut", parts(t, row+`<row><c r="A2"><v>1`), "a.xml, line 1: the sheet ends in the middle of a row"},
		{"a document type", parts(t, `<!DOCTYPE x [<!ENTITY a "b">]>`+row), "a.xml, line 1: a document type stands there, which no workbook has; save the sheet as CSV"},
		{"deep", parts(t, row, "xl/styles.xml", deep), "styles.xml, line 1: elements stand more than 64 deep in each other; save the sheet as CSV"},
		{"too wide", parts(t, `<worksheet><sheetData><row><c r="ZZZ1"><v>1</v></c></row></sheetData></worksheet>`), "a.xml, line 1: more than 1000 columns; leave out those that parry need not read"},
		{"backwards", parts(t, `<worksheet><sheetData><row><c r="C1"><v>1</v></c><c r="A1"><v>1</v></c></row></sheetData></worksheet>`), `a.xml, line 1: the cell "A1" stands out of its place`},
		{"a bomb", bomb(t), "a.xml, line 1: the archive grows to more than 100 times its size, which no honest workbook does; save its sheet as CSV"},
	} {
		in, _, err := Read(bytes.NewReader(c.file))
		if in != nil || fmt.Sprint(err) != c.says {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func zipOf(t *testing.T, name, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	f, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(f, text); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// bomb is a workbook whose sheet is a gigabyte of blanks.
func bomb(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	z.RegisterCompressor(zip.Deflate, func(w io.Writer) (io.WriteCloser, error) { return flate.NewWriter(w, flate.BestSpeed) })
	for _, part := range []string{"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} {
		f, err := z.Create(part)
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, map[string]string{
			"xl/workbook.xml":            `<workbook xmlns:r="x"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/a.xml"/></Relationships>`}[part])
	}
	f, err := z.Create("xl/worksheets/a.xml")
	if err != nil {
		t.Fatal(err)
	}
	blank := bytes.Repeat([]byte("<!---->"), 1<<17)
	for range 64 {
		if _, err := f.Write(blank); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// No bytes make the reader fall over.
func FuzzRead(f *testing.F) {
	var own bytes.Buffer
	if err := Write(&own, []*model.Threat{{ID: "T-001", Title: "a"}}); err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{own.Bytes(), foreign(f), []byte("PK\x03\x04"), nil} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw []byte) { tryout.Fuzzed(t, Read, raw) })
}

// No sheet makes the reader fall over, whatever stands in it: the fuzzer changes the
// XML, which it cannot reach through the archive.
func FuzzSheet(f *testing.F) {
	for _, seed := range []string{"<worksheet><sheetData>", `<row r="1"><c r="A1" t="inlineStr"><is><t>title</t></is></c></row>`,
		`<row><c t="s"><v>0</v></c><c t="b"><v>1</v></c></row><row r="9"><c r="B9" s="1"><v>46387.5</v></c></row>`, "</sheetData>", "<!DOCTYPE a>", "&amp;_x0041_"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, xml string) {
		file := parts(t, xml, "xl/sharedStrings.xml", "<sst><si><t>title</t></si></sst>", "xl/styles.xml", `<a><cellXfs><xf/><xf numFmtId="14"/></cellXfs></a>`)
		tryout.Fuzzed(t, Read, file)
	})
}

// A register of twice as many threats as may be expected comes back from its workbook; what
// would not is not written.
func TestLargeWorkbooks(t *testing.T) {
	if trial.Raced() {
		t.Skip("it reads a large file, one cell after the other")
	}
	long := func(n, size int, fill func(i int) string) []*model.Threat {
		threats := make([]*model.Threat, n)
		for i := range threats {
			threats[i] = &model.Threat{ID: model.ThreatID(uint64(i + 1)), Title: fmt.Sprint("threat ", i)}
			for _, part := range []*string{&threats[i].Statement.Source, &threats[i].Statement.Action, &threats[i].Statement.Impact, &threats[i].Response.ControlsPlanned} {
				*part = strings.Repeat(fill(i), size)
			}
		}
		return threats
	}
	var b bytes.Buffer
	threats := long(20_000, 120, func(i int) string { return fmt.Sprintf("%07x ", uint32(i)*2654435761>>4) })
	if err := Write(&b, threats); err != nil {
		t.Fatal(err)
	}
	in, notes, err := Read(&b)
	if err != nil || len(in) != len(threats) || len(notes) > 0 {
		t.Fatalf("%d of %d threats came back, %v, %v", len(in), len(threats), notes, err)
	}
	for i, one := range in {
		if !reflect.DeepEqual(one.Threat.Statement, threats[i].Statement) {
			t.Fatalf("%s came back as %+v", threats[i].ID, one.Threat.Statement)
		}
	}
	says := "parry would not read a workbook of these %d threats back: it is too large, or too much in it is the same; export fewer (--filter), or as CSV"
	if err := Write(io.Discard, long(200, 8_000, func(int) string { return "the same" })); fmt.Sprint(err) != fmt.Sprintf(says, 200) {
		t.Errorf("too much the same: %v", err)
	}
	if err := Write(io.Discard, long(20_000, 500, func(i int) string { return fmt.Sprintf("%07x ", uint32(i)*2654435761>>4) })); fmt.Sprint(err) != fmt.Sprintf(says, 20_000) {
		t.Errorf("too large: %v", err)
	}
}
