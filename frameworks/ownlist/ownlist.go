// Package ownlist reads the lists that are part of parry, in our own words: a line an
// entry, tabs between its cells.
package ownlist

import (
	"fmt"
	"strings"
)

// Read makes an entry of each line. A line that has not that many cells is an error
// that names it.
func Read[T any](name, text string, cells int, entry func(cells []string) T) ([]T, error) {
	var all []T
	n := 0
	for line := range strings.Lines(text) {
		n++
		found := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(found) != cells {
			return nil, fmt.Errorf("line %d of %s has %d cells, not %d", n, name, len(found), cells)
		}
		all = append(all, entry(found))
	}
	return all, nil
}

// Must is Read for a list that is in the program: a test reads it, so an error is a
// mistake of ours and panics.
func Must[T any](name, text string, cells int, entry func(cells []string) T) []T {
	all, err := Read(name, text, cells, entry)
	if err != nil {
		panic(err)
	}
	return all
}
