package ui

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"parry/model"
	"parry/store/formats"
	"parry/store/formats/handoff"
	"parry/store/mapping"
	"parry/ui/bench"
	"parry/ui/rehearsal"
)

// withFiles gives the desk files to bring in.
func (d *desk) withFiles(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	d.app.bench.Import = func(path string, m mapping.Mapping) (string, []model.Incoming, []model.Note, error) {
		raw, err := os.ReadFile(path)
		if err != nil {
			return "", nil, nil, err
		}
		f, whole, err := formats.Detect(bytes.NewReader(raw))
		if err != nil {
			return "", nil, nil, err
		}
		if f.ReadTable != nil {
			in, notes, err := f.ReadTable(whole, m)
			return f.Title, in, notes, err
		}
		in, notes, err := f.Read(whole)
		return f.Title, in, notes, err
	}
	return dir
}

// A file is seen before it comes in: what it is, what would come of it, and every
// note. It comes in as one step, which one key takes back.
func TestAFileIsSeenBeforeItComesIn(t *testing.T) {
	d := openDesk(t, true)
	dir := d.withFiles(t, map[string]string{"model.json": `{"schema": 1, "architecture": {"image": "data:x"}, "threats": [{"id": "1", "threatAction": "leaks it"}],
"mitigations": [{"id": "m", "content": "Lock"}], "mitigationLinks": [{"mitigationId": "m", "linkedId": "1"}]}`})
	before := d.work.Register().Len()
	d.press("ctrl+o")
	d.shows("Bring in which file?")
	d.typing(filepath.Join(dir, "model.json"))
	d.press("enter")
	d.shows("model.json: Threat Composer", "1 new threats, 1 other new records")
	if d.work.Register().Len() != before {
		t.Fatal("it came in before anybody said so")
	}
	d.press("down", "enter")
	d.shows("architecture: its value was not taken")
	d.press("esc")
	d.shows("bring it in")
	d.press("enter")
	d.shows("import model.json")
	if got := d.work.Register().Len(); got != before+1 || d.work.Register().Sheet(model.KindControl, "C-01").Get("threats") == "" {
		t.Errorf("%d threats", got)
	}
	d.press("u")
	if got := d.work.Register().Len(); got != before {
		t.Errorf("after undo there are %d threats", got)
	}
}

// The numbers of a table are asked about; what cannot be read says where, and nothing
// changes; esc leaves at every step.
func TestATableIsAskedAbout(t *testing.T) {
	d := openDesk(t, true)
	dir := d.withFiles(t, map[string]string{"risks.csv": "Risk,Likelihood,Impact\nKeys leak,4,5\n", "broken.json": "{\"schema\": \"parry/1\",\n\"threats\": [}"})
	before := d.work.Register().Len()
	d.press("ctrl+o")
	d.typing(filepath.Join(dir, "risks.csv"))
	d.press("enter")
	d.shows("What do its numbers mean?", "1-5")
	d.typing("1-5")
	d.press("enter")
	d.shows("risks.csv: CSV", "1 new threats")
	d.press("esc")
	d.shows("bring it in")
	d.press("down", "down", "enter")
	if d.work.Register().Len() != before {
		t.Error("it came in though it was left")
	}
	for i, what := range []string{"asked", "remembered"} {
		d.press("ctrl+o")
		d.typing(filepath.Join(dir, "risks.csv"))
		d.press("enter")
		if what == "asked" {
			d.typing("1-5")
			d.press("enter")
		}
		d.shows("bring it in")
		d.press("enter")
		if d.work.Register().Len() != before+1 {
			t.Errorf("the %d. time there are %d threats", i+1, d.work.Register().Len())
		}
	}
	d.press("ctrl+o")
	d.typing(filepath.Join(dir, "broken.json"))
	d.press("enter")
	d.shows("This cannot be brought in", "line 2:")
	d.press("esc")
	d.press("ctrl+o", "esc")
	d.shows("[1 Reg]")
}

// Whoever leaves while a file is being read leaves the register as it was, and what
// the reading comes to is dropped.
func TestLeaveWhileReading(t *testing.T) {
	d := openDesk(t, true)
	dir := d.withFiles(t, map[string]string{"a.csv": "id,title\nT-900,late\n"})
	d.press("ctrl+o")
	d.typing(filepath.Join(dir, "a.csv"))
	_, reading := d.app.Update(rehearsal.Key("enter"))
	d.shows("Reading a.csv", "esc leaves it")
	d.press("esc")
	d.shows("left: nothing was changed")
	d.app.Update(reading())
	d.shows("[1 Reg]")
	d.hides("bring it in")
	if d.work.Register().Threat("T-900") != nil {
		t.Error("it came in")
	}
}

// A sheet that a party filled in is told before it lands, answer by answer; it comes in as
// claims, in one step that one key takes back.
func TestAFilledSheetIsToldBeforeItLands(t *testing.T) {
	d := openDesk(t, true)
	dir := d.withFiles(t, map[string]string{"back.csv": "parry_handoff_to,threat,layer,you_say\nLabs,T-009,Model,AP\n"})
	d.app.bench.Handoffs = &bench.Handoffs{Read: func(path string) (*bench.Filled, error) {
		f, err := os.Open(path)
		if err != nil {
			return nil, nil
		}
		defer f.Close()
		answers, err := handoff.Read(f, today)
		if err != nil {
			return nil, err
		}
		return &bench.Filled{Party: "Labs", Answers: len(answers), Told: []string{"T-009 Model: Labs says AP"},
			Edit: model.RecordClaim(answers[0].Threat, answers[0].Claim)}, nil
	}}
	claims := func() int { return len(d.work.Register().Threat("T-009").Ownership.Claims()) }
	before := claims()
	d.press("ctrl+o")
	d.typing(filepath.Join(dir, "back.csv"))
	d.press("enter")
	d.shows("back.csv: answers of Labs", "1 answers become claims; no owner changes")
	d.press("down", "enter")
	d.shows("T-009 Model: Labs says AP")
	d.press("esc")
	if claims() != before {
		t.Fatal("it came in before anybody said so")
	}
	d.press("enter")
	if claims() != before+1 {
		t.Fatal("it did not come in")
	}
	d.press("u")
	if claims() != before {
		t.Error("u does not take it back")
	}
}

// A catalogue is known by its content and seen before it comes in: what is new, changed and
// gone, and what cites it. It comes in as one step, which one key takes back.
func TestACatalogueIsSeenBeforeItComesIn(t *testing.T) {
	d := openDesk(t, true)
	dir := d.withFiles(t, map[string]string{"atlas.txt": "id: ATLAS\n", "a.csv": "id,title\nT-900,late\n"})
	e := model.Edition{ID: "atlas", Version: "9.9.9", Body: "{}"}
	d.app.bench.Catalogue = func(path string) (*bench.Brought, error) {
		if filepath.Base(path) != "atlas.txt" {
			return nil, nil
		}
		return &bench.Brought{Title: "MITRE ATLAS 9.9.9", Edit: model.ImportEdition(e), Against: func(*model.Register) (string, []string, error) {
			return "1 new, 0 changed, 2 gone against 5.6.0", []string{"gone: technique AML.T0020, X; cited by T-001"}, nil
		}}, nil
	}
	open := func(name string) {
		d.press("ctrl+o")
		d.typing(filepath.Join(dir, name))
		d.press("enter")
	}
	open("atlas.txt")
	d.shows("atlas.txt: MITRE ATLAS 9.9.9", "1 new, 0 changed, 2 gone against 5.6.0")
	d.press("down", "enter")
	d.shows("cited by T-001")
	d.press("esc")
	if d.work.Register().Edition("atlas") != nil {
		t.Fatal("it came in before anybody said so")
	}
	d.press("enter")
	d.shows("import the catalogue atlas 9.9.9")
	if d.work.Register().Edition("atlas") == nil {
		t.Fatal("it did not come in")
	}
	d.press("u")
	if d.work.Register().Edition("atlas") != nil {
		t.Error("u does not take it back")
	}
	open("a.csv")
	d.shows("1 new threats")
}
