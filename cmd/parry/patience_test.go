package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
)

// Work that takes a while is told that it goes on, work that is quick is not, and
// either way its error comes back.
func TestPatiently(t *testing.T) {
	broken := errors.New("broken")
	var out bytes.Buffer
	err := patiently(&out, time.Millisecond, "reading big.csv", func() error {
		time.Sleep(50 * time.Millisecond)
		return broken
	})
	if err != broken || !strings.HasPrefix(out.String(), "reading big.csv, 0 seconds so far; ctrl+c leaves it, and nothing is changed\n") {
		t.Errorf("%v %q", err, out.String())
	}
	out.Reset()
	if err := patiently(&out, time.Hour, "x", func() error { return nil }); err != nil || out.Len() != 0 {
		t.Errorf("%v %q", err, out.String())
	}
	if err := patiently(nil, time.Nanosecond, "x", func() error { return broken }); err != broken {
		t.Error(err)
	}
}
