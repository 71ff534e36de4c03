package main

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/urfave/cli/v3"

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
