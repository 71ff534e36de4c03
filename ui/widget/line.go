package widget

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"
)

// MaxField is the most bytes a text field holds: a paste whose end mark got
// lost would otherwise fill the register.
const MaxField = 64 << 10

// A Line is a text field of one line. What is typed and pasted is cleaned on
// the way in, so Value is safe to show. The cursor is drawn, not the
// terminal's: the library miscounts its place after wide signs.
//
// While a field has the keys, every key goes to Update first except those that
// leave it: esc, enter, tab, and ctrl keys of the frame. So a "q" is a letter.
type Line struct {
	// Prompt stands before the text, Placeholder in its place while empty.
	Prompt, Placeholder string

	input textinput.Model
	from  int // first rune drawn
	lost  int
}

// NewLine makes an empty field.
func NewLine(prompt string) *Line {
	l := &Line{Prompt: prompt, input: textinput.New()}
	keys := &l.input.KeyMap
	// Ctrl+V would run xclip; terminals paste by themselves. Deleting a word
	// forward at the last rune panics in bubbles v2.2.1, so it is done here.
	for _, b := range []*key.Binding{&keys.Paste, &keys.DeleteWordForward,
		&keys.AcceptSuggestion, &keys.NextSuggestion, &keys.PrevSuggestion} {
		b.Unbind()
	}
	styles := l.input.Styles()
	styles.Cursor.Blink = false // nothing moves on a timer
	l.input.SetStyles(styles)
	l.input.Focus()
	return l
}

// Value is the text, clean.
func (l *Line) Value() string { return l.input.Value() }

// SetValue replaces the text, cleaned and cut to MaxField, and puts the cursor
// at its end.
func (l *Line) SetValue(s string) {
	s, l.lost = cutBytes(Clean(s), MaxField)
	l.input.SetValue(s)
	l.input.CursorEnd()
}

// Lost is how many bytes the last change could not take because the field was
// full. Say so when it is not zero.
func (l *Line) Lost() int { return l.lost }

// Update gives a key press or a paste to the field and says whether the text
// has changed. Other messages are ignored.
func (l *Line) Update(msg tea.Msg) bool {
	before := l.input.Value()
	l.lost = 0
	switch msg := msg.(type) {
	case tea.PasteMsg:
		l.insert(Clean(strings.TrimRight(msg.Content, "\r\n")))
	case tea.KeyPressMsg:
		switch msg.String() {
		case "alt+d", "alt+delete", "ctrl+delete":
			l.deleteWordForward()
		default:
			if msg.Text != "" && !msg.Mod.Contains(tea.ModAlt) {
				l.insert(Clean(msg.Text))
			} else if msg.Text == "" {
				l.input, _ = l.input.Update(msg)
			}
		}
	}
	return l.input.Value() != before
}

// insert adds clean text at the cursor, as much as the field can hold.
func (l *Line) insert(s string) {
	s, l.lost = cutBytes(s, MaxField-len(l.input.Value()))
	if s == "" {
		return
	}
	l.input, _ = l.input.Update(tea.PasteMsg{Content: s})
	if v := l.input.Value(); !isClean(v, false) { // a third mark typed one by one
		at := l.input.Position()
		l.input.SetValue(Clean(v))
		l.input.SetCursor(at)
	}
}

// deleteWordForward deletes the blanks and the word after the cursor.
func (l *Line) deleteWordForward() {
	value, at := []rune(l.input.Value()), l.input.Position()
	end := at
	for end < len(value) && value[end] == ' ' {
		end++
	}
	for end < len(value) && value[end] != ' ' {
		end++
	}
	l.input.SetValue(string(value[:at]) + string(value[end:]))
	l.input.SetCursor(at)
}

// cutBytes gives at most n bytes of s, whole runes, and how many it left out.
func cutBytes(s string, n int) (string, int) {
	if len(s) <= n {
		return s, 0
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:max(n, 0)], len(s) - max(n, 0)
}

// Draw gives the field in exactly w cells, with a window on a long text that
// holds the cursor.
func (l *Line) Draw(p Pen, w int) string {
	prompt := p.Cut(l.Prompt, w)
	room := w - p.Width(prompt)
	if room <= 0 {
		return p.Accent.Paint(p.Fit(prompt, w))
	}
	if l.Value() == "" && l.Placeholder != "" {
		return p.Accent.Paint(prompt) + p.Cursor.Paint(" ") + p.Dim.Paint(p.Fit(l.Placeholder, room-1))
	}
	before, under, after := l.view(p, room)
	return p.Clip(p.Accent.Paint(prompt)+before+p.Cursor.Paint(under)+after, w)
}

// CursorX is the cell of the cursor when drawn w cells wide, for the
// terminal's own cursor, which screen readers follow.
func (l *Line) CursorX(p Pen, w int) int {
	prompt := p.Width(p.Cut(l.Prompt, w))
	if w-prompt <= 0 {
		return max(w-1, 0)
	}
	before, _, _ := l.view(p, w-prompt)
	return prompt + p.Width(before)
}

// PlaceX is the cell of a place in the text, counted in bytes, when drawn w cells
// wide; -1 if the line is scrolled past it.
func (l *Line) PlaceX(p Pen, at, w int) int {
	prompt := p.Width(p.Cut(l.Prompt, w))
	if w-prompt <= 0 || at > len(l.Value()) {
		return -1
	}
	l.view(p, w-prompt) // scrolls
	place, value := len([]rune(l.Value()[:at])), []rune(l.Value())
	if place < l.from {
		return -1
	}
	return prompt + p.Width(stand(string(value[l.from:place])))
}

// view splits what shows in w cells into the text before the cursor, the sign
// under it, and the text after. Signs of several runes are never torn.
func (l *Line) view(p Pen, w int) (before, under, after string) {
	value, at := []rune(l.Value()), l.input.Position()
	l.scroll(p, value, at, w)
	text := string(value[l.from:min(len(value), at+4*w)])
	left := len(string(value[l.from:at]))
	if stood := stand(text); stood != text {
		if !strings.HasPrefix(stood, text) {
			left += len(standIn)
		}
		text = stood
	}
	i := 0
	for i < len(text) {
		size, _ := p.next(text[i:])
		if i+size > left {
			return text[:i], text[i : i+size], text[i+size:]
		}
		i += size
	}
	return text, " ", ""
}

// scroll moves the window so that the cursor and its sign lie within.
func (l *Line) scroll(p Pen, value []rune, at, w int) {
	least, room := at, w-3 // the furthest back that still shows the cursor
	for least > 0 {
		if room -= p.Width(string(value[least-1])); room < 0 {
			break
		}
		least--
	}
	switch {
	case len(value) < w && p.Width(stand(string(value))) < w:
		l.from = 0
	case l.from > at:
		l.from = max(least, at-w/3)
	default:
		l.from = max(l.from, least)
	}
}
