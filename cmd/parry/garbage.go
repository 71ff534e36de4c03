package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// A command reads a register, says a word and ends: collecting garbage while it reads costs
// a third of the time and gives back memory that nobody waits for. So much may gather, in
// hundredths of what is held. The screens, which stay, do otherwise (ui.Run).
const (
	mostGarbage  = 300
	leastGarbage = 60 // with less, a large import would do little but collect

	// memoryAimed is what is held and garbage together stay under, in bytes, as far as
	// leastGarbage lets them. An import of 10,000 threats of Threat Composer takes 400 MB
	// instead of 750, in a tenth more time.
	memoryAimed = 400 << 20
)

// byNeed says that a command has the collector; like its percentage it is the process's.
var byNeed atomic.Bool

// collectByNeed sets how much garbage may gather now, and after each round of the collector
// anew, until byNeed is false. A limit (debug.SetMemoryLimit) would do the same, but once
// more is held than it allows half of all time goes into collecting: 100,000 threats took a
// minute to come in.
func collectByNeed() {
	byNeed.Store(true)
	debug.SetGCPercent(mostGarbage)
	afterRound()
}

// afterRound waits for the next round, which finds something that nobody holds.
func afterRound() {
	type found struct{ _ [4]uint64 } // too large to share its room with what is held
	runtime.SetFinalizer(new(found), func(*found) {
		if byNeed.Load() {
			debug.SetGCPercent(garbageBeside(held()))
			afterRound()
		}
	})
}

// held is what the last round found in use, in bytes.
func held() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// garbageBeside is how much may gather beside so many bytes.
func garbageBeside(held uint64) int {
	if held*(100+mostGarbage)/100 <= memoryAimed {
		return mostGarbage
	}
	return max(leastGarbage, int(memoryAimed*100/held)-100)
}
