package model

import (
	"fmt"
	"runtime"
	"syscall"
	"testing"
	"time"
)

func cpu() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_THREAD, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func TestZZCPU(t *testing.T) {
	runtime.LockOSThread()
	r := bigRegisters[100_000]()
	keys := make([]string, r.Len())
	for i, th := range r.Threats() {
		keys[i] = SearchKey(th)
	}
	run := func(name string, f func()) {
		f()
		best := time.Hour
		for range 7 {
			a := cpu()
			for range 3 {
				f()
			}
			best = min(best, (cpu()-a)/3)
		}
		fmt.Println(name, best)
	}
	for _, e := range []string{"level>=H phase:dep", "nowhere", "role:MP due<2027-01-01 -status:closed", "level>=H", "role:MP", "due<2027-01-01", "-status:closed", "title:theft", "category:data", "atlas:T0070"} {
		f, _ := Parse(e)
		run(e, func() {
			for i, th := range r.Threats() {
				f.MatchKey(th, keys[i])
			}
		})
	}
	run("heat", func() { NewHeatmap(r, ByPhase, Current) })
	run("heat act", func() { NewHeatmap(r, ByActivity, Current) })
	run("own", func() { NewOwnershipView(r, "2026-11-16") })
	run("check", func() { Check(r, "2026-11-16") })
	run("key", func() {
		for _, th := range r.Threats() {
			SearchKey(th)
		}
	})
}
