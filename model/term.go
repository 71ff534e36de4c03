package model

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// A Term is how long something may take, as people write it: "30m", "4h", "14d",
// "6w", or "2wd" for working days. The zero Term sets no time.
type Term struct {
	Count int
	Unit  string // m, h, d, w or wd
}

// ParseTerm reads a term; "" and "-" are none.
func ParseTerm(text string) (Term, error) {
	word := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(text)), " ", "")
	if word == "" || word == "-" {
		return Term{}, nil
	}
	digits := len(word) - len(strings.TrimLeft(word, "0123456789"))
	n, err := strconv.Atoi(word[:digits])
	unit := word[digits:]
	switch unit {
	case "m", "h", "d", "w", "wd":
		if err == nil && n > 0 && n <= 100_000 {
			return Term{n, unit}, nil
		}
	}
	return Term{}, fmt.Errorf("%q is no length of time; write it like 30m, 4h, 14d, 6w or 2wd (working days)", text)
}

func (s Term) String() string {
	if s.Count == 0 {
		return ""
	}
	return strconv.Itoa(s.Count) + s.Unit
}

// Words gives the term as people say it.
func (s Term) Words() string {
	name := map[string]string{"m": "minute", "h": "hour", "d": "day", "w": "week", "wd": "working day"}[s.Unit]
	switch s.Count {
	case 0:
		return "no time set"
	case 1:
		return "1 " + name
	}
	return strconv.Itoa(s.Count) + " " + name + "s"
}

// After gives the moment at which the term ends. Working days pass over Saturdays
// and Sundays; holidays are not known here.
func (s Term) After(from time.Time) time.Time {
	switch s.Unit {
	case "m":
		return from.Add(time.Duration(s.Count) * time.Minute)
	case "h":
		return from.Add(time.Duration(s.Count) * time.Hour)
	case "w":
		return from.AddDate(0, 0, 7*s.Count)
	case "wd":
		for left := s.Count; left > 0; {
			from = from.AddDate(0, 0, 1)
			if day := from.Weekday(); day != time.Saturday && day != time.Sunday {
				left--
			}
		}
		return from
	}
	return from.AddDate(0, 0, s.Count)
}

// AfterDay is After for an ISO day: the last day within the term; "" if the day is
// none or the term sets no time.
func (s Term) AfterDay(day string) string {
	from, err := ParseDay(day)
	if err != nil || s.Count == 0 {
		return ""
	}
	return s.After(from).Format(time.DateOnly)
}

// Cutoff gives the last day from which the term has run out by today: what began on
// it or before is late. "" if the term sets no time.
func (s Term) Cutoff(today string) string {
	day, err := ParseDay(today)
	if err != nil || s.Count == 0 {
		return ""
	}
	from := day.AddDate(0, 0, -s.mostDays()-1)
	for ; s.AfterDay(from.AddDate(0, 0, 1).Format(time.DateOnly)) < today; from = from.AddDate(0, 0, 1) {
	}
	return from.Format(time.DateOnly)
}

// mostDays is how many days the term spans at most.
func (s Term) mostDays() int {
	switch s.Unit {
	case "m", "h":
		return s.Count/24 + 1
	case "w":
		return 7 * s.Count
	case "wd":
		return 2*s.Count + 2
	}
	return s.Count
}
