package model

import "testing"

// However a day is written, it is read as a day of the calendar or refused, and what it was
// read as is read as itself.
func FuzzDay(f *testing.F) {
	for _, seed := range []string{"", "2026-11-16", "16.11.2026", "31-Dec-26", "tomorrow", "+2w", "-1d", "fri", "end of month", "Q4", "2026-W47"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		day, err := ParseDayFrom(text, "2026-11-16")
		if err != nil || day == "" {
			return
		}
		if _, err := ParseDay(day); err != nil {
			t.Errorf("%q is %q, which is no day: %v", text, day, err)
		}
		if again, err := ParseDayFrom(day, "2026-11-16"); err != nil || again != day {
			t.Errorf("%q is %q, and that %q: %v", text, day, again, err)
		}
	})
}

// Whatever is written into a field of a threat, it is refused or kept, and what was kept is
// read back as it is: lists, levels, and the JSON of answers and of other programs' fields.
func FuzzFields(f *testing.F) {
	f.Add(uint8(0), "T-001")
	for i, field := range Fields {
		f.Add(uint8(i), "H")
		f.Add(uint8(i), `[{"state":"inherent","method":"x","answers":{"a":"b"}}]`)
		for _, choice := range field.Choices {
			f.Add(uint8(i), choice.Value)
		}
	}
	f.Fuzz(func(t *testing.T, n uint8, text string) {
		field := Fields[int(n)%len(Fields)]
		var one, two Threat
		if field.Load(&one, text) != nil {
			return
		}
		kept := field.Get(&one)
		if err := field.Load(&two, kept); err != nil || field.Get(&two) != kept {
			t.Errorf("%s: %q is kept as %q, and that as %q: %v", field.Name, text, kept, field.Get(&two), err)
		}
	})
}
