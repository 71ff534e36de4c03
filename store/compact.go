package store

import (
	"crypto/sha256"
	"fmt"
	"os"
	"time"
)

// A Compaction is what compacting did: sizes in bytes, and where the register as it
// was is kept. Kept is "" where nothing would be won and the file stayed as it is.
type Compaction struct {
	Before, After int64
	Kept          string
}

// Compact writes the register anew without its free pages. The new file takes the
// place of the old one in one step, and only after it was walked and found to hold
// the same values; a backup is made before. After a write that the disk failed it does so
// whatever is won: what can be read of that edit may not be on the disk.
func Compact(path string, now time.Time) (done Compaction, err error) {
	f, err := openLocked(path)
	if err != nil {
		w := &Workspace{path: path}
		return done, opening(path, w.heldOr(err))
	}
	path = f.Name()
	if _, err := loadAll(f, false); err != nil {
		f.Close()
		return done, opening(path, err)
	}
	old, err := openEngine(f)
	if err != nil {
		return done, opening(path, err)
	}
	defer old.close()
	temp := tempName(path)
	defer os.Remove(temp)
	if err := writeCompact(old, temp); err != nil {
		return done, fmt.Errorf("cannot compact %s, which stays as it is: %w", path, whyNot(err))
	}
	if done.Before, done.After, err = sameValues(path, temp); err != nil {
		return done, fmt.Errorf("cannot compact %s, which stays as it is: %w", path, err)
	}
	if _, unsure := readUnsure(path); done.After >= done.Before && !unsure {
		return done, nil
	}
	if done.Kept, err = backUpBefore(path, beforeCompact, now, old, checkRegister); err != nil {
		return done, fmt.Errorf("cannot compact %s, which stays as it is: %w", path, err)
	}
	if err := os.Rename(temp, path); err != nil {
		return done, fmt.Errorf("cannot compact %s, which stays as it is: %w", path, cause(err))
	}
	return done, settleName(path)
}

func writeCompact(old *engine, temp string) error {
	f, err := os.OpenFile(temp, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_ = f.Chmod(0o600)
	fresh, err := openEngine(f)
	if err != nil {
		return err
	}
	if err := old.compactTo(fresh); err != nil {
		fresh.close()
		return err
	}
	return fresh.close()
}

// sameValues walks two registers and gives their sizes; it is an error if they do
// not hold the same bytes under the same keys.
func sameValues(one, two string) (sizeOne, sizeTwo int64, err error) {
	first, sizeOne, err := digest(one)
	if err != nil {
		return 0, 0, err
	}
	second, sizeTwo, err := digest(two)
	if err == nil && first != second {
		err = fmt.Errorf("the copy does not hold the same as the register")
	}
	return sizeOne, sizeTwo, err
}

func digest(path string) (sum [32]byte, size int64, err error) {
	f, size, err := openRegular(path)
	if err != nil {
		return sum, 0, err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := load(f, size, false); err != nil {
		return sum, 0, err
	}
	_, err = walkFramed(f, size, func(bucket string, key []byte, rev uint64, payload []byte) error {
		fmt.Fprintf(h, "%s\x00%d\x00%d\x00%d\x00", bucket, len(key), len(payload), rev)
		h.Write(key)
		h.Write(payload)
		return nil
	})
	return [32]byte(h.Sum(nil)), size, err
}
