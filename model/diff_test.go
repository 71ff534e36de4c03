package model

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// moment is a register of these threats on a day, judged by table I-2.
func moment(day string, threats ...*Threat) Moment {
	r := registerOf(threats...)
	return Moment{r, day}
}

func ratedAs(id string, l, i Level) *Threat {
	t := &Threat{ID: id, Title: "threat " + id, Status: "open"}
	t.Ratings[Current] = Rating{Likelihood: l, Impact: i, Level: matrixI2.Level(l, i), Method: MethodEntered}
	return t
}

// Each word tells of what it says, with the reason behind it.
func TestDiffTellsWhatHappened(t *testing.T) {
	with := func(t *Threat, change func(*Threat)) *Threat {
		c := t.Clone()
		change(c)
		return c
	}
	base := ratedAs("T-001", M, H)
	for _, story := range []struct {
		name     string
		was, now *Threat
		what     string
		details  string
	}{
		{"nothing", base, base.Clone(), "", ""},
		{"closed", base, with(base, func(t *Threat) { t.Status = "closed" }), "closed, changed", "status: open to closed"},
		{"reopened", with(base, func(t *Threat) { t.Status = "accepted" }), base, "reopened, changed", "status: accepted to open"},
		{"up", base, with(base, func(t *Threat) {
			t.Ratings[Current].Likelihood, t.Ratings[Current].Level = VH, VH
			t.Ratings[Current].Reason(func(p *Reasons) { p.LikelihoodReason = "seen in the wild" })
		}), "level up, changed", "current M to VH: likelihood M to VH (seen in the wild)"},
		{"down by a person", base, with(base, func(t *Threat) {
			r := &t.Ratings[Current]
			r.Reckon(func(p *Reckoning) { p.Override = "L"; p.OverrideReason = "insured" })
			r.Computed = M
			r.Level = L
		}), "level down, changed", "current M to L: overridden to L: insured"},
		{"by another method", base, with(base, func(t *Threat) {
			t.Ratings[Current].Method = "owasp-rr"
			t.Ratings[Current].Reckon(func(p *Reckoning) { p.Version = "2020" })
			t.Ratings[Current].Impact, t.Ratings[Current].Level = VH, H
		}), "level up, changed", "current M to H: rated by owasp-rr 2020, before by typed in, matrix only; impact H to VH"},
		{"by another matrix", base, with(base, func(t *Threat) { t.Ratings[Current].Level = VH }), "level up", "read by another matrix"},
		{"rated", &Threat{ID: "T-001", Title: "threat T-001", Status: "open"}, base, "rated, changed", "current not rated to M: rated by typed in, matrix only; likelihood M; impact H"},
		{"unrated", base, &Threat{ID: "T-001", Title: "threat T-001", Status: "open"}, "not rated any more, changed", "was taken back; likelihood M to open"},
		{"owner", base, with(base, func(t *Threat) { t.Ownership.Layers[0].Value, t.Ownership.Person = "CSP", "Ada" }), "owner changed", "owner_pi: nothing to CSP"},
		{"overdue", base, with(base, func(t *Threat) { t.Response.Due = "2026-11-15" }), "overdue, changed", "due: nothing to 2026-11-15"},
		{"a field", base, with(base, func(t *Threat) { t.Review.Change(func(p *ReviewMore) { p.Notes = "seen" }) }), "changed", "notes: nothing to seen"},
	} {
		d := Compare(moment("2026-11-01", story.was), moment("2026-11-16", story.now))
		what, details := "", ""
		if len(d.Threats) > 0 {
			what, details = strings.Join(d.Threats[0].What, ", "), strings.Join(d.Threats[0].Details(), "\n")
		}
		if what != story.what || !strings.Contains(details, story.details) {
			t.Errorf("%s: %q\n%s\nwant %q\n%s", story.name, what, details, story.what, story.details)
		}
	}
}

// The clock alone makes a due day pass and an acceptance expire.
func TestDiffHearsTheClock(t *testing.T) {
	due := ratedAs("T-001", M, H)
	due.Response.Due = "2026-11-10"
	taken := ratedAs("T-002", H, H)
	taken.Status = "accepted"
	taken.Decision.Change(func(p *DecisionMore) { p.Expires = "2026-11-12" })
	d := Compare(moment("2026-11-01", due, taken), moment("2026-11-16", due, taken))
	if len(d.Threats) != 2 || d.Threats[0].What[0] != "overdue" || d.Threats[1].What[0] != "acceptance expired" || d.Summary() != "1 overdue, 1 acceptance expired" {
		t.Errorf("%+v", d)
	}
	if d := Compare(moment("2026-11-16", due, taken), moment("2026-11-16", due, taken)); !d.Empty() {
		t.Errorf("the same day: %+v", d)
	}
}

// What a register is judged by, and every other record, is compared too.
func TestDiffComparesTheRest(t *testing.T) {
	before, after := ratedBy(t), ratedBy(t)
	do(t, before, ImportFramework(Framework{ID: "old", Version: "1"}, Method{ID: "old"}))
	do(t, after, TakeSnapshot(Snapshot{Name: "Q4", Seq: 1}))
	do(t, after, Tolerate(H))
	d := Compare(Moment{before, "2026-11-16"}, Moment{after, "2026-11-16"})
	if !slices.Equal(d.Settings, []FieldChange{{"appetite", "M", "H"}}) ||
		len(d.Records) != 2 || d.Records[0].Act != "removed" || d.Records[0].ID != "old" || d.Records[1].ID != "q4" ||
		!slices.Contains(d.Records[1].Fields, FieldChange{"name", "", "Q4"}) {
		t.Errorf("%+v", d)
	}
}

// Turned round, a difference tells the opposite; of a register and itself it
// tells nothing; and every threat that is not the same is named.
func TestDiffTurnedRound(t *testing.T) {
	opposite := map[string]string{"added": "removed", "removed": "added", "closed": "reopened", "reopened": "closed",
		"level up": "level down", "level down": "level up", "rated": "not rated any more", "not rated any more": "rated",
		"owner changed": "owner changed", "changed": "changed", "overdue": "no longer overdue", "no longer overdue": "overdue"}
	draw := func(t *rapid.T, name string) Moment {
		var threats []*Threat
		for i := range 4 {
			if !rapid.Bool().Draw(t, name) {
				continue
			}
			levels := rapid.SampledFrom([]Level{VL, M, VH})
			one := ratedAs(ThreatID(uint64(i+1)), levels.Draw(t, "likelihood"), levels.Draw(t, "impact"))
			one.Status = rapid.SampledFrom([]string{"open", "closed"}).Draw(t, "status")
			one.Response.Due = rapid.SampledFrom([]string{"", "2026-11-10", "2026-12-10"}).Draw(t, "due")
			one.Ownership.Person = rapid.SampledFrom([]string{"", "Ada"}).Draw(t, "person")
			threats = append(threats, one)
		}
		return moment("2026-11-16", threats...)
	}
	rapid.Check(t, func(t *rapid.T) {
		a, b := draw(t, "a"), draw(t, "b")
		if d := Compare(a, a); !d.Empty() {
			t.Fatalf("differs from itself: %+v", d)
		}
		there, back := Compare(a, b), Compare(b, a)
		if len(there.Threats) != len(back.Threats) {
			t.Fatalf("%d there, %d back", len(there.Threats), len(back.Threats))
		}
		for i, one := range there.Threats {
			var want []string
			for _, word := range one.What {
				if word == "overdue" && slices.Contains(one.What, "added") {
					continue // what is gone is no longer anything
				}
				want = append(want, opposite[word])
			}
			got := slices.DeleteFunc(slices.Clone(back.Threats[i].What), func(w string) bool { return w == "overdue" && slices.Contains(back.Threats[i].What, "added") })
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(got, want) {
				t.Fatalf("%s: %v there, %v back", one.ID, one.What, back.Threats[i].What)
			}
		}
		for _, x := range a.Register.Threats() {
			y := b.Register.Threat(x.ID)
			named := slices.ContainsFunc(there.Threats, func(d ThreatDiff) bool { return d.ID == x.ID })
			if same := y != nil && reflect.DeepEqual(x, y); same == named {
				t.Fatalf("%s: the same %t, named %t", x.ID, same, named)
			}
		}
	})
}
