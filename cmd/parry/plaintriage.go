package main

import (
	"errors"
	"strconv"
	"strings"

	"parry/model"
	"parry/store"
)

// triageID asks the method's questions about a threat, saving each answer.
func (p *plain) triageID(words []string) error {
	return p.change(p.c, func(w *store.Workspace) error {
		t, err := p.threat(w, words)
		if err != nil {
			return err
		}
		m, err := method(gather(w.Register()), "", w.Register().Settings())
		if err != nil {
			return err
		}
		p.last = t.ID
		say(p.out, "%s: %s", t.ID, clean(t.Title))
		if s := t.Statement.Sentence(); s != "" {
			say(p.out, "%s", clean(s))
		}
		state, err := p.state(t, words)
		if err != nil {
			return err
		}
		say(p.out, "%s, by %s", stateNames[state], m.ID)
		if err := p.questions(w, t.ID, state, m); err != nil {
			return err
		}
		return p.concluded(w, t.ID, state, m)
	})
}

// stateNames say what each state counts.
var stateNames = []string{"inherent, before any control", "current, with live controls only", "target, with planned ones too"}

func isState(word string) bool {
	_, err := model.ParseState(strings.ToLower(word))
	return err == nil
}

// state is the one that was named. Where none is, the first rating is of the inherent
// one; after that it is asked for.
func (p *plain) state(t *model.Threat, words []string) (model.State, error) {
	if len(words) > 1 {
		return model.ParseState(strings.ToLower(words[1]))
	}
	if !t.Ratings[model.Inherent].Placed() {
		return model.Inherent, nil
	}
	i, err := p.choose("state", stateNames, 0)
	return model.States[max(i, 0)], err
}

// questions asks each question of the method, saving as it goes.
func (p *plain) questions(w *store.Workspace, id string, state model.State, m model.Method) error {
	asked := m.Asked(w.Register().Threat(id).IsAdversarial())
	for i := 0; i < len(asked); i++ {
		q := asked[i]
		answers := m.Offer(w.Register().Threat(id), state)
		say(p.out, "Question %d of %d: %s", i+1, len(asked), clean(q.Title))
		if key := m.ID + " " + q.ID; !p.heard[key] {
			p.heard[key] = true
			p.readOut(q)
		} else {
			say(p.out, "  %s; ? reads out what they mean", q.Takes())
		}
		now := answers[q.ID]
		if now != "" {
			say(p.out, "  now: %s", clean(now))
		}
		value, back, err := p.answer(q, now)
		switch {
		case err != nil:
			return err
		case back:
			i = max(i-2, -1)
			continue
		case value == "":
			continue
		}
		if _, err := w.Do(model.Rate(id, state, m, m.Answer(answers, q.ID, value))); err != nil && !errors.Is(err, model.ErrNothing) {
			say(p.out, "%v", err)
			i--
		}
	}
	return nil
}

// readOut says every answer with what it means.
func (p *plain) readOut(q model.Question) {
	for k, o := range q.Options {
		say(p.out, "  %d %s, %s: %s", k+1, clean(o.Value), clean(o.Label), clean(o.Anchor))
	}
}

// answer reads one answer: a number of the list, a word, a range, "." for not
// known; ? tells more, b goes back, q stops.
func (p *plain) answer(q model.Question, now string) (value string, back bool, err error) {
	for {
		text, err := p.ask("answer: ")
		if err != nil {
			return "", false, err
		}
		switch text {
		case "":
			return now, false, nil
		case "q":
			return "", false, errStop
		case "b":
			return "", true, nil
		case "?":
			say(p.out, "%s", clean(q.Help))
			p.readOut(q)
			say(p.out, "a number or a word, L..H for a range, . for not known, enter to keep, b back, q to stop")
			continue
		}
		if read, ok := readAnswer(q, text); ok {
			return read, false, nil
		}
		say(p.out, "%q is no answer here; it takes %s; ? tells more", text, q.Takes())
	}
}

// readAnswer reads a number of the list, a word, or a range of either.
func readAnswer(q model.Question, text string) (string, bool) {
	if n, err := strconv.Atoi(text); err == nil && n >= 1 && n <= len(q.Options) && !q.Whole {
		return q.Options[n-1].Value, true
	}
	span, ok := model.ParseSpan(text)
	if !ok {
		return q.Read(text)
	}
	for _, end := range []*string{&span.Low, &span.Best, &span.High} {
		if *end == "" {
			continue
		}
		read, ok := readAnswer(q, *end)
		if !ok || read == model.NotKnown {
			return "", false
		}
		*end = read
	}
	return span.String(), true
}

// concluded says what the answers came to, and asks why.
func (p *plain) concluded(w *store.Workspace, id string, state model.State, m model.Method) error {
	t := w.Register().Threat(id)
	r := t.RatingBy(state, m.ID)
	if r == nil {
		say(p.out, "nothing was answered; %s is as it was", id)
		return nil
	}
	for _, step := range r.Path() {
		say(p.out, "%s", clean(step))
	}
	say(p.out, "%s, %s: %s", id, state, clean(r.Told()))
	for _, missing := range few(m.JudgeThreat(t, r.Answers()).Missing) {
		say(p.out, "%s", clean(missing))
	}
	prefix := ""
	if state != model.Inherent {
		prefix = state.String() + "_"
	}
	for _, reason := range []struct{ field, ask, now string }{
		{prefix + "likelihood_rationale", "why this likely", t.Ratings[state].LikelihoodReason()},
		{prefix + "impact_rationale", "why this bad", t.Ratings[state].ImpactReason()},
	} {
		text, err := p.ask(reason.ask + " (enter skips): ")
		if err != nil || text == "q" {
			return err
		}
		if text == "?" {
			say(p.out, "a sentence that somebody else can check: what you know, and from where; enter skips, q stops")
			if text, err = p.ask(reason.ask + ": "); err != nil || text == "q" {
				return err
			}
		}
		if text == "" {
			continue
		}
		if _, err := w.Do(model.SetFields(id, model.Assignment{Field: reason.field, Value: text})); err != nil {
			say(p.out, "%v", err)
			continue
		}
		say(p.out, "noted")
	}
	p.goOn(w, id)
	return nil
}
