package cvss

import (
	"strings"
	"testing"
	"unicode"

	"parry/model"
)

// Every score has its decimal, its number and its published band, on both sides
// of each limit.
func TestScores(t *testing.T) {
	for score, want := range map[Score]string{0: "0.0 None", 1: "0.1 Low", 39: "3.9 Low", 40: "4.0 Medium", 69: "6.9 Medium",
		70: "7.0 High", 89: "8.9 High", 90: "9.0 Critical", 100: "10.0 Critical"} {
		if got := score.String() + " " + score.Severity(); got != want {
			t.Errorf("%d: %s, want %s", score, got, want)
		}
	}
	for n := range Score(101) {
		d, problem := ReadDeclared(n.String())
		if problem != "" || d.Score != n || n.Points()*10 < float64(n)-1e-9 || n.Points()*10 > float64(n)+1e-9 {
			t.Errorf("%s: read back as %v %s", n, d.Score, problem)
		}
	}
	for i, name := range Severities() {
		if Levels()[name] != model.Levels[i] {
			t.Errorf("%s is read as %s", name, Levels()[name])
		}
	}
}

// A declared score is told apart: the headline, the base score, another group's,
// a rounding, or none of them.
func TestDeclared(t *testing.T) {
	rounding := func(off Score) bool { return off == -1 }
	temporal := Named{"temporal", 79}
	for declared, want := range map[string]string{
		"7.9": "", "8.8": "declared 8.8 is the base score; with all that the vector says it is 7.9",
		"8.7": "declared 8.7; the base score is 8.8: off by 0.1, as rounding in floating point gives",
		"8.9": "declared 8.9; the base score is 8.8; no group of this vector gives 8.9",
	} {
		d, _ := ReadDeclared(declared)
		if got := d.Against(88, 79, rounding, temporal); got != want {
			t.Errorf("%s: %q, want %q", declared, got, want)
		}
	}
	d, _ := ReadDeclared("7.9")
	if got := d.Against(88, 88, rounding, temporal); got != "declared 7.9; the base score is 8.8, 7.9 is the temporal score" {
		t.Errorf("%q", got)
	}
	for _, bad := range []string{"ten", "10.1", "-0.1", "8.85", "NaN", "Inf", "\x1b[1m"} {
		if d, problem := ReadDeclared(bad); problem == "" || d.Given {
			t.Errorf("%q was read as %v", bad, d.Score)
		}
	}
}

// What is not defined is not written.
func TestWrite(t *testing.T) {
	a := model.Answers{"AV": "N", "AC": ".", "E": "", "S": "U"}
	if got := Write("CVSS:3.1", []string{"AV", "AC", "S", "E"}, a); got != "CVSS:3.1/AV:N/S:U" {
		t.Error(got)
	}
	if got := Write("", []string{"S", "AV"}, a); got != "S:U/AV:N" {
		t.Error(got)
	}
}

// Whatever is declared as a score, it is one from 0.0 to 10.0 or told in a sentence.
func FuzzDeclared(f *testing.F) {
	for _, seed := range []string{"", "7.5", " 10.0 ", "-0", "1e1", "0x1p3", "NaN", "10.05", "\x1b[31m"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, answer string) {
		d, problem := ReadDeclared(answer)
		switch {
		case d.Given && (problem != "" || d.Score < 0 || d.Score > 100):
			t.Errorf("%q is %d: %s", answer, d.Score, problem)
		case !d.Given && (problem == "") != (answer == ""):
			t.Errorf("%q is no score, and %q is said", answer, problem)
		case strings.ContainsFunc(problem, unicode.IsControl):
			t.Errorf("%q", problem)
		}
	})
}
