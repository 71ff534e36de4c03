package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"parry/ui/bench"
)

// A clicker is a screen that does something when it is clicked on, at a cell of its
// last drawing. Whatever the mouse does a key does too.
type clicker interface {
	Click(x, y int)
}

// A statusClicker is a screen whose second row can be clicked.
type statusClicker interface {
	ClickStatus(x int)
}

// A wheeler is a screen to which the wheel may mean something else than arrows do; false
// if not now.
type wheeler interface {
	Wheel(by int) bool
}

// click goes to what lies there: the keys in the last row, what is open over the
// screen, a tab, what the screen has. What is open gets the click counted from where it
// is drawn: the screen's own from below the head, the frame's from the window's corner.
func (a *App) click(msg tea.MouseClickMsg) {
	if msg.Button != tea.MouseLeft || a.small() {
		return
	}
	a.bench.Hush()
	on := a.screens[a.show].Screen
	status, _ := on.(statusClicker)
	body, _ := on.(clicker)
	switch {
	case a.help != nil:
		a.helpKey(msg)
	case msg.Y == a.height-1:
		a.clickHint(msg.X)
	case a.over() != nil:
		a.over().Update(msg)
	case on.Typing():
		msg.Y -= headRows
		on.Type(msg)
	case msg.Y == 0:
		a.clickTab(msg.X)
	case msg.Y < headRows && status != nil:
		status.ClickStatus(msg.X)
	case msg.Y >= headRows && msg.Y < a.height-footRows && body != nil:
		body.Click(msg.X, msg.Y-headRows)
	}
}

func (a *App) clickTab(x int) {
	for i, end := range a.tabEnds {
		if x < end {
			a.enter(bench.Place{Screen: a.screens[i].Name()})
			return
		}
	}
}

// clickHint presses the key whose hint was clicked.
func (a *App) clickHint(x int) {
	shown, ok := a.hints.At(x)
	if !ok {
		return
	}
	if key, ok := press(shown); ok {
		a.key(key)
		return
	}
	for _, act := range append(a.here(), a.frames()...) { // shown by another name
		if act.Key() == shown && act.Do != nil {
			act.Run(a.bench)
			return
		}
	}
}

// press is the press of a key by the name that hints show; false for what names several.
func press(name string) (tea.KeyPressMsg, bool) {
	named := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace}
	if code, ok := named[name]; ok {
		return tea.KeyPressMsg{Code: code}, true
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok && len(letter) == 1 {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}, true
	}
	if len(name) == 1 {
		return tea.KeyPressMsg{Code: rune(name[0]), Text: name}, true
	}
	return tea.KeyPressMsg{}, false
}

// wheelStep is how many rows a turn of the wheel goes.
const wheelStep = 3

// wheel goes up or down as the arrows would.
func (a *App) wheel(msg tea.MouseWheelMsg) {
	code, by := tea.KeyUp, -wheelStep
	switch msg.Button {
	case tea.MouseWheelUp:
	case tea.MouseWheelDown:
		code, by = tea.KeyDown, wheelStep
	default:
		return
	}
	if on, ok := a.screens[a.show].Screen.(wheeler); ok && a.help == nil && a.over() == nil && !a.small() && on.Wheel(by) {
		return
	}
	for range wheelStep {
		a.key(tea.KeyPressMsg{Code: code})
	}
}
