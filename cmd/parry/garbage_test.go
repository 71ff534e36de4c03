package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

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

// The collector is told anew after each round, less where much is held and more once it is
// gone, and no more when the screens begin.
func TestTheCollectorIsToldAfterEachRound(t *testing.T) {
	was := debug.SetGCPercent(100)
	defer debug.SetGCPercent(was)
	collectByNeed()
	defer byNeed.Store(false)
	comesTo := func(want int) {
		t.Helper()
		for until := time.Now().Add(30 * time.Second); ; time.Sleep(time.Millisecond) {
			runtime.GC()
			sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
			if metrics.Read(sample); sample[0].Value.Uint64() == uint64(want) {
				return
			}
			if time.Now().After(until) {
				t.Fatalf("%d %% of garbage may gather, want %d", sample[0].Value.Uint64(), want)
			}
		}
	}
	much := make([]byte, 600<<20) // never written, so that no memory is behind it
	comesTo(leastGarbage)
	runtime.KeepAlive(much)
	much = nil
	comesTo(mostGarbage)
	byNeed.Store(false)
	debug.SetGCPercent(25)
	for range 20 {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	comesTo(25) // and stayed there
}
