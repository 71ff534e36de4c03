// Package trial repeats a test that throws dice: a few times in each run of the tests,
// and under `make torture` until its full count is reached, over as many runs as that
// takes.
//
//   - trial.go: one test, repeated
//   - ledger.go: what was reached so far, one file a test
//   - race.go, norace.go: how many are left out where the race detector slows each
//   - targets/: each fuzz target for a while, and the trials, by all processors
//
// The dice of a trial follow from its number, so that a trial that failed can be
// repeated: PARRY_TRIAL="kills 812" does only that one. PARRY_SEED gives other dice.
package trial

import (
	"flag"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"
)

const (
	folderVariable = "PARRY_TORTURE"       // the folder of the ledger; set under `make torture`
	untilVariable  = "PARRY_TORTURE_UNTIL" // when the slice ends, in seconds since 1970
	seedVariable   = "PARRY_SEED"
	oneVariable    = "PARRY_TRIAL" // a name and a number
)

// A T is one repetition: a test of its own, so what it made is cleared away after it.
type T struct {
	*testing.T
	N    int        // from 0, over all slices
	Dice *rand.Rand // follow from the name of the test and N

	counts map[string]int
}

// Count adds n to a count of the test that its figures tell, such as how many of the
// damaged files were refused.
func (t *T) Count(what string, n int) { t.counts[what] += n }

// Long says whether the tests run under `make torture`.
func Long() bool { return os.Getenv(folderVariable) != "" }

// Each repeats try, usual times in a run of the tests, one in fifty of that where the race
// detector slows them. Under `make torture` it goes on where the last slice ended, until full
// is reached or the slice is over. A trial that fails is written down with its number.
func Each(t *testing.T, name string, usual, full int, try func(t *T)) {
	t.Helper()
	once := func(n int, counts map[string]int) bool {
		return t.Run(strconv.Itoa(n), func(t *testing.T) {
			try(&T{T: t, N: n, Dice: dice(name, n), counts: counts})
		})
	}
	if n, asked := one(name); asked {
		once(n, map[string]int{})
		return
	}
	l := &ledger{Name: name, Full: full, Counts: map[string]int{}}
	if Long() {
		seconds, err := strconv.ParseInt(os.Getenv(untilVariable), 10, 64)
		if err == nil {
			l, err = open(os.Getenv(folderVariable), name, full)
		}
		if err == nil {
			err = l.slice(time.Unix(seconds, 0), once)
		}
		if err != nil {
			t.Fatal(err)
		}
	} else {
		for ; l.Done < Of(usual); l.Done++ {
			once(l.Done, l.Counts)
		}
	}
	t.Logf("%s: %d of %d%s", name, l.Done, full, told(l.Counts))
}

// Raced says whether this is a run with the race detector. What one goroutine works out
// by itself has nothing to show it, and may be left to the run without: make test finds
// the tests that ask by their text, and runs them there.
func Raced() bool { return share > 1 }

// Of is how many of n a test tries in this run: all, or a few where the race detector
// slows them.
func Of(n int) int { return max(1, n/share) }

// Checks lets rapid check a property a tenth as often in this test where the race detector
// slows it: ten times of the usual hundred.
func Checks(t testing.TB) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	if n, err := strconv.Atoi(checks.Value.String()); err == nil && Raced() {
		t.Cleanup(func() { _ = checks.Value.Set(strconv.Itoa(n)) })
		if err := checks.Value.Set(strconv.Itoa(max(1, n/10))); err != nil {
			t.Fatal(err)
		}
	}
}

func dice(name string, n int) *rand.Rand {
	seed, _ := strconv.ParseUint(os.Getenv(seedVariable), 10, 64)
	sum := fnv.New64a()
	fmt.Fprintf(sum, "%s %d", name, n)
	return rand.New(rand.NewPCG(seed, sum.Sum64()))
}

// one reads which trial alone is asked for; of another test it asks for none.
func one(name string) (n int, asked bool) {
	number, ok := strings.CutPrefix(os.Getenv(oneVariable), name+" ")
	n, err := strconv.Atoi(number)
	return n, ok && err == nil
}
