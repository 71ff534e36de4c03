package formats

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"parry/model"
	"parry/store/formats/xlsxfile"
	"parry/store/intake"
	"parry/store/trial"
)

// Each format reads a file as large as it may be, and refuses one that is a byte larger. One
// that we write takes what we write of 10,000 threats.
func TestFilesAreSoLarge(t *testing.T) {
	if trial.Raced() {
		t.Skip("it reads large files, one after the other")
	}
	shapes := map[string]string{"otm": `{"otmVersion":"0.2.0","project":{"name":"Shop","id":"s"},"threats":[{"name":"A","id":"t"}]}`,
		"threatcomposer": `{"schema":1,"threats":[{"id":"t","statement":"A"}]}`,
		"navigator":      `{"name":"n","versions":{"layer":"4.5"},"domain":"atlas-atlas","techniques":[{"techniqueID":"AML.T0051","score":1}]}`,
		"csv":            "Threat,Likelihood,Impact,Mitigation\nPrompt leaks,high,low,none\n",
		"threatdragon":   shapes["threatdragon"], "tmlibrary": shapes["tmlibrary"], "threagile": shapes["threagile"], "cve": shapes["cve"]}
	for name, shape := range shapes {
		most := int64(intake.MaxFile)
		if name == "otm" || name == "threatcomposer" {
			most = intake.MaxWritten
		}
		f, err := Named(name)
		if err != nil {
			t.Fatal(err)
		}
		padded := func(n int64) io.Reader {
			return io.MultiReader(strings.NewReader(shape), io.LimitReader(same('\n'), n-int64(len(shape))))
		}
		if in, _, err := f.Read(padded(most)); err != nil || len(in) == 0 {
			t.Errorf("%s: %d records of a file of %d bytes: %v", name, len(in), most, err)
		}
		want := fmt.Sprintf("the file is larger than %d MiB; split it", most>>20)
		if _, _, err := f.Read(padded(most + 1)); fmt.Sprint(err) != want {
			t.Errorf("%s: a byte more: %v", name, err)
		}
	}
}

// same gives one byte without end.
type same byte

func (s same) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(s)
	}
	return len(p), nil
}

// A file brings as many records as it may, and is refused with one more.
func TestFilesBringSoMany(t *testing.T) {
	if trial.Raced() {
		t.Skip("it reads large files, one after the other")
	}
	rows := func(head, row, foot string) func(int) string {
		return func(n int) string { return head + strings.Repeat(row, n) + foot }
	}
	workbook := func(n int) string {
		var b bytes.Buffer
		threats := make([]*model.Threat, n)
		for i := range threats {
			threats[i] = &model.Threat{Title: "a"}
		}
		if err := xlsxfile.Write(&b, threats); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	for _, c := range []struct {
		name, format string
		file         func(n int) string
		says         string // "" where a large register comes back
	}{
		{"our CSV", "csv", rows("id,title\n", ",a\n", ""), "line 100002: the file holds more than 100000 records; split it"},
		{"our CSV, written out", "csv", rows("id,title\n", ","+strings.Repeat("a", 256)+"\n", ""), ""},
		{"a table", "csv", rows("Threat,Likelihood,Impact,Mitigation\n", "a,high,low,none\n", ""), "line 100002: the file holds more than 100000 records; split it"},
		{"our workbook", "xlsx", workbook, "row 100002: the file holds more than 100000 records; split it"},
		{"our JSON", "json", rows(`{"schema":"`+model.Schema+`","threats":[`+"\n", "{\"title\":\"a\"},\n", `{"title":"b"}]}`), "line 100002: the file holds more than 100000 records; split it"},
		{"Threagile", "threagile", rows("[\n", `{"synthetic_id":"a","title":"a"},`+"\n", `{"synthetic_id":"b","title":"b"}]`), "line 1: the file holds more than 100000 records; split it"},
	} {
		f, err := Named(c.format)
		if err != nil {
			t.Fatal(err)
		}
		n := intake.MaxRecords
		if strings.HasSuffix(c.file(0), "}]}") || strings.HasSuffix(c.file(0), "}]") {
			n-- // one stands at the end
		}
		if in, _, err := f.Read(strings.NewReader(c.file(n))); err != nil || len(in) != intake.MaxRecords {
			t.Errorf("%s: %d records: %v", c.name, len(in), err)
		}
		in, _, err := f.Read(strings.NewReader(c.file(n + 1)))
		if c.says == "" && (err != nil || len(in) != intake.MaxRecords+1) || c.says != "" && fmt.Sprint(err) != c.says {
			t.Errorf("%s: one more: %d records, %v", c.name, len(in), err)
		}
	}
}

// A field takes so much: what is a byte longer is named with its place, and is never cut.
func TestFieldsAreSoLong(t *testing.T) {
	for _, c := range []struct{ format, before, after, says string }{
		{"csv", "id,title\nT-1,", "\n", "line 2, column title: 65537 bytes are too many; a cell holds up to 65536: shorten it, or move a part to another field"},
		{"csv", "Threat,Likelihood,Impact\n", ",high,low\n", "there is no room for Threat"},
		{"json", `{"schema":"` + model.Schema + `","threats":[{"title":"`, `"}]}`, "line 1: title: the text is longer than 64 KiB: shorten it, or move a part to another field"},
		{"threagile", `[{"synthetic_id":"a","title":"`, `"}]`, "a text is longer than 64 KiB and was not taken: x"},
		{"otm", `{"otmVersion":"0.2.0","project":{"name":"Shop","id":"s"},"threats":[{"id":"t","name":"`, `"}]}`, "a text is longer than 64 KiB and was not taken: x"},
	} {
		f, err := Named(c.format)
		if err != nil {
			t.Fatal(err)
		}
		read := func(n int) ([]model.Incoming, string) {
			in, notes, err := f.Read(strings.NewReader(c.before + strings.Repeat("x", n) + c.after))
			return in, fmt.Sprint(notes, err)
		}
		if in, says := read(model.MaxText); len(in) == 0 || in[0].Threat == nil || len(in[0].Threat.Title) != model.MaxText {
			t.Errorf("%s: %s", c.format, says)
		}
		if _, says := read(model.MaxText + 1); !strings.Contains(says, c.says) {
			t.Errorf("%s: a byte more: %.300s", c.format, says)
		}
	}
}

// A cell of our own workbook that no field takes is refused with its place and the way out; in
// one of other people it is named and left out.
func TestCellsOfAWorkbookAreSoLong(t *testing.T) {
	f, err := Named(xlsxfile.Name)
	if err != nil {
		t.Fatal(err)
	}
	for header, says := range map[string]string{"title": "row 2, column title: title is longer than 64 KiB: shorten it", "Threat": "there is no room for Threat"} {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for name, text := range map[string]string{
			"[Content_Types].xml":        `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`,
			"_rels/.rels":                `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
			"xl/workbook.xml":            `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/worksheets/sheet1.xml":   `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>` + header + `</t></is></c><c r="B1" t="inlineStr"><is><t>id</t></is></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>` + strings.Repeat("x", model.MaxText+1) + `</t></is></c></row></sheetData></worksheet>`,
		} {
			part, err := w.Create(name)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := part.Write([]byte(text)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if _, notes, err := f.Read(&b); !strings.Contains(fmt.Sprint(notes, err), says) {
			t.Errorf("%s: %.300s", header, fmt.Sprint(notes, err))
		}
	}
}
