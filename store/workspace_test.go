package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parry/model"
	"parry/store/trial"
)

// quickDir is a folder in memory where there is one: most promises here do not
// need a slow disk.
func quickDir(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "parry-store-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	return dir
}

var testMatrix = model.Matrix{Name: "test", Version: "1", Cells: [5][5]model.Level{
	{model.VL, model.VL, model.VL, model.L, model.L},
	{model.VL, model.L, model.L, model.L, model.M},
	{model.VL, model.L, model.M, model.M, model.H},
	{model.VL, model.L, model.M, model.H, model.VH},
	{model.VL, model.L, model.M, model.H, model.VH},
}}

// testMethod rates by two answers, taken as they are.
var testMethod = model.Method{ID: "test", Title: "Test", Version: "1", Places: true, Rate: func(a model.Answers) model.Outcome {
	likelihood, err := model.ParseLevel(a["likelihood"])
	impact, err2 := model.ParseLevel(a["impact"])
	o := model.Outcome{Likelihood: likelihood, Impact: impact, Path: []string{"answers: " + a.String()}}
	if err = errors.Join(err, err2); err != nil {
		o.Problems = []string{err.Error()}
	}
	return o
}}

// besideMethod says how soon to act, and places nothing.
var besideMethod = func() model.Method {
	m := model.Method{ID: "beside", Title: "Beside", Version: "1", Results: []string{"later", "now"}, Questions: []model.Question{
		{ID: "soon", Title: "How soon?", Options: []model.Option{{Value: "later"}, {Value: "now"}}},
	}}
	m.Rate = func(a model.Answers) model.Outcome {
		a, problems := model.ReadAnswers(m.ID, m.Questions, a)
		o := model.Outcome{Problems: problems, Missing: model.MissingAnswers(m.Questions, a)}
		if o.Complete() {
			o.Verdict = model.Verdict{Outcome: a["soon"], DueDays: 3, Parts: []model.Score{{Name: "half", Value: 0.5}}}
		}
		return o
	}
	return m
}()

func makeEdit() model.Edit {
	return model.ChangeSettings("make the register", func(s *model.Settings) { s.Name, s.Matrix = "test", testMatrix })
}

// newRegister makes a register in memory and gives its path.
func newRegister(t testing.TB) string {
	t.Helper()
	path := filepath.Join(quickDir(t), "register.db")
	if err := Create(path, makeEdit(), Options{By: "ann"}); err != nil {
		t.Fatal(err)
	}
	return path
}

// withThreats makes a register of n threats of about 1 KB each.
func withThreats(t testing.TB, n int) string {
	t.Helper()
	path := newRegister(t)
	fill(t, path, n, fullThreat)
	return path
}

// fill adds n threats in one step.
func fill(t testing.TB, path string, n int, threat func(id string) *model.Threat) {
	t.Helper()
	w := open(t, path, Options{})
	do(t, w, model.Edit{Label: "fill", Do: func(d *model.Draft) error {
		for range n {
			d.Put(threat(d.NewThreatID()))
		}
		return nil
	}})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// fullThreat is a threat as an assessment leaves it: about 1 KB when stored.
func fullThreat(id string) *model.Threat {
	t := &model.Threat{ID: id, Title: "Poisoned document in the retrieval store steers the answer of " + id, Status: "in_treatment", ThreatMore: &model.ThreatMore{Origin: "workshop"}}
	t.Statement = model.Statement{
		Source: "an outsider who can add documents", Prerequisites: "with a share that is indexed nightly",
		Action: "plant instructions in a document", Impact: "the assistant discloses data of other tenants",
		Goals: []string{"confidentiality", "integrity"}, Assets: []string{"vector store", "tenant data"},
	}
	t.Class = model.Class{
		Phase: "Delivery", Activity: "Operations", Category: "Data poisoning", Layer: model.Orchestrated,
		Architecture: []string{"Application", "Data"}, STRIDE: []string{"T", "I"}, ATLAS: []string{"AML.T0051.001"}, OWASPLLM: []string{"LLM01:2025", "LLM04:2025"},
	}
	t.Adversary = model.Adversary{Adversarial: "yes", Goal: "data of a competitor", Knowledge: "grey box"}
	answers := model.Answers{"initiation": "H", "adverse": "M", "impact": "VH"}
	for _, s := range []model.State{model.Inherent, model.Current} {
		t.Ratings[s] = model.Rating{Likelihood: model.H, Impact: model.VH, Level: model.VH, Method: "nist80030", Reckoning: &model.Reckoning{Version: "1", Answers: answers, Path: []string{"G-5: H x M = M", "I-2: M x VH = H"}}, Reasons: &model.Reasons{Confidence: "medium"}}
	}
	t.Ownership.Layers[2] = model.LayerOwner{Value: "OSP-AP", LayerMore: &model.LayerMore{Lead: model.AP}}
	t.Response = model.Response{Kind: "mitigate", ControlsPlanned: "sign the documents that are indexed; strip instructions", SLAClass: "scheduled", Due: "2026-12-01"}
	t.Stamps = &model.Stamps{CreatedAt: "2026-11-16T09:00:00Z", CreatedBy: "ann"}
	return t
}

func open(t testing.TB, path string, o Options) *Workspace {
	t.Helper()
	if o.By == "" {
		o.By = "ann"
	}
	w, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func do(t testing.TB, w *Workspace, edits ...model.Edit) (last model.Change) {
	t.Helper()
	for _, e := range edits {
		c, err := w.Do(e)
		if err != nil {
			t.Fatalf("%s: %v", e.Label, err)
		}
		last = c
	}
	return last
}

func set(field, value string) model.Assignment { return model.Assignment{Field: field, Value: value} }

// said is everything that a register says, as text.
func said(t rapid.TB, r *model.Register) string {
	t.Helper()
	text, err := json.Marshal(r.All())
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func verifyClean(t rapid.TB, w *Workspace, oldHead string) Proof {
	t.Helper()
	proof, err := w.Verify(oldHead)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range proof.Problems {
		t.Errorf("%s: %s", p.Place, p.Text)
	}
	if t.Failed() {
		t.FailNow()
	}
	return proof
}

// A plain is what a workspace should be, as anybody would write it down: what
// the register says now, and what was done and taken back, each with what it
// said before.
type plain struct {
	now    string
	done   []step
	undone []step
}

type step struct{ label, before, after string }

func (p *plain) did(label, now string) {
	p.done, p.undone = append(p.done, step{label, p.now, now}), nil
	p.now = now
}

// move takes the last step from one pile to the other.
func move(from, to *[]step) step {
	last := (*from)[len(*from)-1]
	*from, *to = (*from)[:len(*from)-1], append(*to, last)
	return last
}

func labelOf(pile []step) string {
	if len(pile) == 0 {
		return ""
	}
	return pile[len(pile)-1].label
}

// A machine drives a workspace and a plain one side by side.
type machine struct {
	t     *testing.T
	path  string
	w     *Workspace
	plain plain
	clock time.Time
	given map[string]bool // ids that were given to a threat
	seq   uint64
	steps int
	was   map[uint64]string // by entry: what the register said after it
}

func newMachine(t *testing.T, dir string) *machine {
	m := &machine{t: t, path: filepath.Join(dir, "register.db"), given: map[string]bool{}, clock: time.Now()}
	if err := Create(m.path, makeEdit(), Options{By: "ann", Now: m.now}); err != nil {
		t.Fatal(err)
	}
	m.seq, m.was = 1, map[uint64]string{}
	m.reopen(nil)
	m.plain.now = said(t, m.w.Register())
	return m
}

func (m *machine) now() time.Time { return m.clock }

func (m *machine) reopen(*rapid.T) {
	if m.w != nil {
		if err := m.w.Close(); err != nil {
			m.t.Fatal(err)
		}
	}
	w, err := Open(m.path, Options{By: "ben", Now: m.now})
	if err != nil {
		m.t.Fatal(err)
	}
	m.w = w
}

// do carries an edit out on both sides; whether it works is up to the edit.
func (m *machine) do(e model.Edit) (model.Change, error) {
	c, err := m.w.Do(e)
	if err == nil {
		m.seq++
		m.plain.did(c.Label, said(m.t, m.w.Register()))
	}
	return c, err
}

func (m *machine) id(t *rapid.T) string {
	return model.ThreatID(rapid.Uint64Range(1, m.w.Register().Next()).Draw(t, "id"))
}

func (m *machine) add(t *rapid.T) {
	title := rapid.StringMatching(`[a-zäß "\\]{0,40}`).Draw(t, "title")
	c, err := m.do(model.AddThreat(title, set("impacted_goal", "integrity;availability")))
	if (err != nil) != (strings.TrimSpace(title) == "") {
		t.Fatalf("add %q: %v", title, err)
	}
	if err != nil {
		return
	}
	id := c.Touched[0].Key.ID
	if m.given[id] {
		t.Fatalf("%s was given before", id)
	}
	m.given[id] = true
}

func (m *machine) set(t *rapid.T) {
	sets := []model.Assignment{set("title", rapid.String().Draw(t, "title")), set("atlas", rapid.SampledFrom([]string{"", "AML.T0051", "a;b"}).Draw(t, "atlas"))}
	id := m.id(t)
	there := m.w.Register().Threat(id) != nil
	if _, err := m.do(model.SetFields(id, sets...)); !there && err == nil {
		t.Fatalf("set fields of %s, which is not there", id)
	} else if there && err != nil && !errors.Is(err, model.ErrNothing) {
		t.Fatal(err)
	}
}

func (m *machine) remove(t *rapid.T) {
	ids := []string{m.id(t)}
	if rapid.Bool().Draw(t, "two") {
		ids = append(ids, m.id(t))
	}
	before := m.w.Register().Len()
	if _, err := m.do(model.RemoveThreats(ids...)); err == nil && m.w.Register().Len() != before-len(ids) {
		t.Fatalf("removed %d threats instead of %v", before-m.w.Register().Len(), ids)
	}
}

func (m *machine) rate(t *rapid.T) {
	level := rapid.SampledFrom([]string{"", "VL", "M", "VH", "a lot"})
	answers := model.Answers{"likelihood": level.Draw(t, "likelihood"), "impact": level.Draw(t, "impact")}
	state := rapid.SampledFrom(model.States[:]).Draw(t, "state")
	_, _ = m.do(model.Rate(m.id(t), state, testMethod, answers))
}

// other rates by a method that places nothing, overrides, parks.
func (m *machine) other(t *rapid.T) {
	id, state := m.id(t), rapid.SampledFrom(model.States[:]).Draw(t, "state")
	switch rapid.IntRange(0, 3).Draw(t, "what") {
	case 0:
		_, _ = m.do(model.Rate(id, state, besideMethod, model.Answers{"soon": rapid.SampledFrom([]string{"later", "now", "later..now", "?"}).Draw(t, "soon")}))
	case 1:
		_, _ = m.do(model.Override(id, state, besideMethod, rapid.SampledFrom([]string{"", "now", "never"}).Draw(t, "to"), "so"))
	case 2:
		_, _ = m.do(model.Unrate(id, state, besideMethod.ID))
	default:
		_, _ = m.do(model.Park(id, model.StepOwn, rapid.Bool().Draw(t, "parked")))
	}
}

// framework brings a method into the register, or takes it out.
func (m *machine) framework(t *rapid.T) {
	id := rapid.SampledFrom([]string{"a", "z"}).Draw(t, "framework")
	if rapid.Bool().Draw(t, "in") {
		_, _ = m.do(model.ImportFramework(model.Framework{ID: id, Form: model.FormMatrix, Body: rapid.StringN(0, 20, -1).Draw(t, "body")}, model.Method{ID: id}))
		return
	}
	_, _ = m.do(model.RemoveFramework(id))
}

// bulk sets a field of several threats as one step.
func (m *machine) bulk(t *rapid.T) {
	var ids []string
	for _, one := range m.w.Register().Threats() {
		if rapid.Bool().Draw(t, one.ID) {
			ids = append(ids, one.ID)
		}
	}
	owner := rapid.SampledFrom([]string{"", "Ada", "Ben"}).Draw(t, "owner")
	if _, err := m.do(model.SetFieldsOf(ids, set("owner_person", owner))); err != nil && !errors.Is(err, model.ErrNothing) {
		t.Fatal(err)
	}
}

// snapshot names this moment, or forgets a name.
func (m *machine) snapshot(t *rapid.T) {
	name := rapid.SampledFrom([]string{"first", "First", "second round"}).Draw(t, "name")
	if rapid.Bool().Draw(t, "take") {
		_, _ = m.do(model.TakeSnapshot(model.Snapshot{Name: name, Seq: m.seq, Day: "2026-11-16"}))
		return
	}
	_, _ = m.do(model.DropSnapshot(name))
}

// lookBack looks at the register as it was after any step, as the writer and as
// one who only looks: it is what it was remembered as, and takes no edit.
func (m *machine) lookBack(t *rapid.T) {
	seq := rapid.Uint64Range(1, m.seq).Draw(t, "entry")
	fresh, err := Open(m.path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range []*Workspace{m.w, fresh} {
		past, err := w.At(seq)
		if err != nil {
			t.Fatal(err)
		}
		if got := said(t, past.Register()); got != m.was[seq] {
			t.Fatalf("after entry %d it said\n%s\nnow that moment says\n%s", seq, m.was[seq], got)
		}
		entries := uint64(0)
		if err := past.History(func(Entry) bool { entries++; return true }); err != nil || entries != seq || past.Head().Seq != seq {
			t.Fatalf("%d entries and head %s at entry %d, %v", entries, past.Head(), seq, err)
		}
		if _, err := past.Do(model.AddThreat("x")); !errors.Is(err, ErrPast) {
			t.Fatalf("an edit of the past: %v", err)
		}
	}
}

// aside writes or removes a record that is neither a threat nor the settings.
func (m *machine) aside(t *rapid.T) {
	word := rapid.SampledFrom([]string{"", "Ada", "EV-08"}).Draw(t, "word")
	kinds := []model.Kind{model.KindParty, model.KindEvidence, model.KindApproval, model.KindSystem}
	first := map[model.Kind]string{model.KindParty: "name", model.KindEvidence: "title", model.KindApproval: "by", model.KindSystem: "name"}
	kind := rapid.SampledFrom(kinds).Draw(t, "kind")
	threat := rapid.SampledFrom([]string{"T-001", "T-002", "T-900"}).Draw(t, "threat")
	switch rapid.IntRange(0, 11).Draw(t, "what") {
	case 8: // what follows from records: targets, decisions and their threats, drafts
		_, _ = m.do(model.WriteSheet(model.KindControl, word, set("threats", threat), set("state", "planned"), set("likelihood_steps", "1")))
	case 9:
		_, _ = m.do(model.PlanTargets(nil))
	case 10:
		_, _ = m.do(model.WriteSheet(model.KindDecision, word, set("threats", threat), set("response", "accept"), set("by", word), set("on", "2026-11-16"),
			set("state", rapid.SampledFrom([]string{"draft", "taken"}).Draw(t, "state"))))
	case 11:
		_, _ = m.do(model.WriteSheet(model.KindIncident, word, set("title", "x"), set("match", "new")))
	case 0, 1:
		_, _ = m.do(model.WriteSheet(kind, word, set(first[kind], rapid.SampledFrom([]string{"", "x", "y"}).Draw(t, "value"))))
	case 2:
		_, _ = m.do(model.RemoveSheet(kind, word))
	case 3:
		_, _ = m.do(model.ParkIt(word, "2026-11-16", "ben"))
	case 4:
		_, _ = m.do(model.Raise("K-01"))
	case 5:
		_, _ = m.do(model.Begin(model.Workshop{Title: word}, m.clock, m.seq))
	case 6:
		_, _ = m.do(model.End(m.clock, m.seq))
	default:
		_, _ = m.do(model.SaveView(model.View{Name: word, Filter: "level>=H", Columns: []string{"id"}}))
	}
}

func (m *machine) settings(t *rapid.T) {
	name := rapid.SampledFrom([]string{"", "test", "Brightdesk"}).Draw(t, "name")
	_, _ = m.do(model.ChangeSettings("name it", func(s *model.Settings) { s.Name = name }))
}

func (m *machine) undo(t *rapid.T) {
	_, err := m.w.Undo()
	if len(m.plain.done) == 0 {
		if !errors.Is(err, ErrNothingToUndo) {
			t.Fatalf("nothing to undo, and got %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	m.seq++
	m.plain.now = move(&m.plain.done, &m.plain.undone).before
}

func (m *machine) redo(t *rapid.T) {
	_, err := m.w.Redo()
	if len(m.plain.undone) == 0 {
		if !errors.Is(err, ErrNothingToRedo) {
			t.Fatalf("nothing to redo, and got %v", err)
		}
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	m.seq++
	m.plain.now = move(&m.plain.undone, &m.plain.done).after
}

func (m *machine) draft(t *rapid.T) {
	text := rapid.SampledFrom([]string{"", "half a ", "half a sentence"}).Draw(t, "text")
	if err := m.w.SaveDraft("title", text); err != nil || m.w.Draft("title") != text {
		t.Fatal(err)
	}
}

// turnClock lets the clock go anywhere, also backwards.
func (m *machine) turnClock(t *rapid.T) {
	m.clock = m.clock.Add(time.Duration(rapid.IntRange(-24*365, 24*365).Draw(t, "hours")) * time.Hour)
}

// check holds the workspace against the plain one; under make torture, and else after
// every third step, what is on disk too.
func (m *machine) check(t *rapid.T) {
	m.steps++
	if got := said(t, m.w.Register()); got != m.plain.now {
		t.Fatalf("the register says\n%s\nand should say\n%s", got, m.plain.now)
	}
	m.was[m.seq] = m.plain.now
	if undo, redo := m.w.UndoLabel(), m.w.RedoLabel(); undo != labelOf(m.plain.done) || redo != labelOf(m.plain.undone) {
		t.Fatalf("undo offers %q and redo %q, should be %q and %q", undo, redo, labelOf(m.plain.done), labelOf(m.plain.undone))
	}
	if trial.Long() || m.steps%3 == 0 {
		m.onDisk(t)
	}
}

// onDisk holds what is on disk against what is in memory, and proves its history.
func (m *machine) onDisk(t *rapid.T) {
	fresh, err := Open(m.path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(fresh.Register().All(), m.w.Register().All()) || fresh.Register().Next() != m.w.Register().Next() {
		t.Fatalf("on disk:\n%s\nin memory:\n%s", said(t, fresh.Register()), said(t, m.w.Register()))
	}
	if fresh.Head() != m.w.Head() || fresh.Head().Seq != m.seq || fresh.Draft("title") != m.w.Draft("title") {
		t.Fatalf("on disk %+v, in memory %+v after %d entries", fresh.Head(), m.w.Head(), m.seq)
	}
	for _, w := range []*Workspace{m.w, fresh} { // as the writer reads, and as one who only looks
		if proof := verifyClean(t, w, ""); proof.Entries != int(m.seq) {
			t.Fatalf("%d entries proved of %d", proof.Entries, m.seq)
		}
	}
}

// Undo survives everything: whatever is done, taken back, done again, closed
// and opened in whatever order, the register is what the same steps on paper
// give, in memory and on disk.
func TestUndoSurvivesEverything(t *testing.T) {
	setFlag(t, "rapid.checks", "1")
	trial.Each(t, "sequences of edits", 5000, 33_000, func(t *trial.T) {
		setFlag(t.T, "rapid.seed", fmt.Sprint(1+t.Dice.Uint64N(1<<62)))
		rapid.Check(t.T, func(rt *rapid.T) {
			m := newMachine(t.T, quickDir(t))
			defer func() { m.w.Close() }()
			rt.Repeat(map[string]func(*rapid.T){
				"add": m.add, "set": m.set, "remove": m.remove, "rate": m.rate, "other": m.other, "framework": m.framework, "settings": m.settings,
				"bulk": m.bulk, "aside": m.aside, "aside again": m.aside, "snapshot": m.snapshot, "look back": m.lookBack,
				"undo": m.undo, "undo again": m.undo, "redo": m.redo, "redo again": m.redo,
				"reopen": m.reopen, "draft": m.draft, "clock": m.turnClock,
				"": m.check,
			})
			m.onDisk(rt)
			t.Count("steps", m.steps)
		})
	})
}

// setFlag sets a flag of the test binary until the test ends.
func setFlag(t *testing.T, name, value string) {
	t.Helper()
	was := flag.Lookup(name).Value.String()
	if err := flag.Set(name, value); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set(name, was) })
}

// An edit that cannot be made leaves file, history and memory as they were.
func TestAFailedEditLeavesNoTrace(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	do(t, w, model.AddThreat("prompt injection", set("inherent_likelihood", "H")), model.AddThreat("model theft"))
	for name, e := range map[string]model.Edit{
		"changes nothing":        model.SetFields("T-001", set("title", "prompt injection")),
		"no such threat":         model.SetFields("T-009", set("title", "x")),
		"no such field":          model.SetFields("T-001", set("titel", "x")),
		"a bad value":            model.SetFields("T-001", set("inherent_impact", "huge")),
		"half of it fails":       model.SetFields("T-001", set("title", "other"), set("due", "tomorrow")),
		"no title":               model.AddThreat(" "),
		"one of two missing":     model.RemoveThreats("T-001", "T-009"),
		"one twice":              model.RemoveThreats("T-001", "T-001"),
		"a problem":              model.Rate("T-001", model.Inherent, testMethod, model.Answers{"impact": "huge"}),
		"nothing to copy":        model.CopyRating("T-001", model.Target, model.Current),
		"text that is none":      model.ChangeSettings("name it", func(s *model.Settings) { s.Name = "\xff" }),
		"a threat without id":    put(&model.Threat{Title: "x"}),
		"an id beyond all sense": put(&model.Threat{ID: strings.Repeat("T", 40_000)}),
		"too many answers":       put(threatWithAnswers(2000)),
	} {
		t.Run(name, func(t *testing.T) {
			before, memory, head := readAll(t, path), said(t, w.Register()), w.Head()
			if _, err := w.Do(e); err == nil {
				t.Fatal("no error")
			}
			if after := readAll(t, path); !bytes.Equal(before, after) {
				t.Error("the file changed")
			}
			if said(t, w.Register()) != memory || w.Head() != head || w.Register().Next() != 3 {
				t.Error("the memory changed")
			}
			if w.ReadOnly() || w.Warning() != "" {
				t.Errorf("the workspace took it for a failure of the disk: %s", w.Warning())
			}
		})
	}
	do(t, w, model.AddThreat("the next one"))
	verifyClean(t, w, "")
}

func put(rec model.Record) model.Edit {
	return model.Edit{Label: "put", Do: func(d *model.Draft) error { d.Put(rec); return nil }}
}

func threatWithAnswers(n int) *model.Threat {
	t := &model.Threat{ID: "T-001"}
	answers := model.Answers{}
	for i := range n {
		answers[fmt.Sprint(i)] = "H"
	}
	t.Ratings[0].Reckoning = &model.Reckoning{Answers: answers}
	return t
}

func readAll(t testing.TB, path string) []byte {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// What was saved can be read again, whatever the edit tried to put in: an edit
// that would lock everybody out of the file is refused.
func TestWhatIsSavedCanBeRead(t *testing.T) {
	dir := quickDir(t)
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(dir, "register.db")
		defer os.Remove(path)
		if err := Create(path, makeEdit(), Options{}); err != nil {
			rt.Fatal(err)
		}
		odd := rapid.Map(rapid.SliceOfN(rapid.Byte(), 0, 20), func(b []byte) string { return string(b) })
		w, err := Open(path, Options{By: odd.Draw(rt, "by"), NewOp: func() string { return odd.Draw(rt, "op") }})
		if err != nil {
			rt.Fatal(err)
		}
		_, err = w.Do(model.AddThreat(odd.Draw(rt, "title")))
		rt.Log("answer:", err)
		want := said(rt, w.Register())
		w.Close()
		again, err := Open(path, Options{ReadOnly: true})
		if err != nil {
			rt.Fatal(err)
		}
		if got := said(rt, again.Register()); got != want {
			rt.Fatalf("read %s, saved %s", got, want)
		}
	})
}

// A name that is no text, as a system may give it, keeps nobody from editing.
func TestOddNamesBecomeText(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{By: "J\xfcrgen"})
	c := do(t, w, model.Edit{Label: "add \xff", Do: model.AddThreat("one").Do})
	if c.By != "J\uFFFDrgen" || c.Label != "add \uFFFD" || w.Register().Threat("T-001").UpdatedBy() != c.By {
		t.Errorf("%q by %q", c.Label, c.By)
	}
	if got := history(t, open(t, path, Options{ReadOnly: true}))[1]; !reflect.DeepEqual(got.Change, c) {
		t.Errorf("saved %+v, read %+v", c, got.Change)
	}
}

// Opening and closing without an edit writes nothing to the file.
func TestReopeningWritesNothing(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	do(t, w, model.AddThreat("one"), model.AddThreat("two"))
	if _, err := w.Undo(); err != nil {
		t.Fatal(err)
	}
	w.Close()
	before := readAll(t, path)
	for range 3 {
		open(t, path, Options{}).Close()
		open(t, path, Options{ReadOnly: true}).Close()
	}
	if !bytes.Equal(before, readAll(t, path)) {
		t.Error("the file changed")
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); len(left) != 1 {
		t.Errorf("closing left %v", left)
	}
}

// A workspace that is open for looking, or closed, says so and does nothing.
func TestReadOnlyRefusesEdits(t *testing.T) {
	path := newRegister(t)
	closed := open(t, path, Options{})
	closed.Close()
	for name, w := range map[string]*Workspace{"looking": open(t, path, Options{ReadOnly: true}), "closed": closed} {
		_, did := w.Do(model.AddThreat("x"))
		_, undid := w.Undo()
		_, redid := w.Redo()
		for _, err := range []error{did, undid, redid, w.SaveDraft("title", "x")} {
			if !errors.Is(err, ErrReadOnly) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if !w.ReadOnly() {
			t.Errorf("%s does not say that it is read-only", name)
		}
		if err := w.Close(); err != nil {
			t.Errorf("closing %s again: %v", name, err)
		}
		verifyClean(t, w, "")
	}
}

// Half-typed text is there after a restart, and has no history.
func TestDraftsOutlastTheProcess(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	if err := w.SaveDraft("capture", "prompt inj"); err != nil {
		t.Fatal(err)
	}
	w.Close()
	w = open(t, path, Options{})
	if got := w.Draft("capture"); got != "prompt inj" || w.Head().Seq != 1 {
		t.Errorf("draft %q, head %s", got, w.Head())
	}
	if err := w.SaveDraft("capture", ""); err != nil {
		t.Fatal(err)
	}
	w.Close()
	if got := open(t, path, Options{}).Draft("capture"); got != "" {
		t.Errorf("forgotten, and still %q", got)
	}
}

// A file that another program cuts while it is open ends in an error, not in a
// crash, and closing does not hang.
func TestAFileCutWhileOpenIsAnError(t *testing.T) {
	for _, size := range []int64{0, 4096, 8192, 20_000} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			path := withThreats(t, 200)
			w := open(t, path, Options{})
			do(t, w, model.SetFields("T-001", set("title", "before")))
			if err := os.Truncate(path, size); err != nil {
				t.Fatal(err)
			}
			done := make(chan error, 1)
			go func() {
				_, err := w.Undo()
				_, err2 := w.Do(model.SetFields("T-100", set("title", "after")))
				_, err3 := w.Verify("")
				w.Close()
				done <- errors.Join(err, err2, err3)
			}()
			select {
			case err := <-done:
				if err == nil || strings.Contains(err.Error(), "runtime error") || !strings.Contains(err.Error(), "run `parry verify`") {
					t.Errorf("it is told as %v", err)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("it hangs")
			}
		})
	}
}

// Two registers that say the same have the same hash, whatever their history.
func TestTheHashIsOfWhatIsSaid(t *testing.T) {
	w := open(t, newRegister(t), Options{})
	hash := func() string {
		h, err := w.Hash()
		if err != nil || len(h) != 64 {
			t.Fatal(h, err)
		}
		return h
	}
	empty := hash()
	steps(t, w, "a")
	one := hash()
	steps(t, w, "b")
	if empty == one || one == hash() {
		t.Error("different registers have the same hash")
	}
	steps(t, w, "undo")
	if one != hash() {
		t.Error("the same register has two hashes")
	}
	steps(t, w, "undo")
	other := w
	if w = open(t, newRegister(t), Options{}); empty != hash() {
		t.Error("another register of the same words has another hash")
	}
	w = other
	if empty != hash() {
		t.Error("all was undone, and the hash is another")
	}
}

// Looking for a register where there is none says how to make one, and makes
// none.
func TestWhereThereIsNoRegister(t *testing.T) {
	dir := quickDir(t)
	nowhere := filepath.Join(dir, "nowhere.db")
	for _, readOnly := range []bool{false, true} {
		_, err := Open(nowhere, Options{ReadOnly: readOnly})
		if !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), "parry init") {
			t.Errorf("no file: %v", err)
		}
	}
	if _, err := os.Stat(nowhere); err == nil {
		t.Error("looking for a register made one")
	}
}
