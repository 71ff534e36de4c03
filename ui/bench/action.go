package bench

import "parry/ui/widget"

// An Action is a key and what it does here. The list of a screen's actions
// feeds its keys, its hints and its help, so they cannot disagree.
type Action struct {
	Keys  []string      // as Bubble Tea names them; the first one is shown
	Show  string        // how the key is shown, where its name is not plain
	Label string        // in the hints: "capture"; "" leaves it out there
	Help  string        // in the help: "capture a threat: type, enter, next"
	Names func() string // what it would act on, for the help; nil or "" if that is plain
	Why   func() string // why it cannot be done now; nil or "" if it can
	Do    func()
}

// Key is how the action's key is shown.
func (a Action) Key() string {
	if a.Show != "" {
		return a.Show
	}
	return a.Keys[0]
}

// Run does the action, or says why it cannot be done.
func (a Action) Run(b *Bench) {
	if a.Why != nil {
		if why := a.Why(); why != "" {
			b.Refuse("%s: %s", a.Key(), why)
			return
		}
	}
	a.Do()
}

// Find gives the action of a key.
func Find(actions []Action, key string) (Action, bool) {
	for _, a := range actions {
		for _, k := range a.Keys {
			if k == key {
				return a, true
			}
		}
	}
	return Action{}, false
}

// mostHints is more than a row of hints has room for.
const mostHints = 24

// Hints are the actions that have a label and can be done now, in their order.
func Hints(actions []Action) []widget.Hint {
	hints := make([]widget.Hint, 0, mostHints)
	for _, a := range actions {
		if a.Label != "" && (a.Why == nil || a.Why() == "") {
			hints = append(hints, widget.Hint{Key: a.Key(), Label: a.Label})
		}
	}
	return hints
}

// Moves are the keys that take a cursor through a list, whose ends are named for the
// help: "to the first".
func Moves(first, last string, move func(widget.Move)) []Action {
	to := func(help string, m widget.Move, keys ...string) Action {
		return Action{Keys: keys, Help: help, Do: func() { move(m) }}
	}
	return []Action{
		to("up", widget.Up, "up", "k"),
		to("down", widget.Down, "down", "j"),
		to("a page up", widget.PageUp, "pgup"),
		to("a page down", widget.PageDown, "pgdown"),
		to("half a page up", widget.HalfUp, "ctrl+u"),
		to("half a page down", widget.HalfDown, "ctrl+d"),
		to("to the "+first, widget.Home, "g", "home"),
		to("to the "+last, widget.End, "G", "end"),
	}
}
