package ui

import (
	"time"

	tea "charm.land/bubbletea/v2"
)

// A held is the digit that brought a screen on show. On some it does something else: 2 goes
// to triage, and answers there. Who presses it twice or holds it means the screen, and an
// answer that nobody meant is worse than none. Other keys may well be meant twice: q, q.
type held struct {
	key string // "" once it was let go
	at  time.Time
}

// letGo is how long a key rests until its next press is a new one. A keyboard that repeats
// waits less before it begins; one that is set to wait longer is known only where the
// terminal tells repeats.
const letGo = time.Second

// goesOn says whether a press is the held key once more. Any other key lets it go.
func (h *held) goesOn(msg tea.KeyPressMsg, now time.Time) bool {
	if msg.String() != h.key || !msg.Key().IsRepeat && now.Sub(h.at) >= letGo {
		h.key = ""
		return false
	}
	h.at = now
	return true
}
