package bench

import (
	"errors"
	"os/exec"
	"strings"
	"testing"
)

// What the editor leaves is taken once; what it did not change, could not be read or
// failed at changes nothing, and each is said.
func TestOutside(t *testing.T) {
	for _, story := range []struct {
		left         string
		reads, fails error
		takes, says  string
	}{
		{"two\nlines", nil, nil, "two\nlines", ""},
		{"as before", nil, nil, "", "nothing was changed"},
		{"half", nil, errors.New("exit status 1"), "", "the editor ended badly (exit status 1): nothing was changed"},
		{"", errors.New("it lies in X"), errors.New("signal: killed"), "", "the editor ended badly (signal: killed): it lies in X: nothing was changed"},
		{"", errors.New("the editor left no text"), nil, "", "the editor left no text: nothing was changed"},
	} {
		b := &Bench{Files: Files{Editor: func(text string) (*exec.Cmd, func() (string, error), error) {
			return exec.Command("true"), func() (string, error) { return story.left, story.reads }, nil
		}}}
		taken := ""
		b.Outside("as before", func(text string) { taken = text })
		errand := b.Errand()
		if errand == nil || b.Errand() != nil {
			t.Fatal("the errand is not given once")
		}
		errand.Done(story.fails)
		if taken != story.takes || !strings.Contains(b.Said().Text, story.says) {
			t.Errorf("%q: took %q, said %q", story.left, taken, b.Said().Text)
		}
	}
	b := &Bench{}
	b.Outside("x", nil)
	if b.Errand() != nil || !b.Said().Problem {
		t.Error("an editor that is not there")
	}
}
