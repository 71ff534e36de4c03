package model

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// levelOptions are the five steps as options.
func levelOptions() []Option {
	var options []Option
	for _, l := range Levels {
		options = append(options, Option{Value: l.String(), Label: l.Words(), Anchor: "so " + l.Words()})
	}
	return options
}

// twoSided asks for both sides and rates by table I-2: a method that places.
func twoSided(id, version string) Method {
	m := Method{ID: id, Title: "Two sides", Version: version, Places: true, Monotone: true,
		Results: []string{"VL", "L", "M", "H", "VH"},
		Questions: []Question{
			{ID: "likely", Title: "How likely?", Options: levelOptions(), Also: []string{"chance"}},
			{ID: "bad", Title: "How bad?", Options: levelOptions()},
		}}
	m.Rate = func(a Answers) Outcome {
		a, problems := ReadAnswers(id, m.Questions, a)
		o := Outcome{Problems: problems, Missing: MissingAnswers(m.Questions, a)}
		if len(problems) > 0 {
			return o
		}
		likely, _ := ParseLevel(strings.Trim(a["likely"], NotKnown))
		bad, _ := ParseLevel(strings.Trim(a["bad"], NotKnown))
		o.Likelihood, o.Impact, o.Level = likely, bad, Matrix{Cells: matrixI2.Cells}.Level(likely, bad)
		if o.Complete() {
			o.Path = []string{fmt.Sprintf("%s x %s: level %s", likely, bad, o.Level)}
		}
		return o
	}
	return m
}

// seesaw is not monotone: its middle is its worst.
func seesaw() Method {
	m := Method{ID: "seesaw", Version: "1", Judges: JudgesVulnerabilities, Results: []string{"wait", "go"},
		Questions: []Question{
			{ID: "tilt", Title: "How far?", Options: []Option{{Value: "left"}, {Value: "middle", Also: []string{"half way"}}, {Value: "right"}}},
			{ID: "automatable", Title: "By machine?", Options: []Option{{Value: "no"}, {Value: "yes", Also: []string{"true"}}}, Field: "automatable"},
		}}
	m.Rate = func(a Answers) Outcome {
		a, problems := ReadAnswers("seesaw", m.Questions, a)
		o := Outcome{Problems: problems, Missing: MissingAnswers(m.Questions, a)}
		if !o.Complete() {
			return o
		}
		o.Verdict.Outcome = "wait"
		if a["tilt"] == "middle" || a["automatable"] == "yes" && a["tilt"] == "right" {
			o.Verdict.Outcome, o.DueDays = "go", 3
		}
		o.Path = []string{a.String() + ": " + o.Verdict.Outcome}
		return o
	}
	return m
}

// Whatever case, blanks and names people write, a question understands what
// was meant, and says what it takes where it does not.
func TestQuestionsReadWhatPeopleWrite(t *testing.T) {
	m := twoSided("two", "1")
	for written, want := range map[string]string{"H": "H", "h": "H", " high": "H", "Very High": "VH", "very_low": "VL", "VERY-HIGH": "VH", ".": ".", " . ": "."} {
		if got, ok := m.Questions[0].Read(written); !ok || got != want {
			t.Errorf("%q was read as %q, %v", written, got, ok)
		}
	}
	got, problems := ReadAnswers("two", m.Questions, Answers{"Chance": "high", "bad": "very-low"})
	if want := (Answers{"likely": "H", "bad": "VL"}); !maps.Equal(got, want) || len(problems) > 0 {
		t.Errorf("read %v, %v", got, problems)
	}
	_, problems = ReadAnswers("two", m.Questions, Answers{"chance": "L", "likely": "H", "badd": "L", "bad": "awful\x1b"})
	want := []string{
		`bad is "awful\x1b"; it takes VL, L, M, H or VH, or . for "not known"`,
		`likely and "chance" are one question; answer one of them`,
		`there is no answer "badd"; did you mean bad? two takes likely, bad`,
	}
	if !slices.Equal(problems, want) {
		t.Errorf("problems\n%s\nwant\n%s", strings.Join(problems, "\n"), strings.Join(want, "\n"))
	}
}

// A whole-number question takes every number between its ends, and no other.
func TestWholeNumbersAreAnswers(t *testing.T) {
	q := Question{ID: "skill", Whole: true, Options: []Option{{Value: "0"}, {Value: "3"}, {Value: "9"}}}
	for n := -1; n <= 10; n++ {
		value := fmt.Sprint(n)
		got, ok := q.Read(value)
		if ok != (n >= 0 && n <= 9) || ok && (got != value || q.Place(got) != n || q.At(n) != value) {
			t.Errorf("%d: %q, %v, place %d, at %q", n, got, ok, q.Place(got), q.At(n))
		}
	}
	if _, ok := q.Read("3.5"); ok {
		t.Error("half a step was taken")
	}
}

// A vector is read in any order and case; what is wrong with one is said.
func TestVectorsAreRead(t *testing.T) {
	questions := []Question{
		{ID: "AV", Options: []Option{{Value: "P"}, {Value: "N"}}},
		{ID: "E", Optional: true, Options: []Option{{Value: "U"}, {Value: "A"}}},
	}
	version := ""
	begin := func(prefix string) error { version = prefix; return nil }
	for text, want := range map[string]Answers{
		"CVSS:9/AV:N/E:A": {"AV": "N", "E": "A"}, "e:a/av:n": {"AV": "N", "E": "A"},
		"(CVSS:9/AV:P/E:X)": {"AV": "P"}, " AV:N/ ": {"AV": "N"}, "cvss:9/AV:N/": {"AV": "N"},
	} {
		got, err := ParseVector(text, questions, begin)
		if err != nil || !maps.Equal(got, want) || strings.Contains(strings.ToUpper(text), "CVSS") != (version == "9") {
			t.Errorf("%q: %v, %v, version %q", text, got, err, version)
		}
		version = ""
	}
	for text, want := range map[string]string{
		"":                        `"" is no metric; a vector looks like AV:N/AC:L`,
		"AV":                      `"AV" is no metric; a vector looks like AV:N/AC:L`,
		"AV:":                     `"AV:" is no metric; a vector looks like AV:N/AC:L`,
		"AV:N/AV:P":               "the metric AV stands twice in the vector",
		"AV:N/E:X/E:A":            "the metric E stands twice in the vector",
		"AV:Q":                    `AV is "Q"; it takes P or N`,
		"AV:X":                    `AV is "X"; it takes P or N`,
		"XX:N":                    `there is no metric "XX"; there are AV, E`,
		strings.Repeat("A", 5000): "the vector is 5000 bytes long; none has more than 1024",
	} {
		if _, err := ParseVector(text, questions, begin); err == nil || err.Error() != want {
			t.Errorf("%.20q: %v, want %s", text, err, want)
		}
	}
}

// A span is rated from end to end: a monotone method by its ends, any other by
// trying all that lies between.
func TestSpansAreRatedFromEndToEnd(t *testing.T) {
	m := twoSided("two", "1")
	j := m.Judge(Answers{"likely": "very high..L", "bad": "VH"})
	if !j.Ranged || j.Low.Level != M || j.High.Level != VH || j.Level.Rated() || j.Impact != VH {
		t.Errorf("without a best answer: %+v", j)
	}
	if want := "likely is known only as L to VH; a best answer would place it"; !slices.Equal(j.Missing, []string{want}) {
		t.Errorf("missing %q", j.Missing)
	}
	j = m.Judge(Answers{"likely": "L..M..VH", "bad": "VH"})
	want := []string{"M x VH: level H", "likely not sure: from L to VH, most likely M", "so it comes to anything from level M to level VH"}
	if j.Level != H || !slices.Equal(j.Path, want) {
		t.Errorf("with a best answer: %s, path %q", j.Level, j.Path)
	}
	s := seesaw()
	j = s.Judge(Answers{"tilt": "left..right", "automatable": "no"})
	if j.Low.Word() != "wait" || j.High.Word() != "go" {
		t.Errorf("the worst in the middle was passed over: %s to %s", j.Low.Word(), j.High.Word())
	}
}

// What is no span of a question's own answers is a problem and rates nothing.
func TestBadSpansAreProblems(t *testing.T) {
	m := twoSided("two", "1")
	for value, want := range map[string]string{
		"L..huge":    `likely is "L..huge"; a range runs between two of VL, L, M, H or VH`,
		"L.....H":    "likely",
		"VL..VH..M":  `likely is "VL..VH..M": VH lies outside the range`,
		"..H":        "likely is",
		"L..M..H..H": "likely is",
	} {
		j := m.Judge(Answers{"likely": value, "bad": "H"})
		if len(j.Problems) == 0 || !strings.HasPrefix(j.Problems[0], want) || j.Level.Rated() || j.Impact.Rated() {
			t.Errorf("%s: %+v", value, j)
		}
	}
	if j := m.Judge(Answers{"likely": "H..H", "bad": "H"}); j.Ranged || j.Level != H {
		t.Errorf("a span of one answer: %+v", j)
	}
}

// Whatever spans are given, every answer within them comes to something that
// the two ends hold between them.
func TestSpansHoldEveryAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom([]Method{twoSided("two", "1"), seesaw()}).Draw(t, "method")
		spans, within := Answers{}, Answers{}
		for _, q := range m.Questions {
			n := len(q.Options)
			low := rapid.IntRange(0, n-1).Draw(t, q.ID)
			high := rapid.IntRange(low, n-1).Draw(t, q.ID)
			spans[q.ID] = Span{Low: q.At(low), High: q.At(high)}.String()
			within[q.ID] = q.At(rapid.IntRange(low, high).Draw(t, q.ID))
		}
		j, one := m.Judge(spans), m.Judge(within)
		if !j.Ranged { // every span was a single answer
			return
		}
		if m.Compare(one.Outcome, j.Low) < 0 || m.Compare(one.Outcome, j.High) > 0 ||
			one.Likelihood < j.Low.Likelihood || one.Impact > j.High.Impact {
			t.Errorf("%s gives %s, outside %s to %s of %s", within, one.Word(), j.Low.Word(), j.High.Word(), spans)
		}
	})
}

// What would flip a rating is exactly what the method says of every answer
// one step away.
func TestFlipsAreWhatTheMethodSays(t *testing.T) {
	for _, m := range []Method{twoSided("two", "1"), seesaw()} {
		first, second := m.Questions[0], m.Questions[1]
		for i := range first.Options {
			for k := range second.Options {
				a := Answers{first.ID: first.At(i), second.ID: second.At(k)}
				word := m.Rate(a).Word()
				var want []string
				for _, step := range []struct{ i, k int }{{i - 1, k}, {i + 1, k}, {i, k - 1}, {i, k + 1}} {
					b := Answers{first.ID: first.At(step.i), second.ID: second.At(step.k)}
					if b[first.ID] == "" || b[second.ID] == "" {
						continue
					}
					if w := m.Rate(b).Word(); w != word {
						want = append(want, b.String()+" "+w)
					}
				}
				var got []string
				for _, f := range m.Flips(a, Outcome.Word) {
					got = append(got, a.With(f.Question, f.To).String()+" "+f.Word)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%s %s: flips %v, want %v", m.ID, a, got, want)
				}
			}
		}
	}
	if m := seesaw(); m.Flips(Answers{"tilt": "left"}, Outcome.Word) != nil {
		t.Error("half a rating flips")
	}
}

// A judgement changes no answer that it was given, whatever stands in them.
func TestJudgingIsPure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.SampledFrom([]Method{twoSided("two", "1"), seesaw()}).Draw(t, "method")
		names := []string{"likely", "bad", "tilt", "automatable", "chance", "odd"}
		values := []string{"", ".", "H", "L..H", "H..L", "left..right", "yes", "no..yes", "..", "\x1b", "VL..M..VH"}
		a := rapid.MapOf(rapid.SampledFrom(names), rapid.SampledFrom(values)).Draw(t, "answers")
		before := maps.Clone(a)
		one, two := m.Judge(a), m.Judge(a)
		if !maps.Equal(a, before) || !reflect.DeepEqual(one, two) {
			t.Fatalf("judged %v, then %v; answers %v, were %v", one, two, a, before)
		}
		if len(one.Problems) > 0 && (one.Level.Rated() || one.Verdict.Outcome != "") {
			t.Errorf("%v rates what it calls a problem: %+v", a, one)
		}
	})
}

// Many ranges in a method that is not monotone are tried all ways, then at their
// ends, which is said, and refused before they take for ever.
func TestManyRangesAreBounded(t *testing.T) {
	m := Method{ID: "many", Results: []string{"go"}}
	for i := range 20 {
		m.Questions = append(m.Questions, Question{ID: fmt.Sprint("q", i), Options: levelOptions()})
	}
	tries := 0
	m.Rate = func(Answers) Outcome { tries++; return Outcome{Verdict: Verdict{Outcome: "go"}} }
	for _, c := range []struct {
		ranges, most  int
		flag, problem string
	}{
		{2, 9 + 1, "", ""},
		{12, 4096 + 1, "only the ends of the 12 ranges were tried", ""},
		{13, 1, "", "13 answers are ranges; many can follow 12 at once"},
		{20, 1, "", "20 answers are ranges"},
	} {
		a := Answers{}
		for i := range c.ranges {
			a[fmt.Sprint("q", i)] = "L..H"
		}
		tries = 0
		j := m.Judge(a)
		if tries > c.most || !strings.Contains(strings.Join(j.Flags, ""), c.flag) || (c.flag == "") != (len(j.Flags) == 0) ||
			!strings.Contains(strings.Join(j.Problems, ""), c.problem) || (c.problem == "") != (len(j.Problems) == 0) {
			t.Errorf("%d ranges: %d tries, flags %q, problems %q", c.ranges, tries, j.Flags, j.Problems)
		}
	}
}
