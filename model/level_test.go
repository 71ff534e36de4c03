package model

import "testing"

// People, tables and files spell the five steps in many ways; all are read,
// and what is no level is refused by name.
func TestParseLevelReadsCodesAndWords(t *testing.T) {
	for text, want := range map[string]Level{
		"": Unrated, "VL": VL, "vl": VL, "Very Low": VL, "very-low": VL, "very_low": VL, " very  low ": VL,
		"L": L, "low": L, "M": M, "moderate": M, "Medium": M, "H": H, "HIGH": H, "VH": VH, "very high": VH,
	} {
		if got, err := ParseLevel(text); err != nil || got != want {
			t.Errorf("%q: %v, %v; want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"X", "verylow", "5", "H!", "highest", "-", "L M"} {
		if got, err := ParseLevel(text); err == nil {
			t.Errorf("%q was read as %v", text, got)
		} else if want := `"` + text + `" is no level; use VL, L, M, H or VH`; err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// A level comes back from its code and from its words.
func TestLevelsComeBack(t *testing.T) {
	for _, l := range append(Levels[:], Unrated) {
		text, _ := l.MarshalText()
		var code, words Level
		if err := code.UnmarshalText(text); err != nil || code != l {
			t.Errorf("%v: %v, %v", l, code, err)
		}
		if l.Rated() && (words.UnmarshalText([]byte(l.Words())) != nil || words != l) {
			t.Errorf("%q: %v", l.Words(), words)
		}
	}
}
