// Package ui is the program on the terminal: a frame round screens that read
// one register.
//
//   - app.go: the frame: the keys it keeps, the screen on show, the message
//     line, the hints; tabs.go: its first row; held.go: a key that is held too long
//   - actions.go: the frame's own actions; help made of them and the screen's
//   - screens.go: the list of screens, in tab order
//   - run.go: the Bubble Tea program, and what happens when the terminal goes
//   - bench: what screens share; popup: ask or tell one thing over a screen
//   - livemap: the heatmap beside what is edited
//   - subject: what fields are edited of; form: all of them, fieldbox: one of
//     them; records: what is no threat; importing: files of other programs
//   - rehearsal: a screen on a real register, for tests
//   - widget, theme: what things look like; screens/<name>: one screen each
//
// A key travels: App.Update → the screen on show → bench.Do → the workspace,
// and one bool comes back. Nobody subscribes to anything.
package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"parry/model"
	"parry/ui/bench"
	"parry/ui/importing"
	"parry/ui/records"
	"parry/ui/widget"
)

// A Screen is one view of the register with its own keys. It holds only what
// the register does not: a cursor, a filter. It is drawn at the size it is
// given, so it has none to keep.
type Screen interface {
	// Name is the short one, on the tab and in bench.Place.
	Name() string
	// Title is the long one, for wide windows and help.
	Title() string
	// Enter is called when the screen comes on show: be at this place.
	Enter(bench.Place)
	// Place is where the screen is, to come back to.
	Place() bench.Place
	// Typing says that a field or box has the keys: the frame keeps only
	// ctrl+c then, and hands every key and paste to Type.
	Typing() bool
	Type(tea.Msg)
	// Actions are the keys of this place, the most important first.
	Actions() []bench.Action
	// Back goes one level back inside the screen; false if there is none.
	Back() bool
	// Status is the second row: view, filter, what is shown of how much.
	Status(w int) string
	// Draw gives exactly h lines of exactly w cells.
	Draw(w, h int) []string
	// Cursor is where the terminal's own cursor stands in the last drawing,
	// for screen readers; ok is false if nowhere.
	Cursor() (x, y int, ok bool)
	// Hangup keeps what is half typed: the terminal is going away.
	Hangup()
}

// The smallest window that everything works in.
const (
	leastWidth, leastHeight = 60, 16
)

// App is the frame, the one Bubble Tea model there is.
type App struct {
	bench   *bench.Bench
	screens []tab
	show    int
	own     []bench.Action // of the frame; nil until asked for
	help    *help
	records records.Box
	imports importing.Box

	width, height int
	drawn         string
	fresh         bool // drawn is what would be drawn again
	hints         widget.Hints
	tabEnds       []int // of each tab in the first row, in cells
	lastKey       string
	held          held
	now           func() time.Time
	quit          bool
	second        tea.Cmd // waits a second and sends a pulse; nil where nobody waits
	beating       bool    // a pulse is on its way
}

// New makes the frame with all screens, the first one on show.
func New(b *bench.Bench) *App {
	a := &App{bench: b, screens: screens(b), now: time.Now}
	a.enter(bench.Place{Screen: a.screens[0].Name()})
	a.greet()
	return a
}

// greet says what must be known at the start.
func (a *App) greet() {
	var notices []string
	if warning := a.bench.Work.Warning(); warning != "" { // of the file itself, so it comes first
		notices = append(notices, warning)
	}
	notices = append(notices, a.bench.Notices...)
	for _, s := range a.screens {
		notices = append(notices, a.bench.Keys.Doubts(s.Name(), append(s.Actions(), a.actions()...)...)...)
	}
	notices = append(notices, a.bench.Keys.Doubts(bench.AllScreens, a.actions()...)...)
	switch s := a.bench.Register().Settings(); {
	case len(notices) > 0:
		a.bench.Refuse("%s", strings.Join(notices, "; "))
	case a.bench.Work.ReadOnly():
		a.bench.Say("read-only: look at everything, change nothing")
	case a.bench.Register().Len() == 0:
		a.bench.Say("an empty register: n captures the first threat")
	default:
		var parts []string
		if s.Example {
			parts = append(parts, fmt.Sprintf("EXAMPLE: a worked register of an invented system; today is %s here", s.AsOf))
		}
		if pressing := model.Headline(a.bench.Register(), a.bench.Grounds()); pressing != "" {
			parts = append(parts, pressing+"; press 5 to see them")
		}
		if len(parts) > 0 {
			a.bench.Say("%s", strings.Join(parts, "; "))
		}
	}
}

// A box lies over any screen and has every key while it is open.
type box interface {
	Update(tea.Msg)
	Actions() []bench.Action
	Over(base []string, w, h int) []string
	Cursor() (x, y int, ok bool)
}

// over is the box that is open; nil if none is.
func (a *App) over() box {
	switch {
	case a.records.IsOpen():
		return &a.records
	case a.imports.IsOpen():
		return &a.imports
	}
	return nil
}

// Init asks the terminal for its background, to choose the theme.
func (a *App) Init() tea.Cmd { return tea.RequestBackgroundColor }

// A hangup says that the terminal is going away.
type hangup struct{}

// A pulse says that a second has gone by while something is half typed.
type pulse struct{}

// A keeper is a screen that keeps less each second than when the terminal goes away.
type keeper interface {
	Keep()
}

// A returned says that the user's editor has ended.
type returned struct {
	errand *bench.Errand
	err    error
}

// A finished says that work beside the program is done.
type finished struct{ slow *bench.Slow }

// A glance says that it is time to draw how far that work is.
type glance struct{ slow *bench.Slow }

// look glances at work beside the program a little later: often enough to be seen to move.
func look(s *bench.Slow) tea.Cmd {
	return tea.Tick(100*time.Millisecond, func(time.Time) tea.Msg { return glance{s} })
}

// Update takes one message. Everything a person can do comes as a key or a
// paste; the rest is the terminal telling of itself.
func (a *App) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if _, ok := msg.(pulse); ok { // nothing to see has changed
		a.beating = false
		a.keep()
		return a, a.beat()
	}
	a.fresh = false
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		a.width, a.height = msg.Width, msg.Height
	case tea.BackgroundColorMsg:
		a.bench.Pen = widget.NewPen(a.bench.Pen.Theme.On(msg.IsDark()), a.bench.Pen.Clusters)
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeUnicodeCore {
			a.bench.Pen = widget.NewPen(a.bench.Pen.Theme, widget.ClustersAfter(msg.Value))
		}
	case returned:
		a.bench.Hush()
		msg.errand.Done(msg.err)
	case finished:
		msg.slow.Done()
	case glance:
		if !msg.slow.Ended() {
			return a, look(msg.slow)
		}
		return a, nil
	case hangup:
		a.leave()
	case tea.PasteMsg:
		a.paste(msg)
	case tea.KeyPressMsg:
		a.key(msg)
	case tea.MouseClickMsg:
		a.click(msg)
	case tea.MouseWheelMsg:
		a.wheel(msg)
	}
	if a.bench.Turned() {
		a.screens, a.own = screens(a.bench), nil
	}
	if p, ok := a.bench.Goal(); ok {
		a.enter(p)
	}
	if a.quit {
		return a, tea.Quit
	}
	if e := a.bench.Errand(); e != nil {
		return a, send(e.Command, func(err error) tea.Msg { return returned{e, err} })
	}
	if s := a.bench.Slow(); s != nil {
		return a, tea.Batch(func() tea.Msg { s.Run(); return finished{s} }, look(s))
	}
	if text := a.bench.Clipped(); text != "" {
		return a, tea.SetClipboard(text)
	}
	return a, a.beat()
}

// beat asks for the next pulse, while something is half typed: what a killed parry loses
// of it is what came in the last second.
func (a *App) beat() tea.Cmd {
	if a.second == nil || a.beating || !a.screen().Typing() && a.over() == nil {
		return nil
	}
	a.beating = true
	return a.second
}

// keep puts what is half typed on the disk, where it stays a draft. Nothing is written
// if it is there already.
func (a *App) keep() {
	if k, ok := a.screens[a.show].Screen.(keeper); ok {
		k.Keep()
	} else {
		a.screen().Hangup()
	}
	a.records.Hangup()
	a.imports.Hangup()
}

// leave keeps what is half typed, and ends.
func (a *App) leave() {
	a.screen().Hangup()
	a.records.Hangup()
	a.imports.Hangup()
	a.bench.Still()
	a.quit = true
}

func (a *App) screen() Screen { return a.screens[a.show] }

// paste goes to a field that is open; elsewhere it is no command.
func (a *App) paste(msg tea.PasteMsg) {
	switch {
	case a.small():
	case a.help != nil:
		a.help.update(msg)
	case a.over() != nil:
		a.over().Update(msg)
	case a.screen().Typing():
		a.screen().Type(msg)
	default:
		a.bench.Refuse("nothing is open to paste into; n captures a threat")
	}
}

// key gives the press to whoever has the keys: ctrl+c quits from anywhere, an
// open help or field comes next, then the screen's actions, then the frame's.
func (a *App) key(msg tea.KeyPressMsg) {
	key := msg.String()
	a.lastKey = key
	if key == "ctrl+c" {
		a.leave()
		return
	}
	a.bench.Hush()
	again := a.held.goesOn(msg, a.now())
	switch {
	case a.small(): // nobody can see what a key would do
		if key == "q" {
			a.leave()
		}
		return
	case a.help != nil:
		a.helpKey(msg)
		return
	case a.over() != nil:
		a.over().Update(msg)
		return
	case a.screen().Typing():
		a.screen().Type(msg)
		return
	}
	act, ok := bench.Find(a.here(), key)
	if ok && again {
		a.bench.Refuse("%s opened this screen; wait a moment, or press another key, and %s answers", key, key)
		return
	}
	if ok {
		act.Run(a.bench)
		return
	}
	if act, ok = bench.Find(a.frames(), key); !ok {
		a.bench.Refuse("%s does nothing here; ? shows the keys", key)
		return
	}
	act.Run(a.bench)
}

// here are the actions of the screen on show, frames those of the frame, each with
// the user's keys.
func (a *App) here() []bench.Action { return a.bench.Keys.On(a.screen().Name(), a.screen().Actions()) }

// frames are made once for a list of screens: each is a function, and every frame shows
// some of them.
func (a *App) frames() []bench.Action {
	if a.own == nil {
		a.own = a.bench.Keys.On(bench.AllScreens, a.actions())
	}
	return a.own
}

// enter shows the screen of a place.
func (a *App) enter(p bench.Place) {
	for i, s := range a.screens {
		if s.Name() == p.Screen {
			if i != a.show {
				p.From = a.screen().Name()
			}
			a.show = i
			s.Enter(p)
			a.bench.Arrive(s.Place())
			return
		}
	}
}

// View draws the frame. It is called after every message and draws only after
// one that could have changed something.
func (a *App) View() tea.View {
	v := tea.View{AltScreen: true, WindowTitle: "parry"}
	if !a.fresh {
		a.drawn = a.draw()
		a.fresh = true
	}
	v.Content = a.drawn
	if !a.bench.NoMouse {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if x, y, ok := a.cursor(); ok {
		v.Cursor = tea.NewCursor(x, y)
	}
	return v
}

// cursor is where the terminal's own cursor stands: screen readers follow it.
func (a *App) cursor() (x, y int, ok bool) {
	switch {
	case a.small():
		return 0, 0, false
	case a.help != nil:
		return a.help.x, a.help.y, true
	}
	if box := a.over(); box != nil {
		return box.Cursor()
	}
	x, y, ok = a.screen().Cursor()
	return x, y + headRows, ok
}

func (a *App) small() bool { return a.width < leastWidth || a.height < leastHeight }

// The rows of the frame above and below the body.
const (
	headRows = 2
	footRows = 2
)

func (a *App) draw() string {
	p, w, h := a.bench.Pen, a.width, a.height
	switch {
	case w == 0 || h == 0:
		return ""
	case a.small():
		words := fmt.Sprintf("parry needs %d x %d, has %d x %d; q quits", leastWidth, leastHeight, w, h)
		return join(p.Page(p.Wrap(words, w), w, h))
	}
	body := h - headRows - footRows
	lines := make([]string, 0, h)
	lines = append(lines, a.tabs(w), p.Clip(a.screen().Status(w), w))
	lines = append(lines, p.Page(a.screen().Draw(w, body), w, body)...)
	message := a.message(w)
	lines = lines[:len(lines)+1-len(message)] // a long one covers the end of the body
	lines = append(append(lines, message...), a.hintRow(w))
	body = h - footRows // the message and the hints stay in sight
	if box := a.over(); box != nil {
		lines = append(box.Over(lines[:body:body], w, body), lines[body:]...)
	}
	if a.help != nil {
		lines = a.help.over(p, lines, w, h)
	}
	return p.Plain(join(lines))
}

func join(lines []string) string {
	size := len(lines)
	for _, s := range lines {
		size += len(s)
	}
	b := make([]byte, 0, size)
	for i, s := range lines {
		if i > 0 {
			b = append(b, '\n')
		}
		b = append(b, s...)
	}
	return string(b)
}

// name says which register is open and how, what matters most first: a narrow window
// cuts the rest.
func (a *App) name() string {
	s := a.bench.Register().Settings()
	name := widget.Clean(s.Name)
	if s.Example {
		name = "EXAMPLE " + name
	}
	switch at, past := a.bench.Work.Past(); {
	case past:
		name = "PAST " + at.Format("2006-01-02 15:04") + " " + name
	case a.bench.Work.ReadOnly():
		name = "READ-ONLY " + name
	}
	if a.bench.Present {
		name = "PRESENTING " + name
	}
	return name
}

// longestMessage is how many rows a problem may take.
const longestMessage = 4

// message is the last row but one: what happened, and that u takes it back. A
// problem takes the rows it needs: the way out stands at its end.
func (a *App) message(w int) []string {
	p, said := a.bench.Pen, a.bench.Said()
	if warning := a.bench.Work.Warning(); said.Text == "" && warning != "" {
		said = bench.Message{Text: warning, Problem: true} // it stands until it is mended
	}
	text := " " + widget.Clean(said.Text)
	switch {
	case said.Problem:
		var lines []string
		for _, line := range p.Wrap(said.Text, w-2) {
			lines = append(lines, p.Error.Paint(p.Fit(" "+line, w)))
		}
		if len(lines) > 0 {
			return lines[:min(len(lines), longestMessage)]
		}
	case said.Undo && !a.screen().Typing():
		const undo = "   u undo "
		return []string{p.OK.Paint(p.Fit(text, w-len(undo))) + p.Key.Paint(undo)}
	}
	lines := []string{}
	for _, line := range p.Wrap(said.Text, w-2) {
		lines = append(lines, p.Fit(" "+line, w))
	}
	if len(lines) == 0 {
		return []string{p.Fit("", w)}
	}
	return lines[:min(len(lines), longestMessage)]
}

// hintRow is the last row: the keys of this place.
func (a *App) hintRow(w int) string {
	if box := a.over(); box != nil {
		return a.hints.Row(a.bench.Pen, bench.Hints(box.Actions()), w)
	}
	here := bench.Hints(a.here())
	if a.screen().Typing() {
		return a.hints.Row(a.bench.Pen, here, w)
	}
	if a.bench.Past() { // the way out comes first
		here = append([]widget.Hint{{Key: "@", Label: "back to today"}}, here...)
	}
	return a.hints.Draw(a.bench.Pen, append(here, bench.Hints(a.frames())...), w)
}
