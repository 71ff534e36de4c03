package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"
	"unicode"
)

// A HeldError says that another parry has the register open for writing, and
// who, as far as it left word.
type HeldError struct {
	Path  string
	Owner *Owner // nil if the other left no word
}

func (e *HeldError) Error() string {
	who := "another program"
	if e.Owner != nil {
		who = e.Owner.String()
	}
	return fmt.Sprintf("%s is open in %s; close it there, or look at it with --read-only", e.Path, who)
}

// An Owner is who holds a register: a hint for people, never the lock itself.
type Owner struct {
	PID   int       `json:"pid"`
	Host  string    `json:"host"`
	User  string    `json:"user"`
	Since time.Time `json:"since"`
}

func (o Owner) String() string {
	return fmt.Sprintf("another parry (process %d of %s on %s, since %s)",
		o.PID, o.User, o.Host, o.Since.Local().Format("2006-01-02 15:04"))
}

func ownerPath(register string) string { return register + ".owner" }

// writeOwner leaves word of who holds the register, and gives the file, or nil.
// That it cannot is no reason not to work. The word is a new file each time: one
// that lies there could be a link to somewhere else.
func writeOwner(register string, since time.Time) *os.File {
	host, _ := os.Hostname()
	text, err := json.Marshal(Owner{os.Getpid(), host, userName(), since})
	if err != nil {
		return nil
	}
	_ = os.Remove(ownerPath(register))
	f, err := os.OpenFile(ownerPath(register), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil
	}
	_, _ = f.Write(append(text, '\n'))
	return f
}

// patience is how long a writer and those who look wait for each other.
const patience = 500 * time.Millisecond

// Looking takes no lock on the register. But a look that a writer crossed asks
// for quiet: it shares the lock of the writer's word while it copies the file,
// and the writer takes that lock for each commit. This is manners, no more:
// nobody waits for long, and what was read is checked all the same.

// askForQuiet gives the locked word, to be closed after; nil if there is none.
func askForQuiet(register string) *os.File {
	word, _, err := openRegular(ownerPath(register))
	if err != nil {
		return nil
	}
	for end := time.Now().Add(patience); tryShare(word) != nil && time.Now().Before(end); {
		time.Sleep(time.Millisecond)
	}
	return word
}

// giveQuiet waits for those who asked, and says whether they came to an end.
func giveQuiet(word *os.File) bool {
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		if err := tryLock(word); err == nil || time.Now().After(end) {
			return err == nil
		}
	}
}

func userName() string {
	for _, name := range []string{"USER", "LOGNAME", "USERNAME"} {
		if user := os.Getenv(name); user != "" {
			return user
		}
	}
	return "unknown"
}

// held makes the error for a register that another process has.
func held(path string) error {
	e := &HeldError{Path: path}
	register, err := filepath.EvalSymlinks(path)
	if err != nil {
		return e
	}
	var o Owner
	if text, err := readOwner(ownerPath(register)); err == nil && json.Unmarshal(text, &o) == nil && o.plain() {
		e.Owner = &o
	}
	return e
}

// readOwner reads no more than a word of this size has, and nothing that is no
// ordinary file: a pipe would make it wait.
func readOwner(path string) ([]byte, error) {
	f, _, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, 4<<10))
}

// plain says whether the word can be shown as it is: somebody else wrote it.
func (o Owner) plain() bool {
	odd := func(r rune) bool { return !unicode.IsPrint(r) }
	return o.PID > 0 && !strings.ContainsFunc(o.User+o.Host, odd)
}

// lockWait is how long an open waits for another process to let go: the whole
// answer stays well below a second.
const lockWait = 500 * time.Millisecond

// openLocked opens a register for reading and writing and takes its lock, which
// goes with the file that is returned. If another file came to stand under the
// name while it waited, it is that one's turn.
func openLocked(path string) (*os.File, error) {
	for end := time.Now().Add(lockWait); ; time.Sleep(10 * time.Millisecond) {
		f, err := openToWrite(path)
		if err != nil {
			return nil, err
		}
		err = tryLock(f)
		if err == nil && !stillAt(f) {
			err = errHeld
		}
		if err == nil {
			return f, nil
		}
		f.Close()
		if !errors.Is(err, errHeld) || time.Now().After(end) {
			return nil, err
		}
	}
}

// openToWrite opens what openRegular approves of, for writing too.
func openToWrite(path string) (*os.File, error) {
	seen, _, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer seen.Close()
	return os.OpenFile(seen.Name(), os.O_RDWR, 0)
}

// stillAt says whether the file still stands under the name it was opened by.
func stillAt(f *os.File) bool {
	there, err := os.Lstat(f.Name())
	if err != nil {
		return false
	}
	mine, err := f.Stat()
	return err == nil && os.SameFile(there, mine)
}
