package store

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"

	"parry/model"
)

// Create makes a register whose first entry is the edit, and opens nothing. It
// is written under a temporary name and linked into place, so that a crash
// leaves either no register or a whole one, and an existing file is never
// touched: then the error is os.ErrExist.
func Create(path string, first model.Edit, o Options) error {
	dir := filepath.Dir(path)
	if err := makeFolder(dir); err != nil {
		return fmt.Errorf("cannot make the folder of the register: %w", err)
	}
	if _, err := os.Lstat(path); err == nil {
		return exists(path)
	}
	temp := tempName(path)
	defer os.Remove(temp)
	if err := writeNew(temp, first, o.filled()); err != nil {
		return fmt.Errorf("cannot make %s: %w", path, noFile(err))
	}
	if err := nameNew(temp, path); err != nil {
		if errors.Is(err, os.ErrExist) {
			return exists(path)
		}
		return fmt.Errorf("cannot put %s in place: %w", path, cause(err))
	}
	return settleName(path)
}

// exists is the error for a name that is taken. An empty file is what a full disk or a killed
// program leaves; nobody can open it.
func exists(path string) error {
	if info, err := os.Lstat(path); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		return &told{fmt.Sprintf("%s is an empty file and no register; remove it and do it again, or name another file with --register", path), os.ErrExist}
	}
	return &told{fmt.Sprintf("%s is already there; open it, or name another file with --register", path), os.ErrExist}
}

// writeNew fills a new file: who it is, and the first entry.
func writeNew(path string, first model.Edit, o Options) error {
	e, err := createEngine(path)
	if err != nil {
		return err
	}
	defer e.close()
	info := fileInfo{Schema: schemaVersion, Register: o.NewOp(), Created: o.Now().UnixNano()}
	infoPayload, err := encoding.Marshal(info)
	if err != nil {
		return err
	}
	if err := e.commit([]cell{{bucket: bucketMeta, key: []byte(keyFile), payload: infoPayload}}, nobody); err != nil {
		return err
	}
	w := &Workspace{path: path, opts: o, info: info, engine: e, register: model.NewRegister()}
	_, err = w.Do(first)
	return err
}

// makeFolder makes a folder and those above it, for nobody else to read, so
// that their names outlast a power cut.
func makeFolder(dir string) error {
	above := filepath.Dir(dir)
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) || above == dir {
		return err
	}
	if err := makeFolder(above); err != nil {
		return err
	}
	switch err := os.Mkdir(dir, 0o700); {
	case err == nil:
		_ = os.Chmod(dir, 0o700) // whatever the umask leaves of it
	case !errors.Is(err, os.ErrExist):
		return err
	}
	return syncDir(above)
}

// syncDir makes the names in a folder durable. Windows has no such call: its
// file systems see to it themselves.
func syncDir(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}

// settleName makes the name durable that a file was just given. If it fails, the file is there.
func settleName(path string) error {
	if err := syncDir(filepath.Dir(path)); err != nil {
		return fmt.Errorf("%s is written, but the disk did not say that it will last; check the disk: %w", path, cause(err))
	}
	return nil
}

// hashOf is the hash that the next entry carries as Prev.
func hashOf(payload []byte) [32]byte { return sha256.Sum256(payload) }
