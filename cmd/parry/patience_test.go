package main

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"parry/store"
)

// Work that was left is not waited for; one that ends first has its say.
func TestUnlessLeft(t *testing.T) {
	ctx, leave := context.WithCancel(t.Context())
	broken := errors.New("broken")
	if err := unlessLeft(ctx, func() error { return broken }); err != broken {
		t.Error(err)
	}
	leave()
	stop := make(chan struct{})
	defer close(stop)
	if err := unlessLeft(ctx, func() error { <-stop; return nil }); err != errLeft {
		t.Error(err)
	}
}

// Work that takes a while is told that it goes on, work that is quick is not, and
// either way its error comes back.
func TestPatiently(t *testing.T) {
	broken := errors.New("broken")
	var out bytes.Buffer
	err := patiently(&out, time.Millisecond, "reading big.csv", func(told store.Told) error {
		told("taking it apart", 0, 0)
		told("comparing", 7, 9)
		time.Sleep(50 * time.Millisecond)
		return broken
	})
	if err != broken || !strings.HasPrefix(out.String(), "reading big.csv: comparing: 7 of 9, 0 seconds so far; ctrl+c leaves it, and nothing is changed\n") {
		t.Errorf("%v %q", err, out.String())
	}
	out.Reset()
	if err := patiently(&out, time.Hour, "x", func(store.Told) error { return nil }); err != nil || out.Len() != 0 {
		t.Errorf("%v %q", err, out.String())
	}
	if err := patiently(nil, time.Nanosecond, "x", func(store.Told) error { return broken }); err != broken {
		t.Error(err)
	}
}
