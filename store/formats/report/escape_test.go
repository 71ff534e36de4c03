package report

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"parry/model"
)

// hostile are texts that each try to be more than text.
var hostile = []string{
	"a | b || c",
	"`code` ``x``",
	"**bold** _it_ ~~gone~~ ==mark== ^up^ $x$",
	"[link](http://evil.example) ![image](http://evil.example/i.png)",
	"[T-001](#t-001) [ref][1] [^1] [[wiki]]",
	"http://evil.example www.evil.example WWW.evil.example me@evil.example mailto:me@evil.example <http://evil.example>",
	"<script>alert(1)</script> <b>x</b> <!-- x --> &lt; &#27; &amp;",
	"line one\n# heading\n\n| a | b |\n| --- | --- |\n",
	"\r\n- item\n1. item\n> quote\n    code\n---\n===\n```\nfence\n```",
	"\\",
	"ends with \\",
	"# heading ###",
	"- item", "+ item", "1. item", "1) item", ": term", "> quote",
	":smile: :a: {#id} {{ x }} {% x %}",
	"\x1b[31mred\x1b]8;;http://evil.example\x07x\x9b31m\x00",
	"bidi \u202Eabc\u2066 zero\u200Bwidth\u200D tag\U000E0041 \uFEFF \u2028x\u2029y \u0085z",
	"bad \xff\xfe bytes",
	"|", "``", "]", "](x)", "[", "!", "<", "&",
}

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
	var threats []*model.Threat
	for i := range 2 * len(hostile) {
		t := &model.Threat{}
		for j, f := range model.Fields {
			text := hostile[(i+j)%len(hostile)]
			switch f.Sort {
			case model.Text, model.LongText, model.List:
				text = strings.ToValidUTF8(text, "?")
			case model.OneOf, model.LevelOf, model.SomeOf:
				text = f.Choices[(i+j)%len(f.Choices)].Value
			case model.Date:
				text = "2026-01-01"
			default:
				continue
			}
			if f.Name == "id" {
				t.ID = text // worse than any that is read
				continue
			}
			if err := f.Load(t, text); err != nil {
				tb.Fatal(err)
			}
		}
		t.Title = hostile[i%len(hostile)] // also what is not UTF-8
		t.Ownership.Change(func(p *model.OwnershipMore) {
			p.Claims = []model.Claim{{Who: hostile[i%len(hostile)], Layer: model.PI, Owner: model.AP}}
		})
		if i%2 == 0 {
			t.ID = model.ThreatID(uint64(i + 1))
		} else {
			t.ID += " " + model.ThreatID(uint64(i+1))
		}
		threats = append(threats, t)
	}
	r := registerOf(s, threats)
	all := append(r.All(), hostileSheets()...)
	all = append(all, &model.Workshop{ID: "W-01", Title: hostile[0], Began: "2026-11-16T09:00:00Z", People: hostile}, &model.Parking{ID: "K-01", Text: hostile[1]})
	whole := model.NewRegister()
	whole.Load(all, make([]uint64, len(all)), 1)
	return whole
}

// hostileSheets are records of every kind with a hostile text in every field.
func hostileSheets() []model.Record {
	var all []model.Record
	for k, kind := range model.SheetKinds {
		for i := range hostile {
			s := &model.Sheet{Of: kind.Kind, ID: fmt.Sprintf("%s%02d", kind.Prefix, i+1), Values: map[string]string{}}
			if kind.Prefix == "" {
				s.ID = string(kind.Kind)
			}
			for j, f := range kind.Fields {
				s.Values[f.Name] = hostile[(i+j+k)%len(hostile)]
				if len(f.Choices) > 0 {
					s.Values[f.Name] = f.Choices[(i+j)%len(f.Choices)].Value
				}
			}
			all = append(all, s)
		}
	}
	return all
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
