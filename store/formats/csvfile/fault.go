package csvfile

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// ErrNoRegister is answered for a file without a column that we know: most
// likely it is something else.
var ErrNoRegister = errors.New("this is no register")

// maxFaults is how many sentences one reading gives: enough to see the
// pattern, few enough to read.
const maxFaults = 20

// A Fault is one thing in a file that cannot be taken, and where it stands.
type Fault struct {
	Line   int    // from 1
	Column string // its name in the file, or "" for the whole row
	Says   string
}

func (f *Fault) Error() string {
	if f.Column == "" {
		return fmt.Sprintf("line %d: %s", f.Line, f.Says)
	}
	return fmt.Sprintf("line %d, column %s: %s", f.Line, shown(f.Column), f.Says)
}

// faults collects what is wrong with a file, so that one reading shows more
// than the first mistake.
type faults struct {
	list []error
	more int
}

func (fs *faults) add(err error) {
	if len(fs.list) == maxFaults {
		fs.more++
		return
	}
	fs.list = append(fs.list, err)
}

// err joins what was collected, a line each; nil if nothing was.
func (fs *faults) err() error {
	if fs.more == 0 {
		return errors.Join(fs.list...)
	}
	return errors.Join(append(fs.list, fmt.Errorf("and %d more like these", fs.more))...)
}

// maxShown is how much of a cell or a name is repeated in a sentence, in
// runes.
const maxShown = 40

// shown makes text from a file fit to stand in a sentence: a plain name as it
// is, anything else in quotes with control characters spelled out.
func shown(name string) string {
	plain := name != "" && len(name) <= maxShown
	for _, c := range []byte(name) {
		plain = plain && (c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')
	}
	if plain {
		return name
	}
	return quoted(name)
}

func quoted(text string) string {
	if len(text) > utf8.UTFMax*maxShown {
		text = strings.ToValidUTF8(text[:utf8.UTFMax*maxShown], "")
	}
	if runes := []rune(text); len(runes) > maxShown {
		text = string(runes[:maxShown-1]) + "…"
	}
	return fmt.Sprintf("%q", text)
}

// sentence is what the model says about a bad value, without the field's name
// in front and without all of a value that fills a page.
func sentence(field string, err error) string {
	says := strings.TrimPrefix(err.Error(), field+": ")
	end := strings.LastIndex(says, `" is no `)
	if start := strings.IndexByte(says, '"'); start >= 0 && end > start+4*maxShown {
		cut := strings.ToValidUTF8(says[:start+maxShown], "")
		return strings.TrimRight(cut, `\`) + "…" + says[end:]
	}
	return says
}
