package main

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parry/model"
	"parry/store/formats/csvfile"
)

// Whatever is done to the ratings of a threat, in whatever order: each can be
// done again by its method, a range holds its cell, what people said of a state
// stays with it, an override taken away leaves what was computed, and the
// register's own export says nothing new to it.
func TestRatingsSurviveEverything(t *testing.T) {
	lib := library()
	rapid.Check(t, func(t *rapid.T) {
		s := &ratingStory{t: t, lib: lib, register: model.NewRegister()}
		s.do(model.ChangeSettings("make", func(have *model.Settings) { *have = newSettings("story") }))
		s.do(model.AddThreat("one", model.Assignment{Field: "vuln_id", Value: "CVE-2026-0001"}))
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			s.step()
			s.check()
		}
	})
}

type ratingStory struct {
	t        *rapid.T
	lib      model.Library
	register *model.Register
	reasoned [3]bool // a reason was written for the state
}

const storied = "T-001"

// do carries out an edit that must be possible; false if it changes nothing.
func (s *ratingStory) do(e model.Edit) bool {
	s.t.Helper()
	change, err := model.Plan(s.register, e, "test", time.Unix(0, 0))
	if err == model.ErrNothing {
		return false
	}
	if err != nil {
		s.t.Fatalf("%s: %v", e.Label, err)
	}
	change.Seq = s.register.Version() + 1
	s.register.Apply(change)
	s.t.Log(change.Label)
	return true
}

func (s *ratingStory) step() {
	state := rapid.SampledFrom(model.States[:]).Draw(s.t, "state")
	threat := s.register.Threat(storied)
	switch rapid.SampledFrom([]string{"rate", "rate", "rate", "override", "copy", "type", "judge", "take back", "reason"}).Draw(s.t, "what") {
	case "rate":
		m := s.method()
		answers := s.answers(m)
		if j := m.JudgeThreat(threat, m.Read(m.For(threat, answers))); len(j.Problems) == 0 {
			s.do(model.Rate(storied, state, m, answers))
		}
	case "override":
		s.override(threat, state)
	case "copy":
		from, to := model.Inherent, model.Current
		if threat.Ratings[from].Placed() && threat.Ratings[to].Override() == "" {
			s.do(model.CopyRating(storied, from, to))
		}
	case "type":
		level := rapid.SampledFrom(model.Levels[:]).Draw(s.t, "level").String()
		side := rapid.SampledFrom([]string{"likelihood", "impact"}).Draw(s.t, "side")
		s.do(model.SetFields(storied, model.Assignment{Field: state.String() + "_" + side, Value: level}))
	case "judge":
		m := s.method()
		if m.Places {
			s.do(model.JudgeBy(m))
		}
	case "take back":
		if all := threat.RatingsOf(state); len(all) > 0 {
			s.do(model.Unrate(storied, state, all[rapid.IntRange(0, len(all)-1).Draw(s.t, "which")].Method))
		}
	case "reason":
		field := "likelihood_rationale"
		if state != model.Inherent {
			field = state.String() + "_" + field
		}
		s.do(model.SetFields(storied, model.Assignment{Field: field, Value: "because"}))
		s.reasoned[state] = true
	}
}

func (s *ratingStory) method() model.Method {
	return s.lib.Methods[rapid.IntRange(0, len(s.lib.Methods)-1).Draw(s.t, "method")]
}

// answers answers most questions of a method: by an option, a range between
// two, or "not known".
func (s *ratingStory) answers(m model.Method) model.Answers {
	a := model.Answers{}
	for _, q := range m.Asked(false) {
		option := func() string { return q.Options[rapid.IntRange(0, len(q.Options)-1).Draw(s.t, q.ID)].Value }
		switch {
		case len(q.Options) == 0:
			a[q.ID] = "5"
		case rapid.IntRange(0, 20).Draw(s.t, "doubt") == 0:
			a[q.ID] = model.NotKnown
		case len(m.Questions) < 20 && rapid.IntRange(0, 5).Draw(s.t, "range") == 0:
			a[q.ID] = model.Span{Low: option(), High: option()}.String()
		default:
			a[q.ID] = option()
		}
	}
	return a
}

// override puts a word in place of a rating and sometimes takes it away again,
// whatever the register is judged by in between.
func (s *ratingStory) override(threat *model.Threat, state model.State) {
	for _, r := range threat.RatingsOf(state) {
		m, ok := s.lib.Method(r.Method)
		if !ok || len(r.Answers()) == 0 {
			continue
		}
		before := *r
		to := "VH"
		if r != &threat.Ratings[state] && len(m.Results) > 0 {
			to = m.Results[0]
		}
		s.do(model.Override(storied, state, m, to, "the regulator asked"))
		if before.Override() == "" && rapid.Bool().Draw(s.t, "take it away") {
			s.do(model.JudgeBy(s.lib.Methods[0]))
			s.do(model.Override(storied, state, m, "", ""))
			if got := *s.register.Threat(storied).RatingBy(state, m.ID); !reflect.DeepEqual(got, before) {
				s.t.Fatalf("overridden and back\n got %+v\nwant %+v", got, before)
			}
		}
		return
	}
}

func (s *ratingStory) check() {
	threat := s.register.Threat(storied)
	if _, differ := model.Reperform(s.register, s.lib); len(differ) > 0 {
		s.t.Fatalf("done again: %+v", differ)
	}
	for _, state := range model.States {
		if s.reasoned[state] && threat.Ratings[state].LikelihoodReason() != "because" {
			s.t.Fatalf("the reason of %s is gone: %+v", state, threat.Ratings[state])
		}
		for _, r := range threat.RatingsOf(state) {
			inRange(s.t, r.LowLikelihood(), r.Likelihood, r.HighLikelihood())
			inRange(s.t, r.LowImpact(), r.Impact, r.HighImpact())
			m, ok := s.lib.Method(r.Method)
			if !ok || r == &threat.Ratings[state] || r.Override() != "" {
				continue
			}
			if own := m.JudgeThreat(threat, r.Answers()).Level; own != r.Level {
				s.t.Fatalf("%s beside says %q, by itself %q", m.ID, r.Level, own)
			}
		}
	}
	s.exported()
}

func inRange(t *rapid.T, low, it, high model.Level) {
	if low.Rated() && high.Rated() && it.Rated() && (it < low || it > high) {
		t.Fatalf("%s lies outside %s..%s", it, low, high)
	}
}

// exported writes the register as CSV and takes it in again: it says so already.
func (s *ratingStory) exported() {
	var file bytes.Buffer
	if err := csvfile.Write(&file, s.register.Threats()); err != nil {
		s.t.Fatal(err)
	}
	in, notes, err := csvfile.Read(&file)
	if err != nil || len(notes) > 0 {
		s.t.Fatal(err, notes)
	}
	if _, err := model.Plan(s.register, model.Merge("again", in, new(model.Merged)), "test", time.Unix(0, 0)); err != model.ErrNothing {
		s.t.Fatalf("its own export is news: %v\n got %+v\nwant %+v", err, in[0].Threat.Ratings, s.register.Threat(storied).Ratings)
	}
}
