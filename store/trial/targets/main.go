// Targets runs what `go test` runs one after another, as many at once as there are
// processors, or a few to each: each fuzz target for a while, and without the race detector
// the tests that throw fewer dice with it. All of them are run, whatever fails, and the end
// says what did.
//
//   - main.go: what is asked for, the queue, the end
//   - find.go: the targets of a tree of packages
//   - fuzz.go: one fuzz target, and what its failing means
//
// It needs the folder of go.mod as its own.
package main

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"
)

const module = "parry"

func main() {
	fuzz := flag.Duration("fuzz", 0, "how long each fuzz target runs; 0 runs none")
	trials := flag.Bool("trials", false, "run the tests that do less with the race detector")
	keep := flag.String("keep", "", "the `folder` of the inputs that fuzzing found; without one they are forgotten")
	only := flag.String("only", "", "run what has this `text` in its folder or name")
	share := flag.Int("share", 1, "how many share a processor")
	flag.Parse()
	if err := run(os.Stdout, *fuzz, *trials, *keep, *only, *share*runtime.NumCPU()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(out io.Writer, fuzz time.Duration, trials bool, keep, only string, jobs int) error {
	found, err := find(os.DirFS("."))
	if err != nil {
		return err
	}
	for _, list := range []*[]target{&found.fuzz, &found.trials} {
		*list = slices.DeleteFunc(*list, func(one target) bool { return !strings.Contains(one.String(), only) })
	}
	work, err := os.MkdirTemp("", "parry-targets-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	var queue []job
	if trials {
		built, err := build(filepath.Join(work, "trials"), found.trials)
		if err != nil {
			return err
		}
		slices.SortStableFunc(found.trials, func(a, b target) int { return cmp.Compare(a.late(), b.late()) })
		for _, one := range found.trials {
			queue = append(queue, job{one, func() (string, error) { return tried(built[one.dir], one) }})
		}
	}
	if fuzz > 0 {
		// What -fuzz itself asks of the compiler, but for our packages only: those of others
		// would be compiled once more each, and are not what is looked at.
		built, err := build(filepath.Join(work, "fuzz"), found.fuzz, "-gcflags="+module+"/...=-d=libfuzzer")
		if err != nil {
			return err
		}
		for _, one := range found.fuzz {
			f := fuzzing{one, built[one.dir], fuzz, filepath.Join(cmp.Or(keep, work), module, one.dir)}
			queue = append(queue, job{one, f.run})
		}
	}
	if len(queue) == 0 && only != "" {
		return fmt.Errorf("nothing has %q in its folder or name", only)
	}
	return all(out, queue, jobs)
}

// longest are the trials that take as long as many others: they begin first, so that nothing
// waits for one of them at the end.
var longest = []string{"TestUndoSurvivesEverything", "TestEveryCallOfOtherScriptsMayFail", "TestKilledWritersLoseNothing", "TestCrowdedFiles"}

// late is 0 for what begins first.
func (t target) late() int {
	if slices.Contains(longest, t.name) {
		return 0
	}
	return 1
}

// A job is one test to run; what it says of itself stands behind its name.
type job struct {
	target
	run func() (told string, err error)
}

// all runs every job, so many at once, and writes a line for each; what failed is told in
// full, and named at the end.
func all(out io.Writer, queue []job, jobs int) error {
	var mu sync.Mutex
	var failed []string
	var wait sync.WaitGroup
	next := make(chan job)
	for range max(1, jobs) {
		wait.Go(func() {
			for j := range next {
				began := time.Now()
				told, err := j.run()
				took := time.Since(began).Seconds()
				mu.Lock()
				if err != nil {
					failed = append(failed, j.String())
					fmt.Fprintf(out, "FAIL\t%s\t%.1fs\n%v\n", j, took, err)
				} else {
					fmt.Fprintf(out, "ok\t%s\t%.1fs\t%s\n", j, took, told)
				}
				mu.Unlock()
			}
		})
	}
	for _, j := range queue {
		next <- j
	}
	close(next)
	wait.Wait()
	if failed != nil {
		slices.Sort(failed)
		return fmt.Errorf("%d of %d failed: %s", len(failed), len(queue), strings.Join(failed, ", "))
	}
	return nil
}

// build makes the test programs of the targets' packages, all in one go, and gives where
// the one of each folder is.
func build(into string, targets []target, flags ...string) (map[string]string, error) {
	built := map[string]string{}
	args := append([]string{"test", "-c", "-ldflags=-s -w", "-o", into + "/"}, flags...)
	for _, one := range targets {
		if built[one.dir] == "" {
			built[one.dir] = filepath.Join(into, path.Base(one.dir)+".test")
			args = append(args, "./"+one.dir)
		}
	}
	if len(built) == 0 {
		return built, nil
	}
	if err := os.MkdirAll(into, 0o700); err != nil {
		return nil, err
	}
	if text, err := exec.Command("go", args...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, text)
	}
	return built, nil
}

// tried runs one test to its end.
func tried(program string, one target) (string, error) {
	text, err := command(program, one, "-test.run=^"+one.name+"$", "-test.timeout=12m")
	if err != nil {
		return "", fmt.Errorf("%s%w", text, err)
	}
	if bytes.Contains(text, []byte("no tests to run")) {
		return "", fmt.Errorf("there is no such test: %s", text)
	}
	return "", nil
}

// command runs a test program in its package's folder, as go test does.
func command(program string, one target, args ...string) ([]byte, error) {
	c := exec.Command(program, append(args, "-test.paniconexit0")...)
	c.Dir = filepath.FromSlash(one.dir)
	c.Env = append([]string{"GOGC=400"}, os.Environ()...) // a sixth less time for memory that is there
	return c.CombinedOutput()
}
