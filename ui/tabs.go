package ui

import (
	"slices"
	"strconv"
)

// nameRoom is what the register's name needs to be known by: "PAST 2026-11-16 09:30",
// "EXAMPLE Brightdesk As…".
const nameRoom = 21

// A tabForm is one way to write the tabs.
type tabForm struct {
	program string
	gap     string
	name    func(s Screen, shown bool) string
}

// tabForms are all of them, the roomiest first. The screen on show keeps its name longest.
var tabForms = []tabForm{
	{" parry", "  ", func(s Screen, _ bool) string { return s.Title() }},
	{" parry", " ", func(s Screen, _ bool) string { return s.Title() }},
	{" parry", " ", func(s Screen, _ bool) string { return s.Name() }},
	{"", " ", func(s Screen, _ bool) string { return s.Name() }},
	{"", " ", func(s Screen, shown bool) string { return cutName(s.Name(), 3, shown) }},
	{"", " ", func(s Screen, shown bool) string { return cutName(s.Name(), 0, shown) }},
}

func cutName(name string, most int, shown bool) string {
	if shown {
		return name
	}
	return name[:min(most, len(name))]
}

// text is a tab: its digit, and its name as far as the form has it.
func (f *tabForm) text(t tab, shown bool) string {
	if name := f.name(t.Screen, shown); name != "" {
		return strconv.Itoa(t.digit) + " " + name
	}
	return strconv.Itoa(t.digit)
}

// width is the cells that the tabs take. The brackets of the screen on show stand where
// the blanks between tabs are.
func (f *tabForm) width(a *App) int {
	used := len(f.program) + 1
	for i, t := range a.screens { // as text writes it, but for the writing
		used += len(f.gap) + len("9")
		if name := f.name(t.Screen, i == a.show); name != "" {
			used += len(" ") + a.bench.Pen.Width(name)
		}
	}
	return used
}

// tabs is the first row: the screens, and whose register this is. They give way to its
// name.
func (a *App) tabs(w int) string {
	p := a.bench.Pen
	form := &tabForms[len(tabForms)-1]
	for i := range tabForms {
		if tabForms[i].width(a)+nameRoom+1 <= w {
			form = &tabForms[i]
			break
		}
	}
	line, used := p.Accent.Append(nil, form.program), len(form.program)
	a.tabEnds = slices.Grow(a.tabEnds[:0], len(a.screens))[:len(a.screens)]
	for i, t := range a.screens {
		gap, text := form.gap, form.text(t, i == a.show)
		switch {
		case i == a.show:
			line = p.TabActive.Append(append(line, gap[1:]...), "["+text+"]")
		case i == a.show+1:
			line = p.Tab.Append(append(line, gap[1:]...), text)
			used-- // the bracket stands where the blank would
		default:
			line = p.Tab.Append(append(line, gap...), text)
		}
		used += len(gap) + p.Width(text)
		a.tabEnds[i] = used
		if i == a.show {
			used++
		}
	}
	line = p.Dim.Append(line, " "+p.FitRight(a.name(), max(w-used-2, 0)))
	return p.Clip(string(append(line, ' ')), w)
}
