package widget

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// hostile is every payload of the measured table, and what a reader gets.
var hostile = []struct{ story, in, want string }{
	{"clipboard write", "a\x1b]52;c;cHduZWQ=\x07b", "ab"},
	{"clipboard write, ST", "a\x1b]52;c;cHduZWQ=\x1b\\b", "ab"},
	{"window title", "a\x1b]0;owned\x07b", "ab"},
	{"cursor home and clear", "a\x1b[H\x1b[2Jb", "ab"},
	{"reset", "a\x1bcb", "ab"},
	{"colour", "a\x1b[31mred\x1b[0mb", "aredb"},
	{"conceal", "pay \x1b[8mnothing\x1b[28m", "pay nothing"},
	{"link", "\x1b]8;;https://evil.example\x1b\\safe\x1b]8;;\x1b\\", "safe"},
	{"DCS", "a\x1bPq#0;2;0;0;0\x1b\\b", "ab"},
	{"XTGETTCAP", "a\x1bP+q544e\x1b\\b", "ab"},
	{"APC", "a\x1b_Gf=24\x1b\\b", "ab"},
	{"PM", "a\x1b^secret\x1b\\b", "ab"},
	{"SOS", "a\x1bXsecret\x1b\\b", "ab"},
	{"device query", "a\x1b[6n\x1b[cb", "ab"},
	{"mode switch", "a\x1b[?1049hb", "ab"},
	{"raw C1 as CSI", "a\x9b31mb", "a�31mb"},
	{"raw C1 as OSC", "a\x9d0;x\x9cb", "a�0;x�b"},
	{"C1 as runes", "a\u009b31mb\u009d0;xb", "a31mb0;xb"},
	{"CR over the line", "safe title\rEVIL", "safe title EVIL"},
	{"CR LF", "one\r\ntwo", "one two"},
	{"bell, backspace, NUL, DEL, SO", "a\a\b\x00\x7f\x0eb", "ab"},
	{"newline, tab, VT, FF", "a\nb\tc\vd\fe", "a b c d e"},
	{"LS, PS, NEL", "a\u2028b\u2029c\u0085d", "a b c d"},
	{"bidi override", "file\u202Egnp.exe\u202C", "filegnp.exe"},
	{"bidi isolates", "a\u2066b\u2067c\u2068d\u2069e", "abcde"},
	{"bidi marks", "a\u200Eb\u200Fc\u061Cd", "abcd"},
	{"zero width", "pass\u200Bword\u200C\u200D\u2060\uFEFF", "password"},
	{"tags", "hi\U000E0001\U000E0041\U000E007F", "hi"},
	{"unassigned tag plane", "hi\U000E0FFF\U000E0080", "hi"},
	{"soft hyphen", "pay\u00ADpal", "paypal"},
	{"annotations", "a\uFFF9b\uFFFAc\uFFFBd", "abcd"},
	{"invisible operators", "a\u2061\u2062\u2063\u2064b", "ab"},
	{"deprecated format", "a\u206A\u206Fb", "ab"},
	{"private use", "a\uE000\U000F0000\U0010FFFDb", "ab"},
	{"Hangul fillers", "a\u115F\u1160\u3164\uFFA0b", "ab"},
	{"blank Braille", "a\u2800b", "ab"},
	{"variation selectors", "a\uFE0F\uFE00\U000E0100\u180Bb", "ab"},
	{"joiner of nothing", "a\u034Fb", "ab"},
	{"unterminated OSC", "title\x1b]0;rest of the frame", "title"},
	{"unterminated DCS", "title\x1bPrest of the frame", "title"},
	{"unterminated CSI", "title\x1b[31", "title"},
	{"lone ESC", "title\x1b", "title"},
	{"ESC ESC", "a\x1b\x1b[31mb", "ab"},
	{"CSI hidden in a CSI", "a\x1b[\x1b[31mb", "ab"},
	{"ST inside UTF-8 inside an OSC", "a\x1b]0;\u201cx\x07b", "axb"},
	{"40 marks", "Z" + strings.Repeat("\u0301", 40) + "z", "Z\u0301\u0301z"},
	{"marks behind zero width", "Z\u0301\u200B\u0302\u200B\u0303", "Z\u0301\u0302"},
	{"invalid bytes", "a\xff\xfeb", "a�b"},
	{"cut rune", "a\xe2\x82", "a�"},
	{"surrogate", "a\xed\xa0\x80b", "a�b"},
	{"ESC in invalid bytes", "a\xff\x1b[31mb", "a�b"},
	{"nothing wrong", "Zürich – naïve 日本語 Ελλάδα 😀", "Zürich – naïve 日本語 Ελλάδα 😀"},
	{"family", "👨\u200D👩\u200D👧", "👨👩👧"},
	{"an entity stays text", "&#27;[31m", "&#27;[31m"},
	{"empty", "", ""},
}

// Nothing from the measured set reaches a terminal.
func TestClean(t *testing.T) {
	for _, c := range hostile {
		if got := Clean(c.in); got != c.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", c.story, c.in, got, c.want)
		}
		harmless(t, c.in)
	}
}

// Notes keep their lines, and only those.
func TestCleanLines(t *testing.T) {
	for in, want := range map[string]string{
		"one\r\ntwo\n\nthree": "one\ntwo\n\nthree",
		"one\rtwo":            "one two",
		"a\tb\vc\u2028d":      "a b c d",
		"a\x1b[2J\nb\u202E":   "a\nb",
		"plain":               "plain",
	} {
		if got := CleanLines(in); got != want {
			t.Errorf("CleanLines(%q) = %q, want %q", in, got, want)
		}
	}
}

// A warning is for what a reader would not see, not for layout, ordinary emoji
// or the joiners Persian and Hindi are written with.
func TestHasHidden(t *testing.T) {
	for s, want := range map[string]bool{
		"plain":                        false,
		"two\nlines\r\nand a\ttab":     false,
		"a bare\rreturn":               true,
		"warning ⚠\uFE0F sign":         false,
		"smuggled ⚠\uFE0F\uFE01\uFE0F": true,
		"a\uFE0F":                      false,
		"\uFE0F":                       true,
		"family 👨\u200D👩\u200D👧":       false,
		"heart ❤\uFE0F\u200D🔥":         false,
		"می\u200Cخواهم":                false,
		"क्\u200Dष":                    false,
		"pass\u200Dword":               true,
		"zero\u200Bwidth":              true,
		"file\u202Egnp":                true,
		"tag\U000E0041":                true,
		"esc\x1b[31m":                  true,
		"bad\xff":                      true,
		"an honest \uFFFD":             false,
		"Vie\u0302\u0323t":             false,
		"Z\u0301\u0301\u0301":          true,
		"private \uE000":               true,
		"soft\u00ADhyphen":             true,
		"":                             false,
	} {
		if got := HasHidden(s); got != want {
			t.Errorf("HasHidden(%q) = %v", s, got)
		}
	}
}

// harmless holds for every text there is: cleaning is final, and leaves
// nothing a terminal acts on or a reader cannot see.
func harmless(t interface{ Fatalf(string, ...any) }, s string) {
	for _, lines := range []bool{false, true} {
		got := clean(s, lines)
		if again := clean(got, lines); again != got {
			t.Fatalf("%q cleaned is %q, again %q", s, got, again)
		}
		if !utf8.ValidString(got) {
			t.Fatalf("%q cleaned is not UTF-8: %q", s, got)
		}
		for _, r := range got {
			if forbidden(r) && (r != '\n' || !lines) {
				t.Fatalf("%q cleaned holds %U: %q", s, r, got)
			}
		}
		if !lines && HasHidden(got) {
			t.Fatalf("%q cleaned still hides something: %q", s, got)
		}
	}
}

// forbidden is written against the documents, not against judge.
func forbidden(r rune) bool {
	switch {
	case r < ' ', r == 0x7F, r >= 0x80 && r < 0xA0:
		return true
	case r >= 0x200B && r <= 0x200F, r >= 0x2028 && r <= 0x202E, r >= 0x2060 && r <= 0x206F:
		return true
	case r == 0x00AD, r == 0x061C, r == 0xFEFF, r == 0x115F, r == 0x1160, r == 0x3164, r == 0xFFA0:
		return true
	case r >= 0xFFF9 && r <= 0xFFFB, r >= 0xE0000 && r <= 0xE0FFF, r >= 0xFE00 && r <= 0xFE0F, r == 0x2800:
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs)
}

// A sentence that quotes a hostile name is read to its end, and nothing of it is obeyed.
func TestLegible(t *testing.T) {
	const before, after = "cannot open ", ": it is damaged; `parry restore` puts a backup in its place"
	for _, c := range hostile {
		got := Legible(before + c.in + after)
		if CleanLines(got) != got || !strings.HasPrefix(got, before) || !strings.HasSuffix(got, after) {
			t.Errorf("%s: %q", c.story, got)
		}
	}
	if got := Legible("x\x1b]0;y\u202e\xffz\n"); got != `x\x1b]0;y\u202e\xffz`+"\n" {
		t.Errorf("%q", got)
	}
	for _, same := range []string{"", "two\nlines", "é Ω 日本 \uFFFD"} {
		if got := Legible(same); got != same {
			t.Errorf("%q became %q", same, got)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, c := range hostile {
		f.Add(c.in)
	}
	f.Fuzz(func(t *testing.T, s string) { harmless(t, s) })
}

// wildText draws text as bad as it comes: payloads, wide signs, marks, clusters
// of every kind, raw bytes.
func wildText() *rapid.Generator[string] {
	pieces := []string{
		"Agent tool runs", " ", "  ", "a", "Z\u0301", "\u0301", "\u0903", "日本語", "한국어", "ｶﾞ", "\uFF9E",
		"😀", "👍🏽", "🏽", "🇩🇪", "🇩", "👨\u200D👩\u200D👧", "⚠\uFE0F", "1\uFE0F\u20E3",
		"नमस्ते", "स्त्री", "\u0D4E", "\U000111C2", "ᄀ", "ᅡ", "ᆨ", "กำ", "ำ", "עִבְרִית", "مرحبا",
		"…", "—", "\u00A0", "\u3000", "\uFFFD", "\uFFFF", "\u0378", "\U0001F9D1",
		"\n", "\t", "\r", "\r\n", "\x1b", "\x1b[7m", "\x1b[m", "\x9b", "\xff", "\x00", "\u202E", "\u200B",
		strings.Repeat("ᄀ", 30), strings.Repeat("x", 70), strings.Repeat("\u0301", 9),
	}
	for _, c := range hostile {
		pieces = append(pieces, c.in)
	}
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(rapid.SampledFrom(pieces), 0, 12).Draw(t, "pieces")
		if rapid.IntRange(0, 9).Draw(t, "raw") == 0 {
			parts = append(parts, rapid.String().Draw(t, "runes"), string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")))
		}
		return strings.Join(parts, "")
	})
}

func TestCleanWild(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) { harmless(t, wildText().Draw(t, "text")) })
}

// Text that is clean already costs nothing: every cell on the screen is.
func TestCleanAllocatesNothing(t *testing.T) {
	for _, s := range []string{"Agent tool runs attacker text", "Zürich, 日本語 and naïve", ""} {
		if n := testing.AllocsPerRun(100, func() { _ = Clean(s) }); n > 0 {
			t.Errorf("Clean(%q) allocates %v times", s, n)
		}
	}
}

func BenchmarkClean(b *testing.B) {
	for name, s := range map[string]string{
		"ascii":   "Agent tool runs attacker text from a wiki page",
		"umlauts": "Zürich: geänderte Schlüssel für das Gateway, größer",
		"cjk":     "社内ウィキのページから攻撃者の文章を実行する",
		"hostile": "a\x1b]52;c;cHduZWQ=\x07b \u202E and more text to keep",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Clean(s)
			}
		})
	}
}
