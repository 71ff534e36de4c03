package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"syscall"
)

// WriteFile writes a file that appears whole or not at all. A file that is
// there already stays as it is, and the error is os.ErrExist, unless force
// says to put the new one in its place. Of a register it never takes the place.
func WriteFile(path string, force bool, write func(io.Writer) error) error {
	if force && beginsAsRegister(path) {
		return fmt.Errorf("%s is a register, and stays as it is; name another file", path)
	}
	return writeChecked(path, force, write, nil)
}

// place lets fill write and sync a file under a temporary name, then names it.
func place(path string, force bool, fill func(*os.File) error) error {
	dir := filepath.Dir(path)
	temp := tempName(path)
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is %s and cannot be written over; name another file", path, whatIs(info.Mode()))
	}
	f, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("cannot write %s: there is no folder %s; make it, or name another file", path, dir)
	case err != nil:
		return fmt.Errorf("cannot write %s: %w", path, noFile(err))
	}
	defer os.Remove(temp)
	_ = f.Chmod(0o600) // whatever the umask leaves of it
	err = fill(f)
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, whyNot(err))
	}
	if force {
		err = os.Rename(temp, path)
	} else {
		err = nameNew(temp, path)
	}
	switch {
	case errors.Is(err, os.ErrExist):
		return &told{fmt.Sprintf("%s is already there; name another file, or add --force to overwrite it", path), os.ErrExist}
	case err != nil:
		return fmt.Errorf("cannot write %s: %w", path, cause(err))
	}
	return settleName(path)
}

// whatIs names what stands where a file is wanted.
func whatIs(mode os.FileMode) string {
	switch {
	case mode.IsDir():
		return "a folder"
	case mode&os.ModeDevice != 0:
		return "a device"
	case mode&os.ModeNamedPipe != 0:
		return "a pipe"
	case mode&os.ModeSocket != 0:
		return "a socket"
	}
	return "no file"
}

// link is os.Link; a test has it fail as on a disk without links.
var link = os.Link

// nameNew gives a finished file its name, which must be free. A disk without links (FAT, some
// network and user file systems) has the name taken by an empty file first.
func nameNew(temp, path string) error {
	err := link(temp, path)
	if !withoutLinks(err) {
		return err
	}
	taken, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	taken.Close()
	if err = os.Rename(temp, path); err != nil {
		_ = os.Remove(path)
	}
	return err
}

// withoutLinks says whether an error may be that the disk has no links.
func withoutLinks(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, os.ErrPermission)
}

// beginsAsRegister says whether a file begins as bbolt's files do.
func beginsAsRegister(path string) bool {
	f, size, err := openRegular(path)
	if err != nil {
		return false
	}
	defer f.Close()
	w := walk{r: f}
	h, err := w.readHeader(0, size, 0)
	return err == nil && h.magic
}

// noRoom is what the system answers where nothing more can be written.
var noRoom = []error{syscall.ENOSPC, syscall.EFBIG, syscall.EDQUOT}

// isFull says whether an error is that there is no more room.
func isFull(err error) bool {
	return slices.ContainsFunc(noRoom, func(full error) bool { return errors.Is(err, full) })
}

// tempName is a name beside a file, for what becomes that file: hidden, and never
// taken yet. What a killed parry leaves under such a name beside a register is swept when
// the register is next opened for writing (sweep.go).
func tempName(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()+".tmp")
}

// whyNot is the cause for people, with the way out where the disk is full.
func whyNot(err error) error {
	if isFull(err) {
		return fmt.Errorf("the disk is full; make room and do it again: %w", cause(err))
	}
	return cause(err)
}

// noFile is why a new file could not be begun, with the way out.
func noFile(err error) error {
	if errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.EROFS) {
		return fmt.Errorf("you may not write there; name another folder: %w", cause(err))
	}
	return whyNot(err)
}

// cause is what the system said, without the temporary name.
func cause(err error) error {
	var path *os.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}

// tempLetters is how many letters make such a name one that is never taken: rand.Text's.
const tempLetters = 26
