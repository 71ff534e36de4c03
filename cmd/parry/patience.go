package main

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"sync"
	"time"

	"parry/store"
)

// aWhile is how long work goes on before it is told that it does.
const aWhile = time.Second

// patiently does work that may take seconds, and tells on out every so often how far it
// is and how to leave it; out is nil where nobody looks.
func patiently(out io.Writer, every time.Duration, what string, work func(store.Told) error) error {
	var at store.Progress
	if out == nil {
		return work(at.Told)
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
				words := what
				if at := at.String(); at != "" {
					words += ": " + at
				}
				say(out, "%s, %d seconds so far; ctrl+c leaves it, and nothing is changed", words, int(time.Since(start).Seconds()))
			}
		}
	})
	err := work(at.Told)
	close(done)
	told.Wait()
	return err
}

// leavable gives a context that the first ctrl+c ends. The second one ends the program.
func leavable(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	context.AfterFunc(ctx, stop)
	return ctx, stop
}

// errLeft says that somebody pressed ctrl+c.
var errLeft = errors.New("left: nothing was changed")

// unlessLeft does work that touches nothing, and no longer waits for it once it was left.
func unlessLeft(ctx context.Context, work func() error) error {
	done := make(chan error, 1)
	go func() { done <- work() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return errLeft
	}
}

// onlooker is where work that goes on is told: nil unless somebody looks.
func (a *app) onlooker() io.Writer {
	if !isTerminal(a.err) {
		return nil
	}
	return a.err
}
