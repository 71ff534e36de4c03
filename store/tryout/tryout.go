// Package tryout makes registers that are hard to carry, and holds what came back
// to what was sent, for the tests of the formats.
package tryout

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parry/model"
)

// Compare holds two threats to each other, field by field.
func Compare(t rapid.TB, got, want *model.Threat) {
	t.Helper()
	for _, f := range model.Fields {
		if !f.Hidden && f.Get(got) != f.Get(want) {
			t.Fatalf("%s of %s: got %q, want %q", f.Name, want.ID, f.Get(got), f.Get(want))
		}
	}
}

// Threat sets some fields of a threat, by the rules of each, to values that
// are hard to carry.
func Threat(t *rapid.T) *model.Threat {
	threat := &model.Threat{Title: HardText(1).Draw(t, "title")}
	for _, f := range model.Fields {
		if f.Hidden || !rapid.Bool().Draw(t, "set") {
			continue
		}
		if text := anyValue(t, f); text != "" {
			if err := f.Load(threat, text); err != nil {
				t.Fatal(err)
			}
		}
	}
	return threat
}

func anyValue(t *rapid.T, f model.Field) string {
	switch f.Sort {
	case model.Date:
		return "2026-02-28"
	case model.Number:
		return rapid.SampledFrom([]string{"0.5", "-3", "1e6", "12000"}).Draw(t, "number")
	case model.OneOf, model.LevelOf:
		return rapid.SampledFrom(f.Choices).Draw(t, "choice").Value
	case model.SomeOf:
		return model.JoinList([]string{f.Choices[0].Value, rapid.SampledFrom(f.Choices).Draw(t, "choice").Value}, f.Sep)
	case model.List:
		return model.JoinList(rapid.SliceOfN(HardText(1), 0, 3).Draw(t, "items"), f.Sep)
	case model.Claims:
		return rapid.SampledFrom([]string{"MP:Model=AP", "CSP:PI=NA;AP:Application=AP-AIC"}).Draw(t, "claims")
	case model.AnswerOf:
		return "adverse=H;impact=" + model.NotKnown
	case model.JSONOf:
		return anyRecord(t, f.Name)
	}
	if strings.HasSuffix(f.Name, "_method") {
		return rapid.SampledFrom([]string{"nist-800-30", model.MethodEntered}).Draw(t, "method")
	}
	if f.Name == "id" { // a key: no blanks around it, nothing that cannot be typed
		return rapid.StringMatching(`[=+@'A-Za-z0-9-]([ -~]{0,20}[A-Za-z0-9])?`).Draw(t, f.Name)
	}
	return HardText(0).Draw(t, f.Name)
}

// anyRecord is a field that holds a record, with a text in it that is hard to
// carry.
func anyRecord(t *rapid.T, name string) string {
	verdict := map[string]any{"severity": strings.ToValidUTF8(HardText(1).Draw(t, "severity"), "?"), "scored": true, "score": 9.8}
	var record any = verdict
	if name == "other_ratings" {
		record = []any{map[string]any{"state": "current", "method": "cvss-3.1", "version": "3.1", "verdict": verdict, "path": []string{"a;b"}}}
	}
	if name == "selections" {
		record = []any{map[string]any{"field": "atlas", "offered": []any{map[string]any{"value": "AML.T0020", "why": verdict["severity"]}}, "why": verdict["severity"], "by": "a;b"}}
	}
	text, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// HardText gives texts full of what CSV, spreadsheets and lists act on.
func HardText(least int) *rapid.Generator[string] {
	signs := []rune("=+-@\t\r\n\x00＝＋－＠',;\"\\ .aé漢👩🏽‍💻\uFEFF\u202E\u2028")
	lines := []string{"a\n[from Bob last week]\nhe said so", "007", "1e3", "2026-02-28", "said = {}", "_x000D_ _x005F_x0041_", "'='1"}
	return rapid.OneOf(rapid.StringOfN(rapid.RuneFrom(signs), least, 12, -1), rapid.StringN(least, 12, -1), rapid.SampledFrom(lines))
}

// A Read is a format's reader.
type Read func(io.Reader) ([]model.Incoming, []model.Note, error)

// Noon is when everything here happens.
var Noon = time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC)

// Merge brings records into a register and gives what was reported.
func Merge(t rapid.TB, r *model.Register, in []model.Incoming) model.Merged {
	t.Helper()
	var report model.Merged
	c, err := model.Plan(r, model.Merge("import", in, &report), "test", Noon)
	if err != nil && err != model.ErrNothing {
		t.Fatal(err)
	}
	c.Seq = r.Version() + 1
	r.Apply(c)
	return report
}

// Do carries an edit out.
func Do(t rapid.TB, r *model.Register, e model.Edit) {
	t.Helper()
	c, err := model.Plan(r, e, "test", Noon)
	if err != nil {
		t.Fatal(err)
	}
	c.Seq = r.Version() + 1
	r.Apply(c)
}

// New gives a register with a matrix and nothing in it.
func New(t rapid.TB) *model.Register {
	t.Helper()
	r := model.NewRegister()
	Do(t, r, model.Edit{Label: "init", Do: func(d *model.Draft) error {
		s := model.Settings{Appetite: model.M, Matrix: model.Matrix{Name: "sum", Version: "1"}}
		for l := range s.Matrix.Cells {
			for i := range s.Matrix.Cells[l] {
				s.Matrix.Cells[l][i] = model.Levels[(l+i)/2]
			}
		}
		d.Put(&s)
		return nil
	}})
	return r
}

// Register makes a register with threats, and controls and assumptions that name them.
func Register(t *rapid.T) *model.Register {
	r := New(t)
	var in []model.Incoming
	for i := range rapid.IntRange(2, 4).Draw(t, "threats") {
		threat := Threat(t)
		threat.ID = model.ThreatID(uint64(i) + 1)
		in = append(in, model.Incoming{Threat: threat})
	}
	text := func(name string) string { return strings.ReplaceAll(HardText(1).Draw(t, name), "\x00", "0") + "x" }
	for range rapid.IntRange(0, 2).Draw(t, "controls") {
		in = append(in, anyOf(t, model.KindControl, map[string]string{"name": text("name"),
			"state":   rapid.SampledFrom([]string{"", "planned", "building", "live", "tested", "retired", "rejected"}).Draw(t, "state"),
			"threats": rapid.SampledFrom([]string{"", "T-001", "T-001; T-002", "T-002; T-099"}).Draw(t, "threats"), "references": "parry DP-1"}))
	}
	if rapid.Bool().Draw(t, "assumes") {
		in = append(in, anyOf(t, model.KindAssumption, map[string]string{"text": text("assumption"), "if_false": "T-001"}))
	}
	if rapid.Bool().Draw(t, "system") {
		in = append(in, anyOf(t, model.KindSystem, map[string]string{"name": text("system")}))
	}
	for range rapid.IntRange(0, 2).Draw(t, "assets") {
		in = append(in, anyOf(t, model.KindAsset, map[string]string{}))
	}
	Merge(t, r, in)
	return r
}

// anyOf makes a record that says this, and something in any other field of its kind.
func anyOf(t *rapid.T, kind model.Kind, values map[string]string) model.Incoming {
	k, _ := model.SheetKindOf(kind)
	for _, f := range k.Fields {
		if _, said := values[f.Name]; !said && rapid.Bool().Draw(t, f.Name) {
			values[f.Name] = anyCell(t, f)
		}
	}
	return sheet(t, kind, values)
}

func sheet(t rapid.TB, kind model.Kind, values map[string]string) model.Incoming {
	s, err := model.NewSheet(kind, "", values)
	if err != nil {
		t.Fatal(err)
	}
	return model.Incoming{Other: s}
}

// Same holds two registers to each other: every field of every threat, and these
// kinds of sheets but for the references that say where they came from.
func Same(t rapid.TB, got, want *model.Register, kinds ...model.Kind) {
	t.Helper()
	if got.Len() != want.Len() {
		t.Fatalf("%d threats, want %d", got.Len(), want.Len())
	}
	for _, w := range want.Threats() {
		g := got.Threat(w.ID)
		if g == nil {
			t.Fatalf("%q is gone", w.ID)
		}
		g = g.Clone()
		g.SetForeign(w.Foreign())
		Compare(t, g, w)
	}
	for _, kind := range kinds {
		if g, w := sheetsOf(got, kind), sheetsOf(want, kind); !maps.Equal(g, w) {
			t.Fatalf("%s: got\n%v, want\n%v", kind, g, w)
		}
	}
}

func sheetsOf(r *model.Register, kind model.Kind) map[string]string {
	all := map[string]string{}
	for _, s := range r.Sheets(kind) {
		c := &model.Sheet{Of: s.Of, ID: s.ID, Values: maps.Clone(s.Values)}
		c.SetForeign(model.Foreign{})
		all[s.ID] = fmt.Sprint(c.Values)
	}
	return all
}

// Data reads a real file of shared/data; a test without it is skipped.
func Data(t *testing.T, name string) []byte {
	t.Helper()
	// From this package's folder two up is the project, and beside it the data.
	for _, up := range []string{"../../..", "../.."} {
		path := filepath.Join(up, "../shared/data", name)
		if raw, err := os.ReadFile(path); err == nil {
			return raw
		}
	}
	t.Skipf("the file %s is not here: it lies in ../shared/data beside the project", name)
	return nil
}

// Folder names the real files of a folder of shared/data.
func Folder(t *testing.T, name string) []string {
	t.Helper()
	for _, up := range []string{"../../..", "../.."} {
		entries, err := os.ReadDir(filepath.Join(up, "../shared/data", name))
		if err != nil {
			continue
		}
		var names []string
		for _, e := range entries {
			if !e.IsDir() && e.Name() != "SOURCE.txt" {
				names = append(names, e.Name())
			}
		}
		return names
	}
	t.Skipf("the folder %s is not here: it lies in ../shared/data beside the project", name)
	return nil
}

// Brought reads a file and brings it into a new register.
func Brought(t testing.TB, read Read, raw []byte) (*model.Register, model.Merged, []model.Note) {
	t.Helper()
	in, notes, err := read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	r := New(t)
	merged := Merge(t, r, in)
	return r, merged, notes
}

// Again holds a reader to its word that a file which comes a second time changes
// nothing.
func Again(t testing.TB, r *model.Register, read Read, raw []byte) {
	t.Helper()
	in, _, err := read(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var m model.Merged
	if _, err := model.Plan(r, model.Merge("", in, &m), "test", Noon); err != model.ErrNothing {
		t.Errorf("the same file again: %v, added %v, updated %v, %+v %v", err, m.Added, m.Updated, m.Others, m.Notes)
	}
}

// Fuzzed is what every reader promises of any bytes: an error and nothing, or
// records that a register takes, and takes again without a change.
func Fuzzed(t *testing.T, read Read, raw []byte) {
	in, _, err := read(bytes.NewReader(raw))
	if err != nil {
		if in != nil || strings.ContainsRune(err.Error(), 0) {
			t.Fatalf("%v, and %d records", err, len(in))
		}
		return
	}
	r := New(t)
	Merge(t, r, in)
	Again(t, r, read, raw)
}

// Count counts what the threats say in a field.
func Count(r *model.Register, field string) map[string]int {
	f, _ := model.FieldNamed(field)
	counts := map[string]int{}
	for _, t := range r.Threats() {
		counts[f.Get(t)]++
	}
	return counts
}

// Texts gives the notes as lines.
func Texts(notes []model.Note) []string {
	var texts []string
	for _, n := range notes {
		texts = append(texts, n.Place+": "+n.Text)
	}
	return texts
}

// With counts the notes that hold these words.
func With(notes []model.Note, words string) int {
	count := 0
	for _, n := range notes {
		if strings.Contains(n.Text, words) {
			count++
		}
	}
	return count
}
