package ui

import (
	tea "charm.land/bubbletea/v2"

	"parry/ui/bench"
)

// A clicker is a screen that does something when it is clicked on, at a cell of its
// last drawing. Whatever the mouse does a key does too.
type clicker interface {
	Click(x, y int)
}

// click goes to a tab, or to what the screen has there. What is open over the
// screen is left to the keys.
func (a *App) click(msg tea.MouseClickMsg) {
	if msg.Button != tea.MouseLeft || a.small() || a.help != nil || a.over() != nil || a.screen().Typing() {
		return
	}
	a.bench.Hush()
	if msg.Y == 0 {
		a.clickTab(msg.X)
		return
	}
	if on, ok := a.screens[a.show].Screen.(clicker); ok && msg.Y >= headRows && msg.Y < a.height-footRows {
		on.Click(msg.X, msg.Y-headRows)
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

// wheelStep is how many rows a turn of the wheel goes.
const wheelStep = 3

// wheel goes up or down as the arrows would.
func (a *App) wheel(msg tea.MouseWheelMsg) {
	press := tea.KeyPressMsg{Code: tea.KeyUp}
	switch msg.Button {
	case tea.MouseWheelUp:
	case tea.MouseWheelDown:
		press.Code = tea.KeyDown
	default:
		return
	}
	for range wheelStep {
		a.key(press)
	}
}
