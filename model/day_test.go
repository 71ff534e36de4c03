package model

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Days are read as people say them, seen from a Monday, from month ends and from a
// leap day.
func TestDaysAsPeopleSayThem(t *testing.T) {
	for _, story := range []struct{ today, text, want string }{
		{"2026-11-16", "2027-01-31", "2027-01-31"}, {"2026-11-16", "", ""}, {"2026-11-16", "  ", ""},
		{"2026-11-16", "today", "2026-11-16"}, {"2026-11-16", "Tomorrow", "2026-11-17"}, {"2026-11-16", "yesterday", "2026-11-15"},
		{"2026-11-16", "+30d", "2026-12-16"}, {"2026-11-16", "-7d", "2026-11-09"}, {"2026-11-16", "+ 2 w", "2026-11-30"},
		{"2026-11-16", "+3M", "2027-02-16"}, {"2026-11-16", "+1y", "2027-11-16"}, {"2026-11-16", "+0d", "2026-11-16"},
		{"2026-01-31", "+1m", "2026-02-28"}, {"2024-02-29", "+1y", "2025-02-28"}, {"2026-03-31", "-1m", "2026-02-28"}, {"2026-12-31", "+2m", "2027-02-28"},
		{"2026-11-16", "friday", "2026-11-20"}, {"2026-11-16", "monday", "2026-11-23"}, {"2026-11-16", "next Sun", "2026-11-22"},
		{"2026-11-16", "end of week", "2026-11-22"}, {"2026-11-22", "end of the week", "2026-11-22"}, {"2026-11-16", "end of month", "2026-11-30"},
		{"2026-11-16", "end of quarter", "2026-12-31"}, {"2026-02-01", "end  of Quarter", "2026-03-31"}, {"2026-12-31", "end of quarter", "2026-12-31"},
		{"2026-11-16", "end of year", "2026-12-31"}, {"2026-11-16", "2027-02", "2027-02-28"}, {"2026-11-16", "2028-02", "2028-02-29"},
	} {
		if got, err := ParseDayFrom(story.text, story.today); err != nil || got != story.want {
			t.Errorf("%q on %s is %q, %v; want %s", story.text, story.today, got, err, story.want)
		}
	}
	for _, text := range []string{"soon", "30d", "+d", "+1.5m", "+-3d", "++3d", "+99999d", "2026-13", "2026-02-30", "end of", "end of days", "16.11.2026", "+9999y"} {
		if got, err := ParseDayFrom(text, "2026-11-16"); err == nil || !strings.Contains(err.Error(), "is no date; write it as 2026-11-16") {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
}

// A step there and back in days ends where it began; in months it stays in the
// month that it names.
func TestStepsOfDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(-20000, 20000).Draw(t, "day"))
		n := rapid.IntRange(0, 1000).Draw(t, "n")
		there, ok := stepFrom("+"+strings.Repeat("0", 2)+strconv.Itoa(n)+"d", from)
		back, ok2 := stepFrom("-"+strconv.Itoa(n)+"d", there)
		if !ok || !ok2 || !back.Equal(from) {
			t.Fatalf("%v and %v", there, back)
		}
		m := months(from, n)
		if want := (int(from.Month()) - 1 + n) % 12; int(m.Month())-1 != want || m.Day() > from.Day() {
			t.Fatalf("%v and %d months is %v", from, n, m)
		}
	})
}
