package widget

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
)

// An Option is one answer of a closed list.
type Option struct {
	Value   string // what is stored
	Label   string // what the user reads; "" means Value
	Explain string // what it means, in plain words
}

func (o Option) label() string {
	if o.Label == "" {
		return o.Value
	}
	return o.Label
}

// A Picked says what a key has done to a list.
type Picked uint8

// What a key can do.
const (
	Picking  Picked = iota // the list stays open
	Chosen                 // Value holds the answer
	PickLeft               // the user left without an answer
)

// A Pick is a list to choose one option from. Typing narrows it to the options
// that hold every word typed.
type Pick struct {
	Title string // for the border of the Box it is drawn in

	options []Option
	names   []string // lower case, what typing is compared with first
	keys    []string // lower case, the explanations too
	shown   []int    // the options that match, in their order
	cursor  int      // place in shown
	top     int
	page    int
	query   *Line
	on      []bool // by option, where several can be chosen; else nil
	box     Place  // round the last drawing, for clicks
	foot    Hints
	footAt  int // the line of the foot in it
}

// NewPick makes a list with the cursor on the option that has the value.
func NewPick(title, value string, options ...Option) *Pick {
	k := &Pick{Title: title, options: options, query: NewLine("")}
	k.query.Placeholder = "type to narrow"
	for i, o := range options {
		k.names = append(k.names, strings.ToLower(o.label()+" "+o.Value))
		k.keys = append(k.keys, strings.ToLower(o.label()+" "+o.Value+" "+o.Explain))
		k.shown = append(k.shown, i)
		if o.Value == value {
			k.cursor = i
		}
	}
	return k
}

// NewPickSome makes a list of which several can be chosen, those with the values
// being so already: space chooses, and takes back.
func NewPickSome(title string, values []string, options ...Option) *Pick {
	k := NewPick(title, "", options...)
	k.cursor, k.on = 0, make([]bool, len(options))
	for i, o := range options {
		k.on[i] = slices.Contains(values, o.Value)
	}
	return k
}

// Values are all that are chosen, in the order of the list.
func (k *Pick) Values() []string {
	var values []string
	for i, on := range k.on {
		if on {
			values = append(values, k.options[i].Value)
		}
	}
	return values
}

// Query is what was typed.
func (k *Pick) Query() string { return k.query.Value() }

// Value is the value under the cursor; false where nothing matches.
func (k *Pick) Value() (string, bool) {
	if len(k.shown) == 0 {
		return "", false
	}
	return k.options[k.shown[k.cursor]].Value, true
}

// Lies says where the Box round the last drawing was put: clicks are counted from the
// same corner as it was.
func (k *Pick) Lies(box Place) { k.box = box }

// click takes the option that was clicked, as enter would; where several can be chosen,
// it chooses that one or takes it back. In the foot it presses the key.
func (k *Pick) click(msg tea.MouseClickMsg) Picked {
	x, y, inside := k.box.Inside(msg.X, msg.Y)
	x, y = x-2, y-1 // within the border
	if key, ok := k.foot.At(x); ok && inside && y == k.footAt {
		return k.Update(tea.KeyPressMsg{Code: footKeys[key]})
	}
	place, ok := k.At(y)
	if !inside || !ok {
		return Picking
	}
	k.Go(place)
	if k.on == nil {
		return Chosen
	}
	k.turn()
	return Picking
}

// turn chooses the option under the cursor, or takes it back.
func (k *Pick) turn() {
	at := k.shown[k.cursor]
	k.on[at] = !k.on[at]
}

// Update gives a key press, a click or a paste to the list. Esc clears what was typed,
// then leaves.
func (k *Pick) Update(msg tea.Msg) Picked {
	if click, ok := msg.(tea.MouseClickMsg); ok {
		return k.click(click)
	}
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter":
			if len(k.shown) > 0 || k.on != nil {
				return Chosen
			}
			return Picking
		case "space":
			if k.on != nil && len(k.shown) > 0 {
				k.turn()
			}
			if k.on != nil {
				return Picking
			}
		case "esc":
			if k.query.Value() == "" {
				return PickLeft
			}
			k.query.SetValue("")
			k.narrow()
			return Picking
		}
		if by, ok := k.steps(press.String()); ok {
			k.Go(k.cursor + by)
			return Picking
		}
	}
	if k.query.Update(msg) {
		k.narrow()
	}
	return Picking
}

// steps says how far a key moves the cursor.
func (k *Pick) steps(key string) (int, bool) {
	switch key {
	case "up", "ctrl+p":
		return -1, true
	case "down", "ctrl+n":
		return 1, true
	case "pgup":
		return -max(k.page, 1), true
	case "pgdown":
		return max(k.page, 1), true
	case "home":
		return -len(k.shown), true
	case "end":
		return len(k.shown), true
	}
	return 0, false
}

// Go puts the cursor at a place among the options shown.
func (k *Pick) Go(place int) { k.cursor = max(0, min(place, len(k.shown)-1)) }

// narrow keeps the options that hold every word: first those whose label begins with what
// was typed, then those that hold it in their names, then those whose explanation begins
// with it, then those that hold it there. The cursor
// stays on its option, unless others fit better.
func (k *Pick) narrow() {
	current := -1
	if len(k.shown) > 0 {
		current = k.shown[k.cursor]
	}
	typed := strings.ToLower(k.query.Value())
	words := strings.Fields(typed)
	k.shown, k.top = k.shown[:0], 0
	fits := make([]int, len(k.options))
	for i := range fits {
		if fits[i] = k.fits(i, typed, words); fits[i] < worst {
			k.shown = append(k.shown, i)
		}
	}
	slices.SortStableFunc(k.shown, func(a, b int) int { return fits[a] - fits[b] })
	k.cursor = max(slices.Index(k.shown, current), 0)
	if current >= 0 && len(k.shown) > 0 && fits[current] > fits[k.shown[0]] {
		k.cursor = 0
	}
}

// worst is how well an option fits that does not.
const worst = 4

// fits says how well an option fits what was typed, 0 being best.
func (k *Pick) fits(i int, typed string, words []string) int {
	switch {
	case len(words) > 0 && strings.HasPrefix(k.names[i], strings.TrimLeft(typed, " ")):
		return 0
	case holdsAll(k.names[i], words):
		return 1
	case strings.HasPrefix(strings.ToLower(k.options[i].Explain), typed):
		return 2
	case holdsAll(k.keys[i], words):
		return 3
	}
	return worst
}

func holdsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

// At gives the place of the option on a line of the last drawing.
func (k *Pick) At(y int) (int, bool) {
	place := k.top + y - pickHead
	return place, y >= pickHead && y < pickHead+k.page && place < len(k.shown)
}

// Line is where the option under the cursor stands in the last drawing, for the
// terminal's own cursor; where nothing matches, the line that is typed into.
func (k *Pick) Line() int {
	if line := pickHead + k.cursor - k.top; len(k.shown) > 0 && line < pickHead+k.page {
		return line
	}
	return 0
}

// pickHead is the lines above the options: what was typed, and a blank.
const pickHead = 2

// Height is how many lines of w cells show every option; more are of no use.
func (k *Pick) Height(p Pen, w int) int {
	all := pickHead + len(k.options) + 1
	return all + k.explainRoom(p, w, all+5)
}

// The foot of every list.
var (
	pickHints     = []Hint{{"enter", "choose"}, {"esc", "back"}}
	pickSomeHints = []Hint{{"space", "choose, or not"}, {"enter", "done"}, {"esc", "leave it as it was"}}
)

// footKeys are the keys of the foot.
var footKeys = map[string]rune{"enter": tea.KeyEnter, "space": tea.KeySpace, "esc": tea.KeyEscape}

func (k *Pick) hints() []Hint {
	if k.on != nil {
		return pickSomeHints
	}
	return pickHints
}

// Draw gives exactly h lines of exactly w cells, to put in a Box: what was
// typed, the options, and below them what the one under the cursor means.
func (k *Pick) Draw(p Pen, w, h int) []string {
	explain := k.explain(p, w, k.explainRoom(p, w, h))
	k.page = max(h-pickHead-len(explain)-1, 0)
	k.top = max(0, min(k.top, k.cursor, len(k.shown)-k.page))
	k.top = max(k.top, k.cursor-max(k.page, 1)+1)

	count := fmt.Sprintf("%d of %d", len(k.shown), len(k.options))
	if k.on != nil {
		count = fmt.Sprintf("%d chosen of %d", len(k.Values()), len(k.options))
	}
	query := k.query.Draw(p, max(w-len(count)-1, 0))
	lines := []string{query + " " + p.Dim.Paint(count), ""}
	wide := k.labelWidth(p, w)
	for i := k.top; i < min(k.top+k.page, len(k.shown)); i++ {
		lines = append(lines, k.option(p, i, wide, w))
	}
	if len(k.shown) == 0 && k.page > 0 {
		lines = append(lines, p.Dim.Paint(p.Fit("  nothing matches; esc clears what you typed", w)))
	}
	for len(lines) < pickHead+k.page {
		lines = append(lines, "")
	}
	lines = append(lines, explain...)
	k.footAt = len(lines)
	return p.Page(append(lines, k.foot.Row(p, k.hints(), w)), w, h)
}

// labelWidth is the room for the labels: the longest, at most half.
func (k *Pick) labelWidth(p Pen, w int) int {
	wide := 0
	for _, o := range k.options {
		wide = max(wide, p.Width(Clean(o.label())))
	}
	return max(min(wide, (w-4)/2), 0)
}

// What stands before an option where several can be chosen.
const chosen, notChosen = "[x] ", "[ ] "

// beside is the room for an explanation beside the labels.
func (k *Pick) beside(wide, w int) int {
	if k.on != nil {
		wide += len(chosen)
	}
	return max(w-wide-4, 0)
}

func (k *Pick) option(p Pen, place, wide, w int) string {
	o := k.options[k.shown[place]]
	sign, label, explain := " ", p.Fit(o.label(), wide), p.Fit(o.Explain, k.beside(wide, w))
	switch {
	case k.on == nil:
	case k.on[k.shown[place]]:
		label = chosen + label
	default:
		label = notChosen + label
	}
	if place == k.cursor {
		return p.Selection.Paint(p.Fit(p.Glyphs.Select+" "+label+"  "+explain, w))
	}
	return sign + " " + label + "  " + p.Dim.Paint(explain)
}

// explain is the explanation of the option under the cursor in full, in room
// lines with a blank before.
func (k *Pick) explain(p Pen, w, room int) []string {
	if room == 0 {
		return nil
	}
	lines := make([]string, room)
	if len(k.shown) > 0 {
		for i, s := range p.Wrap(k.options[k.shown[k.cursor]].Explain, w-2) {
			if i+1 < room {
				lines[i+1] = "  " + p.Dim.Paint(s)
			}
		}
	}
	return lines
}

// explainRoom is the lines kept for explanations: a blank and up to four where
// one would be cut in its line, fewer where three options would not show. It
// is the same for every option, so that the list does not jump.
func (k *Pick) explainRoom(p Pen, w, h int) int {
	wide := k.labelWidth(p, w)
	for _, o := range k.options {
		if p.Width(Clean(o.Explain)) > k.beside(wide, w) {
			if room := min(h-pickHead-3-1, 5); room > 1 {
				return room
			}
			return 0
		}
	}
	return 0
}
