package ownlist

import (
	"slices"
	"strings"
	"testing"
)

func TestRead(t *testing.T) {
	second := func(cells []string) string { return cells[1] }
	if got, err := Read("it", "a\tb\nc\td", 2, second); err != nil || !slices.Equal(got, []string{"b", "d"}) {
		t.Errorf("%q, %v", got, err)
	}
	if got, err := Read("it", "", 2, second); err != nil || len(got) != 0 {
		t.Errorf("%q, %v", got, err)
	}
	for _, text := range []string{"a\tb\nc\n", "a\tb\nc\td\te\n", "a\tb\n\n"} {
		if _, err := Read("it", text, 2, second); err == nil || !strings.Contains(err.Error(), "of it has") {
			t.Errorf("%q: %v", text, err)
		}
	}
}
