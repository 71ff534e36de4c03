package model

import (
	"fmt"
	"time"
)

// momentLayout is how a moment is kept: to the minute, in UTC.
const momentLayout = "2006-01-02 15:04"

// ParseMoment reads a moment as it is kept; a day alone is its beginning.
func ParseMoment(text string) (time.Time, error) {
	for _, layout := range []string{momentLayout, "2006-01-02T15:04", "2006-01-02T15:04Z", time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no moment; write it as 2026-11-16 09:30, in UTC, or the day alone", text)
}

// readMoment gives a moment as a field keeps it: a day alone stays a day, as nobody
// said more.
func readMoment(name, value string) (string, error) {
	at, err := ParseMoment(value)
	switch {
	case value == "":
		return "", nil
	case err != nil:
		return "", fmt.Errorf("%s: %w", name, err)
	case len(value) == len(time.DateOnly):
		return value, nil
	}
	return at.Format(momentLayout), nil
}
