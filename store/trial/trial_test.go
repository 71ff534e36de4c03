package trial

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Figures are printed at the end of `make torture`, which fails while one of them counts a
// trial that failed, in an earlier slice too.
func TestFigures(t *testing.T) {
	dir := os.Getenv(folderVariable)
	if dir == "" {
		t.Skip("only under make torture")
	}
	table, err := Figures(dir)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Print(table)
}

// Slices go on where the last one ended: each number is tried once, and what failed is
// known by number.
func TestSlicesGoOn(t *testing.T) {
	dir := t.TempDir()
	var tried []int
	for n, end := range []time.Time{time.Now().Add(time.Hour), {}, time.Now().Add(time.Hour)} {
		l, err := open(dir, "some dice", []int{6, 10, 10}[n])
		if err != nil {
			t.Fatal(err)
		}
		if err := l.slice(end, func(n int, counts map[string]int) bool {
			tried = append(tried, n)
			counts["thrown"]++
			return n != 4
		}); err != nil {
			t.Fatal(err)
		}
	}
	if !slices.Equal(tried, []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}) {
		t.Errorf("tried %v", tried)
	}
	table, err := Figures(dir)
	if err != nil || !strings.Contains(table, "| some dice | 10 | 10 | 1 | 0 s | 10 thrown |") {
		t.Errorf("%v\n%s", err, table)
	}
}

// Under torture the tests go on by the ledger, and a trial is a test of its own.
func TestEachKeepsALedger(t *testing.T) {
	dir := t.TempDir()
	t.Setenv(folderVariable, dir)
	t.Setenv(untilVariable, fmt.Sprint(time.Now().Add(time.Hour).Unix()))
	var rooms []string
	try := func(t *T) {
		for _, room := range rooms {
			if _, err := os.Stat(room); err == nil {
				t.Errorf("%s was not cleared away", room)
			}
		}
		rooms = append(rooms, t.TempDir())
	}
	Each(t, "rooms", 1, 5, try)
	Each(t, "rooms", 1, 7, try)
	if l, err := open(dir, "rooms", 7); err != nil || l.Done != 7 || len(rooms) != 7 {
		t.Errorf("%+v, %d rooms, %v", l, len(rooms), err)
	}
}

// With the race detector fewer are tried, and never none.
func TestOf(t *testing.T) {
	if want := map[bool]int{true: 3, false: 3 * share}[Raced()]; Of(3*share) != want || Of(1) != 1 {
		t.Errorf("%d and %d to try", Of(3*share), Of(1))
	}
}

// Without torture the usual count is done; one trial alone has the dice that it had.
func TestUsualAndOne(t *testing.T) {
	t.Setenv(folderVariable, "")
	var dice []uint64
	Each(t, "few", 4*share, 100, func(t *T) { dice = append(dice, t.Dice.Uint64()) })
	t.Setenv(oneVariable, "few 2")
	Each(t, "few", 4*share, 100, func(t *T) {
		if t.N != 2 || t.Dice.Uint64() != dice[2] {
			t.Errorf("trial %d alone has other dice", t.N)
		}
	})
	t.Setenv(oneVariable, "another 2")
	seen := 0
	Each(t, "few", 4*share, 100, func(*T) { seen++ })
	if len(dice) != 4 || seen != 4 || dice[0] == dice[1] {
		t.Errorf("%d trials, then %d", len(dice), seen)
	}
}

// A property that asks is checked a tenth as often with the race detector, and after the
// test as often as before.
func TestChecks(t *testing.T) {
	checked := func(t *testing.T) (n int) {
		rapid.Check(t, func(*rapid.T) { n++ })
		return n
	}
	usual := checked(t)
	t.Run("asked", func(t *testing.T) {
		Checks(t)
		want := usual
		if Raced() {
			want /= 10
		}
		if n := checked(t); n != want || n == 0 {
			t.Errorf("checked %d times of %d", n, usual)
		}
	})
	if n := checked(t); n != usual {
		t.Errorf("afterwards %d times of %d", n, usual)
	}
}
