package store

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
)

// An unsure is an edit of which nobody knows whether it reached the disk: the disk failed
// while it was saved. It is noted beside the register under the name of its operation, so
// that whoever opens the register next is told what became of it, and nobody does it
// twice on a guess.
type unsure struct {
	Op    string    `json:"op"`
	Label string    `json:"label"`
	At    time.Time `json:"at"`
}

func unsurePath(register string) string { return register + ".unsure" }

// note leaves word of an edit. On a disk that fails this may fail too: the sentence that
// the user reads names the operation as well. It is a new file each time, as one that lies
// there could be a link to somewhere else.
func (u unsure) note(register string) {
	text, err := json.Marshal(u)
	if err != nil {
		return
	}
	_ = os.Remove(unsurePath(register))
	f, err := os.OpenFile(unsurePath(register), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return
	}
	_, _ = f.Write(append(text, '\n'))
	_ = f.Sync()
	f.Close()
	_ = syncDir(filepath.Dir(register))
}

// mostUnsure bounds what is read of a note, in bytes.
const mostUnsure = 64 << 10

// readUnsure gives the note beside a register; false if there is none that parry wrote.
func readUnsure(register string) (u unsure, ok bool) {
	f, size, err := openRegular(unsurePath(register))
	if err != nil {
		return u, false
	}
	defer f.Close()
	if size > mostUnsure || json.NewDecoder(f).Decode(&u) != nil || u.Op == "" {
		return u, false
	}
	odd := func(r rune) bool { return !unicode.IsPrint(r) } // which no operation's name holds
	return u, !strings.ContainsFunc(u.Op, odd)
}

// settle looks an unsure edit up in the history and warns of what became of it. The note
// stays until the next edit is saved: then its disk works again.
func (w *Workspace) settle(register string) error {
	u, ok := readUnsure(register)
	if !ok {
		return nil
	}
	there := false
	if err := w.History(func(e Entry) bool {
		there = e.Op == u.Op
		return !there
	}); err != nil {
		return err
	}
	told := fmt.Sprintf("the disk failed on %s while parry saved %q (operation %s)", u.At.Local().Format(time.DateTime), valid(u.Label), u.Op)
	if there {
		w.warn(told + ": the edit is in the register; `parry compact` writes everything to the disk anew")
	} else {
		w.warn(told + ": the edit is not in the register; do it again")
	}
	w.unsure = register
	return nil
}

// settled takes the note away once an edit was saved after it.
func (w *Workspace) settled() {
	if w.unsure != "" {
		_ = os.Remove(unsurePath(w.unsure))
		w.unsure = ""
	}
}

// warn adds a sentence to what the user must know about the file.
func (w *Workspace) warn(sentence string) {
	if w.warning != "" {
		sentence = w.warning + "; " + sentence
	}
	w.warning = sentence
}
