package bench

import tea "charm.land/bubbletea/v2"

// A Layer is what may be open over a screen and then has its keys: a form, a question.
type Layer interface {
	IsOpen() bool
	Update(tea.Msg)
	Hangup()
	Cursor() (x, y int, ok bool)
	Actions() []Action
}

// Layers are those of a screen, the topmost first. They are shut at first.
type Layers []Layer

// Open gives the topmost that is open; nil if none is.
func (l Layers) Open() Layer {
	for _, one := range l {
		if one.IsOpen() {
			return one
		}
	}
	return nil
}

// Hangup keeps what is half typed in any of them.
func (l Layers) Hangup() {
	for _, one := range l {
		one.Hangup()
	}
}
