package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"parry/model"
	"parry/store"
	"parry/store/formats"
	"parry/store/formats/handoff"
	"parry/store/mapping"
	"parry/store/tryout"
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
	d.app.bench.Import = func(_ context.Context, path string, m mapping.Mapping, _ store.Told) (string, []model.Incoming, []model.Note, error) {
		raw, err := os.ReadFile(path)
		if err != nil {
			return "", nil, nil, err
		}
		f, whole, err := formats.DetectTable(bytes.NewReader(raw))
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
	d.shows("What would come in", "T-039  Leaks it", "threat_action: leaks it", "C-01  control Lock")
	d.press("esc", "down", "down", "enter")
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

// bring opens the box and names a file.
func (d *desk) bring(path string) {
	d.t.Helper()
	d.press("ctrl+o")
	d.typing(path)
	d.press("enter")
}

// theirs is a table as other people keep one: no column is called as ours but one, and
// nobody could guess the title.
const theirs = `Ref;Kind of harm;Probability;Damage;Owner;Team;Deadline;Secret
7;Keys leak;4;5;Ada;Blue;31.01.2027;hush
8;Fake policy text planted in the ticket archive;2;3;Bo;Red;;hush
9;Model drifts;1;2;Ada;Blue;2027-03-01;
`

// A table that nobody has seen is shown column by column, each with what stands in it; a
// column is sent to another field, numbers get a meaning, and the records are seen as they
// will be, before anything comes in. The same table is known the next time.
func TestWhichColumnIsWhich(t *testing.T) {
	d := openDesk(t, true)
	path := filepath.Join(d.withFiles(t, map[string]string{"risks.csv": theirs}), "risks.csv")
	before := d.work.Register().Len()
	d.bring(path)
	d.shows("risks.csv: which column is which", "not yet: no column looks like a title", "→ owner_person          Ada · Bo", "stays with the threat   Keys leak")
	d.press("enter")
	d.shows("no column looks like a title") // there is no going on without one
	d.typing("harm")
	d.press("enter")
	d.shows("Kind of harm: Keys leak · Fake policy")
	d.typing("title")
	d.press("enter")
	d.shows("Kind of harm", "→ title                 Keys leak")
	for range 9 {
		d.press("up")
	}
	d.typing("secret")
	d.press("enter")
	d.typing("left out")
	d.press("enter")
	d.shows("left out                hush")
	d.typing("team")
	d.press("enter", "esc") // looked at, and left as it was
	d.shows("stays with the threat   Blue · Red")
	d.typing("go on")
	d.press("enter")
	d.shows("What do its numbers mean?", "Probability")
	d.typing("1-5")
	d.press("enter")
	d.shows("risks.csv: CSV", "3 new threats, 1 of them with the title of another")
	d.press("down", "enter")
	d.shows("T-039  Keys leak", "inherent_likelihood: H", "inherent_impact: VH", "inherent_risk: VH", "due: 2027-01-31", `kept: Team: "Blue"`)
	d.hides("hush")
	d.press("esc", "down", "down", "enter")
	d.shows("6 columns go to fields") // and back among the columns
	d.press("enter")
	d.shows("bring it in")
	if d.work.Register().Len() != before {
		t.Fatal("it came in before anybody said so")
	}
	d.press("enter")
	if x := d.work.Register().Threat("T-039"); d.work.Register().Len() != before+3 || x.Ratings[model.Inherent].Cell() != "H x VH = VH" || x.Ownership.Person != "Ada" {
		t.Errorf("%+v", x)
	}
	d.bring(path)
	d.shows("bring it in", "3 threats that are there already", "6 columns go to fields, 1 stay")
	d.press("esc", "u")
	if d.work.Register().Len() != before {
		t.Error("one key does not take it back")
	}
}

// The way of a table looks as an analyst should find it: its columns, the field of one, what
// is offered, the records, the notes, and what is seen while it is saved.
func TestImportLooksRight(t *testing.T) {
	for _, size := range []struct{ w, h int }{{80, 24}, {120, 40}} {
		d := openDesk(t, true)
		d.size(size.w, size.h)
		step := 0
		looks := func(name string) {
			step++
			t.Run(fmt.Sprintf("%d-%s-%dx%d", step, name, size.w, size.h), func(t *testing.T) { golden.RequireEqual(t, []byte(d.screen())) })
		}
		d.bring(filepath.Join(d.withFiles(t, map[string]string{"risks.csv": theirs}), "risks.csv"))
		looks("columns")
		d.typing("harm")
		d.press("enter")
		d.typing("title")
		d.press("enter", "home", "enter")
		looks("scale")
		d.typing("1-5")
		d.press("enter")
		looks("offer")
		d.press("down", "enter")
		looks("records")
		d.press("esc", "down", "down", "down", "enter")
		looks("notes")
		d.press("esc")
		_, saving := d.app.Update(rehearsal.Key("enter"))
		looks("saving")
		d.app.Update(saving().(tea.BatchMsg)[0]())
		looks("saved")
	}
}

// Of a workbook the sheet that holds threats is read, below the title on top of it; another
// one is a key away.
func TestSheetsOfAWorkbook(t *testing.T) {
	d := openDesk(t, true)
	before := d.work.Register().Len()
	table := func(threat string) [][]string { return [][]string{{"Risks"}, {"Risk", "Impact"}, {threat, "low"}} }
	book := tryout.Workbook(tryout.Page{Name: "Cover", Rows: [][]string{{"Risk register"}}}, tryout.Page{Name: "2025", Rows: table("Keys leak")}, tryout.Page{Name: "2026", Rows: table("Doors stand open")})
	path := filepath.Join(d.withFiles(t, map[string]string{"book.xlsx": string(book)}), "book.xlsx")
	d.bring(path)
	d.shows("which column is which", "another sheet", "2025 is read, not Cover, 2026", "Keys leak")
	d.typing("another")
	d.press("enter")
	d.shows("Which sheet of book.xlsx?", "Cover")
	d.press("esc")
	d.shows("2025 is read")
	d.typing("another")
	d.press("enter")
	d.typing("2026")
	d.press("enter")
	d.shows("2026 is read, not Cover, 2025", "Doors stand open")
	d.press("enter")
	d.shows("1 new threats")
	d.typing("notes")
	d.press("enter")
	d.shows("what stands above the header was not taken", "Risk as title")
	d.hides("--map")
	d.press("esc", "enter")
	if r := d.work.Register(); r.Len() != before+1 || r.Threat("T-039").Title != "Doors stand open" {
		t.Errorf("%d threats", r.Len())
	}
}

// What a file says otherwise than somebody here is told before it comes in again, and
// stays; what only the file changed is shown as it was and as it will be.
func TestAFileThatComesAgain(t *testing.T) {
	d := openDesk(t, true)
	dir := d.withFiles(t, map[string]string{"a.csv": "Ref,Risk,Impact,Owner\n1,Keys leak,High,Ada\n", "b.csv": "Ref,Risk,Impact,Owner\n1,Keys are gone,Low,Bo\n"})
	d.bring(filepath.Join(dir, "a.csv"))
	d.press("enter", "enter")
	if _, err := d.work.Do(model.SetFields("T-039", model.Assignment{Field: "owner_person", Value: "Cy"})); err != nil {
		t.Fatal(err)
	}
	d.bring(filepath.Join(dir, "b.csv"))
	d.shows("1 threats brought up to date, 1 fields that say otherwise here", "stay; one step, u takes it back")
	d.press("down", "enter")
	d.shows("T-039  Keys are gone   is there already:", "inherent_impact: H → L")
	d.hides("Bo")
	d.press("esc", "down", "down", "down", "enter")
	d.shows(`T-039: the file now says owner_person "Bo"; "Cy", which was set`)
	d.press("esc", "enter")
	if x := d.work.Register().Threat("T-039"); x.Title != "Keys are gone" || x.Ownership.Person != "Cy" || x.Ratings[model.Inherent].Impact != model.L {
		t.Errorf("%+v", x)
	}
}

// A file of our own that was changed outside comes in beside what is there, or over it where
// that is said; both are seen first.
func TestOurOwnFileComesOver(t *testing.T) {
	d := openDesk(t, true)
	path := filepath.Join(d.withFiles(t, map[string]string{"back.csv": "id,title,owner_person\nT-001,Changed in a spreadsheet,Bo\n"}), "back.csv")
	d.bring(path)
	d.shows("1 new threats", "over, not beside")
	d.typing("over")
	d.press("enter")
	d.shows("1 threats brought up to date", "beside, not over")
	d.press("down", "enter")
	d.shows("T-001  Changed in a spreadsheet   is there already:", "owner_person: Head of Knowledge → Bo")
	d.press("esc", "enter")
	if x := d.work.Register().Threat("T-001"); x.Title != "Changed in a spreadsheet" || x.Ownership.Person != "Bo" || d.work.Register().Len() != 38 {
		t.Errorf("%+v", x)
	}
}

// What cannot be read says where, and nothing changes; esc leaves at every step, and goes
// back where there is something to go back to.
func TestImportIsLeftAtEveryStep(t *testing.T) {
	d := openDesk(t, true)
	dir := d.withFiles(t, map[string]string{"risks.csv": "Risk,Likelihood,Impact\nKeys leak,4,5\n", "broken.json": "{\"schema\": \"parry/1\",\n\"threats\": [}"})
	before := d.work.Head()
	d.bring(filepath.Join(dir, "risks.csv"))
	d.shows("which column is which")
	d.press("esc")
	d.shows("[1 Reg]")
	d.hides("which column")
	d.bring(filepath.Join(dir, "risks.csv"))
	d.press("enter")
	d.shows("What do its numbers mean?")
	d.press("esc")
	d.shows("which column is which")
	d.press("enter")
	d.typing("1-5")
	d.press("enter")
	d.shows("risks.csv: CSV", "1 new threats")
	d.press("esc")
	d.hides("bring it in")
	d.bring(filepath.Join(dir, "broken.json"))
	d.shows("This cannot be brought in", "line 2:")
	d.press("esc")
	d.hides("This cannot")
	d.press("ctrl+o", "esc")
	d.shows("[1 Reg]")
	if d.work.Head() != before {
		t.Error("something was saved")
	}
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
	d.app.Update(reading().(tea.BatchMsg)[0]())
	d.shows("[1 Reg]")
	d.hides("bring it in")
	if d.work.Register().Threat("T-900") != nil {
		t.Error("it came in")
	}
}

// Whoever leaves while it is being saved leaves the register as it was and can go on; where
// it was too late it is there as a whole, and one key takes it back. Until then nothing
// else is saved.
func TestLeaveWhileSaving(t *testing.T) {
	d := openDesk(t, true)
	path := filepath.Join(d.withFiles(t, map[string]string{"a.csv": "id,title\nT-900,late\n"}), "a.csv")
	for _, late := range []bool{false, true} {
		before := d.work.Head()
		d.bring(path)
		_, saving := d.app.Update(rehearsal.Key("enter"))
		run := saving().(tea.BatchMsg)[0]
		d.shows("Saving a.csv", "esc leaves it")
		if _, err := d.work.Do(model.AddThreat("in between")); !errors.Is(err, store.ErrSaving) {
			t.Errorf("in between: %v", err)
		}
		var done tea.Msg
		if late {
			done = run()
		}
		d.press("esc")
		d.shows("Saving a.csv")
		if !late {
			done = run()
		}
		d.app.Update(done)
		if there := d.work.Register().Threat("T-900") != nil; there != late || late == (d.work.Head() == before) {
			t.Errorf("late %v: there %v", late, there)
		}
		if late {
			d.shows("import a.csv")
			d.press("u")
		} else {
			d.shows("left: nothing was changed")
		}
		d.hides("Saving")
	}
	if _, err := d.work.Do(model.AddThreat("afterwards")); err != nil {
		t.Error(err)
	}
}

// A program that ends while a file is being saved waits for the file: what is in it then is
// whole. It waits for nothing that never began.
func TestEndWhileSaving(t *testing.T) {
	for _, begins := range []bool{false, true} {
		d := openDesk(t, true)
		d.bring(filepath.Join(d.withFiles(t, map[string]string{"a.csv": "id,title\nT-900,late\n"}), "a.csv"))
		_, saving := d.app.Update(rehearsal.Key("enter"))
		if begins {
			go saving().(tea.BatchMsg)[0]()
		}
		d.app.Update(rehearsal.Key("ctrl+c"))
		d.app.leave() // as the program does at its end
		if err := d.work.Close(); err != nil {
			t.Fatal(err)
		}
		w, err := store.Open(d.path, store.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		if n := w.Register().Len(); n != 38 && (n != 39 || !begins) {
			t.Errorf("%d threats", n)
		}
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

// What is on show goes out in the format and under the name that is asked for; a file that
// is there is written over only when that was said.
func TestWhatIsOnShowGoesOut(t *testing.T) {
	d := openDesk(t, true)
	dir := t.TempDir()
	there := filepath.Join(dir, "there.csv")
	if err := os.WriteFile(there, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.app.bench.Exports = &bench.Exports{
		Formats: []bench.ExportFormat{{Name: "csv", Title: "CSV", Holds: "every field"}, {Name: "otm", Title: "Open Threat Model", Holds: "catalogue"}},
		Free:    func(string) string { return filepath.Join(dir, "free.csv") },
		Write: func(name, path string, over bool, threats []*model.Threat, chosen string) (string, error) {
			f, err := formats.Named(name)
			if err != nil {
				return "", err
			}
			return path, store.WriteFile(path, over, func(to io.Writer) error {
				return f.Write(to, formats.Export{Register: d.work.Register(), Threats: threats, Filter: chosen})
			})
		},
	}
	d.press("/")
	d.typing("phase:deployment")
	d.press("enter", "w")
	d.shows("Write 9 threats as what?", "CSV")
	d.press("enter")
	d.shows("Into which file?", "free.csv")
	d.press("enter")
	d.shows("wrote 9 threats to")
	if raw, err := os.ReadFile(filepath.Join(dir, "free.csv")); err != nil || bytes.Count(raw, []byte("\n")) < 10 {
		t.Errorf("%v, %d bytes", err, len(raw))
	}
	d.press("space", "w")
	d.shows("Write T-0", "as what?")
	d.typing("otm")
	d.press("enter", "ctrl+u")
	d.typing(there)
	d.press("enter")
	d.shows("there.csv is there already")
	d.press("enter")
	if raw, _ := os.ReadFile(there); string(raw) != "mine" {
		t.Fatal("it was written over though nobody said so")
	}
	d.press("w", "enter", "ctrl+u")
	d.typing(there)
	d.press("enter", "down", "enter")
	d.shows("wrote T-0")
	if raw, _ := os.ReadFile(there); string(raw) == "mine" {
		t.Error("it was not written over")
	}
}
