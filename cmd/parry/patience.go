package main

import (
	"context"
	"errors"
	"fmt"
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

// mostReading is how long a file may take to be read. None within the limits takes a fifth of
// it (store/formats, TestHostileFiles): this is for a disk that does not answer.
const mostReading = 30 * time.Second

// inTime reads a file until it is left, or takes too long. What goes on reading then is not
// waited for, and what it comes to is not looked at.
func inTime[R any](ctx context.Context, most time.Duration, path string, read func(context.Context) (R, error)) (got R, err error) {
	ctx, stop := context.WithTimeout(ctx, most)
	defer stop()
	type result struct {
		got R
		err error
	}
	done := make(chan result, 1)
	go func() {
		got, err := read(ctx)
		done <- result{got, err}
	}()
	select {
	case r := <-done:
		if r.err == nil || ctx.Err() == nil {
			return r.got, r.err
		}
	case <-ctx.Done():
	}
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return got, fmt.Errorf("%s was not read within %d seconds, nothing was changed; copy it to this machine, or split it", path, int(most.Seconds()))
	}
	return got, errLeft
}

// onlooker is where work that goes on is told: nil unless somebody looks.
func (a *app) onlooker() io.Writer {
	if !isTerminal(a.err) {
		return nil
	}
	return a.err
}
