package formats

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"parry/model"
	"parry/store/example"
	"parry/store/trial"
	"parry/store/tryout"
)

// shapes are small files of the formats that are only read.
var shapes = map[string]string{
	"threatdragon": `{"version":"2.0","summary":{"title":"Shop"},"detail":{"diagrams":[{"id":0,"title":"d","cells":[{"id":"c","shape":"process","data":{"name":"API","threats":[
		{"id":"t1","title":"Prompt leaks","status":"Open","severity":"High","type":"Tampering","description":"d","mitigation":"m","modelType":"STRIDE","score":"7"}]}}]}]}}`,
	"tmlibrary": `{"version":"1.0.2","scope":{"title":"Shop","business_criticality":"high"},"threats":[{"title":"A","symbolic_name":"a","description":"d"}],
		"risks":[{"threats":["a"],"likelihood":"high","impact":"low"}],"controls":[{"threats":["a"],"title":"c"}]}`,
	"threagile": `[{"category":"sql-nosql-injection","risk_status":"unchecked","severity":"elevated","exploitation_likelihood":"likely","exploitation_impact":"high",
		"title":"<b>Injection</b> risk","synthetic_id":"sql@x","most_relevant_technical_asset":"x","data_breach_technical_assets":["x"]}]`,
	"cve": `{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2026-1234","state":"PUBLISHED"},"containers":{"cna":{"title":"x","descriptions":[{"lang":"en","value":"d"}],
		"affected":[{"vendor":"v","product":"p"}]},"adp":[{"title":"CISA ADP Vulnrichment","metrics":[{"other":{"type":"ssvc","content":{"options":[{"Exploitation":"poc"},{"Automatable":"no"},{"Technical Impact":"total"}]}}}]}]}}`,
}

// seeds are files that a reader takes: what parry writes of the example and of a hostile
// register, else a small file of the format's shape.
func seeds(t testing.TB, f Format) [][]byte {
	t.Helper()
	if shape, ok := shapes[f.Name]; ok {
		return [][]byte{[]byte(shape)}
	}
	if f.Write == nil {
		t.Fatalf("%s is only read, and has no shape here", f.Name)
	}
	var all [][]byte
	var evil []model.Record
	for _, rec := range tryout.HostileRecords() {
		if !strings.ContainsAny(rec.Key().ID, " \x1b") { // an id that is refused would spare the rest of the file
			evil = append(evil, rec)
		}
	}
	for _, records := range [][]model.Record{exampleRecords(t), evil} {
		r := model.NewRegister()
		s := &model.Settings{Name: "Shop", Method: "nist-800-30"}
		whole := append([]model.Record{s}, records...)
		r.Load(whole, make([]uint64, len(whole)), 1)
		var out bytes.Buffer
		threats := r.Threats()
		if err := f.Write(&out, Export{Register: r, Threats: threats[:min(len(threats), 6)], AsOf: "2026-11-16"}); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		all = append(all, out.Bytes())
	}
	if f.Name == "otm" {
		all = append(all, []byte("otmVersion: 0.2.0\nproject:\n  name: Shop\n  id: s\nthreats:\n  - name: A\n    id: t1\n    risk: {likelihood: 80, impact: 50}\n"))
	}
	return all
}

func exampleRecords(t testing.TB) (all []model.Record) {
	t.Helper()
	csv, err := Named("csv")
	if err != nil {
		t.Fatal(err)
	}
	in, _, err := csv.Read(bytes.NewReader(example.CSV()))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range in {
		if t := one.Threat; t.ID != "" {
			all = append(all, t)
		}
	}
	return all
}

// Whatever file is brought in, a reader takes it or refuses it with one sentence of text;
// it does not panic, takes no more than 5 s and 512 MiB, and what it takes in a register
// can hold.
func TestHostileFiles(t *testing.T) {
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(256 << 20)) // so that what is held is not what is left over
	for _, f := range List {
		if f.Read == nil {
			continue
		}
		good := seeds(t, f)
		trial.Each(t, "hostile files for "+f.Name, 200, 2000, func(t *trial.T) {
			bad := tryout.Spoil(t.Dice, good[t.Dice.IntN(len(good))])
			if f.Name == "xlsx" && t.N%2 == 0 {
				bad = tryout.SpoilInside(t, t.Dice, good[0])
			}
			t.Count("bytes", len(bad))
			var in []model.Incoming
			var notes []model.Note
			var err error
			if cost := tryout.CostOf(func() { in, notes, err = f.Read(bytes.NewReader(bad)) }); cost.TooMuch() {
				t.Errorf("%d bytes took %s", len(bad), cost)
			}
			if err != nil {
				t.Count("refused", 1)
				sentence(t, err.Error())
				return
			}
			for _, n := range notes { // cleaned where they are printed
				if len(n.Place)+len(n.Text) > 4000 {
					t.Errorf("a note of %d bytes: %.300q", len(n.Text), n.Text)
				}
			}
			var merged model.Merged
			r := model.NewRegister()
			if _, err := model.Plan(r, model.Merge(f.Name, in, &merged), "ann", time.Unix(0, 0)); err != nil {
				sentence(t, err.Error())
			}
		})
	}
}

// sentence holds what a person is told to lines of text of a bearable length: one, or one
// for each of the first rows of a table that are wrong.
func sentence(t *trial.T, text string) {
	t.Helper()
	lines := strings.Split(text, "\n")
	if len(lines) > 60 {
		t.Errorf("%d lines: %.300q", len(lines), text)
	}
	for _, line := range lines {
		oneLine(t, line)
	}
}

func oneLine(t *trial.T, text string) {
	t.Helper()
	if len(text) > 2000 { // what it holds is cleaned where it is printed
		t.Errorf("no sentence: %d bytes, %.300q", len(text), text)
	}
}

// Files of 16 MiB that hold as many small things as such a file can are answered within the
// same bounds: the dice above seldom make one.
func TestCrowdedFiles(t *testing.T) {
	if trial.Raced() {
		t.Skip("it measures what a reader takes, which the race detector makes eight times as much")
	}
	trial.Each(t, "crowded files", 1, 2, crowdedFiles)
}

// crowd is which part of the size that is promised for a trial takes: a quarter, as what is
// refused at once at the full size may be let in there, and then the whole under make torture.
func crowd(t *trial.T) int {
	if t.N == 1 {
		return 1
	}
	return 4
}

func crowdedFiles(t *trial.T) {
	part := crowd(t)
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(384 << 20)) // nearer to what is held, half of the time went into collecting
	most, least := tryout.MostHostile/part, 4<<20/part
	crowd := func(before, one, after string) func(int) string { // made when it is read, as it would be held else
		return func(size int) string {
			return before + strings.Repeat(one, (size-len(before)-len(after))/len(one)) + after
		}
	}
	// two fills half with one thing, then half with another; both are numbered.
	two := func(before, one, between, other, after string) func(int) string {
		return func(size int) string {
			var b strings.Builder
			fill := func(start, one string, to int) {
				b.WriteString(start)
				for i := 0; b.Len() < to-len(one)-20; i++ {
					fmt.Fprintf(&b, one, i)
				}
			}
			if fill(before, one, size/2); other != "" {
				fill(between, other, size-len(after))
			} else {
				fill("", one, size-len(after))
			}
			b.WriteString(after)
			return b.String()
		}
	}
	numbered := func(before, one, after string) func(int) string { return two(before, one, "", "", after) }
	wide := func(before, after string) func(int) string {
		return func(int) string { return string(repeated(before, `,"n%d":1`, "", after, 190_000)) }
	}
	for _, c := range []struct {
		format, name string
		file         func(size int) string
	}{
		{"threatcomposer", "links of one", two(`{"schema":1,"mitigations":[{"id":"m","content":"c"}],"threats":[{"id":"t"}`, `,{"id":"t%d"}`, `],"mitigationLinks":[{}`, `,{"mitigationId":"m","linkedId":"t%d"}`, "]}")},
		{"otm", "instances with one mitigation", numbered(`{"otmVersion":"0.2.0","project":{"name":"s"},"mitigations":[{"id":"m","name":"m"}],"threats":[{"id":"t"}],"components":[{"id":"c","threats":[{"threat":"t"}`, `,{"threat":"t","mitigations":[{"mitigation":"m","state":"%d"}]}`, "]}]}")},
		{"otm", "threats with one mitigation", two(`{"otmVersion":"0.2.0","project":{"name":"s"},"mitigations":[{"id":"m","name":"m"}],"threats":[{"id":"t"}`, `,{"id":"t%d"}`, `],"components":[{"id":"c","threats":[{"threat":"t"}`, `,{"threat":"t%d","mitigations":[{"mitigation":"m"}]}`, "]}]}")},
		{"otm", "members of a mitigation", wide(`{"otmVersion":"0.2.0","project":{"name":"s"},"threats":[{"id":"t"}],"mitigations":[{"id":"m","name":"m"`, "}]}")},
		{"otm", "attributes of a mitigation", wide(`{"otmVersion":"0.2.0","project":{"name":"s"},"threats":[{"id":"t"}],"mitigations":[{"id":"m","name":"m","attributes":{"a":1`, "}}]}")},
		{"otm", "components", numbered(`{"otmVersion":"0.2.0","project":{"name":"s"},"threats":[{"id":"t"}],"components":[{"id":"c"}`, `,{"id":"c%d","assets":{"stored":["a"]}}`, "]}")},
		{"threagile", "members of a risk", wide(`[{"synthetic_id":"a","title":"a"`, "}]")},
		{"threagile", "wide risks", numbered(`[{"synthetic_id":"a","title":"a"}`, `,{"title":"a%d","a":1,"b":2,"c":3,"d":4,"e":[5,6],"f":{"g":1}}`, "]")},
		{"threatcomposer", "keys of a threat", numbered(`{"schema":1,"threats":[{"id":"t","metadata":[{}`, `,{"key":"k%d","value":"b"}`, "]}]}")},
		{"threatcomposer", "goals of a threat", numbered(`{"schema":1,"threats":[{"id":"t","impactedGoal":["a"`, `,"g%d"`, "]}]}")},
		{"tmlibrary", "threats of a control", two(`{"version":"1.0.2","scope":{"title":"s"},"threats":[{"title":"A","symbolic_name":"a"}`, `,{"title":"A","symbolic_name":"a%d"}`, `],"controls":[{"title":"c","threats":["a"`, `,"a%d"`, "]}]}")},
		{"tmlibrary", "risks of a threat", numbered(`{"version":"1.0.2","scope":{"title":"s"},"threats":[{"title":"A","symbolic_name":"a"}],"risks":[{"threats":["a"]}`, `,{"threats":["a"],"likelihood":"high","impact":"%d"}`, "]}")},
		{"threatdragon", "elements", numbered(`{"version":"2.0","summary":{"title":"s"},"detail":{"diagrams":[{"cells":[{"data":{}}`, `,{"data":{"name":"a%d","x":1}}`, "]}]}}")},
		{"navigator", "different techniques", numbered(`{"domain":"atlas-atlas","name":"n","versions":{"layer":"4.5"},"techniques":[{"techniqueID":"a"}`, `,{"techniqueID":"AML.T0051.001","comment":"c%d","metadata":[{"name":"a","value":"b"}]}`, "]}")},
		{"cve", "options", numbered(`[{"dataType":"CVE_RECORD","cveMetadata":{"cveId":"CVE-2026-1"},"containers":{"cna":{"affected":[{}`, `,{"vendor":"v%d"}`, "]}}}]")},
		{"json", "members of a control", wide(`{"schema":"`+model.Schema+`","control":[{"name":"a"`, "}]}")},
		{"json", "unknown lists", two(`{"schema":"`+model.Schema+`"`, `,"n%d":[{}]`, "", `,"o%d":{}`, "}")},

		{"csv", "rows", crowd("id,title\n", ",a\n", "")},
		{"csv", "wrong rows", crowd("id,title\n", "\"\n", "")},
		{"csv", "cells", crowd("id,title\n", ",", "")},
		{"csv", "rows of a table", crowd("Threat,Likelihood,Impact,Mitigation\n", "a,,,\n", "")},
		{"json", "records", crowd(`{"schema":"`+model.Schema+`","threats":[{"title":"a"}`, `,{"title":"a"}`, "]}")},
		{"json", "lists", crowd(`{"schema":"`+model.Schema+`","x":[[]`, `,[]`, "]}")},
		{"json", "one record", crowd(`{"schema":"`+model.Schema+`","threats":[{"title":[1`, `,1`, "]}]}")},
		{"json", "other records", crowd(`{"schema":"`+model.Schema+`","control":[{"name":"a"}`, `,{"name":"a"}`, "]}")},
		{"threagile", "lists", crowd(`[{"synthetic_id":"a"}`, `,[]`, "]")},
		{"threagile", "objects", crowd(`[{"synthetic_id":"a"}`, `,{"":1}`, "]")},
		{"threagile", "risks", crowd(`[{"synthetic_id":"a"}`, `,{"title":"<b>a"}`, "]")},
		{"threagile", "a name for each", crowd(`[{"synthetic_id":"a","x":{}`, `,"\u0061":1`, "}]")},
		{"otm", "threats", crowd(`{"otmVersion":"0.2.0","project":{"name":"s"},"threats":[{"id":"t"}`, `,{"id":"t"}`, "]}")},
		{"otm", "instances", crowd(`{"otmVersion":"0.2.0","project":{"name":"s"},"threats":[{"id":"t"}],"components":[{"threats":[{"threat":"t"}`, `,{"threat":"t"}`, "]}]}")},
		{"otm", "instances, of fewer values", crowd(`{"otmVersion":"0.2.0","project":{"name":"s"},"threats":[{"id":"t"}],"components":[{"threats":[{"threat":"t"}`, `,{"threat":"t"            }`, "]}]}")},
		{"threatcomposer", "threats, of fewer values", crowd(`{"schema":1,"threats":[{"id":"t"}`, `,{"id":"t"              }`, "]}")},
		{"threatdragon", "threats, of fewer values", crowd(`{"version":"2.0","summary":{"title":"s"},"detail":{"diagrams":[{"cells":[{"data":{"threats":[{"id":"t"}`, `,{"id":"t"              }`, "]}}]}]}}")},
		{"tmlibrary", "threats, of fewer values", crowd(`{"version":"1.0.2","scope":{"title":"s"},"threats":[{"title":"A"}`, `,{"title":"A"           }`, "]}")},
		{"otm", "mitigations", crowd(`{"otmVersion":"0.2.0","project":{"name":"s"},"threats":[{"id":"t"}],"mitigations":[{"id":"t"}`, `,{"id":"t"}`, "]}")},
		{"otm", "YAML", crowd("otmVersion: 0.2.0\nproject: {name: s}\nthreats:\n", "- id: t\n", "")},
		{"otm", "lists in YAML", crowd("otmVersion: 0.2.0\nproject: {name: s}\nthreats: [a", ",[]", "]")},
		{"threatcomposer", "threats", crowd(`{"schema":1,"threats":[{"id":"t"}`, `,{"id":"t"}`, "]}")},
		{"threatcomposer", "metadata", crowd(`{"schema":1,"threats":[{"id":"t","metadata":[{}`, `,{"key":"a","value":"b"}`, "]}]}")},
		{"threatcomposer", "links", crowd(`{"schema":1,"mitigationLinks":[{}`, `,{"linkedId":"b"}`, "]}")},
		{"threatdragon", "threats", crowd(`{"version":"2.0","summary":{"title":"s"},"detail":{"diagrams":[{"cells":[{"data":{"threats":[{"id":"t"}`, `,{"id":"t"}`, "]}}]}]}}")},
		{"tmlibrary", "threats", crowd(`{"version":"1.0.2","scope":{"title":"s"},"threats":[{"title":"A"}`, `,{"title":"A"}`, "]}")},
		{"tmlibrary", "risks", crowd(`{"version":"1.0.2","scope":{"title":"s"},"threats":[{"symbolic_name":"a"}],"risks":[{"threats":["a"]}`, `,{"threats":["a"]}`, "]}")},
		{"navigator", "techniques", crowd(`{"domain":"atlas-atlas","name":"n","versions":{"layer":"4.5"},"techniques":[{"techniqueID":"a"}`, `,{"techniqueID":"AML.T1","score":1}`, "]}")},
		{"cve", "records", crowd(`[{"dataType":"CVE_RECORD","cveMetadata":{"cveId":"CVE-2026-1"},"containers":{"cna":{}}}`, `,{"dataType":"CVE_RECORD","cveMetadata":{"cveId":"CVE-2026-1"},"containers":{"cna":{}}}`, "]")},
	} {
		f, err := Named(c.format)
		if err != nil {
			t.Fatal(err)
		}
		size := most
		if strings.Contains(c.name, "YAML") {
			size = least
		}
		file := c.file(size)
		runtime.GC()
		var in []model.Incoming
		var notes []model.Note
		cost := tryout.CostOf(func() { in, notes, err = f.Read(strings.NewReader(file)) })
		t.Logf("%s, %s: %s; %d records, %d notes, %.120v", c.format, c.name, cost, len(in), len(notes), err)
		if cost.TooMuch() {
			t.Errorf("%s, %s: %d bytes took %s", c.format, c.name, len(file), cost)
		}
	}
}

// Workbooks from which as much comes out as may, of the smallest things there are, are
// answered within the same bounds.
func TestCrowdedWorkbooks(t *testing.T) {
	if trial.Raced() {
		t.Skip("it measures what a reader takes, which the race detector makes eight times as much")
	}
	trial.Each(t, "crowded workbooks", 1, 2, crowdedWorkbooks)
}

func crowdedWorkbooks(t *trial.T) {
	part := crowd(t)
	defer debug.SetMemoryLimit(debug.SetMemoryLimit(400 << 20)) // about what the command line does
	row := func(cell string, n int) string { return "<row>" + strings.Repeat(cell, n) + "</row>" }
	for _, c := range []struct{ name, part, before, one, after string }{
		{"rows", "xl/worksheets/a.xml", "<sheetData>", "<row/>", ""},
		{"rows of a text", "xl/worksheets/a.xml", "<sheetData>" + row(`<c t="inlineStr"><is><t>title</t></is></c>`, 1), row(`<c t="inlineStr"><is><t>a</t></is></c>`, 1), ""},
		{"cells", "xl/worksheets/a.xml", "<sheetData>", row("<c/>", 1000), ""},
		{"places of cells", "xl/worksheets/a.xml", "<sheetData>", `<row><c r="ALK1"/></row>`, ""},
		{"elements", "xl/worksheets/a.xml", "<sheetData>", "<a/>", ""},
		{"attributes", "xl/worksheets/a.xml", "<sheetData>", "<a" + strings.Repeat(" b='&lt;'", 1000) + "/>", ""},
		{"entities", "xl/worksheets/a.xml", "<sheetData><row><c><v>", "&lt;", ""},
		{"comments", "xl/worksheets/a.xml", "<sheetData>", "<!---->", ""},
		{"nothing", "xl/worksheets/a.xml", "<sheetData>", strings.Repeat(" ", 1<<20) + "<a/>", ""},
		{"texts", "xl/sharedStrings.xml", "<sst>", "<si/>", "</sst>"},
		{"words", "xl/sharedStrings.xml", "<sst>", "<si><t>word</t></si>", "</sst>"},
		{"styles", "xl/styles.xml", "<cellXfs>", "<xf/>", "</cellXfs>"},
		{"codes", "xl/styles.xml", "<numFmts>", "<numFmt numFmtId=\"7\"/>", "</numFmts>"},
		{"sheets", "xl/workbook.xml", "<workbook>", "<sheet name='a'/>", "</workbook>"},
	} {
		file := crowdedWorkbook(t.T, 255<<20/part, c.part, c.before, c.one, c.after)
		if len(file) > tryout.MostHostile {
			t.Errorf("%s: %d bytes are more than are promised for", c.name, len(file))
		}
		f, err := Named("xlsx")
		if err != nil {
			t.Fatal(err)
		}
		runtime.GC()
		var in []model.Incoming
		cost := tryout.CostOf(func() { in, _, err = f.Read(bytes.NewReader(file)) })
		t.Logf("%s: %s; %d records, %.200v", c.name, cost, len(in), err)
		if cost.TooMuch() {
			t.Errorf("%s: %d bytes took %s", c.name, len(file), cost)
		}
	}
}

// crowdedWorkbook makes a workbook out of which a part comes that is so large.
func crowdedWorkbook(t *testing.T, out int, part, before, one, after string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	add := func(name string, method uint16, fill func(io.Writer) error) {
		w, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err == nil {
			err = fill(w)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	small := map[string]string{
		"xl/workbook.xml":            `<workbook xmlns:r="x"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Target="worksheets/a.xml"/></Relationships>`,
		"xl/worksheets/a.xml":        `<worksheet><sheetData/></worksheet>`,
	}
	for name, text := range small {
		if name != part {
			add(name, zip.Deflate, func(w io.Writer) error { _, err := io.WriteString(w, text); return err })
		}
	}
	add(part, zip.Deflate, func(w io.Writer) error {
		many := strings.Repeat(one, 1+(64<<10)/len(one))
		_, err := io.WriteString(w, before)
		for n := len(before) + len(after); err == nil && n+len(many) < out; n += len(many) {
			_, err = io.WriteString(w, many)
		}
		if err == nil {
			_, err = io.WriteString(w, after)
		}
		return err
	})
	noise := make([]byte, 3<<20) // so that it has not grown too much
	rand.NewChaCha8([32]byte{1}).Read(noise)
	add("pad", zip.Store, func(w io.Writer) error { _, err := w.Write(noise); return err })
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
