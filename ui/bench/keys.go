package bench

import "slices"

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

// taken says whether the user gave a key to something else.
func (k Keys) taken(screen, key string) bool {
	for from, to := range k[screen] {
		if to == key && from != key {
			return true
		}
	}
	return false
}
