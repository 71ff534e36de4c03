package model

import (
	"testing"
	"time"
)

func TestTerms(t *testing.T) {
	for text, want := range map[string]string{
		"30m": "30 minutes", " 4 H ": "4 hours", "1d": "1 day", "14d": "14 days", "6w": "6 weeks", "2wd": "2 working days",
		"": "no time set", "-": "no time set",
	} {
		s, err := ParseTerm(text)
		if err != nil || s.Words() != want {
			t.Errorf("%q: %q, %v", text, s.Words(), err)
		}
		if again, err := ParseTerm(s.String()); err != nil || again != s {
			t.Errorf("%q is written %q and read %v, %v", text, s, again, err)
		}
	}
	for _, text := range []string{"d", "0d", "-1d", "4", "4y", "1.5h", "4h30m", "999999999999d"} {
		if s, err := ParseTerm(text); err == nil {
			t.Errorf("%q is read as %v", text, s)
		}
	}
}

// Spans count from the moment; working days pass over the weekend, days do not.
func TestTermsEnd(t *testing.T) {
	friday := time.Date(2026, 11, 13, 16, 30, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"30m": "2026-11-13 17:00", "8h": "2026-11-14 00:30", "1d": "2026-11-14 16:30", "1w": "2026-11-20 16:30",
		"1wd": "2026-11-16 16:30", "2wd": "2026-11-17 16:30", "6wd": "2026-11-23 16:30",
	} {
		s, err := ParseTerm(text)
		if err != nil || s.After(friday).Format(momentLayout) != want {
			t.Errorf("%s ends at %s, want %s; %v", text, s.After(friday).Format(momentLayout), want, err)
		}
	}
	if got := (Term{14, "d"}).AfterDay("2026-11-02"); got != "2026-11-16" {
		t.Error(got)
	}
	if got := (Term{}).AfterDay("2026-11-02") + (Term{1, "d"}).AfterDay(""); got != "" {
		t.Error(got)
	}
}

// Moments are kept to the minute; a day alone stays one.
func TestMoments(t *testing.T) {
	for text, want := range map[string]string{"2026-11-16": "2026-11-16", "2026-11-16 09:30": "2026-11-16 09:30", "2026-11-16T09:30": "2026-11-16 09:30", "2026-11-16T09:30Z": "2026-11-16 09:30", "": ""} {
		if got, err := readMoment("detected", text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"yesterday", "2026-02-30", "2026-11-16 24:30", "09:30"} {
		if got, err := readMoment("detected", text); err == nil {
			t.Errorf("%q is %q", text, got)
		}
	}
}

// A cutoff is the last day on which a term began that has run out.
func TestTermsCutOff(t *testing.T) {
	for _, text := range []string{"1d", "5d", "14d", "182d", "1w", "6w", "1wd", "2wd", "7wd", "30wd"} {
		term, err := ParseTerm(text)
		if err != nil {
			t.Fatal(err)
		}
		for day := time.Date(2026, 11, 9, 0, 0, 0, 0, time.UTC); day.Day() < 17; day = day.AddDate(0, 0, 1) {
			today := day.Format(time.DateOnly)
			cut := term.Cutoff(today)
			next, _ := daysAfter(cut, 1)
			if term.AfterDay(cut) >= today || term.AfterDay(next) < today {
				t.Errorf("%s on %s: cut off at %s, which ends %s; the next day ends %s", text, today, cut, term.AfterDay(cut), term.AfterDay(next))
			}
		}
	}
	if (Term{}).Cutoff(asOf) != "" {
		t.Error("no term has a cutoff")
	}
}
