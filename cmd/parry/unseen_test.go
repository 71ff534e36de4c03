package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parry/model"
	"parry/store/formats"
	"parry/store/mapping"
)

const evilTitle = "Key leaks\x1b]52;c;aGk=\x07 to\u202e them\u200b"

// What a file brings that cannot be seen is told, by the command and by the screens, of
// whatever format: it is kept, and nobody would see it.
func TestImportTellsWhatCannotBeSeen(t *testing.T) {
	dir := t.TempDir()
	register := filepath.Join(dir, "register.db")
	if code := run([]string{"parry", "init", "--register", register}, streams{strings.NewReader(""), new(bytes.Buffer), new(bytes.Buffer)}); code != exitDone {
		t.Fatal(code)
	}
	files := map[string]string{
		"tm.json":     `{"version":"1.0.2","scope":{"title":"Shop"},"trust_zones":[],"threats":[{"title":"x","symbolic_name":"a","description":"see\u202e"}],"risks":[{"threats":["a"],"likelihood":"high","impact":"low"}]}`,
		"dragon.json": `{"version":"2.0","summary":{"title":"Shop"},"detail":{"diagrams":[{"id":0,"title":"d","cells":[{"id":"c","shape":"process","data":{"name":"API","threats":[{"id":"t","title":"x\u001b[2J","status":"Open","severity":"High","type":"Tampering","description":"d","mitigation":"m"}]}}]}]}}`,
		"risks.json":  `[{"category":"sql","risk_status":"unchecked","severity":"elevated","exploitation_likelihood":"likely","exploitation_impact":"high","title":"In\u200bjection","synthetic_id":"sql@a"}]`,
		"cve.json":    `{"dataType":"CVE_RECORD","dataVersion":"5.1","cveMetadata":{"cveId":"CVE-2026-0001","state":"PUBLISHED"},"containers":{"cna":{"title":"x","descriptions":[{"lang":"en","value":"d\u2066"}],"affected":[{"vendor":"v","product":"p"}]}}}`,
		"layer.json":  `{"name":"l","versions":{"layer":"4.5"},"domain":"atlas-atlas","techniques":[{"techniqueID":"AML.T0051","comment":"c\u009b31m","score":3}]}`,
		"beside.csv":  "title,colour\nPlain,red\nOther,\"gr\x1b[31meen\"\n",
	}
	r := model.NewRegister()
	r.Load([]model.Record{&model.Settings{Name: "Shop", Method: "nist-800-30"}, &model.Threat{ID: "T-001", Title: evilTitle}}, make([]uint64, 2), 1)
	for _, f := range formats.List {
		if f.Read == nil || f.Write == nil || f.Name == "navigator" { // which a threat's title is not written to
			continue
		}
		var text bytes.Buffer
		if err := f.Write(&text, formats.Export{Register: r, Threats: r.Threats(), AsOf: "2026-11-16"}); err != nil {
			t.Fatal(f.Name, err)
		}
		files["written"+f.Ext] = text.String()
	}
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		args := []string{"parry", "import", path, "--dry-run", "--register", register}
		if name == "beside.csv" {
			args = append(args, "--map", "colour=+")
		}
		var said bytes.Buffer
		if code := run(args, streams{strings.NewReader(""), new(bytes.Buffer), &said}); code != exitDone {
			t.Errorf("%s: exit %d, %s", name, code, &said)
		}
		if strings.Count(said.String(), "characters that cannot be seen") != 1 {
			t.Errorf("%s: nobody would know of what cannot be seen: %s", name, &said)
		}
		if around, found := obeyed(said.String()); found {
			t.Errorf("%s: the note itself holds %q", name, around)
		}
		_, _, notes, err := new(app).importable(context.Background(), path, mapping.Mapping{}, func(string, int, int) {})
		if name != "beside.csv" && (err != nil || !strings.Contains(fmt.Sprint(notes), "characters that cannot be seen")) {
			t.Errorf("%s: on the screens nobody would know: %v %v", name, notes, err)
		}
	}
}

// Ten thousand such records are one line that can be read, with the places of the first; a
// file of ordinary text, lines, accents and emoji in it, brings none.
func TestManyThatCannotBeSeenAreOneNote(t *testing.T) {
	var in []model.Incoming
	for i := range 10_000 {
		in = append(in, model.Incoming{Threat: &model.Threat{Title: evilTitle}, Place: fmt.Sprintf("line %d", i+2)})
	}
	notes := unseen(in)
	if len(notes) != 1 || len(notes[0].Text) > 400 || !strings.Contains(notes[0].Text, "line 2 (title)") || !strings.Contains(notes[0].Text, "and 9995 more") {
		t.Errorf("told is %+v", notes)
	}
	plain := &model.Threat{Title: "Clés, ключи, 鍵 👩‍🔬"}
	plain.Review.Change(func(m *model.ReviewMore) { m.Notes = "one\n\ttwo\r\nthree" })
	if notes := unseen([]model.Incoming{{Threat: plain}, {Other: &model.Sheet{Values: map[string]string{"name": "Wall"}}}}); len(notes) > 0 {
		t.Errorf("of ordinary text is told %+v", notes)
	}
	sheet := &model.Sheet{Of: "control", ID: "C-001", Values: map[string]string{"name": "W\u200ball"}}
	if notes := unseen([]model.Incoming{{Other: sheet, Place: "line 7"}}); len(notes) != 1 || !strings.Contains(notes[0].Text, "C-001 line 7 (name)") {
		t.Errorf("of another record is told %+v", notes)
	}
}

// BenchmarkUnseen looks through 10,000 clean threats, beside what reading them takes. An import
// is the whole of BenchmarkProcess/import.
func BenchmarkUnseen(b *testing.B) {
	file, err := os.ReadFile(benchCSV(b, 10_000))
	if err != nil {
		b.Fatal(err)
	}
	in, _, err := formats.List[0].Read(bytes.NewReader(file))
	if err != nil {
		b.Fatal(err)
	}
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			formats.List[0].Read(bytes.NewReader(file))
		}
	})
	b.Run("look", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if len(unseen(in)) > 0 {
				b.Fatal("the example holds what cannot be seen")
			}
		}
	})
}
