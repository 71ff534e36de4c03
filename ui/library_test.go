package ui

import (
	"fmt"
	"strings"
	"testing"

	"parry/frameworks/cards"
	"parry/model"
	"parry/store"
	"parry/ui/bench"
	"parry/ui/rehearsal"
)

// A technique is found by what a person says, read, followed to what mitigates it and to
// who cites it, and each step back leads where it came from.
func TestLibraryIsReadAndFollowed(t *testing.T) {
	d := openDesk(t, true)
	d.press("7")
	d.shows("[7 Lib]", "MITRE ATLAS, 5.6.0", "44 of 278", "Methods of rating", "c cites in T-001")
	d.press("/")
	d.typing("t0051.001")
	d.shows("1 found, the best first", "Indirect")
	d.press("enter", "enter")
	d.shows("cited by    T-015  Automatic grader", "part of     AML.T0051  LLM Prompt Injection", "esc back")
	d.press("tab", "tab", "tab", "tab", "enter")
	d.shows("AML.T0051  LLM Prompt Injection", "mitigation  AML.M0019", "AML.T0051.001  Indirect, cited by 3")
	d.press("tab", "tab", "tab", "tab", "tab", "enter")
	d.shows("mitigation of MITRE ATLAS", "mitigates")
	d.press("esc")
	d.shows("technique of MITRE ATLAS", "realized")
	d.press("backspace")
	d.shows("AML.T0051.001  Indirect", "demonstrated")
	d.press("home", "tab", "tab", "enter")
	d.shows("[1 Reg]", "T-016  Instructions hidden", "field 1 of")
	d.press("7")
	d.shows("[7 Lib]", "demonstrated")
	d.press("esc", "esc")
	d.shows("AML.T0051      LLM Prompt", ">        AML.T0051.001  Indirect")
	d.press("enter", "tab", "tab", "tab", "enter")
	d.shows("[1 Reg]", "id:T-015,T-016,T-021", "3 of 38 threats")
	d.press("esc")
	d.shows("[7 Lib]", "all 3 threats, in the register")
	d.press("esc")
	d.press("left", "left", "left", "left")
	d.shows(">  + MITRE ATLAS, 5.6.0")
	d.press("esc")
	d.shows("[1 Reg]")
}

// What a threat can cite goes into its field as one named step that undo takes back; what
// it cannot, or does already, says why.
func TestLibraryCites(t *testing.T) {
	d := openDesk(t, true)
	find := func(words string) {
		t.Helper()
		d.press("7", "/", "ctrl+u")
		d.typing(words)
		d.press("enter")
	}
	class := func(id string) *model.Class { return &d.work.Register().Threat(id).Class }
	d.press("down", "down")
	find("llm03")
	d.shows("c cites in T-003")
	d.press("c")
	d.shows("cite LLM03:2025 in T-003", "T-003  Tenant filter")
	if got := strings.Join(class("T-003").OWASPLLM, " "); got != "LLM08 LLM03:2025" {
		t.Errorf("T-003 cites %s", got)
	}
	d.press("c")
	d.shows("LLM03:2025 already in T-003; C takes it out")
	d.press("u")
	if got := strings.Join(class("T-003").OWASPLLM, " "); got != "LLM08" {
		t.Errorf("after undo T-003 cites %s", got)
	}
	find("llm08")
	d.press("C")
	d.shows("take LLM08:2025 out of T-003")
	if got := class("T-003").OWASPLLM; len(got) != 0 {
		t.Errorf("T-003 still cites %s", got)
	}
	find("cs0016")
	d.press("c")
	d.shows("no field of a threat holds a case study")
	find("model theft")
	d.press("c")
	if got := class("T-003"); got.Category != "Sensitive data disclosure" || !strings.Contains(strings.Join(got.OtherCategories(), ";"), "Model theft") {
		t.Errorf("T-003 is %s and %v", got.Category, got.OtherCategories())
	}
	d.press("1", "g", "space", "space")
	find("aml.t0020")
	d.shows("c cites in the 2 marked threats")
	before := d.work.Head().Seq
	d.press("c")
	d.shows("cite AML.T0020 in 2 threats")
	for _, id := range []string{"T-001", "T-002"} {
		if got := class(id).ATLAS; got[len(got)-1] != "AML.T0020" {
			t.Errorf("%s cites %v", id, got)
		}
	}
	if made := d.work.Head().Seq - before; made != 1 {
		t.Errorf("%d steps for one key", made)
	}
}

// From a field of an open threat the library shows what that can hold; what is cited there
// stands in the field when it is left.
func TestLookUpAField(t *testing.T) {
	d := openDesk(t, true)
	d.press("enter", "L")
	d.shows("this field holds no entries of a catalogue")
	d.press("/")
	d.typing("owasp agentic")
	d.press("enter", "esc", "L")
	d.shows("[7 Lib]", "what owasp_asi can hold", "ASI01:2026  Agent Goal Hijack", "8 of 27 cited")
	d.hides("MITRE ATLAS")
	d.press("/")
	d.typing("rogue")
	d.press("enter", "c")
	d.shows("cite ASI10:2026 in T-001")
	d.press("/", "ctrl+u")
	d.typing("memory poisoning")
	d.press("enter", "c")
	d.shows("cite T1 in T-001", "T1  Memory Poisoning")
	d.press("c")
	d.shows("T1 already in T-001; C takes it out")
	d.press("esc", "esc")
	d.shows("[1 Reg]", "field", "ASI06;ASI10:2026;T1")
	d.press("esc", "7")
	d.shows("MITRE ATLAS", "all catalogues")
}

// Only what is cited, then only what nobody cites, then all: the counts stay those of all.
func TestLibraryShowsOnlyWhatIsCited(t *testing.T) {
	d := openDesk(t, true)
	d.size(120, 60)
	d.press("7", "f")
	d.shows("only what is cited", "43 of 91", "Data poisoning", "111 of 927 cited")
	d.hides("owner ")
	d.press("enter")
	d.shows("44 of 278", "AML.T0051.001  Indirect")
	d.hides("NIST AI RMF")
	d.hides("AML.T0000 ")
	d.press("f")
	d.shows("only what nobody cites", "NIST AI RMF", "44 of 278")
	d.hides("STRIDE, 1999")
	d.press("f")
	d.shows("all catalogues", "STRIDE, 1999")
	d.press("/")
	d.typing("nobody ever wrote this")
	d.shows("Nothing is found by these words")
	d.press("esc")
	d.hides("Nothing is found")
}

// A record that is no threat cites too, and opens over the card.
func TestRecordsInTheLibrary(t *testing.T) {
	d := openDesk(t, true)
	d.work.Do(model.WriteSheet(model.KindEvidence, "", model.Assignment{Field: "title", Value: "Patch log"}, model.Assignment{Field: "shows", Value: "C5:2020 OPS-18"}))
	d.press("7", "/")
	d.typing("ops-18")
	d.press("enter", "enter")
	d.shows("EV-01  Patch log, evidence")
	d.press("enter")
	d.shows("Evidence EV-01  Patch log")
	d.press("esc", "c")
	d.shows("no field of a threat holds a criterion")
}

// In the past, and where the register may only be read, the library is read all the same
// and cites nothing.
func TestLibraryWhereNothingIsEdited(t *testing.T) {
	d := openDesk(t, true)
	d.open(store.Options{ReadOnly: true})
	d.press("7", "/")
	d.typing("llm03")
	d.press("enter", "c")
	d.shows("open for reading only", "cited by    T-0")
	d = openDesk(t, true)
	d.work.Do(model.SetFields("T-001", model.Assignment{Field: "atlas", Value: "AML.T0000"}))
	d.press("7", "/")
	d.typing("aml.t0000")
	d.press("enter")
	d.shows("cited by    T-001")
	d.press("8", "down", "a", "7", "/")
	d.typing("aml.t0000")
	d.press("enter")
	d.shows("PAST 2026-11-16", "cited by    nothing")
	d.press("c")
	d.shows("this is the register as it was")
}

// The tabs give way to the register's name: in every window that everything works in the
// tab on show says its name, and from 80 columns all do.
func TestTabsGiveWay(t *testing.T) {
	d := openDesk(t, true)
	for w, want := range map[int]string{
		60:  " 1 2 3 4 5 6[7 Lib]8 9 ",
		80:  " 1 Reg 2 Tri 3 Hea 4 Own 5 Res 6 Ans[7 Lib]8 His 9 Rep ",
		100: " parry 1 Reg 2 Triage 3 Heat 4 Own 5 Resp 6 Answer[7 Lib]8 Hist 9 Report ",
		200: " parry  1 Register  2 Triage  3 Heatmap  4 Ownership  5 Response  6 Answer [7 Library] 8 History  9 Report ",
	} {
		d.size(w, 24)
		d.press("7")
		if row := strings.Split(d.screen(), "\n")[0]; !strings.HasPrefix(row, want) || !strings.Contains(row, "EXAMPLE Brightdesk") {
			t.Errorf("%d columns: %q", w, row)
		}
	}
	for w := leastWidth; w < 220; w++ {
		for _, screen := range []string{"1", "2", "6", "9"} {
			d.size(w, 24)
			d.app.Update(rehearsal.Key("alt+" + screen))
			row := strings.Split(d.screen(), "\n")[0]
			if !strings.Contains(row, "EXAMPLE Brightdesk") || d.app.bench.Pen.Width(row) != w {
				t.Errorf("%d columns, screen %s: %q", w, screen, row)
			}
		}
	}
}

// The catalogues are not read while the register is on show: the first screen does not
// wait for them.
func TestTheLibraryIsReadWhenItComesOnShow(t *testing.T) {
	d := openDesk(t, false)
	reads := 0
	d.app = New(&bench.Bench{Work: d.work, Pen: d.app.bench.Pen, Today: today, Knowledge: bench.Knowledge{Cards: cards.Deck(), Gather: func(r *model.Register) model.Library {
		reads++
		return gather(r)
	}}})
	d.size(80, 24)
	d.press("?", "esc")
	if reads != 0 {
		t.Errorf("it was read %d times", reads)
	}
	d.press("7", "down")
	if reads != 1 {
		t.Errorf("on show it was read %d times", reads)
	}
}

// BenchmarkOpenLibrary is what the key that shows the library costs the first time after a
// change, everybody who cites counted; the catalogues are read already.
func BenchmarkOpenLibrary(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		d := openLarge(b, n)
		d.size(120, 40)
		d.press("7")
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.app.screens = screens(d.app.bench)
				d.press("alt+7")
			}
		})
	}
}

// BenchmarkFindInLibrary is a letter of a search, to the drawn frame.
func BenchmarkFindInLibrary(b *testing.B) {
	d := openLarge(b, 10_000)
	d.size(120, 40)
	d.press("7", "/", "p", "r")
	b.ReportAllocs()
	for b.Loop() {
		d.press("o", "backspace")
	}
}

// A mark may outlive its threat: the library then cites where the user is, or nowhere.
func TestLibraryWithoutTheMarkedThreat(t *testing.T) {
	d := openDesk(t, true)
	d.press("n")
	d.typing("a threat that will not stay")
	d.press("enter", "esc", "G", "space", "7")
	d.shows("T-039")
	if _, err := d.work.Undo(); err != nil {
		t.Fatal(err)
	}
	d.size(120, 40)
	d.shows("[7 Library]")
	d.hides("T-039")
}
