package main

import (
	"io"
	"sync"
	"time"
)

// aWhile is how long work goes on before it is told that it does.
const aWhile = time.Second

// patiently does work that may take seconds, and tells on out every so often that it
// goes on and how to leave it; out is nil where nobody looks.
func patiently(out io.Writer, every time.Duration, what string, work func() error) error {
	if out == nil {
		return work()
	}
	done := make(chan struct{})
	var told sync.WaitGroup
	told.Go(func() {
		start, tick := time.Now(), time.NewTicker(every)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				say(out, "%s, %d seconds so far; ctrl+c leaves it, and nothing is changed", what, int(time.Since(start).Seconds()))
			}
		}
	})
	err := work()
	close(done)
	told.Wait()
	return err
}

// onlooker is where work that goes on is told: nil unless somebody looks.
func (a *app) onlooker() io.Writer {
	if !isTerminal(a.err) {
		return nil
	}
	return a.err
}
