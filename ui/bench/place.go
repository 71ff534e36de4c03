package bench

// The screens that can be gone to, by name.
const (
	Register  = "Reg"
	Triage    = "Triage"
	Heatmap   = "Heat"
	Ownership = "Own"
	Response  = "Resp"
	Answer    = "Answer"
	Library   = "Lib"
	History   = "Hist"
	Report    = "Report"
)

// BlindSpots is the map of phase by category.
const BlindSpots = "blind spots"

// Screens are the names of all of them, in tab order.
var Screens = []string{Register, Triage, Heatmap, Ownership, Response, Answer, Library, History, Report}

// A Place is where the user is or wants to be.
type Place struct {
	Screen string
	Threat string // the threat to stand on; "" keeps the one there is
	Filter string // for the register: show only these
	Field  string // for the library: only what this field of the threat can hold
	Open   bool   // for the register: open the threat
	Map    string // for the heatmap: show this one, such as BlindSpots
	From   string // the screen that sent the user here; the frame fills it in
	Back   bool   // the user comes back: what was open there stays open
}

// A trail is the places visited, for going back and forward.
type trail struct {
	places []Place
	at     int
}

const longestTrail = 64

// Go asks the frame to show another screen, after the key is done.
func (b *Bench) Go(p Place) { b.goal = &p }

// Goal is where Go wants to be, once; the frame asks.
func (b *Bench) Goal() (Place, bool) {
	if b.goal == nil {
		return Place{}, false
	}
	p := *b.goal
	b.goal = nil
	return p, true
}

// Arrive adds a place to the trail; what lay forward is forgotten.
func (b *Bench) Arrive(p Place) {
	t := &b.trail
	if len(t.places) > 0 {
		t.places = t.places[:t.at+1]
		if t.places[t.at] == p {
			return
		}
	}
	t.places = append(t.places, p)
	if len(t.places) > longestTrail {
		t.places = t.places[1:]
	}
	t.at = len(t.places) - 1
}

// Travel gives the place so many steps back (-1) or forward (1) on the trail.
func (b *Bench) Travel(by int) (Place, bool) {
	to := b.trail.at + by
	if to < 0 || to >= len(b.trail.places) {
		return Place{}, false
	}
	b.trail.at = to
	return b.trail.places[to], true
}
