package ui

import (
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"parry/ui/rehearsal"
)

// A 2 that is pressed twice or held goes to triage and answers nothing there. Who waits, or
// presses another key first, answers with it; nor do other ways there answer by themselves.
func TestAHeldKeyAnswersNothing(t *testing.T) {
	const swallowed = "2 opened this screen; wait a moment, or press another key, and 2 answers"
	for name, story := range map[string]struct {
		rest time.Duration // after each key
		keys []string
		want bool   // whether something is answered
		says string // at the end
	}{
		"pressed twice":        {0, []string{"2", "2"}, false, swallowed},
		"held":                 {40 * time.Millisecond, repeated("2", 200), false, swallowed},
		"slowly, and on":       {900 * time.Millisecond, repeated("2", 5), false, swallowed},
		"after a pause":        {time.Second, []string{"2", "2"}, true, ""},
		"after another key":    {0, []string{"2", "down", "2"}, true, ""},
		"another digit":        {0, []string{"2", "3"}, true, ""},
		"only the first waits": {0, []string{"2", "2", "down", "2"}, true, ""},
		"from another screen":  {0, []string{"3", "2", "2"}, false, swallowed},
		"alt with it":          {0, repeated("alt+2", 4), false, ""},
		"alt, and without":     {0, []string{"alt+2", "2"}, true, ""},
		"enter held":           {0, repeated("enter", 9), false, ""},
		"enter in triage":      {0, append([]string{"2"}, repeated("enter", 9)...), false, ""},
		"t held":               {0, repeated("t", 9), false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t, true)
			d.rest = story.rest
			head := d.work.Head()
			d.press(story.keys...)
			if answered := d.work.Head() != head; answered != story.want {
				t.Errorf("something was answered: %v\n%s", answered, d.screen())
			}
			if story.says != "" {
				d.shows(story.says)
			}
		})
	}
	t.Run("the terminal tells repeats", func(t *testing.T) {
		d := openDesk(t, true)
		head := d.work.Head()
		d.press("2")
		for range 3 { // the desk's clock does not matter
			key := tea.Key(rehearsal.Key("2"))
			key.IsRepeat = true
			d.time = d.time.Add(time.Minute)
			d.app.Update(tea.KeyPressMsg(key))
		}
		if d.work.Head() != head {
			t.Error("a repeat answered")
		}
		d.shows(swallowed)
	})
}

func repeated(key string, n int) (keys []string) {
	for range n {
		keys = append(keys, key)
	}
	return keys
}

// A key that leads back may be pressed as fast as one likes.
func TestBackAndBackAgain(t *testing.T) {
	d := openDesk(t, true)
	d.press("enter", "enter") // one threat, and its triage
	d.rest = 0
	d.press("q", "q", "q", "q")
	if !d.app.quit {
		t.Errorf("it still runs:\n%s", d.screen())
	}
}
