package bench

import "os/exec"

// An Errand is an edit outside parry: the command to run, and what takes what it
// left.
type Errand struct {
	Command *exec.Cmd
	Done    func(error)
}

// Outside edits a text in the user's own editor. What comes back goes to take; if
// the editor failed, the text stays as it was and it is said.
func (b *Bench) Outside(text string, take func(string)) {
	if b.Editor == nil {
		b.Refuse("there is no editor here")
		return
	}
	command, finish, err := b.Editor(text)
	if err != nil {
		b.Refuse("%v", err)
		return
	}
	b.errand = &Errand{command, func(failed error) {
		edited, err := finish()
		switch {
		case failed != nil && err != nil:
			b.Refuse("the editor ended badly (%v): %v: nothing was changed", failed, err)
		case failed != nil:
			b.Refuse("the editor ended badly (%v): nothing was changed", failed)
		case err != nil:
			b.Refuse("%v: nothing was changed", err)
		case edited == text:
			b.Say("nothing was changed")
		default:
			take(edited)
		}
	}}
}

// Errand is what Outside asked for, once; the frame runs it.
func (b *Bench) Errand() *Errand {
	e := b.errand
	b.errand = nil
	return e
}
