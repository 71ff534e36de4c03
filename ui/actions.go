package ui

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/ui/bench"
	"parry/ui/widget"
)

// actions are the frame's own: they work on every screen, unless the screen
// has the key for itself.
func (a *App) actions() []bench.Action {
	b := a.bench
	list := []bench.Action{
		{Keys: []string{"u", "ctrl+z"}, Label: "undo", Help: "undo: take the last change back", Names: b.UndoName, Why: b.CannotUndo, Do: b.Undo},
		{Keys: []string{"U"}, Help: "redo: do again what was taken back", Names: b.RedoName, Why: b.CannotRedo, Do: b.Redo},
		{Keys: []string{"x"}, Help: "write the report beside the register; 9 shows it first", Why: a.noReport, Do: a.report},
		{Keys: []string{"?"}, Help: "this list of keys; type to search by name or key, enter runs one", Do: func() { a.openHelp(false) }},
		{Keys: []string{":"}, Help: "everything that can be done, on every screen; type to search by name or key, or the id of a threat to open it", Do: func() { a.openHelp(true) }},
		{Keys: []string{"R"}, Help: "records: the system and its scope, parties, assets, assumptions, evidence, approval of the method", Do: func() { a.records.Open(b) }},
		{Keys: []string{"ctrl+o"}, Help: "bring in a file of another program, a table or parry's own: seen first, one step, u takes it back", Why: a.noImport, Do: func() { a.imports.Open(b) }},
		{Keys: []string{"@"}, Help: "the register as it was: choose the moment in the history; there, back to today", Do: a.turnTime},
		{Keys: []string{"f2"}, Help: "others look on: hide the names of people, and show them again", Do: a.turnPresent},
		{Keys: []string{"["}, Help: "back to the place before", Do: func() { a.travel(-1) }},
		{Keys: []string{"]"}, Help: "forward again", Do: func() { a.travel(1) }},
		{Keys: []string{"q", "esc", "backspace"}, Show: "q", Help: "one level back; at the top q quits", Do: a.back},
		{Keys: []string{"ctrl+l"}, Help: "draw everything again", Do: func() {}},
		{Keys: []string{"ctrl+c"}, Help: "quit now; a threat or field half typed is kept", Do: func() { a.quit = true }},
	}
	for _, s := range a.screens {
		list = append(list, bench.Action{
			Keys: []string{fmt.Sprint(s.digit), fmt.Sprintf("alt+%d", s.digit)},
			Help: "go to " + s.Title(),
			Do: func() {
				a.enter(bench.Place{Screen: s.Name()})
				a.held = held{a.lastKey, a.now()}
			},
		})
	}
	return list
}

func (a *App) travel(by int) {
	p, ok := a.bench.Travel(by)
	if !ok {
		a.bench.Refuse("there is no place further that way")
		return
	}
	for i, s := range a.screens {
		if s.Name() == p.Screen {
			a.show = i
			s.Enter(p)
		}
	}
}

// back leaves what is open, then the screen, and at the top only q quits. The
// first screen is the top.
func (a *App) back() {
	switch {
	case a.screen().Back():
	case a.show != 0:
		a.enter(bench.Place{Screen: a.screens[0].Name(), Back: true})
	default:
		a.bench.Say("q quits")
		a.quit = a.lastKey == "q"
	}
}

// turnTime comes back to today, or goes to where a moment is chosen.
func (a *App) turnTime() {
	if a.bench.Return() {
		a.bench.Say("the register of today")
	}
	a.bench.Go(bench.Place{Screen: bench.History})
}

// turnPresent hides the names of people, or shows them again. What was drawn holds
// them, so the screens are made anew.
func (a *App) turnPresent() {
	a.bench.Present = !a.bench.Present
	place := a.screen().Place()
	a.screens, a.own = screens(a.bench), nil
	a.enter(place)
	if a.bench.Present {
		a.bench.Say("presenting: names of people are hidden; f2 shows them again")
		return
	}
	a.bench.Say("names of people are shown")
}

func (a *App) noReport() string {
	if a.bench.Reports == nil {
		return "there is no folder to write a report to"
	}
	return ""
}

func (a *App) noImport() string {
	if a.bench.Import == nil {
		return "files are read from the command line here: parry import FILE"
	}
	return a.bench.CannotEdit()
}

func (a *App) report() {
	path, err := a.bench.Reports.Write(bench.Wish{})
	if err != nil {
		a.bench.Refuse("%v", err)
		return
	}
	a.bench.SayWrote("wrote %s", path)
}

// Offered are the actions that a key has now; none while a text is typed or something lies
// over the screen.
func (a *App) Offered() []bench.Action {
	if a.help != nil || a.over() != nil || a.screen().Typing() {
		return nil
	}
	return append(slices.Clone(a.here()), a.frames()...)
}

// A help is the list of what can be done here, to search and to run.
type help struct {
	pick    *widget.Pick
	actions []bench.Action
	x, y    int // the terminal's cursor in the last drawing
}

// openHelp lists what can be done here, or on all screens.
func (a *App) openHelp(everywhere bool) {
	h := &help{}
	var options []widget.Option
	add := func(on string, actions []bench.Action) {
		for _, act := range actions {
			if act.Help == "" {
				continue
			}
			why, names := "", ""
			if act.Names != nil {
				names = act.Names()
			}
			if names != "" {
				names = ": " + names
			}
			if act.Why != nil {
				if reason := act.Why(); reason != "" {
					why = " (not now: " + reason + ")"
				}
			}
			options = append(options, widget.Option{Value: fmt.Sprint(len(h.actions)), Label: act.Key(), Explain: on + act.Help + names + why})
			h.actions = append(h.actions, act)
		}
	}
	add("", a.here())
	add("", a.frames())
	title := "Keys here: " + a.screen().Title()
	if everywhere {
		title = "Everything that can be done; or type the id of a threat"
		for i := range a.screens {
			if i != a.show {
				add(a.screens[i].Title()+": ", a.there(i))
			}
		}
	}
	h.pick = widget.NewPick(title, "", options...)
	a.help = h
}

// there are the actions of another screen: each goes there first.
func (a *App) there(i int) []bench.Action {
	s := a.screens[i]
	var list []bench.Action
	for _, act := range a.bench.Keys.On(s.Name(), s.Actions()) {
		if act.Help == "" {
			continue
		}
		key := act.Keys[0]
		act.Why = nil // it is asked there
		act.Do = func() {
			a.enter(bench.Place{Screen: s.Name()})
			if now, ok := bench.Find(a.here(), key); ok {
				now.Run(a.bench)
			}
		}
		list = append(list, act)
	}
	return list
}

func (h *help) update(msg tea.Msg) widget.Picked { return h.pick.Update(msg) }

// helpKey moves in the help; enter or a click runs an action of it.
func (a *App) helpKey(msg tea.Msg) {
	press, pressed := msg.(tea.KeyPressMsg)
	switch {
	case pressed && press.String() == "?":
		a.help = nil
		return
	case pressed && press.String() == "enter" && a.jump(a.help.pick.Query()):
		a.help = nil
		return
	}
	switch a.help.update(msg) {
	case widget.PickLeft:
		a.help = nil
	case widget.Chosen:
		value, _ := a.help.pick.Value()
		var i int
		_, _ = fmt.Sscan(value, &i)
		act := a.help.actions[i]
		a.help = nil
		act.Run(a.bench)
	}
}

// jump opens the threat with an id; false if there is none.
func (a *App) jump(id string) bool {
	id = strings.ToUpper(strings.TrimSpace(id))
	if a.bench.Register().Threat(id) == nil {
		return false
	}
	a.enter(bench.Place{Screen: bench.Register, Threat: id, Open: true})
	return true
}

// over draws the help on the middle of the frame.
func (h *help) over(p widget.Pen, base []string, w, height int) []string {
	bw, bh := min(w-2, 100), height-4
	iw, ih := widget.BoxInside(bw, bh)
	lines, place := p.Centre(base, p.Box(h.pick.Title, h.pick.Draw(p, iw, ih), bw, bh), w, height)
	h.x, h.y = place.X+2, place.Y+1+h.pick.Line()
	h.pick.Lies(place)
	return lines
}
