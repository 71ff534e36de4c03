package model

// A trail remembers what the last changes did to the list of threats, so that a view
// worked out at an older version can follow them instead of starting again.
type trail struct {
	since uint64 // the version before the first of list: older views must start again
	list  []trace
}

// A trace is what happened at one place of the list.
type trace struct {
	version uint64 // the register has it from this version on
	at      int
	act     act
}

type act uint8

const (
	replaced act = iota
	put
	taken
	regarded // the threat is the same; a record that names it is not
)

// mostTraces bounds what is remembered: beyond it starting again is as quick. The older
// half goes first, so that who follows closely never starts again.
const mostTraces = 512

func (t *trail) note(version uint64, at int, a act) {
	if len(t.list) == mostTraces {
		t.since = t.list[mostTraces/2-1].version
		t.list = append(t.list[:0], t.list[mostTraces/2:]...)
	}
	if version > t.since {
		t.list = append(t.list, trace{version, at, a})
	}
}

// forget makes every view of a version before this one start again: what it goes by
// has changed, or too much has.
func (t *trail) forget(version uint64) { t.since, t.list = version, t.list[:0] }

// after gives what happened since a version; false if that is not known any more.
func (t *trail) after(version uint64) ([]trace, bool) {
	if version < t.since {
		return nil, false
	}
	for i, one := range t.list {
		if one.version > version {
			return t.list[i:], true
		}
	}
	return nil, true
}
