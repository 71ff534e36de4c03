package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/frameworks/cards"
	"parry/model"
	"parry/store"
)

// plain is parry as questions and lines: no screen is drawn and no cursor moved,
// one question a line, answers by number or by word, results as sentences. Every
// command of the command line can be typed as well. It is for screen readers, for
// pipes, and for whoever likes it so.
type plain struct {
	*app
	c      *cli.Command
	global []string // flags that every command is run with

	card  *model.Card     // that the next capture answers; nil if none
	dealt map[string]bool // by id
	last  string          // the threat that was triaged last
	heard map[string]bool // questions whose answers were read out, by method and id
}

const plainHelp = `What can be typed:
  capture        say threats, one a line, until an empty line; card deals a card there too
  card           deal a prompt card: the next capture answers it
  triage [ID]    answer the method's questions, one a line; without ID the next unrated;
                 triage ID current rates with the live controls, target with planned ones
  edit [ID]      set fields, one a line; ? there lists them
  list [FILTER]  the threats, a sentence each: list level>=M owner:?
  next           the next threat that is not rated
  notes TEXT     add a line to the notes of the workshop that runs
  help, ?        this list
  quit           end; an empty file ends it too
and every command of parry, without the word parry: show T-001, heatmap, ssrm, check,
card -n 5, park TEXT, workshop begin TITLE, workshop minutes, report -o FILE, undo, redo ...`

// openPlain is parry --plain.
func (a *app) openPlain(c *cli.Command) error {
	if err := a.firstRun(c); err != nil {
		return err
	}
	path, err := registerPath(c)
	if err != nil {
		return err
	}
	a.err = a.out // one stream, so that all is read in the order in which it happens
	p := &plain{app: a, c: c, dealt: map[string]bool{}, heard: map[string]bool{}, global: []string{"parry", "--register", path, "--by", author(c)}}
	for _, flag := range []string{"as-of", "at"} {
		if c.IsSet(flag) {
			p.global = append(p.global, "--"+flag, c.String(flag))
		}
	}
	if c.Bool("read-only") {
		p.global = append(p.global, "--read-only")
	}
	if err := p.greet(); err != nil {
		return err
	}
	for {
		line, err := p.ask("> ")
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if line == "quit" || line == "q" || line == "exit" {
			return nil
		}
		if err := p.do(line); err != nil {
			if errors.Is(err, io.EOF) {
				return nil
			}
			say(p.out, "%v", err)
		}
	}
}

func (p *plain) greet() error {
	return p.look(p.c, func(w *store.Workspace) error {
		r := w.Register()
		say(p.out, "%s: %d threats, %d without an inherent rating. Type help for what can be typed.",
			clean(orName(r.Settings().Name)), r.Len(), len(unrated(r)))
		return nil
	})
}

func orName(name string) string {
	if name == "" {
		return "A register without a name"
	}
	return name
}

// unrated are the threats that have no inherent rating, in the order of their ids.
func unrated(r *model.Register) []*model.Threat {
	return slices.DeleteFunc(slices.Clone(r.Threats()), func(t *model.Threat) bool { return t.Ratings[model.Inherent].Placed() || t.Done() })
}

// do carries out one line.
func (p *plain) do(line string) error {
	words, err := splitWords(line)
	if err != nil || len(words) == 0 {
		return err
	}
	switch {
	case words[0] == "help", words[0] == "?":
		say(p.out, "%s", plainHelp)
		return nil
	case words[0] == "capture" && len(words) == 1:
		return p.capture()
	case words[0] == "card" && len(words) == 1:
		err := p.deal()
		say(p.out, "capture takes what it raises; card deals the next")
		return err
	case words[0] == "triage" && (len(words) < 3 || len(words) == 3 && isState(words[2])):
		return p.triageID(words[1:])
	case words[0] == "list" && !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, "--") }):
		return p.list(strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(line), "list")))
	case words[0] == "park" && len(words) == 1:
		return p.parked()
	case words[0] == "heatmap" && len(words) == 1:
		return p.heatmap()
	case words[0] == "notes" && len(words) > 1:
		return p.note(strings.Join(words[1:], " "))
	case words[0] == "edit" && len(words) < 3:
		return p.editID(words[1:])
	case words[0] == "next":
		return p.next()
	}
	if code := run(append(slices.Clone(p.global), words...), p.streams); code != exitDone && code != exitStands {
		say(p.out, "that was not done")
	}
	return nil
}

// splitWords cuts a line into words; quotes of either kind keep blanks together.
func splitWords(line string) (words []string, err error) {
	var word strings.Builder
	quote, inside := rune(0), false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '"' || r == '\'' && word.Len() == 0:
			quote, inside = r, true
		case r == ' ' || r == '\t':
			if word.Len() > 0 || inside {
				words = append(words, word.String())
			}
			word.Reset()
			inside = false
		default:
			word.WriteRune(r)
		}
	}
	if quote != 0 {
		return nil, fmt.Errorf("the quote %c is not closed", quote)
	}
	if word.Len() > 0 || inside {
		words = append(words, word.String())
	}
	return words, nil
}

// deal deals the next card: of those that were not dealt yet the one that asks where
// the register has least. After the last the deck begins anew.
func (p *plain) deal() error {
	return p.look(p.c, func(w *store.Workspace) error {
		order := model.DealOrder(cards.Deck(), w.Register())
		if len(p.dealt) == len(order) {
			clear(p.dealt)
		}
		i := slices.IndexFunc(order, func(c model.Card) bool { return !p.dealt[c.ID] })
		p.card = &order[i]
		p.dealt[p.card.ID] = true
		p.printCard(*p.card)
		return nil
	})
}

// capture takes threats, one a line. They answer the card that was dealt before; then
// it is put away.
func (p *plain) capture() error {
	say(p.out, "One threat a line; an empty line ends, card deals a card. A line that begins with ? is parked.")
	if p.card != nil {
		p.sayCard()
	}
	defer func() { p.card = nil }()
	var near model.Near
	for {
		line, err := p.ask("threat: ")
		if err != nil || line == "" || line == "q" || line == "quit" {
			return err
		}
		if line == "card" {
			if err := p.deal(); err != nil {
				return err
			}
			p.sayCard()
			continue
		}
		err = p.change(p.c, func(w *store.Workspace) error { return p.captureLine(w, line, &near) })
		if err != nil {
			say(p.out, "%v", err)
		}
	}
}

func (p *plain) sayCard() {
	say(p.out, "Threats get layer %s, phase %s and category %s from the card %s.", p.card.Layer, p.card.Phase, p.card.Category, p.card.ID)
}

func (p *plain) captureLine(w *store.Workspace, line string, near *model.Near) error {
	day, err := dayOf(p.c, w)
	if err != nil {
		return err
	}
	near.Follow(w.Register())
	like := near.Find(line)
	var sets []model.Assignment
	if p.card != nil {
		sets = p.card.Sets()
	}
	done, err := w.Do(model.TakeDown([]string{line}, day, w.By(), sets...))
	if err != nil {
		return err
	}
	for _, touch := range done.Touched {
		t, threat := touch.After.(*model.Threat)
		if !threat {
			say(p.out, "parked as %s", touch.Key.ID)
			return nil
		}
		var lacks []string
		for i, there := range t.Statement.Filled() {
			if !there {
				lacks = append(lacks, model.GrammarWords[i])
			}
		}
		say(p.out, "%s captured; not said: %s", t.ID, orNone(strings.Join(lacks, ", ")))
		if model.NamesAControl(t.Title) {
			say(p.out, "%s names a missing control; what can happen because of it?", t.ID)
		}
	}
	if like != nil {
		say(p.out, "it is near to %s: %s", like.ID, clean(like.Title))
	}
	return nil
}

func orNone(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}

func (p *plain) next() error {
	return p.look(p.c, func(w *store.Workspace) error {
		next := p.nextUnrated(w.Register())
		if next == nil {
			say(p.out, "every threat has an inherent rating")
			return nil
		}
		say(p.out, "%s: %s; %d are not rated", next.ID, clean(next.Title), len(unrated(w.Register())))
		return nil
	})
}

// errStop ends a row of questions before its end.
var errStop = errors.New("stopped; what was answered is kept")

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

// threat finds the one that was named, else the next that is not rated.
func (p *plain) threat(w *store.Workspace, words []string) (*model.Threat, error) {
	if len(words) > 0 {
		return findThreat(w, words[0])
	}
	if next := p.nextUnrated(w.Register()); next != nil {
		return next, nil
	}
	return nil, errors.New("every threat has an inherent rating; name one: triage T-001")
}

// nextUnrated is the first threat without an inherent rating behind the one that was
// triaged last, round at the end: what nobody knew yet must not come again and again.
func (p *plain) nextUnrated(r *model.Register) *model.Threat {
	open := unrated(r)
	for _, t := range open {
		if model.CompareIDs(t.ID, p.last) > 0 {
			return t
		}
	}
	if len(open) > 0 {
		return open[0]
	}
	return nil
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

// choose asks for one of a numbered list; enter keeps the one given, -1 for none.
func (p *plain) choose(what string, names []string, kept int) (int, error) {
	for i, name := range names {
		mark := ""
		if i == kept {
			mark = " (enter takes it)"
		}
		say(p.out, "  %d %s%s", i+1, clean(name), mark)
	}
	for {
		answer, err := p.ask(what + ": ")
		if err != nil {
			return kept, err
		}
		n, bad := strconv.Atoi(answer)
		switch {
		case answer == "":
			return kept, nil
		case answer == "q":
			return kept, errStop
		case bad == nil && n >= 1 && n <= len(names):
			return n - 1, nil
		}
		for i, name := range names {
			if first, _, _ := strings.Cut(name, ","); strings.EqualFold(first, answer) {
				return i, nil
			}
		}
		say(p.out, "%q is none of them; give a number from 1 to %d, or enter", answer, len(names))
	}
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

// editID sets fields of a threat, one a line.
func (p *plain) editID(words []string) error {
	return p.change(p.c, func(w *store.Workspace) error {
		t, err := p.threat(w, words)
		if err != nil {
			return err
		}
		say(p.out, "%s: %s. Name a field, ? lists them; an empty line ends.", t.ID, clean(t.Title))
		for {
			name, err := p.ask("field: ")
			if err != nil || name == "" || name == "q" {
				return err
			}
			if group, asked := strings.CutPrefix(name, "?"); asked {
				p.sayFields(w.Register().Threat(t.ID), strings.TrimSpace(group))
				continue
			}
			f, ok := model.FieldNamed(name)
			if !ok {
				say(p.out, "%v", model.UnknownField(name))
				continue
			}
			if err := p.field(w, t.ID, f); err != nil {
				return err
			}
		}
	})
}

// field asks for one field and sets it.
func (p *plain) field(w *store.Workspace, id string, f model.Field) error {
	now := f.Get(w.Register().Threat(id))
	say(p.out, "%s, now: %s", f.Title, orNone(clean(now)))
	value := ""
	if f.Sort == model.OneOf || f.Sort == model.LevelOf {
		names, kept := []string{}, -1
		for i, choice := range f.Choices {
			names = append(names, strings.TrimSuffix(choice.Value+", "+choice.Means, ", "))
			if choice.Value == now {
				kept = i
			}
		}
		i, err := p.choose("value", names, kept)
		if err != nil || i == kept {
			return err
		}
		value = f.Choices[i].Value
	} else {
		text, err := p.ask("value (enter keeps, - empties): ")
		if err != nil || text == "" {
			return err
		}
		if value = text; text == "-" {
			value = ""
		}
	}
	sets, err := onDays(p.c, w, []model.Assignment{{Field: f.Name, Value: value}})
	if err == nil {
		var done model.Change
		done, err = w.Do(model.SetFields(id, sets...))
		if err == nil {
			say(p.out, "%s", clean(done.Label))
		}
	}
	if err != nil {
		say(p.out, "%v", err)
	}
	return nil
}
