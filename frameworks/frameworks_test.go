package frameworks

import (
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"

	"parry/model"
	"parry/store/trial"
)

// everyMethod runs a promise for each method by its id.
func everyMethod(t *testing.T, promise func(t *testing.T, m model.Method)) {
	for _, m := range Library().Methods {
		t.Run(m.ID, func(t *testing.T) { promise(t, m) })
	}
}

// everyWay gives each set of questions that rates a threat: those that are
// asked, and with each question that stands instead of others in their place.
func everyWay(m model.Method) [][]model.Question {
	var ways [][]model.Question
	for _, adversarial := range []bool{true, false} {
		asked := m.Asked(adversarial)
		ways = append(ways, asked)
		for _, q := range m.Questions {
			if _, fits := m.Question(q.ID, adversarial); len(q.Instead) == 0 || !fits {
				continue
			}
			way := slices.DeleteFunc(slices.Clone(asked), func(other model.Question) bool {
				return slices.Contains(q.Instead, other.ID)
			})
			ways = append(ways, append(way, q))
		}
	}
	return ways
}

// combinations gives every way to answer, or as many as chance picks where
// there are too many to try; a question whose answer is free is left out.
func combinations(questions []model.Question) iter.Seq[model.Answers] {
	const most = 1_500
	closed := slices.DeleteFunc(slices.Clone(questions), func(q model.Question) bool { return len(q.Options) == 0 })
	total := 1
	for _, q := range closed {
		total = min(total*len(q.Options), most+1)
	}
	return func(yield func(model.Answers) bool) {
		chance := rand.New(rand.NewPCG(1, 2))
		for n := range min(total, most) {
			a := model.Answers{}
			for _, q := range closed {
				pick := n % len(q.Options)
				n /= len(q.Options)
				if total > most {
					pick = chance.IntN(len(q.Options))
				}
				a[q.ID] = q.Options[pick].Value
			}
			if !yield(a) {
				return
			}
		}
	}
}

// A rating names its method and version for good, so both are there, and no
// two methods share an id.
func TestMethodsAreNamed(t *testing.T) {
	seen := map[string]bool{}
	everyMethod(t, func(t *testing.T, m model.Method) {
		if m.ID == "" || m.Title == "" || m.Version == "" || m.Source == "" {
			t.Errorf("id %q, title %q, version %q, source %q", m.ID, m.Title, m.Version, m.Source)
		}
		if m.Rate == nil {
			t.Error("it cannot rate")
		}
		if seen[m.ID] {
			t.Error("the id is given twice")
		}
		seen[m.ID] = true
	})
}

// Every method asks something of every sort of threat, in words, under a name
// that is its own for that sort.
func TestMethodsAsk(t *testing.T) {
	everyMethod(t, func(t *testing.T, m model.Method) {
		for _, adversarial := range []bool{true, false} {
			asked := m.Asked(adversarial)
			if len(asked) == 0 {
				t.Errorf("adversarial %v: nothing is asked", adversarial)
			}
			seen := map[string]bool{}
			for _, q := range asked {
				if seen[q.ID] {
					t.Errorf("adversarial %v: %s is asked twice", adversarial, q.ID)
				}
				seen[q.ID] = true
			}
		}
		for _, q := range m.Questions {
			if q.ID == "" || q.Title == "" || q.Help == "" {
				t.Errorf("question %q: title %q, help %q", q.ID, q.Title, q.Help)
			}
		}
	})
}

// A question offers options with words to read out, each value once, or says
// that its answer is free. No option is the one that means "not known".
func TestQuestionsCanBeAnswered(t *testing.T) {
	everyMethod(t, func(t *testing.T, m model.Method) {
		for _, q := range m.Questions {
			if len(q.Options) == 0 && !strings.Contains(q.Help, "free") {
				t.Errorf("%s has no options and does not say that it is free", q.ID)
			}
			seen := map[string]bool{}
			for _, o := range q.Options {
				if o.Value == "" || o.Label == "" || o.Anchor == "" || o.Value == model.NotKnown {
					t.Errorf("%s: option %+v", q.ID, o)
				}
				if seen[o.Value] {
					t.Errorf("%s offers %s twice", q.ID, o.Value)
				}
				seen[o.Value] = true
			}
		}
	})
}

// A question that stands instead of others names questions that there are.
func TestInsteadNamesQuestions(t *testing.T) {
	everyMethod(t, func(t *testing.T, m model.Method) {
		for _, q := range m.Questions {
			for _, other := range q.Instead {
				if !slices.ContainsFunc(m.Questions, func(o model.Question) bool { return o.ID == other && o.ID != q.ID }) {
					t.Errorf("%s stands instead of %s, which is not asked", q.ID, other)
				}
			}
		}
	})
}

// No answers rate nothing, and it is said what is missing.
func TestNoAnswersRateNothing(t *testing.T) {
	everyMethod(t, func(t *testing.T, m model.Method) {
		for _, a := range []model.Answers{nil, {}} {
			o := m.Rate(a)
			if rates(o) || len(o.Missing) == 0 || len(o.Problems) > 0 {
				t.Errorf("%#v: %+v", a, o)
			}
		}
	})
}

func rates(o model.Outcome) bool {
	return o.Likelihood.Rated() || o.Impact.Rated() || o.Word() != "" || o.Scored
}

// Whatever is picked from the options, all questions answered give a result
// that the method names among its own, and a path that says how. A method that
// places gives both sides, any other neither.
func TestEveryAnswerGivesAResult(t *testing.T) {
	everyMethod(t, func(t *testing.T, m model.Method) {
		for _, way := range everyWay(m) {
			for a := range combinations(way) {
				o := m.Rate(a)
				if !o.Complete() || !slices.Contains(m.Results, o.Word()) || len(o.Path) == 0 {
					t.Fatalf("%s: %+v", a, o)
				}
				if o.Likelihood.Rated() != m.Places || o.Impact.Rated() != m.Places {
					t.Fatalf("%s: places %v, and gives %s x %s", a, m.Places, o.Likelihood, o.Impact)
				}
			}
		}
	})
}

// Leaving one answer out of a full set is said, never guessed at.
func TestOneAnswerShortGivesNoResult(t *testing.T) {
	unraced(t)
	everyMethod(t, func(t *testing.T, m model.Method) {
		for _, way := range everyWay(m) {
			for a := range combinations(way) {
				for id := range a {
					if o := m.Rate(a.With(id, "")); o.Word() != "" || len(o.Missing) == 0 {
						t.Fatalf("%s without %s: %+v", a, id, o)
					}
				}
			}
		}
	})
}

// "Not known" is an answer everywhere; it rates nothing and is no problem.
func TestNotKnownRatesNothing(t *testing.T) {
	everyMethod(t, func(t *testing.T, m model.Method) {
		all := model.Answers{}
		for _, q := range m.Questions {
			all[q.ID] = model.NotKnown
			alone := m.Rate(model.Answers{q.ID: model.NotKnown})
			if rates(alone) || len(alone.Missing) == 0 || len(alone.Problems) > 0 {
				t.Errorf("%s not known: %+v", q.ID, alone)
			}
		}
		if o := m.Rate(all); rates(o) || len(o.Missing) == 0 || len(o.Problems) > 0 {
			t.Errorf("nothing known: %+v", o)
		}
	})
}

// unraced leaves a test that rates every combination of answers, one after the other,
// to the run without the race detector.
func unraced(t *testing.T) {
	t.Helper()
	if trial.Raced() {
		t.Skip("one goroutine rates each combination of answers")
	}
}

// Rating is pure: it changes no answer and says the same the second time.
func TestRatingIsPure(t *testing.T) {
	everyMethod(t, func(t *testing.T, m model.Method) {
		for _, way := range everyWay(m) {
			for a := range combinations(way) {
				pure(t, m, a)
			}
		}
		pure(t, m, model.Answers{"no such answer": "at all"})
	})
}

func pure(t *testing.T, m model.Method, a model.Answers) model.Outcome {
	t.Helper()
	before := maps.Clone(a)
	first, second := m.Rate(a), m.Rate(a)
	if !maps.Equal(a, before) {
		t.Fatalf("rating changed %s to %s", before, a)
	}
	if !reflect.DeepEqual(first, second) {
		t.Fatalf("%s: first %+v, then %+v", a, first, second)
	}
	return first
}

// A name that no question has is told, not skipped: a slip of the finger must
// not leave a threat rated by what was left.
func TestUnknownAnswersAreProblems(t *testing.T) {
	unraced(t)
	everyMethod(t, func(t *testing.T, m model.Method) {
		for _, way := range everyWay(m) {
			for a := range combinations(way) {
				if o := m.Rate(a.With("no such answer", "M")); len(o.Problems) == 0 || rates(o) {
					t.Fatalf("%s and an unknown name: %+v", a, o)
				}
			}
		}
	})
}

// A seed is something the method can read: it has no problems, rates no more
// than the rating did, and shares nothing with it.
func TestSeedsCanBeRead(t *testing.T) {
	everyMethod(t, func(t *testing.T, m model.Method) {
		if m.Seed == nil {
			t.Skip("it takes over no rating")
		}
		for _, r := range []model.Rating{
			{},
			{Method: m.ID, Reckoning: &model.Reckoning{Version: m.Version}},
			{Method: model.MethodImported, Impact: model.H},
			{Method: model.MethodImported, Likelihood: model.M, Impact: model.H, Level: model.M},
			{Method: "another", Likelihood: model.M, Impact: model.H, Level: model.M},
		} {
			o := m.Rate(m.Seed(r))
			if len(o.Problems) > 0 || o.Level.Rated() && !r.Placed() {
				t.Errorf("%+v: %+v", r, o)
			}
		}
	})
}

// everything gives each way with all that may be answered besides.
func everything(m model.Method) [][]model.Question {
	var all [][]model.Question
	for _, way := range everyWay(m) {
		way = slices.Clone(way)
		for _, q := range m.Questions {
			if q.Optional {
				way = append(way, q)
			}
		}
		all = append(all, way)
	}
	return all
}

// Where a method says that it is monotone, no answer raised by one step lowers
// what it comes to.
func TestRaisingAnAnswerNeverLowersTheResult(t *testing.T) {
	unraced(t)
	everyMethod(t, func(t *testing.T, m model.Method) {
		if !m.Monotone {
			t.Skip("it does not say that it is monotone")
		}
		for _, way := range everything(m) {
			for a := range combinations(way) {
				before := m.Rate(a)
				for _, q := range way {
					to := q.At(q.Place(a[q.ID]) + 1)
					if to == "" {
						continue
					}
					if after := m.Rate(a.With(q.ID, to)); m.Compare(after, before) < 0 ||
						after.Likelihood < before.Likelihood || after.Impact < before.Impact {
						t.Fatalf("%s with %s=%s: from %s to %s", a, q.ID, to, before.Word(), after.Word())
					}
				}
			}
		}
	})
}

// What would flip a rating is what the method itself says of every answer one
// step away, no more and no less.
func TestFlipsAreBruteForce(t *testing.T) {
	unraced(t)
	everyMethod(t, func(t *testing.T, m model.Method) {
		for _, way := range everything(m) {
			n := 0
			for a := range combinations(way) {
				if n++; n > 500 {
					break
				}
				got := map[string]string{}
				for _, f := range m.Flips(a, model.Outcome.Word) {
					got[f.Question+"="+f.To] = f.Word
				}
				want, now := map[string]string{}, m.Rate(a).Word()
				for _, q := range way {
					for to, value := range neighbours(q, a[q.ID]) {
						if w := m.Rate(a.With(q.ID, value)).Word(); w != now {
							want[q.ID+"="+to] = w
						}
					}
				}
				if !maps.Equal(got, want) {
					t.Fatalf("%s: flips %v, by brute force %v", a, got, want)
				}
			}
		}
	})
}

// neighbours gives the options, or whole numbers, beside a value.
func neighbours(q model.Question, value string) map[string]string {
	beside := map[string]string{}
	if q.Whole {
		for n := range 11 {
			if v := fmt.Sprint(n); q.Place(value)-n == 1 || n-q.Place(value) == 1 {
				if _, ok := q.Read(v); ok {
					beside[v] = v
				}
			}
		}
		return beside
	}
	for i, o := range q.Options {
		if i > 0 && q.Options[i-1].Value == value || i+1 < len(q.Options) && q.Options[i+1].Value == value {
			beside[o.Value] = o.Value
		}
	}
	return beside
}

// What a method reads severities as are words that it gives, and levels.
func TestSeveritiesAreResults(t *testing.T) {
	everyMethod(t, func(t *testing.T, m model.Method) {
		for word, level := range m.Severities {
			if !slices.Contains(m.Results, word) || !level.Rated() {
				t.Errorf("%q is read as %q", word, level)
			}
		}
	})
}

// An answer that is kept in a field of the threat is a value of that field, in
// the same words; and what the fields of any threat suggest can be answered.
func TestFactsAreInTheSameWords(t *testing.T) {
	everyMethod(t, func(t *testing.T, m model.Method) {
		for _, q := range m.Questions {
			f, ok := model.FieldNamed(q.Field)
			if q.Field == "" {
				continue
			}
			for _, o := range q.Options {
				var one model.Threat
				if !ok || f.Set(&one, o.Value) != nil || f.Get(&one) != o.Value {
					t.Errorf("%s=%s is not kept in %q", q.ID, o.Value, q.Field)
				}
			}
		}
		if m.Facts == nil {
			return
		}
		for _, field := range []string{"exploitation", "exposure", "automatable", "technical_impact", "kev"} {
			f, _ := model.FieldNamed(field)
			for _, c := range f.Choices {
				var one model.Threat
				if err := f.Set(&one, c.Value); err != nil {
					t.Fatal(err)
				}
				if o := m.Rate(m.Facts(&one)); len(o.Problems) > 0 {
					t.Errorf("%s=%s suggests %s: %v", field, c.Value, m.Facts(&one), o.Problems)
				}
			}
		}
	})
}

// Answering question by question, from whatever a rating already holds and in
// either order, never runs into a problem and always ends at a level.
func TestAnsweringStepByStep(t *testing.T) {
	unraced(t)
	everyMethod(t, func(t *testing.T, m model.Method) {
		start := model.Rating{Method: model.MethodImported, Likelihood: model.VH, Impact: model.VL}
		for _, way := range everyWay(m) {
			for a := range combinations(way) {
				ids := slices.Sorted(maps.Keys(a))
				answerAll(t, m, m.Start(start), a, ids)
				slices.Reverse(ids)
				answerAll(t, m, m.Start(start), a, ids)
			}
		}
	})
}

func answerAll(t *testing.T, m model.Method, have, want model.Answers, order []string) {
	t.Helper()
	for _, id := range order {
		have = m.Answer(have, id, want[id])
		if o := m.Rate(have); len(o.Problems) > 0 {
			t.Fatalf("%s after %s: %+v", have, id, o)
		}
	}
	if got, alone := m.Rate(have).Word(), m.Rate(want).Word(); got != alone {
		t.Fatalf("%s ends at %s, answered at once at %s", have, got, alone)
	}
}

// Every folder of a method is in the list and every method has its folder:
// the folder's name begins the id, written without its marks.
func TestListMatchesFolders(t *testing.T) {
	entries, err := os.ReadDir("methods")
	if err != nil {
		t.Fatal(err)
	}
	has := map[string]bool{}
	for _, e := range entries {
		i := slices.IndexFunc(Library().Methods, func(m model.Method) bool {
			return strings.HasPrefix(squeeze(m.ID), e.Name())
		})
		if i < 0 {
			t.Errorf("methods/%s is not in the list", e.Name())
		}
		if _, err := os.Stat("methods/" + e.Name() + "/SOURCE.md"); err != nil {
			t.Errorf("methods/%s does not say where it is from: %v", e.Name(), err)
		}
		has[e.Name()] = true
	}
	everyMethod(t, func(t *testing.T, m model.Method) {
		for name := range has {
			if strings.HasPrefix(squeeze(m.ID), name) {
				return
			}
		}
		t.Error("it has no folder under methods")
	})
}

// squeeze keeps letters and digits: nist-800-30 is nist80030.
func squeeze(id string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, id)
}

// Whatever is answered, no method panics, changes its answers, rates what it
// calls a problem, or lets a control character from an answer into a sentence.
func FuzzRate(f *testing.F) {
	f.Add("initiation=M;adverse=H;impact=VH", "adversarial", "no")
	f.Add("likelihood=very low;impact=.", "imapct", "H")
	f.Add("", "", "")
	f.Add("impact=\x1b[31m", "likelihood", "\xff")
	f.Fuzz(func(t *testing.T, text, name, value string) {
		a := model.Answers{name: value}
		for part := range strings.SplitSeq(text, ";") {
			question, answer, _ := strings.Cut(part, "=")
			a[question] = answer
		}
		for _, m := range Library().Methods {
			o := pure(t, m, a)
			if len(o.Problems) > 0 && rates(o) {
				t.Errorf("%s %s: %+v", m.ID, a, o)
			}
			for _, line := range slices.Concat(o.Path, o.Flags, o.Missing, o.Problems) {
				if strings.ContainsFunc(line, unicode.IsControl) {
					t.Errorf("%s %s: %q", m.ID, a, line)
				}
			}
		}
	})
}
