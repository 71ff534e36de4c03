// Empty is the least that a Bubble Tea program can be: it counts keys. What it
// needs, every program of its kind needs.
package main

import (
	"fmt"
	"os"

	tea "charm.land/bubbletea/v2"
)

type count int

func (c count) Init() tea.Cmd { return nil }

func (c count) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if key, ok := msg.(tea.KeyPressMsg); ok {
		if key.String() == "q" {
			return c, tea.Quit
		}
		c++
	}
	return c, nil
}

func (c count) View() tea.View {
	v := tea.NewView(fmt.Sprintf("%d keys, q quits", int(c)))
	v.AltScreen = true
	return v
}

func main() {
	if _, err := tea.NewProgram(count(0), tea.WithFPS(120)).Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
