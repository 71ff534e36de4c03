package store

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// WriteFile writes a file that appears whole or not at all. A file that is
// there already stays as it is, and the error is os.ErrExist, unless force
// says to put the new one in its place.
func WriteFile(path string, force bool, write func(io.Writer) error) error {
	return writeChecked(path, force, write, nil)
}

// place lets fill write and sync a file under a temporary name, then names it.
func place(path string, force bool, fill func(*os.File) error) error {
	dir := filepath.Dir(path)
	temp := tempName(path)
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%s is no file that could be written over; name another", path)
	}
	f, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, cause(err))
	}
	defer os.Remove(temp)
	err = errors.Join(fill(f), f.Close())
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", path, err)
	}
	if force {
		err = os.Rename(temp, path)
	} else {
		err = os.Link(temp, path)
	}
	switch {
	case errors.Is(err, os.ErrExist):
		return &told{fmt.Sprintf("%s is already there; name another file, or add --force to overwrite it", path), os.ErrExist}
	case err != nil:
		return fmt.Errorf("cannot write %s: %w", path, cause(err))
	}
	return syncDir(dir)
}

// tempName is a name beside a file, for what becomes that file: hidden, and never
// taken yet. What a killed parry leaves under such a name beside a register is swept when
// the register is next opened for writing (sweep.go).
func tempName(path string) string {
	return filepath.Join(filepath.Dir(path), "."+filepath.Base(path)+"."+rand.Text()+".tmp")
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
