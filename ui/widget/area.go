package widget

import (
	"strings"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
)

// MaxAreaLines is how many lines an Area holds: the library wraps all of them
// again with every key, 18 ms at 200. More is for an editor.
const MaxAreaLines = 99

// FitsArea says whether an Area can show and keep a text whole.
func FitsArea(s string) bool { return strings.Count(s, "\n") < MaxAreaLines && len(s) <= MaxField }

// An Area is a text field of several lines. What is typed and pasted is cleaned
// on the way in, as in a Line, but line breaks stay. Enter is left to whoever has
// the field; ctrl+j, alt+enter and shift+enter break the line.
type Area struct {
	input textarea.Model
	lost  int
}

// NewArea makes an empty field.
func NewArea() *Area {
	a := &Area{input: textarea.New()}
	a.input.Prompt, a.input.ShowLineNumbers = "", false
	a.input.MaxHeight = MaxAreaLines
	keys := &a.input.KeyMap
	keys.InsertNewline.SetKeys("ctrl+j", "alt+enter", "shift+enter")
	// Paste would run xclip, copy answers by a message that nobody reads, and the
	// others change text under a key that means something else.
	for _, b := range []*key.Binding{&keys.Paste, &keys.CopySelection, &keys.TransposeCharacterBackward,
		&keys.UppercaseWordForward, &keys.LowercaseWordForward, &keys.CapitalizeWordForward} {
		b.Unbind()
	}
	plain := textarea.StyleState{Selection: lipgloss.NewStyle().Reverse(true)}
	a.input.SetStyles(textarea.Styles{Focused: plain, Blurred: plain}) // nothing blinks
	a.input.Focus()
	return a
}

// Value is the text, clean, its lines parted by \n.
func (a *Area) Value() string { return a.input.Value() }

// SetValue replaces the text, cleaned and cut to what fits, and puts the cursor at
// its end.
func (a *Area) SetValue(s string) {
	a.input.Reset()
	a.lost = 0
	a.insert(s)
}

// Lost is how many bytes the last change could not take because the field was
// full. Say so when it is not zero.
func (a *Area) Lost() int { return a.lost }

// Update gives a key press or a paste to the field and says whether the text has
// changed. Other messages are ignored.
func (a *Area) Update(msg tea.Msg) bool {
	before := a.input.Value()
	a.lost = 0
	switch msg := msg.(type) {
	case tea.PasteMsg:
		a.insert(strings.TrimRight(msg.Content, "\r\n"))
	case tea.KeyPressMsg:
		if msg.Text != "" && !msg.Mod.Contains(tea.ModAlt) {
			a.insert(msg.Text)
		} else if msg.Text == "" && !(a.breaks(msg) && !FitsArea(before+"\n")) {
			a.input, _ = a.input.Update(msg)
		}
	}
	return a.input.Value() != before
}

func (a *Area) breaks(msg tea.KeyPressMsg) bool {
	return key.Matches(msg, a.input.KeyMap.InsertNewline)
}

// insert adds clean text at the cursor, as much as the field can hold.
func (a *Area) insert(s string) {
	s, a.lost = cutBytes(strings.ReplaceAll(CleanLines(s), "\t", " "), MaxField-len(a.input.Value()))
	room := MaxAreaLines - a.input.LineCount()
	for i := range s {
		if s[i] != '\n' {
			continue
		}
		if room--; room < 0 {
			a.lost += len(s) - i
			s = s[:i]
			break
		}
	}
	if s != "" {
		a.input, _ = a.input.Update(tea.PasteMsg{Content: s})
	}
}

// Draw gives exactly h lines of exactly w cells, with a window on a long text
// that holds the cursor.
func (a *Area) Draw(p Pen, w, h int) []string {
	a.resize(w, h)
	var lines []string
	for _, line := range strings.Split(a.input.View(), "\n") {
		lines = append(lines, p.Clip(line, w))
	}
	return p.Page(lines, w, h)
}

func (a *Area) resize(w, h int) {
	if w < 1 || h < 1 || a.input.Width() == w && a.input.Height() == h {
		return
	}
	a.input.SetWidth(w)
	a.input.SetHeight(h)
	a.input, _ = a.input.Update(nil) // brings the cursor into the window
}

// Cursor is where the terminal's own cursor stands in the last drawing.
func (a *Area) Cursor() (x, y int) {
	m := a.input
	m.SetVirtualCursor(false) // the library tells the place only then
	if c := m.Cursor(); c != nil {
		return c.X, c.Y
	}
	return 0, 0
}
