package main

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"parry/model"
)

// someVectors are CVSS 4.0 vectors of every group, as many as a real list has
// kinds of.
var someVectors = []string{
	"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N",
	"CVSS:4.0/AV:N/AC:L/AT:N/PR:L/UI:N/VC:N/VI:N/VA:L/SC:N/SI:N/SA:N",
	"CVSS:4.0/AV:L/AC:H/AT:P/PR:H/UI:A/VC:L/VI:H/VA:N/SC:N/SI:N/SA:N/E:P",
	"CVSS:4.0/AV:A/AC:H/AT:N/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:N/SA:L/E:A/CR:H/AR:L/MPR:L/MUI:N/MVC:L/MVA:L/MSI:L/MSA:S",
	"CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H/S:N/AU:N/R:A/V:D/RE:L/U:Amber",
}

// BenchmarkScoreLines is `parry score cvss-4.0 -` from line to line of JSON,
// one vector an operation. It must be under 20 µs: 50,000 a second.
func BenchmarkScoreLines(b *testing.B) {
	const most = 10_000
	lines := strings.Repeat(strings.Join(someVectors, "\n")+"\n", most/len(someVectors))
	for done := 0; done < b.N; done += most {
		a := &app{streams: streams{in: strings.NewReader(lines), out: io.Discard, err: io.Discard}}
		m, _ := library().Method("cvss-4.0")
		if err := a.scoreLines(m); err != nil {
			b.Fatal(err)
		}
	}
}

// Each line is answered by one line, in order, whatever stands on the others;
// the numbers are those of the vector alone.
func TestScoreLinesAnswersEachLine(t *testing.T) {
	m, ok := library().Method("cvss-4.0")
	if !ok {
		t.Fatal("cvss-4.0 is not in the library")
	}
	var out bytes.Buffer
	a := &app{streams: streams{in: strings.NewReader(strings.Join(someVectors, "\nnothing\n\n")), out: &out, err: io.Discard}}
	if err := a.scoreLines(m); err == nil {
		t.Error("bad lines were not told by the exit")
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2*len(someVectors)-1 {
		t.Fatalf("%d lines", len(lines))
	}
	for i, want := range []string{`"score":9.3`, `"error":`, `"score":5.3`, `"error":`, `"score":`, `"error":`, `"threat":`, `"error":`, `"score":7.3`} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("line %d is %s, want %s", i+1, lines[i], want)
		}
	}
}

// A line that is too long for a case is an error on its own line, however long
// it is, and the others are rated.
func TestScoreLinesPassOverALongOne(t *testing.T) {
	m, _ := library().Method("cvss-4.0")
	for _, long := range []int{model.MaxText + 1, 3*model.MaxText + 17} {
		in := someVectors[0] + "\n" + strings.Repeat("x", long) + "\n" + someVectors[1] + "\n" + strings.Repeat("y", long)
		var out bytes.Buffer
		a := &app{streams: streams{in: strings.NewReader(in), out: &out, err: io.Discard}}
		if err := a.scoreLines(m); err == nil {
			t.Error("the long lines were not told by the exit")
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if len(lines) != 4 || !strings.Contains(lines[0], `"score":9.3`) || !strings.Contains(lines[1], "longer than 64 KiB") ||
			!strings.Contains(lines[2], `"score":5.3`) || !strings.Contains(lines[3], "longer than 64 KiB") {
			t.Errorf("%d bytes: %.500q", long, lines)
		}
	}
}
