package model

import (
	"fmt"
	"strings"
)

// A Level is one of the five steps that likelihood, impact and risk share.
// The zero Level means "not assessed", which is never the same as VL.
type Level uint8

// The five steps, lowest first. Unrated is the zero value.
const (
	Unrated Level = iota
	VL
	L
	M
	H
	VH
)

// Levels holds the five steps, lowest first: the order of every table.
var Levels = [...]Level{VL, L, M, H, VH}

var levelCodes = [...]string{"", "VL", "L", "M", "H", "VH"}

var levelWords = [...]string{"not assessed", "very low", "low", "moderate", "high", "very high"}

// levelNames gives the level for every spelling that is read, lower case with
// single spaces. Published tables say "moderate"; people say "medium".
var levelNames = map[string]Level{
	"":   Unrated,
	"vl": VL, "very low": VL,
	"l": L, "low": L,
	"m": M, "moderate": M, "medium": M,
	"h": H, "high": H,
	"vh": VH, "very high": VH,
}

// String gives the code that is stored and printed: VL, L, M, H, VH, or "".
func (l Level) String() string {
	if int(l) >= len(levelCodes) {
		return ""
	}
	return levelCodes[l]
}

// Words gives the level as people say it: "very low" … "very high".
func (l Level) Words() string {
	if int(l) >= len(levelWords) {
		return levelWords[0]
	}
	return levelWords[l]
}

// or gives the level, or another where nobody said one.
func (l Level) or(other Level) Level {
	if l.Rated() {
		return l
	}
	return other
}

// Rated says whether the level is one of the five steps.
func (l Level) Rated() bool { return l >= VL && l <= VH }

// Index gives the place in Levels, 0 to 4; ask only of a rated level.
func (l Level) Index() int { return int(l) - 1 }

// ParseLevel reads a code or a word in any case, with spaces, hyphens or
// underscores; "" is Unrated.
func ParseLevel(s string) (Level, error) {
	for i, code := range levelCodes {
		if s == code { // as most files write it
			return Level(i), nil
		}
	}
	name := strings.Join(strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return r == ' ' || r == '-' || r == '_'
	}), " ")
	l, ok := levelNames[name]
	if !ok || name == "" && strings.TrimSpace(s) != "" {
		return Unrated, fmt.Errorf("%q is no level; use VL, L, M, H or VH", s)
	}
	return l, nil
}

// MarshalText stores the code.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads what MarshalText wrote, and the other spellings.
func (l *Level) UnmarshalText(text []byte) error {
	got, err := ParseLevel(string(text))
	if err != nil {
		return err
	}
	*l = got
	return nil
}
