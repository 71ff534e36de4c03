package main

import "testing"

// What is held and its garbage stay under the aim as far as they can, and the collector
// always has something to wait for.
func TestGarbageBesideWhatIsHeld(t *testing.T) {
	for held, want := range map[uint64]int{0: mostGarbage, 40 << 20: mostGarbage, 100 << 20: mostGarbage, 160 << 20: 150, 200 << 20: 100, 250 << 20: leastGarbage, 2 << 30: leastGarbage} {
		if got := garbageBeside(held); got != want {
			t.Errorf("beside %d MiB %d %%, want %d", held>>20, got, want)
		}
	}
	for held := uint64(1 << 20); held < 1<<40; held += held / 7 {
		if n := garbageBeside(held); n < leastGarbage || n > mostGarbage || n > leastGarbage && held*uint64(100+n)/100 > memoryAimed {
			t.Errorf("beside %d bytes %d %%", held, n)
		}
	}
}
