package triage

import (
	"slices"
	"strings"

	"parry/model"
)

// A step is one question on the way to the rating, with its answer.
type step struct {
	model.Question
	answer string
	spared bool   // an answer given in its place stands
	field  string // it is a plain field of the threat, under this name

	several bool        // it takes more than one answer
	hints   model.Hints // what is suggested; see suggest.go
}

// name is the question's id as people read it.
func (st step) name() string { return strings.ReplaceAll(st.ID, "_", " ") }

// open says whether the step still wants an answer. "Not known" is one.
func (st step) open() bool { return st.answer == "" && !st.spared && !st.Optional }

// An asked is what is asked on request: a question in place of several, and a
// group of optional ones.
type asked struct{ whole, group string }

// steps puts the questions in order. One that stands for others appears behind
// them if it is answered or on request, and spares them until one of them is
// answered on its own.
func steps(m model.Method, a model.Answers, adversarial bool, on asked) []step {
	var all []step
	for _, q := range m.Asked(adversarial) {
		all = append(all, newStep(q, a[q.ID]))
	}
	for _, q := range m.Questions {
		if q.Optional && (q.Group == on.group || a[q.ID] != "") {
			all = append(all, newStep(q, a[q.ID]))
		}
	}
	for _, listed := range m.Questions {
		q, ok := m.Question(listed.ID, adversarial)
		if !ok || len(listed.Instead) == 0 || a[q.ID] == "" && q.ID != on.whole {
			continue
		}
		last, begun := 0, false
		for i, st := range all {
			if slices.Contains(q.Instead, st.ID) {
				last, begun = i+1, begun || st.answer != ""
			}
		}
		for i := range all {
			if slices.Contains(q.Instead, all[i].ID) {
				all[i].spared = !begun
			}
		}
		all = slices.Insert(all, last, newStep(q, a[q.ID]))
	}
	return all
}

// newStep is a question with its answer. A whole number that stands between the
// options becomes one of them, so that it can be seen and stood on.
func newStep(q model.Question, answer string) step {
	st := step{Question: q, answer: answer}
	n := best(answer)
	if !q.Whole || n == "" || n == model.NotKnown || slices.ContainsFunc(q.Options, func(o model.Option) bool { return o.Value == n }) {
		return st
	}
	at := slices.IndexFunc(q.Options, func(o model.Option) bool { return q.Place(o.Value) > q.Place(n) })
	between := model.Option{Value: n, Label: "between", Anchor: "between what stands above and below"}
	st.Options = slices.Insert(slices.Clone(q.Options), max(at, 0), between)
	return st
}

// step finds a step by its question's id.
func (v *scene) step(id string) (step, bool) {
	if i := v.at(id); i >= 0 {
		return v.steps[i], true
	}
	return step{}, false
}

// at is the place of a question among the steps, -1 if it is not asked.
func (v *scene) at(id string) int {
	return slices.IndexFunc(v.steps, func(st step) bool { return st.ID == id })
}

// start is the question to begin with: the first open one of the method, else
// the first whose answer is only offered, else any that is open, else the first.
func (v *scene) start() string {
	ofMethod := func(st step) bool { return st.field == "" && st.open() }
	for _, wanted := range []func(step) bool{ofMethod, v.offered, step.open} {
		if i := slices.IndexFunc(v.steps, wanted); i >= 0 {
			return v.steps[i].ID
		}
	}
	if len(v.steps) == 0 {
		return ""
	}
	return v.steps[0].ID
}

// offered says whether the answer of a step does not stand yet: the threat's own
// fields say so.
func (v *scene) offered(st step) bool {
	return v.method.Facts != nil && st.field == "" && st.answer != "" && !v.stored(st.ID, st.answer)
}

// next is the first open question behind this one, going round; if none is open
// the one behind it, so that digits in a row answer questions in a row.
func (v *scene) next(id string) string {
	at := v.at(id)
	for i := range v.steps {
		if st := v.steps[(at+1+i)%len(v.steps)]; st.open() {
			return st.ID
		}
	}
	if at+1 < len(v.steps) {
		return v.steps[at+1].ID // all are answered: go on through them
	}
	return id
}

// open counts the questions that want an answer.
func (v *scene) open() int {
	n := 0
	for _, st := range v.steps {
		if st.open() {
			n++
		}
	}
	return n
}

// changed gives the one question, of those that were asked before, whose answer is another
// than it was; false if there are none or several.
func (v *scene) changed(was *scene) (string, bool) {
	id, n := "", 0
	for _, st := range v.steps {
		if old, asked := was.step(st.ID); asked && st.answer != old.answer {
			id = st.ID
			n++
		}
	}
	return id, n == 1
}
