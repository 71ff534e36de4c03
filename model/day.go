package model

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// DayWords tell how a day may be typed.
const DayWords = "2026-11-16, 2026-11 (its last day), today, tomorrow, +30d, -7d, +2w, +3m, +1y, friday, or end of week, month, quarter or year"

// ParseDayFrom reads a day as people say it, seen from a day: an ISO day, "+30d",
// "tomorrow", "friday" (the next one, never today), "end of quarter", "2026-12"
// (its last day). The answer is an ISO day; "" stays "". A step in months or years
// that meets no such day ends on the last day of the month.
func ParseDayFrom(text, today string) (string, error) {
	word := strings.ToLower(strings.Join(strings.Fields(text), " "))
	if word == "" {
		return "", nil
	}
	if day, err := time.Parse(time.DateOnly, word); err == nil {
		return day.Format(time.DateOnly), nil
	}
	from, err := ParseDay(today)
	if err != nil {
		return "", err
	}
	if day, ok := dayFrom(word, from); ok && day.Year() >= 1 && day.Year() <= 9999 {
		return day.Format(time.DateOnly), nil
	}
	return "", fmt.Errorf("%q is no date; write it as %s", text, DayWords)
}

func dayFrom(word string, from time.Time) (day time.Time, ok bool) {
	switch word {
	case "today", "now":
		return from, true
	case "tomorrow":
		return from.AddDate(0, 0, 1), true
	case "yesterday":
		return from.AddDate(0, 0, -1), true
	}
	if month, err := time.Parse("2006-01", word); err == nil {
		return month.AddDate(0, 1, -1), true
	}
	if period, ok := strings.CutPrefix(word, "end of "); ok {
		return endOf(strings.TrimPrefix(period, "the "), from)
	}
	if day, ok := stepFrom(word, from); ok {
		return day, true
	}
	return nextWeekday(strings.TrimPrefix(word, "next "), from)
}

// endOf is the last day of the week (its Sunday), month, quarter or year.
func endOf(period string, from time.Time) (time.Time, bool) {
	first := time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, time.UTC)
	switch period {
	case "week":
		return from.AddDate(0, 0, (7-int(from.Weekday()))%7), true
	case "month":
		return first.AddDate(0, 1, -1), true
	case "quarter":
		return first.AddDate(0, 3-(int(from.Month())-1)%3, -1), true
	case "year":
		return time.Date(from.Year(), 12, 31, 0, 0, 0, 0, time.UTC), true
	}
	return from, false
}

// farStep bounds a step in its own unit.
const farStep = 10_000

// stepFrom reads "+30d" and its kind; a step needs its sign.
func stepFrom(word string, from time.Time) (time.Time, bool) {
	word = strings.ReplaceAll(word, " ", "")
	if len(word) < 3 || word[0] != '+' && word[0] != '-' {
		return from, false
	}
	n, err := strconv.Atoi(word[1 : len(word)-1])
	if err != nil || n < 0 || n > farStep || word[1] == '+' || word[1] == '-' {
		return from, false
	}
	if word[0] == '-' {
		n = -n
	}
	switch word[len(word)-1] {
	case 'd':
		return from.AddDate(0, 0, n), true
	case 'w':
		return from.AddDate(0, 0, 7*n), true
	case 'm':
		return months(from, n), true
	case 'y':
		return months(from, 12*n), true
	}
	return from, false
}

// months steps in months and stays in the month it comes to.
func months(from time.Time, n int) time.Time {
	first := time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, n, 0)
	last := first.AddDate(0, 1, -1)
	return first.AddDate(0, 0, min(from.Day(), last.Day())-1)
}

func nextWeekday(name string, from time.Time) (time.Time, bool) {
	for ahead := 1; ahead <= 7; ahead++ {
		day := from.AddDate(0, 0, ahead)
		if full := strings.ToLower(day.Weekday().String()); name == full || name == full[:3] {
			return day, true
		}
	}
	return from, false
}

// ResolveDays gives assignments in which days that people typed are ISO days, seen
// from a day. What is no day stays as it is, for the field to say so in its words.
func ResolveDays(sets []Assignment, today string) ([]Assignment, error) {
	resolved := make([]Assignment, len(sets))
	for i, set := range sets {
		if f, ok := FieldNamed(set.Field); ok && f.Sort == Date {
			day, err := ParseDayFrom(set.Value, today)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", f.Name, err)
			}
			set.Value = day
		}
		resolved[i] = set
	}
	return resolved, nil
}
