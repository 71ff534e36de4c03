package store

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"parry/model"
)

// Backups that parry makes by itself lie in a folder beside the register, one
// a day: of the last days each, of the weeks before them the newest each.
const (
	keptDays  = 7
	keptWeeks = 4
)

// BackupFolder is where the backups of a register are.
func BackupFolder(register string) string { return register + ".backups" }

// Backup copies the register to a new file while it is open, encrypted if there is a seal
// (nil for none). The copy has its name only after it was read back, walked and decoded in
// full; of an encrypted one nothing ever lies on the disk in the clear.
func (w *Workspace) Backup(path string, force bool, seal *Seal) error {
	into := func(force bool, fill func(io.Writer) error) error {
		if seal != nil {
			return seal.backup(path, force, fill)
		}
		return writeChecked(path, force, fill, checkRegister)
	}
	if err := OwnName(w.path, path); err != nil {
		return err
	}
	switch {
	case w.origin != nil:
		return ErrPast
	case sameFile(path, w.path): // a parry that has it open would go on in a file without a name
		return fmt.Errorf("%s is the register itself; name another file", path)
	case w.engine != nil:
		return into(force, w.engine.copyTo)
	}
	return copyLive(w.path, path, force, into)
}

// copyLive has a register copied that another parry may write to meanwhile. A try that was
// crossed has made its file before that is known: the next one replaces it.
func copyLive(from, to string, force bool, into func(force bool, fill func(io.Writer) error) error) error {
	made := false
	err := readLive(from, func(r io.ReaderAt, size int64) error {
		err := into(force || made, copyOf(r, size))
		made = made || err == nil
		return err
	})
	if err != nil && made && !force {
		_ = os.Remove(to)
	}
	return err
}

// copyOf writes size bytes of r.
func copyOf(r io.ReaderAt, size int64) func(io.Writer) error {
	return func(out io.Writer) error {
		_, err := io.Copy(out, io.NewSectionReader(r, 0, size))
		return err
	}
}

// copyChecked writes size bytes of r to a new file that is a sound register.
func copyChecked(path string, force bool, r io.ReaderAt, size int64) error {
	return writeChecked(path, force, copyOf(r, size), checkRegister)
}

func checkRegister(f *os.File) error {
	_, err := loadAll(f, false)
	return err
}

// roomLeft is how many bytes a copy that parry makes by itself must leave on the disk: the
// step by which a register of that size grows, and as much again or what the edits of a day take.
func roomLeft(size int64) int64 { return growth(size) + max(growth(size), 1<<20) }

// checkCopy is checkRegister for a copy that nobody asked for: one that takes the last room
// of the disk would be the reason that the edit after it fails.
func checkCopy(f *os.File) error {
	if err := checkRegister(f); err != nil {
		return err
	}
	size, err := f.Seek(0, io.SeekEnd)
	if err == nil {
		err = takeRoom(f, size)
	}
	if isFull(err) {
		return fmt.Errorf("it would leave less than %d MiB of the disk, which edits need; make room", (roomLeft(size)-1)>>20+1)
	}
	if err == nil {
		err = f.Truncate(size)
	}
	if err == nil {
		err = f.Sync()
	}
	return err
}

// takeRoom writes roomLeft bytes behind the size of a file; a test has it fail as on a full
// disk.
var takeRoom = func(f *os.File, size int64) error {
	zeros := make([]byte, 1<<20)
	for done := int64(0); done < roomLeft(size); done += int64(len(zeros)) {
		if _, err := f.WriteAt(zeros, size+done); err != nil {
			return err
		}
	}
	return nil
}

// backUpDay makes the day's backup before the first edit of a day. An edit is
// not refused because its backup failed: a warning says so instead. The day is the
// clock's, and not that of the entry: once the clock went wrong, entries keep to the day
// that was the latest.
func (w *Workspace) backUpDay() (warning string) {
	day := w.opts.Now().Local().Format(time.DateOnly)
	if !w.opts.Backups || w.head.Seq == 0 || stamp(w.head.At).Local().Format(time.DateOnly) == day {
		return ""
	}
	dir := BackupFolder(w.file)
	path := filepath.Join(dir, day+".db")
	if _, err := os.Lstat(path); err == nil {
		return ""
	}
	err := makeFolder(dir)
	if err == nil {
		err = writeChecked(path, false, w.engine.copyTo, checkCopy)
	}
	switch {
	case errors.Is(err, os.ErrExist):
		return ""
	case err == nil:
		err = thinOut(dir, day)
	}
	if err != nil {
		return fmt.Sprintf("today's backup failed: %v; see that %s can be written to, or run `parry backup FILE`", err, dir)
	}
	return ""
}

// keptBefore is how many of the copies stay that were made before imports,
// migrations and compactions. What stood in the place of a restored register is
// never removed: it may be the only copy of its bytes.
const keptBefore = 10

// The reasons for a copy, beside those that an edit names.
const (
	beforeMigration = "migration"
	beforeCompact   = "compact"
	beforeRestore   = "restore"
)

// beforeWhat are the reasons whose copies are thinned out.
var beforeWhat = []string{model.BeforeImport, beforeMigration, beforeCompact}

func beforeName(dir, what string, now time.Time) string {
	return filepath.Join(dir, "before-"+what+"-"+beforeTime(now)+".db")
}

// beforeLayout is how the names of such copies have their time: they sort by it.
const beforeLayout = "20060102T150405.000000000"

func beforeTime(at time.Time) string { return at.UTC().Format(beforeLayout) }

// beforeAt is the time in the name of a copy that is thinned out; false for any other file.
func beforeAt(name string) (at string, ok bool) {
	for _, what := range beforeWhat {
		if at, ok = strings.CutPrefix(name, "before-"+what+"-"); ok {
			break
		}
	}
	at, isDB := strings.CutSuffix(at, ".db")
	_, err := time.Parse(beforeLayout, at)
	return at, ok && isDB && err == nil
}

// backUpFor makes a copy for a reason, "" for none. It refuses nothing; a warning
// says if it failed.
func (w *Workspace) backUpFor(what string) (warning string) {
	if what == "" || !w.opts.Backups {
		return ""
	}
	if _, err := backUpBefore(w.file, what, w.opts.Now(), w.engine, checkCopy); err != nil {
		return fmt.Sprintf("the backup before the %s failed: %v; see that %s can be written to, or run `parry backup FILE`", what, err, BackupFolder(w.file))
	}
	return ""
}

// backUpBefore copies an open register into its folder of backups and answers with
// the copy's name, once the copy was walked and read in full.
func backUpBefore(register, what string, now time.Time, e *engine, check func(*os.File) error) (string, error) {
	dir := BackupFolder(register)
	if err := makeFolder(dir); err != nil {
		return "", err
	}
	path := beforeName(dir, what, now)
	if err := writeChecked(path, false, e.copyTo, check); err != nil {
		return "", err
	}
	return path, thinBefore(dir, now)
}

// thinBefore removes all but the newest of the copies made before something until now. One
// of a later time is left alone and counts for nothing: either clock was wrong, and were it
// counted, the copy that was made just now would be the oldest and go at once. Files of other
// names are not parry's to remove.
func thinBefore(dir string, now time.Time) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var stamps []string // with their reason behind, so that they sort by time
	until := beforeTime(now)
	for _, f := range files {
		if at, ok := beforeAt(f.Name()); ok && at <= until {
			stamps = append(stamps, at+"/"+f.Name())
		}
	}
	slices.Sort(stamps)
	for _, s := range stamps[:max(0, len(stamps)-keptBefore)] {
		_, name, _ := strings.Cut(s, "/")
		err = errors.Join(err, os.Remove(filepath.Join(dir, name)))
	}
	return err
}

// thinOut removes the daily backups that have had their time on a day; files of other
// names in the folder are not parry's to remove.
func thinOut(dir, today string) error {
	files, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	var days []string
	for _, f := range files {
		if day, daily := dayOf(f.Name()); daily {
			days = append(days, day)
		}
	}
	for _, day := range outdated(days, today) {
		err = errors.Join(err, os.Remove(filepath.Join(dir, day+".db")))
	}
	return err
}

// dayOf is the day of a daily backup, by its name.
func dayOf(name string) (day string, daily bool) {
	day, isDB := strings.CutSuffix(name, ".db")
	_, err := time.Parse(time.DateOnly, day)
	return day, isDB && err == nil
}

// outdated are the days whose backups go: neither among the last days nor the
// newest of one of the last weeks before them. A day that is yet to come stays and counts
// for nothing: while the clock is years behind, all backups are of such days, and those that
// it left when it ran ahead are no reason to keep fewer.
func outdated(days []string, today string) (gone []string) {
	days = slices.DeleteFunc(slices.Clone(days), func(day string) bool { return day > today })
	slices.Sort(days)
	slices.Reverse(days)
	weeks := map[string]bool{}
	for i, day := range days {
		if i < keptDays {
			continue
		}
		at, _ := time.Parse(time.DateOnly, day)
		year, week := at.ISOWeek()
		name := fmt.Sprint(year, "-", week)
		if weeks[name] || len(weeks) == keptWeeks {
			gone = append(gone, day)
			continue
		}
		weeks[name] = true
	}
	return gone
}

// Restore puts a backup in the place of a register, which may be damaged or
// gone. What stood there is kept, byte for byte, under the name that is given
// back; "" if there was nothing. An encrypted backup needs keys.
func Restore(backup, register string, now time.Time, keys Keys) (kept string, err error) {
	if target, err := filepath.EvalSymlinks(register); err == nil {
		register = target
	}
	if _, err := os.Stat(backup); errors.Is(err, os.ErrNotExist) {
		return "", &told{fmt.Sprintf("there is no file %s to restore, so nothing was done; name another, those that parry makes by itself are in %s",
			backup, BackupFolder(register)), os.ErrNotExist}
	}
	lock, err := openLocked(register)
	switch {
	case err == nil:
		defer lock.Close()
	case errors.Is(err, errHeld):
		return "", held(register)
	}
	before, err := os.Lstat(register)
	if err == nil {
		switch before.Mode().Type() {
		case 0:
		case os.ModeSymlink: // else it was resolved
			return "", leadsNowhere(register)
		default:
			return "", fmt.Errorf("%s is %s, which no register can take the place of; name another with --register", register, whatIs(before.Mode()))
		}
		if kept, err = keepAside(register, now); err != nil {
			return "", err
		}
	}
	if err := makeFolder(filepath.Dir(register)); err != nil {
		return "", err
	}
	over := kept != ""
	err = readBackup(backup, keys, func(r io.ReaderAt, size int64) error {
		err := copyChecked(register, over, r, size)
		over = over || err == nil // a try that somebody who writes to the backup crossed
		return err
	})
	if d := (*Damage)(nil); errors.As(err, &d) {
		err = d // of the backup, whichever file it showed in
	} else if errors.Is(err, os.ErrNotExist) {
		err = cause(err)
	}
	if err == nil {
		return kept, nil
	}
	return notRestored(backup, register, before, kept, err)
}

// notRestored says what a restore that failed came to: whether it failed before the backup stood
// in the register's place or after it. Before is what stood there, nil for nothing.
func notRestored(backup, register string, before os.FileInfo, kept string, err error) (string, error) {
	now, gone := os.Lstat(register)
	switch {
	case before != nil && gone == nil && os.SameFile(before, now), before == nil && (gone != nil || errors.Is(err, os.ErrExist)):
		if kept != "" {
			_ = os.Remove(kept)
		}
		return "", fmt.Errorf("cannot restore %s, and %s stays as it is: %w", backup, register, err)
	case kept == "":
		return "", fmt.Errorf("%s is restored, but the disk did not say that it will last; check the disk: %w", register, cause(err))
	}
	return kept, fmt.Errorf("%s is restored, but the disk did not say that it will last; check the disk; what stood there is in %s: %w", register, kept, cause(err))
}

// readBackup hands the bytes of the register in a backup to see.
func readBackup(backup string, keys Keys, see func(r io.ReaderAt, size int64) error) error {
	sealed, err := Sealed(backup)
	switch {
	case err != nil:
		return err
	case sealed:
		return keys.unseal(backup, see)
	}
	return readLive(backup, see)
}

// sameFile says whether two names are of one file.
func sameFile(a, b string) bool {
	one, errOne := os.Stat(a)
	two, errTwo := os.Stat(b)
	return errOne == nil && errTwo == nil && os.SameFile(one, two)
}

// keepAside gives the file a second name among its backups.
func keepAside(register string, now time.Time) (string, error) {
	dir := BackupFolder(register)
	if err := makeFolder(dir); err != nil {
		return "", notAside(register, dir, err)
	}
	kept := beforeName(dir, beforeRestore, now)
	err := link(register, kept)
	if withoutLinks(err) {
		err = copyFile(register, kept)
	}
	if err == nil {
		if err = syncDir(dir); err != nil {
			_ = os.Remove(kept) // a link would be called a copy, and change with the register
		}
	}
	if err != nil {
		return "", notAside(register, dir, err)
	}
	return kept, nil
}

func notAside(register, dir string, err error) error {
	why := whyNot(err)
	if errors.Is(err, os.ErrPermission) || errors.Is(err, syscall.EROFS) {
		why = fmt.Errorf("you may not write there; have its owner let you, or restore under another name with --register: %w", cause(err))
	}
	return fmt.Errorf("cannot keep %s aside in %s, so nothing was restored: %w", register, dir, why)
}

// copyFile copies the bytes of a file, whatever they are, to a new one.
func copyFile(from, to string) error {
	in, _, err := openRegular(from)
	var d *Damage
	switch {
	case errors.As(err, &d) && d.Foreign: // an empty one, of which there is nothing to copy
		return os.WriteFile(to, nil, 0o600)
	case err != nil:
		return err
	}
	defer in.Close()
	return WriteFile(to, false, func(out io.Writer) error { _, err := io.Copy(out, in); return err })
}

// writeChecked writes a file that gets its name only once check, which may be
// nil, has read it back.
func writeChecked(path string, force bool, write func(io.Writer) error, check func(*os.File) error) error {
	return place(path, force, func(f *os.File) error {
		out := bufio.NewWriter(f)
		err := write(out)
		if err == nil {
			err = out.Flush()
		}
		if err == nil {
			err = f.Sync()
		}
		if err != nil || check == nil {
			return err
		}
		return check(f)
	})
}
