package model

import (
	"maps"
	"slices"
	"strings"
)

// Coverages are what a register says of the entries of any catalogue. They follow their
// register: after an edit what stands behind a threat is worked out again only where the
// threat, a record that names it or its evidence changed, and so is an entry.
type Coverages struct {
	r       *Register
	today   string
	version uint64
	cited   *Citations
	line    Tolerance
	threats []*backing // of the register's threats, in the same places; nil until it is asked for
	sum     stepsSum   // of those that are not nil
	covered []*entriesKept

	sheets   uint32            // the count of sheets that the following are of
	evidence map[string]string // by id in capitals: what it is worth
	// records by the plain references that they name
	shown, controls, outside map[string][]*Sheet
}

// A backing is what stands behind one threat.
type backing struct {
	live              bool
	answered, tested  bool
	words             bool // by words of the threat only
	backed            bool
	controls, awaited []string
	evidence          []ShownBy
	act               actNote
}

// entriesKept are the entries of one catalogue as they were worked out last.
type entriesKept struct {
	of                       *Catalogue
	shown, controls, outside map[int][]*Sheet // by the entry's place
	entries                  []Covered
	places                   []int    // of the entries in the catalogue
	made                     []uint64 // in which version; 0 for never
}

// mostCovered bounds for how many catalogues that is kept.
const mostCovered = 64

// CoverageOf gathers what a register says of entries of catalogues in one walk, once for
// each version of the register and day.
func CoverageOf(r *Register, today string) *Coverages {
	x := r.covered
	if x != nil && x.version == r.version && x.today == today {
		return x
	}
	cited, line := CitationsOf(r), r.Tolerance()
	if x == nil || x.today != today || x.cited != cited || x.line != line || !x.follow() {
		x = &Coverages{r: r, today: today, cited: cited, line: line, threats: make([]*backing, r.Len())}
		x.read()
	}
	x.version = r.version
	r.covered = x
	return x
}

// read reads the records that show entries, name them or put them out of scope.
func (x *Coverages) read() {
	r := x.r
	x.sheets, x.covered, x.evidence = r.sheets, nil, map[string]string{}
	x.shown, x.controls, x.outside = map[string][]*Sheet{}, map[string][]*Sheet{}, map[string][]*Sheet{}
	for _, s := range r.Sheets(KindEvidence) {
		x.evidence[strings.ToUpper(s.ID)] = s.worth(x.today)
		x.take(x.shown, s, "shows")
	}
	for _, s := range r.Sheets(KindControl) {
		x.take(x.controls, s, "references")
	}
	for _, s := range r.Sheets(KindScope) {
		if s.attests(x.today) {
			x.take(x.outside, s, "entries")
		}
	}
}

// follow brings them to the register as it is now, and says whether it is known what changed.
func (x *Coverages) follow() bool {
	traces, known := x.r.trail.after(x.version)
	if !known {
		return false
	}
	var changed []int
	for _, one := range traces {
		switch one.act {
		case put:
			x.threats = slices.Insert(x.threats, one.at, nil)
		case taken:
			x.drop(one.at)
			x.threats = slices.Delete(x.threats, one.at, one.at+1)
		}
		changed = one.shift(changed)
	}
	if x.sheets != x.r.sheets {
		was := x.evidence
		x.read()
		if !maps.Equal(was, x.evidence) {
			x.dropShown(was)
		}
	}
	for _, at := range changed {
		x.turn(at)
	}
	return true
}

// turn works out anew what stands behind the threat at a place, if it was asked for; if that
// is something else now, every entry that it cites is to be worked out again.
func (x *Coverages) turn(at int) {
	was := x.threats[at]
	if was == nil {
		return
	}
	x.drop(at)
	if x.backingAt(at).same(was) {
		return
	}
	for _, c := range x.cited.see(x.r.threats[at]) {
		c.since = x.r.version
	}
}

// same says whether two say the same to an entry.
func (b *backing) same(as *backing) bool {
	return b.live == as.live && b.answered == as.answered && b.tested == as.tested && b.words == as.words && b.backed == as.backed &&
		slices.Equal(b.controls, as.controls) && slices.Equal(b.awaited, as.awaited) && slices.Equal(b.evidence, as.evidence)
}

// drop forgets what stands behind the threat at a place.
func (x *Coverages) drop(at int) {
	if b := x.threats[at]; b != nil {
		x.sum.count(b, -1)
		x.threats[at] = nil
	}
}

// dropShown forgets it of the threats whose evidence is worth something else than it was.
func (x *Coverages) dropShown(was map[string]string) {
	another := func(s ShownBy) bool { id := strings.ToUpper(s.ID); return was[id] != x.evidence[id] }
	for at, b := range x.threats {
		if b != nil && slices.ContainsFunc(b.evidence, another) {
			x.drop(at)
		}
	}
}

// backing gives what stands behind a threat, worked out once.
func (x *Coverages) backing(id string) *backing {
	at, _ := x.r.find(id)
	return x.backingAt(at)
}

func (x *Coverages) backingAt(at int) *backing {
	if x.threats[at] == nil {
		t := x.r.threats[at]
		b := x.behind(t)
		b.act = actNoteOf(t, &x.line)
		x.sum.count(b, 1)
		x.threats[at] = b
	}
	return x.threats[at]
}

// steps adds up what all threats have for the steps of the Act.
func (x *Coverages) steps() *stepsSum {
	for at := range x.threats {
		x.backingAt(at)
	}
	return &x.sum
}

// entries gives the entries of a catalogue that can be met; those are worked out again that
// are cited by other threats than they were, or whose threats have something else behind them.
func (x *Coverages) entries(c *Catalogue) []Covered {
	k := x.kept(c)
	for i, at := range k.places {
		threats, since := x.cited.citing(c.Entries[at].ID)
		if k.made[i] == 0 || since > k.made[i] {
			k.entries[i], k.made[i] = x.cover(&c.Entries[at], threats, k.shown[at], k.controls[at], k.outside[at]), x.version
		}
	}
	return slices.Clone(k.entries)
}

// kept gives what is kept of a catalogue.
func (x *Coverages) kept(c *Catalogue) *entriesKept {
	if i := slices.IndexFunc(x.covered, func(k *entriesKept) bool { return k.of == c }); i >= 0 {
		return x.covered[i]
	}
	k := &entriesKept{of: c, shown: x.namedIn(c, x.shown), controls: x.namedIn(c, x.controls), outside: x.namedIn(c, x.outside)}
	kinds := toCover[c.ID]
	for i := range c.Entries {
		if kinds == nil || slices.Contains(kinds, c.Entries[i].Kind) {
			k.places = append(k.places, i)
		}
	}
	k.entries, k.made = make([]Covered, len(k.places)), make([]uint64, len(k.places))
	if len(x.covered) == mostCovered {
		x.covered = nil
	}
	x.covered = append(x.covered, k)
	return k
}
