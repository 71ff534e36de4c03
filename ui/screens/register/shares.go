package register

import (
	"runtime"
	"sync"
)

const (
	aShare     = 4096 // rows that are worth a processor of their own
	mostShares = 16
)

// inShares does the same with all parts of a long list at once, each processor its
// share: most of the time goes with waiting for memory. A panic of any is the caller's,
// as the frame gives the terminal back after one of its own only.
func inShares(rows int, do func(share, from, to int)) {
	n := min(runtime.GOMAXPROCS(0), mostShares, 1+rows/aShare)
	var crew sync.WaitGroup
	var fell [mostShares]any
	for share := 1; share < n; share++ {
		crew.Go(func() {
			defer func() { fell[share] = recover() }()
			do(share, share*rows/n, (share+1)*rows/n)
		})
	}
	do(0, 0, rows/n)
	crew.Wait()
	for _, p := range fell {
		if p != nil {
			panic(p)
		}
	}
}
