package formats

import (
	"bytes"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parry/model"
	"parry/store/example"
	"parry/store/trial"
	"parry/store/tryout"
	"parry/store/tryout/jsonvalid"
)

// Every folder here is imported by the list: none is forgotten, and a new
// format needs a folder and two lines.
func TestListMatchesFolders(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "formats.go", nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var listed, found []string
	for _, imported := range file.Imports {
		if name, ours := strings.CutPrefix(strings.Trim(imported.Path.Value, `"`), "parry/store/formats/"); ours {
			listed = append(listed, name)
		}
	}
	entries, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.IsDir() {
			found = append(found, e.Name())
		}
	}
	slices.Sort(listed)
	if !slices.Equal(listed, found) || len(listed) > len(List) { // one folder may give several
		t.Errorf("imported %v, on disk %v, %d in the list", listed, found, len(List))
	}
}

// Every format says what it is, can do something, and is found by its name.
func TestEveryFormat(t *testing.T) {
	for _, f := range List {
		if f.Title == "" || !strings.HasPrefix(f.Ext, ".") {
			t.Errorf("%s: title %q, ext %q", f.Name, f.Title, f.Ext)
		}
		if f.Read == nil && f.Write == nil {
			t.Errorf("%s neither reads nor writes", f.Name)
		}
		if (f.Read == nil) != (f.Recognise == nil) {
			t.Errorf("%s reads what it cannot recognise, or the reverse", f.Name)
		}
		if got, err := Named(strings.ToUpper(f.Name)); err != nil || got.Name != f.Name {
			t.Errorf("%s is not found by its name: %v", f.Name, err)
		}
	}
	if _, err := Named("docx"); !errors.Is(err, ErrUnknown) || err.Error() != `unknown format: "docx"; use `+names(func(Format) bool { return true }) {
		t.Errorf("got %v", err)
	}
}

// What comes in another program's format is known to come from there when it comes again.
func TestEveryFormatIsKnownAgain(t *testing.T) {
	for _, f := range List {
		if f.Read == nil || f.Name == "json" {
			continue
		}
		var threat model.Threat
		threat.SetForeign(model.Foreign{Format: f.Name, ID: "1"})
		if format, _ := threat.From(); format != f.Name {
			t.Errorf("a threat that came as %s comes from %q", f.Name, format)
		}
	}
}

// Every writer takes an empty register and the example, and what a format
// both writes and reads is recognised as its own.
func TestEveryWriter(t *testing.T) {
	filled := exampleRegister(t)
	for _, f := range List {
		if f.Write == nil {
			continue
		}
		for _, r := range []*model.Register{model.NewRegister(), filled} {
			var b bytes.Buffer
			err := f.Write(&b, Export{Register: r, Threats: r.Threats(), AsOf: example.AsOf})
			if f.Name == "oscal-poam" && r.Len() == 0 && err != nil {
				continue // a plan cannot be empty
			}
			if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
			if f.Read == nil || f.Name == "navigator" { // a layer holds techniques
				continue
			}
			got, whole, err := Detect(&b)
			if err != nil || got.Name != f.Name {
				t.Fatalf("%s is taken for %q: %v", f.Name, got.Name, err)
			}
			in, notes, err := got.Read(whole)
			notes = slices.DeleteFunc(notes, func(n model.Note) bool { return strings.HasPrefix(n.Text, "these stay with their records") })
			threats := 0
			for _, one := range in {
				if one.Threat != nil {
					threats++
				}
			}
			if err != nil || len(notes) > 0 || threats != r.Len() {
				t.Errorf("%s: %d of %d threats, %v %v", f.Name, threats, r.Len(), notes, err)
			}
		}
	}
}

// Every reader answers nonsense with an error, and hands back nothing.
func TestEveryReader(t *testing.T) {
	for _, f := range List {
		for _, text := range []string{"", "\x00\x01\x02", "{", "<", "\xff\xfe", strings.Repeat("[", 1<<16)} {
			if f.Read == nil {
				continue
			}
			if in, _, err := f.Read(strings.NewReader(text)); err == nil || in != nil {
				t.Errorf("%s took %.10q: %d threats", f.Name, text, len(in))
			}
		}
	}
}

// A file of no format we know is refused with the names of those we do, and
// a disk that fails is heard.
func TestDetectNothing(t *testing.T) {
	_, _, err := Detect(strings.NewReader("dear reader"))
	if !errors.Is(err, ErrUnknown) || !strings.HasSuffix(err.Error(), "--format: "+names(func(f Format) bool { return f.Read != nil })) {
		t.Errorf("got %v", err)
	}
	broken := errors.New("input/output error")
	if _, _, err := Detect(io.MultiReader(strings.NewReader("id"), failing{broken})); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

// What names a format may stand far down in a file of JSON or YAML: programs write members in
// their own order, and pictures among them.
func TestDetectFarDown(t *testing.T) {
	file := `{"architecture": {"image": "` + strings.Repeat("x", 3*headSize) + `"}, "schema": 1, "threats": []}`
	f, whole, err := Detect(strings.NewReader(file))
	if err != nil || f.Name != "threatcomposer" {
		t.Fatalf("%q %v", f.Name, err)
	}
	if text, err := io.ReadAll(whole); err != nil || string(text) != file {
		t.Errorf("%d bytes are left of %d, %v", len(text), len(file), err)
	}
	sorted := "components:\n" + strings.Repeat("- {id: web, name: Web server}\n", headSize/20) + "otmVersion: 0.2.0\nproject: {id: a, name: A}\n"
	if f, _, err := Detect(strings.NewReader(sorted)); err != nil || f.Name != "otm" {
		t.Errorf("%q %v", f.Name, err)
	}
}

// A file that people may take for something to bring in is called by its name, with the
// way out.
func TestUnread(t *testing.T) {
	for head, says := range map[string]string{
		"": "the file is empty", "\uFEFF \n": "the file is empty",
		strings.Repeat("\x00", 16) + "\xED\xDA\x0C\xED\x02\x00\x00\x00": "this is a register of parry",
		"\uFEFF<ThreatModel xmlns=":                                     "Microsoft's Threat Modeling Tool", "<!DOCTYPE html>\n<html>": "a page of the web", "<html><body>": "a page of the web",
		"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet": "OpenDocument", "PK\x03\x04 word/document.xml": "a document of Word",
		"PK\x03\x04 a.txt": "a zip archive and no workbook", "%PDF-1.7": "a PDF", "\xD0\xCF\x11\xE0": "an old Excel workbook",
	} {
		if _, _, err := Detect(strings.NewReader(head)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%.20q: %v", head, err)
		}
	}
}

// An error made of many is given back one by one.
func TestSentences(t *testing.T) {
	a, b, c := errors.New("a"), errors.New("b"), errors.New("c")
	if got := Sentences(errors.Join(a, errors.Join(b, c))); fmt.Sprint(got) != "[a b c]" {
		t.Errorf("got %q", got)
	}
	if got := Sentences(fmt.Errorf("x: %w", a)); fmt.Sprint(got) != "[x: a]" {
		t.Errorf("got %q", got)
	}
	if got := Sentences(nil); got != nil {
		t.Errorf("got %q", got)
	}
}

func exampleRegister(t *testing.T) *model.Register {
	t.Helper()
	f, whole, err := Detect(bytes.NewReader(example.CSV()))
	if err != nil {
		t.Fatal(err)
	}
	in, _, err := f.Read(whole)
	if err != nil {
		t.Fatal(err)
	}
	r := model.NewRegister()
	change, err := model.Plan(r, model.Merge("import", in, new(model.Merged)), "test", time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	r.Apply(change)
	return r
}

// schemas are the published ones of formats that have one, in shared/data.
var schemas = map[string]string{
	"threatcomposer": "threat-composer/threat-composer-v1.schema.json",
	"otm":            "otm/otm_schema.json",
	"oscal-poam":     "oscal/oscal_complete_schema-1-2-2.json",
}

// What goes out of any register is what the published schemas say, with texts that are
// long, empty or full of odd signs.
func TestAnyRegisterKeepsToSchemas(t *testing.T) {
	trial.Checks(t)
	for name, schema := range schemas {
		t.Run(name, func(t *testing.T) {
			valid := jsonvalid.By(t, tryout.Data(t, schema))
			f, err := Named(name)
			if err != nil {
				t.Fatal(err)
			}
			rapid.Check(t, func(t *rapid.T) {
				r := tryout.Register(t)
				if rapid.Bool().Draw(t, "long") {
					long := strings.Repeat("wörd ", 500)
					one := &model.Threat{Title: long}
					for _, name := range []string{"threat_source", "threat_action", "threat_impact", "impacted_goal", "notes", "owner_person", "decision_by"} {
						field, _ := model.FieldNamed(name)
						if err := field.Load(one, long); err != nil {
							t.Fatal(err)
						}
					}
					tryout.Merge(t, r, []model.Incoming{{Threat: one}})
				}
				var b bytes.Buffer
				if err := f.Write(&b, Export{Register: r, Threats: r.Threats(), AsOf: example.AsOf}); err != nil {
					if name == "oscal-poam" && strings.Contains(err.Error(), "not done yet") {
						return
					}
					t.Fatal(err)
				}
				valid(t, b.Bytes())
			})
		})
	}
}

// What goes out to other programs is what their published schemas say.
func TestWritersKeepToSchemas(t *testing.T) {
	filled := exampleRegister(t)
	for name, schema := range schemas {
		t.Run(name, func(t *testing.T) {
			raw := tryout.Data(t, schema)
			f, err := Named(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range []*model.Register{model.NewRegister(), filled} {
				var b bytes.Buffer
				err := f.Write(&b, Export{Register: r, Threats: r.Threats(), AsOf: example.AsOf})
				if name == "oscal-poam" && r.Len() == 0 {
					continue // a plan cannot be empty
				}
				if err != nil {
					t.Fatal(err)
				}
				jsonvalid.File(t, raw, b.Bytes())
			}
		})
	}
}
