package store

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// bbolt survives crashes, not damage: a page that points at itself hangs it, an
// offset past the end of the file kills the process beyond recover. So no file
// reaches bbolt before the walk below has read all of it. The walk believes no
// number in the file: it reads with ReadAt only, takes each page at most once,
// and needs memory for one bit or two per page and for the largest entry (walk.go).

const (
	hintDamaged = "the file is damaged: `parry restore` puts a backup in its place, `parry salvage` reads what is left"
	hintForeign = "choose a parry register, or make one with `parry init`"
)

// A Damage says why a file cannot be opened as a register: what is wrong, where,
// and what to do about it. It does not name the file; who opened it does.
type Damage struct {
	Page    uint64 // the page where the fault showed; 0 and 1 are the headers
	What    string // the fault and its place, as the first half of a sentence
	Hint    string // what the user can do, as the second half
	Foreign bool   // the file is no register at all: nothing in it to salvage
	Err     error  // the cause, where something else gave it
}

func (d *Damage) Error() string { return d.What + "; " + d.Hint }
func (d *Damage) Unwrap() error { return d.Err }

// damagef makes the Damage of one page; the words follow "page N of the register".
func damagef(page uint64, format string, args ...any) *Damage {
	what := fmt.Sprintf("page %d of the register ", page) + fmt.Sprintf(format, args...)
	return &Damage{Page: page, What: what, Hint: hintDamaged}
}

// damagedFile makes the Damage of a file as a whole.
func damagedFile(format string, args ...any) *Damage {
	return &Damage{What: fmt.Sprintf(format, args...), Hint: hintDamaged}
}

// notRegister makes the Damage of a file that never was a register.
func notRegister(what string) *Damage {
	return &Damage{What: what, Hint: hintForeign, Foreign: true}
}

// walked is what a walk saw of a file that it found sound.
type walked struct {
	Buckets   []string // all buckets in order; nothing guards the name of an empty one
	Pages     int      // pages in the file, headers and free ones included
	FreePages int      // pages among them that hold nothing now
	Values    int      // values visited
	TxID      uint64   // the transaction that wrote the file last
	OneHeader bool     // one of the two headers is bad: the last edit may be missing

	// NoFreeList: the file does not list its free pages, as parry's always do.
	// It is sound as it stands, but an outdated page would not have shown.
	NoFreeList bool
}

// openRegular opens path for reading, through a symbolic link if it is one. It
// never waits for a FIFO's other end, not even one put there under its hands.
func openRegular(path string) (*os.File, int64, error) {
	info, err := os.Lstat(path)
	if err == nil && info.Mode()&fs.ModeSymlink != 0 {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			info, err = os.Lstat(path)
		}
	}
	if err != nil && strings.HasSuffix(err.Error(), "too many links") { // which has no name in the library
		err = errors.New("this link leads round in a circle; name the file that is meant")
	}
	if err != nil {
		return nil, 0, err
	}
	if err := checkRegular(info); err != nil {
		return nil, 0, err
	}
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, 0, err
	}
	now, err := f.Stat()
	if err == nil && !os.SameFile(info, now) {
		err = notRegister("another file was put in this one's place while it was opened")
	}
	if err != nil {
		f.Close()
		return nil, 0, err
	}
	return f, now.Size(), nil
}

// checkRegular refuses what has no bytes of its own to walk.
func checkRegular(info fs.FileInfo) error {
	switch mode := info.Mode(); {
	case mode.IsDir():
		return notRegister("this is a directory, not a register")
	case mode&fs.ModeNamedPipe != 0:
		return notRegister("this is a pipe (FIFO), not a register")
	case mode&(fs.ModeDevice|fs.ModeSocket) != 0:
		return notRegister("this is a device or a socket, not a register")
	case !mode.IsRegular():
		return notRegister("this is not an ordinary file")
	case info.Size() == 0:
		return &Damage{
			What:    "the file is empty",
			Hint:    "restore a backup, or remove the file and run `parry init`",
			Foreign: true,
		}
	}
	return nil
}

// walkFramed walks a file, checks the frame of every value and hands on what is
// in it; take may be nil. If no value at all has a right frame, the file is
// another program's rather than damaged.
func walkFramed(r io.ReaderAt, size int64, take func(bucket string, key []byte, rev uint64, payload []byte) error) (walked, error) {
	w := walk{r: r}
	framed, first := 0, error(nil) // right frames, and the first wrong one
	w.visit = func(bucket string, key, value []byte) error {
		rev, payload, err := unframe(bucket, key, value)
		switch {
		case err != nil && framed > 0:
			return err
		case err != nil:
			if first == nil {
				first = w.badValue(bucket, key, err)
			}
			return nil
		case first != nil:
			return first
		}
		framed++
		if take == nil {
			return nil
		}
		return take(bucket, key, rev, payload)
	}
	got, err := w.file(size)
	if err == nil && first != nil {
		err = notRegister("this is the database of another program: none of its values carries parry's checksum")
	}
	return got, err
}
