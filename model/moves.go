package model

// moves remember what the last changes did to the list of threats, so that a view
// worked out at an older version can follow them instead of starting again.
type moves struct {
	since uint64 // the version before the first of list: older views must start again
	list  []move
}

// A move is what happened at one place of the list.
type move struct {
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

// mostMoves bounds what is remembered: beyond it starting again is as quick. The older
// half goes first, so that who follows closely never starts again.
const mostMoves = 512

func (m *moves) note(version uint64, at int, a act) {
	if len(m.list) == mostMoves {
		m.since = m.list[mostMoves/2-1].version
		m.list = append(m.list[:0], m.list[mostMoves/2:]...)
	}
	if version > m.since {
		m.list = append(m.list, move{version, at, a})
	}
}

// forget makes every view of a version before this one start again: what it goes by
// has changed, or too much has.
func (m *moves) forget(version uint64) { m.since, m.list = version, m.list[:0] }

// after gives what happened since a version; false if that is not known any more.
func (m *moves) after(version uint64) ([]move, bool) {
	if version < m.since {
		return nil, false
	}
	for i, one := range m.list {
		if one.version > version {
			return m.list[i:], true
		}
	}
	return nil, true
}
