//go:build unix

package tryout

import (
	"fmt"
	"runtime"
	"syscall"
	"time"
)

// A Cost is what reading a file took.
type Cost struct {
	Took time.Duration // this process has worked: a clock that other work on the machine does not move
	Held uint64        // bytes of memory at the most
}

// TooMuch says whether it is more than a file of up to MostHostile bytes may cost.
func (c Cost) TooMuch() bool { return c.Took > 5*time.Second || c.Held > 512<<20 }

func (c Cost) String() string { return fmt.Sprintf("%s and %d MiB", c.Took, c.Held>>20) }

// CostOf does the work and says what it took. Memory is looked at each hundredth of a second,
// and at the end.
func CostOf(work func()) Cost {
	done, peak := make(chan struct{}), make(chan uint64)
	go func() {
		most := uint64(0)
		for {
			select {
			case <-done:
				peak <- max(most, inUse())
				return
			case <-time.After(10 * time.Millisecond):
				most = max(most, inUse())
			}
		}
	}()
	began := spent()
	work()
	took := spent() - began
	close(done)
	return Cost{took, <-peak}
}

func spent() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func inUse() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}
