//go:build unix

package tryout

import (
	"runtime"
	"syscall"
	"time"
)

// Spent is the time that this process has worked: a clock that other work on the machine
// does not move.
func Spent() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// Watch gives the most memory that was held until done.
func Watch(done <-chan struct{}) <-chan uint64 {
	peak := make(chan uint64, 1)
	go func() {
		var m runtime.MemStats
		most := uint64(0)
		for {
			select {
			case <-done:
				peak <- most
				return
			case <-time.After(10 * time.Millisecond):
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
		}
	}()
	return peak
}
