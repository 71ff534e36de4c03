package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"time"
)

// A fuzzing is one fuzz target that is run for a while.
type fuzzing struct {
	target
	program string
	long    time.Duration
	keep    string // the folder of what it found
}

// minimizing is in calls and not in time: the minute that go test takes by default would
// be all the time that a target has.
const minimizing = "30x"

var lastCount = regexp.MustCompile(`execs: (\d+) .*new interesting: (\d+)`)

func (f fuzzing) run() (string, error) {
	before := f.inputs()
	text, err := command(f.program, f.target, "-test.run=^$", "-test.fuzz=^"+f.name+"$", "-test.parallel=1",
		"-test.fuzztime="+f.long.String(), "-test.fuzzminimizetime="+minimizing, "-test.fuzzcachedir="+f.keep)
	late := err != nil && onlyLate(text)
	if late {
		_, err = tried(f.program, f.target) // what was written as failing at the last moment fails here
	}
	counts := lastCount.FindAllSubmatch(text, -1)
	if len(counts) == 0 && err == nil {
		err = fmt.Errorf("nothing was fuzzed")
	}
	if err != nil {
		return "", fmt.Errorf("%s%w%s", text, err, f.failing(before))
	}
	last := counts[len(counts)-1]
	return fmt.Sprintf("%s executions, %s new inputs", last[1], last[2]), nil
}

var (
	progress = regexp.MustCompile(`(?m)^fuzz: .*\n`)
	lateEnd  = regexp.MustCompile(`^--- FAIL: \w+ \([0-9.]+s\)\n\s+context deadline exceeded\nFAIL\n(exit status 1\n)?$`)
)

// onlyLate says whether all that a run says against its target is that its time ended. A
// worker that is stopped a moment before it hears of the end makes that a failure (Go issue
// 75804, mended in Go 1.27): nothing was found.
func onlyLate(text []byte) bool {
	return lateEnd.Match(progress.ReplaceAll(text, nil))
}

// inputs are the files that the target failed with, in its package's testdata.
func (f fuzzing) inputs() map[string]bool {
	there := map[string]bool{}
	paths, _ := filepath.Glob(filepath.Join(filepath.FromSlash(f.dir), "testdata", "fuzz", f.name, "*"))
	for _, path := range paths {
		there[path] = true
	}
	return there
}

// failing tells where each input is that was not there before, and what is in it.
func (f fuzzing) failing(before map[string]bool) string {
	var out bytes.Buffer
	for path := range f.inputs() {
		if !before[path] {
			text, _ := os.ReadFile(path)
			fmt.Fprintf(&out, "\nit fails with %s:\n%.2000s\nagain: go test -run '^%s$/^%s$' ./%s", path, text, f.name, filepath.Base(path), f.dir)
		}
	}
	return out.String()
}
