//go:build unix

package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A whole workshop on the screen: scope, who is there, ten captures of which one answers a
// card and one is parked, five triaged, an owner, notes, minutes and report; in 16 colours
// and in ASCII. The same in plain lines is testdata/plainworkshop.txtar.
func TestStoryOfAWorkshop(t *testing.T) {
	unraced(t)
	for name, env := range map[string][]string{"16 colours": {"TERM=xterm-16color", "COLORTERM="}, "ascii": {"TERM=linux", "LANG=C"}} {
		t.Run(name, func(t *testing.T) {
			r := &room{t, filepath.Join(t.TempDir(), "register.db")}
			r.must(exitDone, "init", "--name", "Helpline")
			term := r.open(80, 24, env)
			s := sitting{term}
			s.scope()
			s.begin()
			s.capture()
			s.triage()
			s.conclude()
			minutes, report := s.write(r)
			for _, want := range []string{"- There: Ada, facilitator; Bob, ML", "2. threats", "tired by four\n", "10 added", "ask legal about retention | open", "owner_person: nothing to Cy"} {
				if !strings.Contains(minutes, want) {
					t.Errorf("the minutes lack %q:\n%s", want, minutes)
				}
			}
			if !strings.Contains(report, "Helpline assistant") || !strings.Contains(report, "[T-001](#t-001)") {
				t.Errorf("the report:\n%.2000s", report)
			}
			if term.LeftOn() != nil {
				t.Errorf("left on: %v", term.LeftOn())
			}
			if list := r.must(exitDone, "list", "--filter", "inherent:*", "--columns", "id"); strings.Count(list, "T-") != 5 {
				t.Errorf("rated are %s", list)
			}
			r.must(exitDone, "verify")
		})
	}
}

// A sitting is people in a room before one terminal.
type sitting struct{ *terminal }

// say types an answer and takes it, once the question is there.
func (s sitting) say(question, answer string) {
	s.t.Helper()
	s.WaitFor(question)
	s.Type(answer)
	s.Press("enter")
}

func (s sitting) scope() {
	s.Press("R")
	s.say("type to narrow", "system")
	s.WaitFor("System: what is under assessment")
	s.Press("enter")
	s.say("system: Name", "Helpline assistant")
	s.WaitFor("set name of system")
	s.Press("down", "enter")
	s.say("What it is for", "answers shoppers and refunds them")
	s.WaitFor("set purpose of system")
	s.Press("esc")
	s.WaitFor("Records")
	s.Press("esc")
	s.WaitGone("Records")
}

func (s sitting) begin() {
	s.Press("W")
	s.WaitFor("begin a workshop")
	s.Press("enter")
	s.say("Begin a workshop", "First threats")
	s.say("Who is at W-01?", "Ada, facilitator; Bob, ML")
	s.say("Agenda of W-01", "scope; threats; owners")
	s.WaitFor("workshop W-01")
}

func (s sitting) capture() {
	s.Press("n")
	for _, said := range []string{
		"A fraud ring with a stolen token can issue refunds, leading to losses on the refund budget",
		"no rate limit on the chat", "poisoned article; prompt leaks through error pages", "? ask legal about retention",
	} {
		s.say("new threat:", said)
		s.WaitGone(said[len(said)-8:])
	}
	s.Press("ctrl+n")
	s.WaitFor("such as: ")
	s.say("PI-PREP-1", "a builder can slip code into the image")
	s.WaitFor("T-005")
	for _, said := range []string{"a supplier changes the model", "an agent books flights", "the log keeps chat in clear", "a retired adapter answers", "a tool runs text from a wiki"} {
		s.say("new threat:", said)
	}
	s.WaitFor("T-010")
	s.Press("esc")
	s.WaitGone("new threat:")
	s.WaitFor("1 parked")
}

func (s sitting) triage() {
	s.Press("g", "t")
	for i, answers := range [][]string{{"4", "3", "5"}, {"3", "4", "4"}, {"2", "2", "2"}, {"3", "3", "3"}, {"5", "5", "3"}} {
		if i > 0 {
			s.Press("!")
		}
		for k, asked := range []string{"[initiation ?]", "[adverse ?]", "[impact ?]"} {
			s.WaitFor(asked)
			s.Press(answers[k])
		}
		s.WaitFor("so ")
	}
	s.WaitFor("5 of 10 unrated")
	s.Press("alt+1")
	s.WaitFor("[1 Reg]")
}

func (s sitting) conclude() {
	s.Press("g", "e")
	s.say("Edit a field", "owner_person")
	s.say("Owner: person", "Cy")
	s.WaitFor("set owner_person")
	s.Press("W")
	s.say("type to narrow", "notes")
	s.say("Notes of W-01", "The room was tired by four")
	s.WaitFor("notes of W-01")
}

// write writes minutes and report, ends the workshop and leaves.
func (s sitting) write(r *room) (minutes, report string) {
	s.Press("W")
	s.say("type to narrow", "minutes")
	s.WaitFor("minutes-w-01.md")
	s.Press("x")
	s.WaitFor("report-")
	s.Press("W")
	s.say("type to narrow", "end")
	s.WaitFor("end the workshop")
	s.Press("q")
	if code := s.Wait(); code != 0 {
		s.t.Fatalf("exit %d", code)
	}
	read := func(pattern string) string {
		found, err := filepath.Glob(filepath.Join(filepath.Dir(r.register), pattern))
		if err != nil || len(found) != 1 {
			s.t.Fatalf("%s: %v, %v", pattern, found, err)
		}
		text, err := os.ReadFile(found[0])
		if err != nil {
			s.t.Fatal(err)
		}
		return string(text)
	}
	return read("*-minutes-w-01.md"), read("*-report-*.md")
}
