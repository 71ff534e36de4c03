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

// A journey is where the user is among the screens and was before, for going back and
// forward.
type journey struct {
	threat string // the one the user is at, on every screen
	goal   *Place // asked for
	places []Place
	at     int // among them
}

const longestJourney = 64

// Go asks the frame to show another screen, after the key is done.
func (b *Bench) Go(p Place) { b.journey.goal = &p }

// Goal is where Go wants to be, once; the frame asks.
func (b *Bench) Goal() (Place, bool) {
	if b.journey.goal == nil {
		return Place{}, false
	}
	p := *b.journey.goal
	b.journey.goal = nil
	return p, true
}

// Arrive adds a place to the journey; what lay forward is forgotten.
func (b *Bench) Arrive(p Place) {
	t := &b.journey
	if len(t.places) > 0 {
		t.places = t.places[:t.at+1]
		if t.places[t.at] == p {
			return
		}
	}
	t.places = append(t.places, p)
	if len(t.places) > longestJourney {
		t.places = t.places[1:]
	}
	t.at = len(t.places) - 1
}

// Travel gives the place so many steps back (-1) or forward (1) on the journey.
func (b *Bench) Travel(by int) (Place, bool) {
	to := b.journey.at + by
	if to < 0 || to >= len(b.journey.places) {
		return Place{}, false
	}
	b.journey.at = to
	return b.journey.places[to], true
}

// Threat is the id of the threat the user is at; "" at the start.
func (b *Bench) Threat() string { return b.journey.threat }

// SetThreat remembers the threat the user is at, across screens.
func (b *Bench) SetThreat(id string) { b.journey.threat = id }
