package mapping

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"parry/model"
	"parry/store/intake"
)

// A Scale says what numbers mean. Words need none.
type Scale string

// The scales. The last two are those of NIST SP 800-30 r1.
const (
	Words   Scale = "" // a number is refused: nobody said what it means
	Plain   Scale = "words"
	Three   Scale = "1-3"
	Four    Scale = "1-4"
	Five    Scale = "1-5"
	Ten     Scale = "0-10"
	Hundred Scale = "0-100"
)

// Scales are all that can be named.
var Scales = []Scale{Three, Four, Five, Ten, Hundred, Plain}

// Means tells a scale in words.
func (s Scale) Means() string {
	return map[Scale]string{
		Three: "low, moderate, high", Four: "low, moderate, high, very high", Five: "very low to very high",
		Plain: "no levels: numbers rate nothing and stay with their threats; words count",
		Ten:   "NIST SP 800-30: 0 is very low, 1 and 2 low, to 7 moderate, 8 and 9 high, 10 very high", Hundred: "NIST SP 800-30: below 5 very low, below 21 low, below 80 moderate, below 96 high",
	}[s]
}

// ParseScale reads the name of a scale.
func ParseScale(text string) (Scale, error) {
	text = strings.ReplaceAll(strings.TrimSpace(text), "–", "-")
	if text == "" {
		return Words, nil
	}
	for _, s := range Scales {
		if string(s) == text {
			return s, nil
		}
	}
	return Words, fmt.Errorf("%q is no scale; use 1-3, 1-4, 1-5, 0-10, 0-100 or words", text)
}

// levelWords are words for the five steps beside our own.
var levelWords = map[string]model.Level{
	"rare": model.VL, "veryunlikely": model.VL, "negligible": model.VL, "insignificant": model.VL, "trivial": model.VL, "minimal": model.VL, "none": model.VL,
	"unlikely": model.L, "minor": model.L, "improbable": model.L,
	"possible": model.M, "moderate": model.M, "occasional": model.M, "medium": model.M,
	"likely": model.H, "major": model.H, "probable": model.H, "significant": model.H, "serious": model.H, "elevated": model.H,
	"almostcertain": model.VH, "certain": model.VH, "frequent": model.VH, "verylikely": model.VH, "severe": model.VH, "critical": model.VH,
	"catastrophic": model.VH, "extreme": model.VH,
	"vlow": model.VL, "lo": model.L, "med": model.M, "mod": model.M, "hi": model.H, "vhigh": model.VH,
	"unbedeutend": model.VL, "unwahrscheinlich": model.L, "möglich": model.M, "mäßig": model.M, "mässig": model.M, "wahrscheinlich": model.H, "erheblich": model.H,
	"sehrwahrscheinlich": model.VH, "fastsicher": model.VH, "kritisch": model.VH, "katastrophal": model.VH,
	"sehrgering": model.VL, "sehrniedrig": model.VL, "gering": model.L, "niedrig": model.L, "mittel": model.M, "hoch": model.H, "sehrhoch": model.VH,
	"selten": model.L, "häufig": model.H, "sehrhäufig": model.VH, "vernachlässigbar": model.VL, "begrenzt": model.L, "beträchtlich": model.H, "existenzbedrohend": model.VH,
}

// level reads a word or a number. number says that it is one, and no scale was named.
func (s Scale) level(text string) (l model.Level, number, ok bool) {
	text = strings.TrimSpace(text)
	if l, err := model.ParseLevel(text); err == nil {
		return l, false, l.Rated()
	}
	if l := levelWords[word(text)]; l.Rated() {
		return l, false, true
	}
	if bare := strings.TrimFunc(text, numbering); bare != text { // "3-Moderate", "[3] Moderate", "Moderate/3"
		if l, _, ok := s.level(bare); ok {
			return l, false, true
		}
	}
	digits := text
	for _, between := range []string{" - ", " – ", ": ", " ("} { // "4 - High", "High (4)"
		if before, after, cut := strings.Cut(text, between); cut {
			for _, part := range []string{after, before} {
				if l, _, ok := Words.level(strings.Trim(part, " ()")); ok {
					return l, false, true
				}
			}
			digits = before
		}
	}
	n, err := strconv.ParseFloat(strings.TrimSuffix(strings.Replace(strings.TrimSpace(digits), ",", ".", 1), "%"), 64)
	if err != nil {
		return 0, false, false
	}
	l, ok = s.of(n)
	return l, s == Words, ok
}

// numbering says whether a sign belongs to the number beside a word.
func numbering(r rune) bool {
	return unicode.IsDigit(r) || strings.ContainsRune(" .,:;=-–—/()[]", r)
}

// of gives the level of a number on the scale.
func (s Scale) of(n float64) (model.Level, bool) {
	steps := map[Scale][]model.Level{
		Three: {model.L, model.M, model.H}, Four: {model.L, model.M, model.H, model.VH}, Five: model.Levels[:],
	}[s]
	switch {
	case s == Ten && n >= 0 && n <= 10:
		return intake.Percent(10 * n), true
	case s == Hundred && n >= 0 && n <= 100:
		return intake.Percent(n), true
	case n != float64(int(n)) || n < 1 || int(n) > len(steps):
		return 0, false
	}
	return steps[int(n)-1], true
}
