package model

import (
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"strconv"
	"strings"
)

// A Standing is where a threat stands in an order, a measure for each column. A long
// list is sorted by the standings of its threats, so that no field is read twice.
type Standing []measure

// A measure is where a threat stands in one column: levels from high to
// low, so that what matters comes first; dates and numbers up; closed lists in their own
// order; text without regard to case. What is empty comes last.
type measure struct {
	first uint64 // decides if it differs
	rest  string // the whole text, where first is its beginning
	down  bool   // turned round, and first with it
}

// behindAll is where what is empty stands.
const behindAll = math.MaxUint64

// compare compares in the same column.
func (m measure) compare(other measure) int {
	c := cmp.Compare(m.first, other.first)
	if c == 0 {
		c = strings.Compare(m.rest, other.rest)
		if m.down {
			c = -c
		}
	}
	return c
}

func (m measure) turnedRound() measure { return measure{^m.first, m.rest, !m.down} }

// Compare compares standings in the same order: the first column, and of equals the next.
func (s Standing) Compare(other Standing) int {
	for i := range s {
		if c := s[i].compare(other[i]); c != 0 {
			return c
		}
	}
	return 0
}

// Standings gives what finds the standing of a threat; findings says how many of them a
// threat has, and is asked only if the order does. A column that there is not tells
// nothing apart.
func (o Order) Standings(findings func(*Threat) int) func(*Threat) Standing {
	columns := make([]func(*Threat) measure, len(o))
	for i, key := range o {
		stands, err := measures(key.Column)
		switch {
		case key.Column == ColumnFindings:
			stands = func(t *Threat) measure { return measure{first: behindAll - uint64(findings(t))} }
		case err != nil:
			stands = func(*Threat) measure { return measure{} }
		}
		columns[i] = stands
		if key.Down {
			columns[i] = func(t *Threat) measure { return stands(t).turnedRound() }
		}
	}
	return func(t *Threat) Standing {
		s := make(Standing, len(columns))
		for i, stands := range columns {
			s[i] = stands(t)
		}
		return s
	}
}

// Sorted gives the indexes of standings in their order. Those of equal standings keep theirs.
func Sorted(standings []Standing) []int {
	type entry struct { // side by side in memory: most comparisons end here
		first uint64
		at    int
	}
	entries := make([]entry, len(standings))
	for i, s := range standings {
		entries[i].at = i
		if len(s) > 0 {
			entries[i].first = s[0].first
		}
	}
	slices.SortFunc(entries, func(a, b entry) int {
		if c := cmp.Compare(a.first, b.first); c != 0 {
			return c
		}
		if c := standings[a.at].Compare(standings[b.at]); c != 0 {
			return c
		}
		return a.at - b.at
	})
	index := make([]int, len(entries))
	for i := range entries {
		index[i] = entries[i].at
	}
	return index
}

// measures gives what says where a threat stands in a column; "level" is the level that
// a list shows.
func measures(column string) (func(*Threat) measure, error) {
	name := strings.ToLower(column)
	switch name {
	case "level":
		return func(t *Threat) measure { return measure{first: behindAll - uint64(t.Level())} }, nil
	case "id":
		return func(t *Threat) measure { return measureID(t.ID) }, nil
	}
	if alias, ok := filterWords[name]; ok {
		name = alias
	}
	f, ok := FieldNamed(name)
	if !ok {
		return nil, Refuse(UnknownField(column))
	}
	of := measureText
	switch f.Sort {
	case OneOf:
		of = f.measureInList
	case LevelOf:
		of = func(code string) measure {
			l, _ := ParseLevel(code)
			return measure{first: behindAll - uint64(l)}
		}
	case Number:
		of = measureNumber
	}
	return func(t *Threat) measure { return of(f.Get(t)) }, nil
}

// measureInList is where a value stands in the field's closed list: phases sort as the
// lifecycle runs.
func (f Field) measureInList(value string) measure {
	for i, c := range f.Choices {
		if c.Value == value && value != "" {
			return measure{first: uint64(i)}
		}
	}
	return measure{first: behindAll}
}

// measureText begins with the text's first eight bytes, which tell most texts apart.
func measureText(text string) measure {
	if text == "" {
		return measure{first: behindAll}
	}
	text = strings.ToLower(text)
	var begins [8]byte
	copy(begins[:], text)
	return measure{first: binary.BigEndian.Uint64(begins[:]), rest: text}
}

// measureNumber turns a number's bits so that they compare as the number does.
func measureNumber(text string) measure {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n != n {
		return measure{first: behindAll}
	}
	bits := math.Float64bits(n + 0) // there is one zero
	if bits>>63 == 0 {
		return measure{first: bits | 1<<63}
	}
	return measure{first: ^bits}
}

// measureID stands as CompareIDs has it: by what is before the number, by the number,
// and of T-7 and T-007 as they are written.
func measureID(id string) measure {
	prefix, digits := splitNumber(id)
	number := strings.TrimLeft(digits, "0")
	length := binary.BigEndian.AppendUint32(nil, uint32(len(number)))
	return measure{rest: prefix + "\x00" + string(length) + number + "\x00" + id}
}
