package rehearsal

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"parry/store/tryout"
	"parry/ui/bench"
	"parry/ui/widget"
)

// A Program is what a player needs of all the screens together.
type Program interface {
	Update(tea.Msg) (tea.Model, tea.Cmd)
	View() tea.View
	// Offered are the actions that a key has now; none while a text is typed or something
	// lies over the screen.
	Offered() []bench.Action
}

// A Player presses keys at random in a program, and opens it again when a key has left it.
// After each, what is on show must be a frame of the window's size with nothing in it that
// drives a terminal.
type Player struct {
	testing.TB // the trial under way
	Dice       *rand.Rand
	Open       func(*Player) (Program, widget.Pen) // it closes what was open before
	Pasted     []string                            // texts that somebody may paste, beside the hostile ones
	Keys       int                                 // how many things were done

	program       Program
	pen           widget.Pen
	width, height int
	left          bool     // by a key
	last          []string // what was done before, for the sentence about a failure
}

// Begin opens the program in a wide window.
func (p *Player) Begin() {
	p.program, p.pen = p.Open(p)
	p.left = false
	p.Size(120, 40)
}

// everywhere are keys that any screen may take, beside those that it offers.
var everywhere = strings.Fields("enter enter enter esc esc tab shift+tab up down left right pgup pgdown home end backspace space " +
	"a b c d e f g h i j k l m n o p q r s t u v w x y z A C E G I M P R S T V 0 1 2 3 4 5 6 7 8 9 - + = ! @ # ; : , . ( ) ? " +
	"ctrl+a ctrl+e ctrl+k ctrl+o ctrl+p ctrl+r ctrl+s ctrl+u ctrl+w ctrl+z")

// pasted are texts that somebody may paste into any program.
var pasted = append([]string{
	"a customer with an account can read other chats, leading to a leak on the transcripts",
	"one\ntwo;three\r\nfour", strings.Repeat("long ", 3000), "👩‍👩‍👧‍👦 한국어 عربى",
}, tryout.Hostile...)

// Act does one thing that a person can do.
func (p *Player) Act() {
	p.Keys++
	switch n := p.Dice.IntN(100); {
	case n < 2:
		w, h := 1+p.Dice.IntN(220), 1+p.Dice.IntN(70)
		p.note(fmt.Sprintf("size %dx%d", w, h))
		p.Size(w, h)
	case n < 4:
		p.note("wide again")
		p.Size(120, 40)
	case n < 6:
		texts := pasted
		if len(p.Pasted) > 0 && n == 4 {
			texts = p.Pasted
		}
		text := texts[p.Dice.IntN(len(texts))]
		p.note(fmt.Sprintf("paste %.20q", text))
		p.send(tea.PasteMsg{Content: text})
	case n < 9:
		x, y := p.Dice.IntN(p.width), p.Dice.IntN(p.height)
		p.note(fmt.Sprintf("click %d,%d", x, y))
		p.send(tea.MouseClickMsg{X: x, Y: y, Button: tea.MouseLeft})
	case n < 11:
		p.note("wheel")
		p.send(tea.MouseWheelMsg{Button: []tea.MouseButton{tea.MouseWheelUp, tea.MouseWheelDown}[p.Dice.IntN(2)]})
	default:
		p.Press(p.key(n))
	}
	if p.left {
		p.note("opened again")
		p.Begin()
	}
	p.Look()
}

// key is one that the screen offers, or any.
func (p *Player) key(n int) string {
	offered := p.program.Offered()
	if n < 50 || len(offered) == 0 {
		return everywhere[p.Dice.IntN(len(everywhere))]
	}
	if keys := offered[p.Dice.IntN(len(offered))].Keys; len(keys) > 0 {
		if key := keys[p.Dice.IntN(len(keys))]; key != "/" {
			return key
		}
	}
	return "down"
}

// Press gives keys to the program.
func (p *Player) Press(keys ...string) {
	for _, key := range keys {
		p.note(key)
		p.send(Key(key))
	}
}

// Size gives the window another size.
func (p *Player) Size(w, h int) {
	p.width, p.height = w, h
	p.send(tea.WindowSizeMsg{Width: w, Height: h})
}

// send gives the program a message, does the work that it asks for beside itself, and
// draws.
func (p *Player) send(msg tea.Msg) {
	_, cmd := p.program.Update(msg)
	p.program.View()
	for cmd != nil {
		msg := cmd()
		if several, ok := msg.(tea.BatchMsg); ok { // the work, and glances at it
			msg = several[0]()
		}
		if _, ok := msg.(tea.QuitMsg); ok {
			p.left = true
		}
		if msg == nil || reflect.TypeOf(msg).PkgPath() != "parry/ui" {
			return
		}
		_, cmd = p.program.Update(msg)
		p.program.View()
	}
}

func (p *Player) note(what string) {
	if p.last = append(p.last, what); len(p.last) > 40 {
		p.last = p.last[1:]
	}
}

// looks are the only escape sequences that a frame may hold: colours and their like.
var looks = regexp.MustCompile("\x1b\\[[0-9;:]*m")

// Look holds the frame against its window: as many rows, all as long, nothing in them
// that drives a terminal but colours.
func (p *Player) Look() {
	p.Helper()
	rows := strings.Split(p.program.View().Content, "\n")
	if len(rows) != p.height {
		p.fail("%d rows in a window of %d", len(rows), p.height)
	}
	for _, row := range rows {
		if w := p.pen.Width(row); w != p.width {
			p.fail("a row of %d cells in a window of %d: %q", w, p.width, row)
		}
		for _, r := range looks.ReplaceAllString(row, "") {
			if unicode.IsControl(r) || unicode.In(r, unicode.Cf, unicode.Co, unicode.Zl, unicode.Zp) {
				p.fail("%U in a row: %q", r, row)
			}
		}
	}
}

// Minute acts for a minute.
func (p *Player) Minute() {
	for end := time.Now().Add(time.Minute); time.Now().Before(end); {
		p.Act()
	}
}

func (p *Player) fail(format string, args ...any) {
	p.Helper()
	p.Fatalf("%s\nafter %d keys, the last: %s", fmt.Sprintf(format, args...), p.Keys, strings.Join(p.last, " · "))
}
