package triage

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"parry/frameworks/methods/nist80030"
	"parry/frameworks/suggest"
	"parry/model"
	"parry/store"
	"parry/store/trial"
	"parry/ui/bench"
	"parry/ui/livemap"
	"parry/ui/rehearsal"
	"parry/ui/theme"
	"parry/ui/widget"
)

// A room is the screen in front of people: a real register in a file, and
// somebody who presses keys.
type room struct {
	testing.TB
	bench  *bench.Bench
	screen *Screen
}

func settings() model.Settings {
	return model.Settings{
		Name: "Brightdesk Assist", Method: nist80030.ID, MethodVersion: "r1",
		Matrix: nist80030.Matrix(), Appetite: model.M,
	}
}

// enter opens a register with these settings and threats on the screen.
func enter(t testing.TB, s model.Settings, threats ...*model.Threat) *room {
	t.Helper()
	path := filepath.Join(t.TempDir(), "register.db")
	first := model.Edit{Label: "make the register", Do: func(d *model.Draft) error {
		d.Put(&s)
		for _, threat := range threats {
			d.Put(threat)
		}
		return nil
	}}
	if err := store.Create(path, first, store.Options{By: "test"}); err != nil {
		t.Fatal(err)
	}
	return open(t, path, store.Options{By: "test", Now: func() time.Time { return time.Unix(1800000000, 0) }})
}

func open(t testing.TB, path string, o store.Options) *room {
	t.Helper()
	w, err := store.Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	unicode := false
	th, err := theme.New(theme.Options{Name: "dark", Color: "always", ASCII: &unicode})
	if err != nil {
		t.Fatal(err)
	}
	b := &bench.Bench{Work: w, Knowledge: bench.Knowledge{Gather: gather, Classifier: suggest.New}, Pen: widget.NewPen(th, false), Today: "2026-11-16"}
	r := &room{TB: t, bench: b, screen: New(b)}
	r.screen.Enter(bench.Place{Screen: bench.Triage})
	return r
}

// readOnly lets go of the register and opens it for looking.
func (r *room) readOnly() *room {
	r.Helper()
	path := r.bench.Work.Path()
	if err := r.bench.Work.Close(); err != nil {
		r.Fatal(err)
	}
	return open(r.TB, path, store.Options{ReadOnly: true})
}

// threat makes a threat as capture and classification leave it.
func threat(id, title, phase string) *model.Threat {
	return &model.Threat{ID: id, Title: title, Status: "open",
		Class: model.Class{Phase: phase, Layer: "Orchestrated"}}
}

func placed(t *model.Threat, s model.State, likelihood, impact model.Level) *model.Threat {
	t.Ratings[s] = model.Rating{Likelihood: likelihood, Impact: impact,
		Level: nist80030.Matrix().Level(likelihood, impact), Method: model.MethodImported}
	return t
}

// workshop is a handful of threats of which T-016 is the one to talk about.
func workshop() []*model.Threat {
	hot := threat("T-016", "Agent tool runs attacker text from a wiki page", "Deployment")
	hot.Class.Activity, hot.Class.Category = "Orchestration", "Model manipulation"
	hot.Urgency = model.Urgency{Exploitation: "public poc", Exposure: "open", Automatable: "yes", KEV: "no"}
	hot.Statement = model.Statement{Source: "An outsider", Prerequisites: "who may edit a wiki page that the assistant reads",
		Action: "hide an instruction in it", Impact: "the agent issues refunds nobody asked for",
		Goals: []string{"integrity"}, Assets: []string{"refund tool"}}
	return []*model.Threat{
		placed(threat("T-007", "System prompt leaks through error pages", "Deployment"), model.Inherent, model.M, model.M),
		placed(threat("T-010", "Poisoned document changes answers", "Deployment"), model.Inherent, model.H, model.VH),
		hot,
		placed(threat("T-021", "Key for the model gateway in the client bundle", "Deployment"), model.Inherent, model.M, model.M),
		placed(threat("T-029", "Denial of wallet by long prompts", "Delivery"), model.Inherent, model.H, model.L),
		threat("T-031", "A storm takes the only region down", "Delivery"),
	}
}

// press sends keys as the frame does: to what is typing, else to the actions.
func (r *room) press(keys ...string) *room {
	for _, key := range keys {
		r.bench.Hush()
		msg := rehearsal.Key(key)
		if r.screen.Typing() {
			r.screen.Type(msg)
		} else if a, ok := bench.Find(r.screen.Actions(), msg.String()); ok {
			a.Run(r.bench)
		} else if key == "u" {
			r.bench.Undo()
		} else if key == "U" {
			r.bench.Redo()
		}
	}
	return r
}

// write types a text into what is open.
func (r *room) write(text string) *room {
	for _, c := range text {
		r.screen.Type(tea.KeyPressMsg{Code: c, Text: string(c)})
	}
	return r
}

func (r *room) draw(w, h int) []string {
	r.Helper()
	lines := r.screen.Draw(w, h)
	if len(lines) != max(h, 0) {
		r.Fatalf("%d lines, want %d", len(lines), h)
	}
	for i, line := range lines {
		if got := ansi.StringWidthWc(line); got != max(w, 0) {
			r.Fatalf("line %d is %d cells wide, want %d: %q", i, got, w, line)
		}
	}
	return lines
}

// picture is the screen as plain text, with the row of the frame above it.
func (r *room) picture(w, h int) string {
	r.Helper()
	status := r.bench.Pen.Clip(r.screen.Status(w), w)
	return ansi.Strip(strings.Join(append([]string{status}, r.draw(w, h)...), "\n")) + "\n"
}

// at gives the threat on the screen.
func (r *room) at() *model.Threat { return r.bench.Register().Threat(r.bench.Threat()) }

func (r *room) rating(s model.State) model.Rating { return r.at().Ratings[s] }

// wants checks texts that the picture must hold.
func (r *room) wants(w, h int, texts ...string) {
	r.Helper()
	picture := r.picture(w, h)
	for _, text := range texts {
		if !strings.Contains(picture, text) {
			r.Errorf("at %d x %d there is no %q:\n%s", w, h, text, picture)
		}
	}
}

// said checks the message line.
func (r *room) said(text string) {
	r.Helper()
	if got := r.bench.Said().Text; !strings.Contains(got, text) {
		r.Errorf("it said %q, want %q in it", got, text)
	}
}

func (r *room) question(id string) {
	r.Helper()
	if r.screen.see(); r.screen.question != id {
		r.Errorf("the question is %s, want %s", r.screen.question, id)
	}
}

func TestRateAFreshThreat(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	if r.at().ID != "T-016" {
		t.Fatalf("begins with %s, want the first unrated one", r.at().ID)
	}
	r.question("initiation")
	r.press("3").question("adverse")
	r.said("rate T-016 inherent: initiation M")
	r.press("4").question("impact")
	r.press("5").question("impact")
	r.said("impact VH, so M x VH = H")
	if !r.bench.Said().Undo {
		t.Error("the message does not offer undo")
	}
	got := r.rating(model.Inherent)
	want := []string{"initiation M (G-2)", "adverse H (G-4)", "G-5 row M, column H: likelihood M", "impact VH (H-3)", "I-2 row M, column VH: level H"}
	if got.Level != model.H || !slices.Equal(got.Path(), want) {
		t.Errorf("level %s by %q", got.Level, got.Path())
	}
	r.wants(120, 36, append(want, "[X] likelihood M x impact VH =  H", "! over appetite M", "by nist-800-30 r1, provisional", "questions, 0 open")...)
	if r.rating(model.Current).Method != "" {
		t.Error("the current state was rated too")
	}
}

func TestArrowsAnswerToo(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("enter")
	r.said("no answer is under the cursor yet")
	r.press("down", "down", "enter").question("adverse")
	r.press("up").wants(80, 20, ">  .      not known")
	r.press("up", "k", "j", "enter").question("impact")
	if a := r.rating(model.Inherent).Answers(); a["initiation"] != "L" || a["adverse"] != "VH" {
		t.Errorf("answers %v", a)
	}
	r.press("left").wants(80, 20, ">* 5  VH")
}

func TestQuestionsGoRound(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("tab", "right").question("impact")
	r.press("l").question("initiation")
	r.press("shift+tab").question("impact")
	r.press("4").question("initiation") // the next open one, round the end
}

func TestChangeOneAnswer(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("3", "4", "5", "tab", "tab").question("adverse")
	r.press("1").question("impact") // none is open: on to the next
	if got := r.rating(model.Inherent).Cell(); got != "L x VH = M" {
		t.Errorf("now %s", got)
	}
	r.press("5").question("impact")
	r.said("nothing changed: impact is VH already")
}

func TestNotKnownUnplaces(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("3", "4", "5", ".").question("impact")
	r.said("impact not known, so not assessed")
	if got := r.rating(model.Inherent); got.Placed() || got.Answers()["impact"] != model.NotKnown {
		t.Errorf("rating %+v", got)
	}
	r.wants(80, 20, "~ not rated: likelihood M impact ?", ">* .", `? impact is answered "not known"; still`, "1 unrated")
	r.press(".")
	r.said("nothing changed")
}

func TestDoubtIsShown(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("3", "5", "5") // G-5 gives H for M and VH: above its row
	for _, size := range [][2]int{{80, 20}, {120, 36}} {
		r.wants(size[0], size[1], "! G-5 gives likelihood H", "level H instead")
	}
	r.wants(60, 12, "H x VH = VH ! doubtful")
	r.wants(80, 16, "! G-5 gives likelihood H", "VH[2]!")
	warned := false
	for _, line := range r.draw(80, 20) {
		warned = warned || strings.Contains(line, r.bench.Pen.Warning.Pre+"! G-5")
	}
	if !warned {
		t.Error("the doubt has no warning look")
	}
}

func TestImportedKeepsWhatItSays(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.screen.Enter(bench.Place{Screen: bench.Triage, Threat: "T-010"})
	r.question("initiation")
	r.wants(80, 20, "imported, matrix only", "[X] likelihood H x impact VH =  VH", "NIST SP 800-30 I-2 row H, column VH:", "initiation -]", "likelihood H ")
	r.press("4").question("adverse")
	if got := r.rating(model.Inherent); got.Cell() != "H x VH = VH" || got.Method != nist80030.ID {
		t.Errorf("the first answer gives %s by %s", got.Cell(), got.Method)
	}
	r.press("2").question("impact")
	if got := r.rating(model.Inherent); got.Cell() != "M x VH = H" {
		t.Errorf("both answers give %s", got.Cell())
	}
	r.wants(80, 20, "(n) was H x VH = VH", "(·) VH", "H [1]!")
}

func TestFileSaidOtherwise(t *testing.T) {
	odd := placed(threat("T-001", "A level of its own", "Delivery"), model.Inherent, model.L, model.L)
	odd.Ratings[model.Inherent].Declared = model.H
	r := enter(t, settings(), odd)
	r.wants(80, 20, "! the file it came from said level H")
}

func TestCopy(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("=")
	r.said("T-016 has no inherent rating to copy yet")
	r.press("3", "4", "5", "=")
	if got := r.rating(model.Current).Cell(); got != "M x VH = H" {
		t.Errorf("current is %s", got)
	}
	r.wants(80, 20, "[current H]", "With the controls that are live.")
	r.press("1").question("adverse") // lower it from there
	if in, now := r.rating(model.Inherent), r.rating(model.Current); in.Cell() != "M x VH = H" || now.Likelihood != model.L {
		t.Errorf("inherent %s, current %s", in.Cell(), now.Cell())
	}
	r.press("i", "=").wants(80, 20, "Once the planned controls work too.", "[target")
	r.said("the target is rated on its own, never copied")
	if got := r.rating(model.Target); got.Placed() {
		t.Errorf("target is %s", got.Cell())
	}
	r.press("i").wants(80, 20, "[inherent H]")
}

// A copy shows the current rating of that threat; the next one begins with its
// inherent rating again, unless the user was rating current ones.
func TestAfterACopyTheNextIsRatedInherent(t *testing.T) {
	for _, on := range []string{"!", "pgdown", "z"} {
		r := enter(t, settings(), workshop()...)
		r.press("3", "4", "5", "=", on, "3", "4", "3")
		if in, now := r.rating(model.Inherent), r.rating(model.Current); r.at().ID == "T-016" || !in.Placed() || now.Placed() {
			t.Errorf("after %s: %s inherent %s, current %s", on, r.at().ID, in.Cell(), now.Cell())
		}
	}
	r := enter(t, settings(), workshop()...)
	r.press("3", "4", "5", "i", "=", "pgdown").wants(80, 20, "[current")
}

func TestUndoTakesBackOneAnswer(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("3", "4", "5", "u").question("impact")
	r.said("Undid: rate T-016 inherent: impact VH")
	r.press("u").question("adverse")
	if a := r.rating(model.Inherent).Answers(); len(a) != 1 || a["initiation"] != "M" {
		t.Errorf("answers left: %v", a)
	}
	r.press("U").question("adverse")
	if a := r.rating(model.Inherent).Answers(); a["adverse"] != "H" {
		t.Errorf("answers again: %v", a)
	}
	r.press("pgdown", "u") // lands on the threat it undid
	if r.at().ID != "T-016" {
		t.Errorf("at %s", r.at().ID)
	}
}

func TestReasons(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("w").write("seen twice since August").press("enter")
	r.press("3", "4").question("impact")
	r.press("w").write("refunds without limit").press("enter")
	if got := r.rating(model.Inherent); got.LikelihoodReason() != "seen twice since August" || got.ImpactReason() != "refunds without limit" {
		t.Errorf("reasons %q, %q", got.LikelihoodReason(), got.ImpactReason())
	}
	r.wants(80, 20, "why this bad: refunds without limit")
	r.press("i", "tab").question("adverse")
	r.press("w").write("allow-list since May").press("enter")
	if got := r.rating(model.Current).LikelihoodReason(); got != "allow-list since May" {
		t.Errorf("current reason %q", got)
	}
	r.wants(80, 20, "why this likely: allow-list since May")
	r.press("w", "esc").wants(80, 20, "allow-list since May")
	if r.screen.Typing() {
		t.Error("esc left the box open")
	}
}

func TestEditAnyField(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("e").write("lifecycle_phase").press("enter").write("retirement").press("enter")
	if got := r.at().Class.Phase; got != "Retirement" {
		t.Errorf("phase %q", got)
	}
	r.wants(80, 20, "Retirement: 1 threat, 1 unrated")
}

func TestReadOnly(t *testing.T) {
	r := enter(t, settings(), workshop()...).readOnly()
	for _, key := range []string{"3", ".", "enter", "w", "e", "="} {
		r.press(key)
		r.said("open for reading only")
	}
	r.press("down", "tab", "i", "pgdown").wants(80, 20, "T-021")
}

func TestNobodyMeansIt(t *testing.T) {
	storm := threat("T-031", "A storm takes the region down", "Delivery")
	storm.Adversary.Adversarial = "no"
	r := enter(t, settings(), storm)
	r.wants(80, 20, "How often does this happen?", "1 to 10 a year: once a year up to nearly once a month")
	r.press("3", "5", "4")
	r.wants(120, 36, "occurrence M (G-3)")
}

func TestOneAnswerForTwo(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("L").question("likelihood")
	r.wants(80, 20, "All in all, how likely is harm from this?", "initiation -  adverse - [likelihood ?] impact ?")
	r.press("4").question("impact")
	r.press("5").question("impact")
	r.said("so H x VH = VH")
	r.press("tab").question("initiation") // ask the halves after all
	r.press("3").question("adverse")
	r.press("3").question("impact")
	if a := r.rating(model.Inherent).Answers(); a["likelihood"] != "" || len(a) != 3 {
		t.Errorf("answers %v", a)
	}
	r.press("L").question("likelihood")
	r.press("L").question("initiation")
	if v := r.screen.see(); len(v.steps) != 3 {
		t.Errorf("%d steps once nobody asks for the whole", len(v.steps))
	}
}

func TestNextUnrated(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	for _, want := range []string{"T-031", "T-016", "T-031"} {
		if r.press("!"); r.at().ID != want {
			t.Errorf("at %s, want %s", r.at().ID, want)
		}
	}
	r.press("3", "3", "3", "!", "3", "3", "3", "!")
	r.said("all 6 threats have an inherent rating")
	r.press("i", "!")
	if r.at().ID != "T-021" {
		t.Errorf("the next without a current rating is %s", r.at().ID)
	}
}

func TestThreatsInOrder(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	if r.press("pgup"); r.at().ID != "T-010" {
		t.Errorf("before T-016 is %s", r.at().ID)
	}
	r.press("pgup", "pgup")
	r.said("T-007 is the first threat")
	for range 6 {
		r.press("pgdown")
	}
	r.said("T-031 is the last threat")
	if p := r.screen.Place(); p != (bench.Place{Screen: bench.Triage, Threat: "T-031"}) {
		t.Errorf("the place is %v", p)
	}
}

func TestNoSuchAnswer(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("7")
	r.said("there is no answer 7 here: 1 to 5, or . for not known; alt+7 changes the screen")
	r.screen.Enter(bench.Place{Screen: bench.Triage, Threat: "T-999"})
	r.said("T-999 is no longer in the register")
	r.draw(80, 20)
}

func TestEmptyRegister(t *testing.T) {
	r := enter(t, settings())
	r.wants(80, 20, "The register holds no threat", "n to capture")
	if len(r.screen.Actions()) != 0 {
		t.Error("an empty screen keeps digits from the frame")
	}
	r.bench.Do(model.AddThreat("First"))
	r.wants(80, 20, "T-001")
	r.bench.Undo()
	r.wants(80, 20, "There is nothing to rate yet")
}

func TestMethodThatIsNotHere(t *testing.T) {
	s := settings()
	s.Method = "tea-leaves"
	r := enter(t, s, workshop()...)
	r.press("3")
	r.said(`the register is rated by "tea-leaves", which this parry does not have`)
	r.press("L")
	r.said("tea-leaves")
	r.wants(120, 36, "tea-leaves")
	r.press("tab", "down", "enter", ".", "i", "=").draw(80, 20)
}

// A method of another shape: an answer that is typed, none of them levels.
func TestTypedAnswer(t *testing.T) {
	s := settings()
	s.Method = "vector"
	lib := model.Library{Methods: []model.Method{{
		ID: "vector", Title: "A vector", Version: "1", Places: true,
		Questions: []model.Question{{ID: "the_vector", Title: "What is the vector?"}},
		Rate: func(a model.Answers) model.Outcome {
			if a["the_vector"] == "bad" {
				return model.Outcome{Problems: []string{"bad is no vector"}}
			}
			return model.Outcome{Level: model.H, Path: []string{"vector " + a["the_vector"]}}
		},
	}}}
	shipped := gather
	gather = func(*model.Register) model.Library { return lib }
	t.Cleanup(func() { gather = shipped })
	r := enter(t, s, workshop()...)
	r.wants(80, 20, "[the vector ?]", "enter opens the line")
	r.press("1")
	r.said("this answer is typed")
	r.press("enter").write("AV:N").wants(80, 20, "AV:N", "enter saves it")
	r.screen.Type(tea.PasteMsg{Content: "/AC:L"})
	r.press("enter")
	if got := r.rating(model.Inherent).Answers()["the_vector"]; got != "AV:N/AC:L" {
		t.Errorf("answer %q", got)
	}
	r.wants(120, 36, "vector AV:N/AC:L", "not assessed")
	r.press("enter", "esc", ".", "enter").write("bad").press("enter")
	r.said("bad is no vector")
	r.press("enter", "enter")
	r.said("no answer was typed")
}

func TestCursorFollows(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	r.press("3", "left")
	for _, w := range []int{80, 120} {
		lines := r.draw(w, 24)
		x, y, ok := r.screen.Cursor()
		if line := ansi.Strip(lines[y]); !ok || !strings.Contains(line, ">* 3") {
			t.Errorf("at %d the cursor is at %d,%d: %q", w, x, y, line)
		}
	}
	r.press("w").draw(80, 24)
	lines := r.draw(80, 24)
	x, y, ok := r.screen.Cursor()
	if line := []rune(ansi.Strip(lines[y])); !ok || x == 0 || !strings.Contains(string(line[:x]), "\u2502") {
		t.Errorf("the cursor is at %d,%d, beside the open box", x, y)
	}
}

func TestRange(t *testing.T) {
	sure := placed(threat("T-001", "Somewhere about here", "Delivery"), model.Inherent, model.M, model.M)
	r := &sure.Ratings[model.Inherent]
	r.Reckon(func(p *model.Reckoning) { p.LowLikelihood = model.L; p.HighLikelihood = model.H })
	r.Reason(func(p *model.Reasons) { p.Confidence = "low" })
	screen := enter(t, settings(), sure)
	screen.wants(80, 20, "L4 H   ·  VL ·  L :·: M", "confidence low")
}

func TestOneWalkPerDraw(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	register := r.bench.Register()
	for _, key := range []string{"3", "4", "u", "tab", "i", "!"} {
		r.press(key)
		before := register.Walks()
		r.picture(120, 36)
		r.picture(80, 20)
		if n := register.Walks() - before; n > 1 {
			t.Errorf("after %q drawing walked the register %d times", key, n)
		}
	}
	before := register.Walks()
	r.press("down").picture(80, 20)
	if register.Walks() != before {
		t.Error("a walk although nothing changed")
	}
}

func TestPictures(t *testing.T) {
	for _, size := range [][2]int{{80, 20}, {120, 36}, {60, 12}, {160, 46}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			r := enter(t, settings(), workshop()...)
			fresh := r.picture(size[0], size[1])
			r.press("w").write("two tries in the gateway log since August").press("enter", "3", "5", "4", "2", "left", "left", "down")
			golden.RequireEqual(t, fresh+"\n"+r.picture(size[0], size[1]))
		})
	}
}

// TestPlain keeps the picture readable where there are neither colours nor
// anything but ASCII.
func TestPlain(t *testing.T) {
	r := enter(t, settings(), workshop()...)
	plain := true
	th, err := theme.New(theme.Options{Name: "mono", ASCII: &plain})
	if err != nil {
		t.Fatal(err)
	}
	r.bench.Pen = widget.NewPen(th, false)
	picture := r.press("3", "4", "5").picture(80, 20)
	for _, c := range picture {
		if c > 0x7E {
			t.Fatalf("%q in an ASCII picture", c)
		}
	}
}

func TestAnyKeysAnySizes(t *testing.T) {
	keys := []string{"1", "2", "3", "4", "5", "7", ".", "enter", "up", "down", "left", "right", "tab", "w", "e", "i", "=", "!", "L", "pgup", "pgdown", "esc", "u", "U", "x"}
	nasty := append(workshop(), threat("\x1b[31mT-\u202e0", "\x1b]52;c;eA==\x07\n日本語のタイトル\t\u0301", "\x1b[2J"))
	nasty[0].Ratings[0].Reason(func(p *model.Reasons) { p.LikelihoodReason = strings.Repeat("日本語 und\n\n", 200) })
	for seed := range uint64(trial.Of(6)) {
		r := enter(t, settings(), nasty...)
		random := rand.New(rand.NewPCG(seed, 1))
		for range 120 {
			r.press(keys[random.IntN(len(keys))])
			r.draw(random.IntN(180)-2, random.IntN(60)-2)
			r.bench.Pen.Clip(r.screen.Status(random.IntN(120)), 80)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	var threats []*model.Threat
	for i := range 10_000 {
		t := threat(model.ThreatID(uint64(i+1)), "Agent tool runs attacker text from a wiki page", model.Phases[i%6].Value)
		placed(t, model.Inherent, model.Levels[i%5], model.Levels[i/5%5])
		threats = append(threats, t)
	}
	threats[5000].Ratings[model.Inherent] = model.Rating{}
	r := enter(b, settings(), threats...)
	for _, size := range [][2]int{{80, 20}, {120, 36}} {
		name := fmt.Sprintf("%dx%d", size[0], size[1])
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				r.screen.Draw(size[0], size[1])
			}
		})
		b.Run(name+"-after-a-change", func(b *testing.B) {
			for b.Loop() {
				r.screen.live = livemap.Map{}
				r.screen.scene.key.version = 0
				r.screen.Draw(size[0], size[1])
			}
		})
	}
}
