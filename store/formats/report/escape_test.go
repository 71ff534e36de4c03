package report

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"parry/model"
	"parry/store/tryout"
)

var hostile = tryout.Hostile

// Text of the register is shown as it is, with a backslash only where Markdown
// would act on it.
func TestEscape(t *testing.T) {
	for text, want := range map[string]md{
		"":                             "",
		"Head of Knowledge":            "Head of Knowledge",
		"in_treatment, 3 of 200 (5 %)": "in_treatment, 3 of 200 (5 %)",
		"a: b; c. d - e!":              "a: b; c. d - e!",
		"v2.1 at 10:30":                "v2.1 at 10:30",
		" two  blanks\tand\na line ":   "two blanks and a line",
		"a|b":                          "a&#124;b",
		"a & b <c>":                    "a &amp; b &lt;c&gt;",
		"_x_ a_b":                      `\_x\_ a_b`,
		"*x*":                          `\*x\*`,
		"[a](b)":                       `\[a\]\(b)`,
		"![a]":                         `\!\[a\]`,
		"http://x":                     `http\://x`,
		"www.x":                        `www\.x`,
		"Www.x":                        `Www\.x`,
		"a@b":                          `a\@b`,
		"- a":                          `\- a`,
		"1. a":                         `1\. a`,
		"12) a":                        `12\) a`,
		"1.5":                          "1.5",
		"MP:Model=AP":                  `MP\:Model=AP`,
		"a==b":                         `a\=\=b`,
		"\x1b[0m":                      `�\[0m`,
		"a\u202Eb\u200Bc":              "a�b�c",
		"漢字 é":                         "漢字 é",
		"\xff":                         "�",
	} {
		if got := esc(text); got != want {
			t.Errorf("esc(%q) = %q, want %q", text, got, want)
		}
	}
}

// Escaped text is one line without a sign that acts, whatever it was.
func TestEscapeHoldsAnything(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringOf(rapid.SampledFrom([]rune("[]()!`*_|<>&\\:./w@-+#=~ \n1a")))).Draw(t, "text")
		harmless(t, string(esc(text)))
		if slow := string(escAll(text)); slow != string(esc(text)) {
			t.Fatalf("%q: the short way says %q, the long %q", text, esc(text), slow)
		}
	})
}

type reporter interface {
	Helper()
	Errorf(string, ...any)
}

// active matches a sign that acts, once the escaped ones are taken out.
var active = regexp.MustCompile("[`*\\[\\]<>|{}#~^$@]|://|(?i)www\\.")

var escaped = regexp.MustCompile(`\\.`)

func harmless(t reporter, line string) {
	t.Helper()
	if !utf8.ValidString(line) || strings.ContainsFunc(line, func(r rune) bool { return r != '�' && hidden(r) }) {
		t.Errorf("hidden signs in %q", line)
	}
	rest := escaped.ReplaceAllString(line, "")
	for _, entity := range []string{"&amp;", "&lt;", "&gt;", "&#124;"} {
		rest = strings.ReplaceAll(rest, entity, "")
	}
	if found := active.FindString(rest); found != "" || strings.Contains(rest, "&") {
		t.Errorf("%q acts in %q", found, line)
	}
}

// hostileRegister has a hostile text in every field that takes any text, a
// different one each.
func hostileRegister(tb testing.TB) *model.Register {
	s := settings()
	s.Name, s.Method, s.MethodVersion, s.Matrix.Name, s.Matrix.Version = hostile[0], hostile[3], hostile[6], hostile[7], hostile[5]
	all := append([]model.Record{s}, tryout.HostileRecords()...)
	for i, rec := range all {
		if t, ok := rec.(*model.Threat); ok {
			t.Title = hostile[i%len(hostile)] // also what is not UTF-8
		}
	}
	whole := model.NewRegister()
	whole.Load(all, make([]uint64, len(all)), 1)
	return whole
}

// hostileInput is a report of it, with everything that can be added.
func hostileInput(tb testing.TB) Input {
	r := hostileRegister(tb)
	return Input{Register: r, AsOf: hostile[4], Hash: hostile[1], Head: hostile[2], Filter: hostile[7], Version: hostile[8], Final: hostile[3],
		Since: &Since{Name: hostile[0], Day: hostile[5], Register: registerOf(settings(), exampleThreats(tb))}}
}

// No text of the register breaks a table, makes a link or a heading, or hides.
func TestHostileText(t *testing.T) {
	report := written(t, hostileInput(t))
	checkShape(t, report)
	if len(strings.Split(report, "\n")) < 10*len(hostile) {
		t.Error("the report is too short to be of this register")
	}
}

// The example and the empty report keep the same rules.
func TestShape(t *testing.T) {
	checkShape(t, written(t, exampleInput(t)))
	checkShape(t, written(t, Input{Register: model.NewRegister()}))
}

var (
	ours    = regexp.MustCompile(`^(#{1,3} \S|- \S|> \S|\d+\. \[|\| |\*\*\S|Matrix: |[A-Z` + "`" + `].*|$)`)
	link    = regexp.MustCompile(`\[[A-Za-z0-9 -]+\]\(#([a-z0-9-]+)\)`)
	ourBold = regexp.MustCompile(`^\*\*(.+)\*\*`)
	ourCode = regexp.MustCompile("`(parry verify --head|[A-Za-z0-9:._+-]+|!)`")
)

// checkShape goes through a report line by line: every line begins as ours do,
// tables keep their columns, at most six, links lead to a heading, and nothing
// else acts.
func checkShape(t *testing.T, report string) {
	t.Helper()
	headings := map[string]int{}
	for line := range strings.Lines(report) {
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && line[0] == '#' {
			headings[strings.ToLower(strings.ReplaceAll(strings.TrimSpace(title), " ", "-"))]++
		}
	}
	columns := 0
	for line := range strings.Lines(report) {
		line = strings.TrimSuffix(line, "\n")
		if !ours.MatchString(line) {
			t.Errorf("a line of another shape: %q", line)
		}
		for _, to := range link.FindAllStringSubmatch(line, -1) {
			if headings[to[1]] != 1 {
				t.Errorf("%d headings for the link to %s", headings[to[1]], to[1])
			}
		}
		rest := ourCode.ReplaceAllString(link.ReplaceAllString(line, ""), "")
		rest = ourBold.ReplaceAllString(strings.TrimLeft(rest, "#> "), "$1")
		n := 0
		if strings.HasPrefix(line, "|") {
			if n = strings.Count(rest, "|") - 1; n > maxColumns {
				t.Errorf("%d columns in %q", n, line)
			}
			rest = strings.ReplaceAll(rest, "|", "")
		}
		if n != columns && n != 0 && columns != 0 {
			t.Errorf("%d columns after %d in %q", n, columns, line)
		}
		columns = n
		harmless(t, rest)
	}
}
