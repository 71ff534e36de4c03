package triage

import (
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// fromFile is the last entry of the list of methods.
const fromFile = "\x00file"

// chooseMethod asks by which method the step is gone through.
func (s *Screen) chooseMethod() {
	v := s.see()
	var options []widget.Option
	for _, m := range v.library.Methods {
		if s.stage == urgency && m.Judges != model.JudgesVulnerabilities {
			continue
		}
		options = append(options, widget.Option{Value: m.ID, Label: m.ID, Explain: v.said(m)})
	}
	options = append(options, widget.Option{Value: fromFile, Label: "from a file…", Explain: "a decision table or a matrix that somebody published or approved"})
	s.popup.Pick("By which method? "+v.threat.ID+" "+v.key.state.String(), v.method.ID, options, func(id string) {
		if id == fromFile {
			s.fromFile()
			return
		}
		s.chosen[s.stage] = id
		s.group, s.whole = "", ""
		s.ask(s.see().start())
	})
}

// said is what a method is, and what it says of this threat and state.
func (v *scene) said(m model.Method) string {
	parts := []string{m.Title}
	if r := v.threat.RatingBy(v.key.state, m.ID); r != nil {
		parts = append(parts, "says "+r.Told())
	}
	if m.ID == v.settings.Method {
		parts = append(parts, "the register's own")
	}
	if m.ByAnalogy(v.threat) {
		parts = append(parts, "by analogy: no vulnerability is named")
	}
	return strings.Join(parts, "; ")
}

// fromFile asks for a file that makes a method, and takes it into the register.
func (s *Screen) fromFile() {
	if s.bench.Framework == nil {
		s.bench.Refuse("files are read from the command line here: parry framework import FILE")
		return
	}
	s.popup.Ask(s.bench, "A decision table or a matrix", "the path of the file; `parry framework show matrix --file` prints a matrix to start from", "", func(path string) {
		edit, m, notes, err := s.bench.Framework(path)
		if err != nil {
			s.bench.Refuse("%v", err)
			return
		}
		if !s.bench.Do(edit) {
			return
		}
		if s.stage == urgency && m.Judges != model.JudgesVulnerabilities {
			notes = append([]string{m.ID + " judges threats, so it is offered where a threat is rated, not here"}, notes...)
		} else {
			s.chosen[s.stage] = m.ID
		}
		s.popup.Read("Imported", notes, "")
		s.ask(s.see().start())
	})
}

// makeOwn makes the method on show the one that the register is rated by.
func (s *Screen) makeOwn() {
	if s.bench.Do(model.JudgeBy(s.see().method)) {
		delete(s.chosen, rate)
		s.bench.Say("%s; ratings that stand keep their method and level   u undoes it", s.bench.Said().Text)
	}
}

func (v *scene) cannotMakeOwn() string {
	switch {
	case v.noMethod() != "":
		return v.noMethod()
	case v.method.ID == v.settings.Method && v.method.Version == v.settings.MethodVersion:
		return "the register is rated by " + v.method.ID + " already"
	case !v.method.Places:
		return v.method.ID + " speaks of no likelihood and impact: it stands beside the method that a register is rated by"
	}
	return ""
}

// tolerate asks for the highest level that is tolerated.
func (s *Screen) tolerate() {
	options := []widget.Option{widget.Option{Value: "", Label: "none", Explain: "no level is marked as above appetite"}}
	for _, l := range model.Levels {
		options = append(options, widget.Option{Value: l.String(), Label: l.String(), Explain: l.Words() + " and below is tolerated"})
	}
	s.popup.Pick("The appetite of the register", s.see().settings.Appetite.String(), options, func(code string) {
		level, err := model.ParseLevel(code)
		if err != nil {
			s.bench.Refuse("%v", err)
			return
		}
		s.bench.Do(model.Tolerate(level))
	})
}
