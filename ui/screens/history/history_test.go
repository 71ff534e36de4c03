package history

import (
	"strings"
	"testing"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/rehearsal"
)

// room is the screen on a register of two threats and five entries.
func room(t *testing.T) (*bench.Bench, *Screen, *rehearsal.Stage) {
	t.Helper()
	b := rehearsal.Open(t, model.Settings{Name: "test", Appetite: model.M}, []model.Incoming{
		{Threat: &model.Threat{Title: "one"}}, {Threat: &model.Threat{Title: "two"}}})
	for _, e := range []model.Edit{
		model.SetFields("T-001", model.Assignment{Field: "owner_person", Value: "Ada"}),
		model.SetFields("T-002", model.Assignment{Field: "status", Value: "closed"}),
	} {
		if !b.Do(e) {
			t.Fatal(b.Said().Text)
		}
	}
	b.Undo()
	s := New(b)
	s.Enter(bench.Place{})
	return b, s, rehearsal.New(t, b, s)
}

// Every entry is listed, newest first, with who, when and what; enter tells it
// field by field.
func TestEveryChangeIsListed(t *testing.T) {
	_, _, r := room(t)
	r.Sees("5 of 5 entries", "undid 4: set status of T-002 to closed", "set owner_person of T-001 to Ada", "fill", "make")
	r.Press("G", "k", "k", "enter")
	r.Sees("Entry 3", "by ann on ", "chained as", "T-001 changed", "owner_person: (nothing) -> Ada")
	r.Press("esc", "g")
}

// A moment is named once, and the name stands beside it.
func TestMomentsAreNamed(t *testing.T) {
	b, s, r := room(t)
	r.Press("down", "down", "n")
	r.Press(strings.Split("2026-Q4", "")...)
	r.Press("enter")
	r.Sees("take the snapshot 2026-Q4")
	if got := b.Register().Snapshot("2026-q4"); got == nil || got.Seq != 3 || got.By != "ann" {
		t.Fatalf("%+v", got)
	}
	r.Sees("Snapshot", "2026-Q4")
	if s.here() != 3 {
		t.Errorf("the cursor left for entry %d", s.here())
	}
	r.Press("n")
	r.Press(strings.Split("2026-q4", "")...)
	r.Press("enter")
	if said := b.Said(); !said.Problem || !strings.Contains(said.Text, "there is a snapshot 2026-Q4 already") {
		t.Errorf("%+v", said)
	}
}

// Two moments are compared, the older first whichever was marked; without a mark
// a moment is compared with now.
func TestMomentsAreCompared(t *testing.T) {
	_, s, r := room(t)
	r.Press("down", "d") // entry 4, against now: its undo
	r.Sees("From entry 4 to entry 5", "1 reopened, 1 changed", "status: closed to nothing")
	r.Press("esc", "space")
	r.Sees("mark: entry 4")
	r.Press("G", "d")
	r.Sees("From entry 1 to entry 4", "2 added")
	r.Press("d")
	if !s.Back() {
		t.Error("esc does not leave the mark")
	}
	if strings.Contains(r.Text(), "mark: entry") {
		t.Error("esc left the mark")
	}
}

// The register as it was is on show on every screen and takes no edit; Return
// comes back to today.
func TestLookingBackAndReturning(t *testing.T) {
	b, s, r := room(t)
	r.Press("G", "k", "a") // entry 2
	if !b.Past() || b.Register().Threat("T-001").Ownership.Person != "" || b.Today == rehearsal.Today {
		t.Fatalf("past %t, %+v, today %s", b.Past(), b.Register().Threat("T-001").Ownership, b.Today)
	}
	if p, ok := b.Goal(); !ok || p.Screen != bench.Register {
		t.Errorf("it goes to %+v", p)
	}
	if b.Do(model.AddThreat("x")) || !strings.Contains(b.Said().Text, "as it was") {
		t.Errorf("an edit of the past: %+v", b.Said())
	}
	if why := s.cannotName(); !strings.Contains(why, "@ comes back to today") {
		t.Errorf("naming the past: %q", why)
	}
	if !b.Turned() || b.Turned() {
		t.Error("the turn is told once")
	}
	if !b.Return() || b.Past() || b.Today != rehearsal.Today || b.Register().Threat("T-001").Ownership.Person != "Ada" || b.Return() {
		t.Error("today did not come back")
	}
}

// The changes of one threat alone, and all again.
func TestChangesOfOneThreat(t *testing.T) {
	b, s, r := room(t)
	b.SetThreat("")
	r.Press("f")
	if !b.Said().Problem {
		t.Error("no threat was visited, and it did not say so")
	}
	s.Enter(bench.Place{Threat: "T-001", Open: true})
	r.Sees("changes of T-001 only", "2 of 5 entries", "owner_person of T-001", "fill")
	if strings.Contains(r.Text(), "T-002 to closed") {
		t.Error("a change of another threat is shown")
	}
	if !s.Back() || s.Back() {
		t.Error("back leaves the one threat, and then nothing")
	}
	r.Sees("5 of 5 entries")
}

// What was done after a moment is taken back after asking, one undo each, and
// each can be done again.
func TestTakingBackToAMoment(t *testing.T) {
	b, s, r := room(t)
	b.Do(model.SetFields("T-002", model.Assignment{Field: "notes", Value: "n"}))
	s.Enter(bench.Place{})
	r.Press("G", "k") // entry 2, the merge
	r.Press("Z")
	r.Sees("Take back what was done after entry 2?", "undo 2 changes")
	r.Press("enter")
	if b.Work.Head().Seq != 6 {
		t.Fatal("the first answer takes back")
	}
	r.Press("Z", "down", "enter")
	if got := b.Register(); got.Threat("T-001").Ownership.Person != "" || got.Threat("T-002").Review.Notes() != "" || got.Len() != 2 {
		t.Errorf("not taken back: %+v", got.Threat("T-001"))
	}
	b.Redo()
	b.Redo()
	if got := b.Register(); got.Threat("T-001").Ownership.Person != "Ada" || got.Threat("T-002").Review.Notes() != "n" {
		t.Error("not done again")
	}
	r.Press("g", "Z")
	if said := b.Said(); !said.Problem || !strings.Contains(said.Text, "nothing that can be taken back") {
		t.Errorf("%+v", said)
	}
}

// BenchmarkDraw is one drawing of a long history: it reads what is on show.
func BenchmarkDraw(b *testing.B) {
	w := rehearsal.Open(b, model.Settings{}, []model.Incoming{{Threat: &model.Threat{Title: "one"}}})
	for i := range 2_000 {
		w.Do(model.SetFields("T-001", model.Assignment{Field: "notes", Value: strings.Repeat("x", i%7+1)}))
	}
	s := New(w)
	s.Enter(bench.Place{})
	b.ReportAllocs()
	for b.Loop() {
		s.Draw(120, 36)
	}
}
