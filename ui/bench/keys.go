package bench

import (
	"fmt"
	"maps"
	"slices"
)

// Keys are keys of the user's own: by screen, or AllScreens for the frame's, what
// parry's key is called instead.
type Keys map[string]map[string]string

// AllScreens names the frame's own actions among Keys.
const AllScreens = "all"

// On gives actions with the user's keys for a screen: the user's key does what
// parry's does, stands first, and is taken from whatever had it.
func (k Keys) On(screen string, actions []Action) []Action {
	own := k[screen]
	if len(own) == 0 {
		return actions
	}
	mapped := slices.Clone(actions)
	for i := range mapped {
		a := &mapped[i]
		first := ""
		a.Keys = slices.DeleteFunc(slices.Clone(a.Keys), func(key string) bool { return k.taken(screen, key) })
		for _, key := range actions[i].Keys {
			if to := own[key]; to != "" {
				first = to
			}
		}
		if first != "" {
			a.Keys, a.Show = append([]string{first}, a.Keys...), ""
		}
	}
	return slices.DeleteFunc(mapped, func(a Action) bool { return len(a.Keys) == 0 })
}

// Doubts says what the user's keys for a screen do that nobody may have meant: a key
// that is taken from something else, and one of parry's that there is not. The last
// actions are what the screen's own go before.
func (k Keys) Doubts(screen string, actions ...Action) []string {
	var doubts []string
	for _, from := range slices.Sorted(maps.Keys(k[screen])) {
		to := k[screen][from]
		if _, there := Find(actions, from); !there {
			doubts = append(doubts, fmt.Sprintf("key %s %s = %s does nothing: parry has no key %s there", screen, from, to, from))
			continue
		}
		if was, there := Find(actions, to); there && k[screen][was.Keys[0]] == "" {
			doubts = append(doubts, fmt.Sprintf("key %s %s = %s takes %s away from: %s", screen, from, to, to, was.Help))
		}
	}
	return doubts
}

// taken says whether the user gave a key to something else.
func (k Keys) taken(screen, key string) bool {
	for from, to := range k[screen] {
		if to == key && from != key {
			return true
		}
	}
	return false
}
