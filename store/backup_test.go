package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"parry/model"
)

// The first edit of a day leaves yesterday's register as a sound backup, the
// second none.
func TestTheFirstEditOfADayMakesABackup(t *testing.T) {
	path := withThreats(t, 3)
	now := time.Now().AddDate(0, 0, 2)
	w := open(t, path, Options{Backups: true, Now: func() time.Time { return now }})
	before := said(t, w.Register())
	do(t, w, put(fullThreat("T-8")), put(fullThreat("T-9")))
	files, err := os.ReadDir(BackupFolder(w.file))
	if err != nil || len(files) != 1 || w.Warning() != "" {
		t.Fatalf("backups %v, error %v, warning %q", files, err, w.Warning())
	}
	b := open(t, filepath.Join(BackupFolder(w.file), files[0].Name()), Options{ReadOnly: true})
	if said(t, b.Register()) != before {
		t.Error("the backup is not the register of before the edit")
	}
	verifyClean(t, b, "")
}

// A copy that parry makes by itself leaves room for the edits of the day: where it would take
// the last of the disk there is none, a warning says so, and the edit is saved. What is there
// is not longer than the register was.
func TestABackupLeavesRoom(t *testing.T) {
	whole := takeRoom
	defer func() { takeRoom = whole }()
	for _, full := range []bool{true, false} {
		path := withThreats(t, 3)
		size := len(readAll(t, path))
		now := time.Now().AddDate(0, 0, 2)
		w := open(t, path, Options{Backups: true, Now: func() time.Time { return now }})
		if takeRoom = whole; full {
			takeRoom = func(f *os.File, _ int64) error {
				return &os.PathError{Op: "write", Path: f.Name(), Err: syscall.ENOSPC}
			}
		}
		e := put(fullThreat("T-8"))
		e.Before = model.BeforeImport
		do(t, w, e)
		files, err := os.ReadDir(BackupFolder(w.file))
		switch {
		case err != nil:
			t.Fatal(err)
		case full && (len(files) != 0 || !strings.Contains(w.Warning(), "it would leave less than 2 MiB of the disk")):
			t.Errorf("a full disk: %v, warning %q", files, w.Warning())
		case !full && (len(files) != 2 || w.Warning() != ""):
			t.Errorf("room enough: %v, warning %q", files, w.Warning())
		}
		for _, f := range files {
			if copied := len(readAll(t, filepath.Join(BackupFolder(w.file), f.Name()))); copied > size {
				t.Errorf("%s has %d bytes, the register has %d", f.Name(), copied, size)
			}
		}
	}
}

// A clock that once ran far ahead leaves its day in the history for good: days go on having
// their backups, one each, by the clock as it is now.
func TestBackupsGoOnAfterAWrongClock(t *testing.T) {
	path := withThreats(t, 3)
	now := time.Now().AddDate(100, 0, 0)
	w := open(t, path, Options{Backups: true, Now: func() time.Time { return now }})
	do(t, w, put(fullThreat("T-8")))
	for day := range 3 {
		now = time.Now().AddDate(0, 0, day)
		do(t, w, put(fullThreat(fmt.Sprintf("T-%d", 20+day))), put(fullThreat(fmt.Sprintf("T-%d", 30+day))))
		files, err := os.ReadDir(BackupFolder(w.file))
		if err != nil || len(files) != day+2 || w.Warning() != "" {
			t.Fatalf("backups %v, error %v, warning %q", files, err, w.Warning())
		}
	}
}

// A copy counts once it was walked: of a register that went bad under parry's hands no
// backup is made, by itself or when one is asked for, and the good ones stay.
func TestABadCopyIsNoBackup(t *testing.T) {
	path := withThreats(t, 200)
	now := time.Now().AddDate(0, 0, 2)
	w := open(t, path, Options{Backups: true, Now: func() time.Time { return now }})
	at := bytes.LastIndex(readAll(t, path), []byte("Poisoned document"))
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteAt([]byte("p"), int64(at)); err != nil { // in the memory map, too
		t.Fatal(err)
	}
	f.Close()
	for name, seal := range map[string]*Seal{"plain": nil, "encrypted": cheapSeal(t, "words")} {
		to := filepath.Join(t.TempDir(), "copy")
		if err := w.Backup(to, false, seal); err == nil || !strings.Contains(err.Error(), "checksum") {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadDir(filepath.Dir(to)); len(left) > 0 {
			t.Errorf("%s: %v are left", name, left)
		}
	}
	e := put(fullThreat("T-1000"))
	e.Before = model.BeforeImport
	do(t, w, e)
	if files, err := os.ReadDir(BackupFolder(w.file)); err != nil || len(files) > 0 || !strings.Contains(w.Warning(), "today's backup failed") && !strings.Contains(w.Warning(), "the backup before the import failed") {
		t.Errorf("backups %v, error %v, warning %q", files, err, w.Warning())
	}
}

// Of 100 days in a row, the last 7 stay and the newest of each of 4 weeks
// before.
func TestBackupsThinOut(t *testing.T) {
	var days []string
	for i := range 100 {
		days = append(days, time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	last := days[len(days)-1]
	gone := outdated(days, last)
	stays := slices.DeleteFunc(slices.Clone(days), func(day string) bool { return slices.Contains(gone, day) })
	// 2026-04-10 is a Friday: before its seven days come that Friday's week, of which the
	// Friday is left, and three that end with their Sundays.
	want := []string{"2026-03-15", "2026-03-22", "2026-03-29", "2026-04-03", "2026-04-04", "2026-04-05",
		"2026-04-06", "2026-04-07", "2026-04-08", "2026-04-09", "2026-04-10"}
	if !slices.Equal(stays, want) {
		t.Errorf("of 100 days %v stay, want %v", stays, want)
	}
	if gone := outdated(days[:keptDays], last); gone != nil {
		t.Errorf("of the last days, %v go", gone)
	}
}

// A clock that fell back for a time, or ran ahead for one, takes no backup away: neither the
// one that was just made nor those of the days that it has not reached.
func TestAWrongClockTakesNoBackupAway(t *testing.T) {
	path := withThreats(t, 3)
	now := time.Date(2030, 1, 1, 12, 0, 0, 0, time.UTC)
	w := open(t, path, Options{Backups: true, Now: func() time.Time { return now }})
	n := 0
	edit := func(before string) {
		n++
		e := put(fullThreat(fmt.Sprint("T-", 100+n)))
		e.Before = before
		do(t, w, e)
	}
	backups := func() (names []string) {
		files, err := os.ReadDir(BackupFolder(w.file))
		if err != nil || w.Warning() != "" {
			t.Fatalf("error %v, warning %q", err, w.Warning())
		}
		for _, f := range files {
			names = append(names, f.Name())
		}
		return names
	}
	for range 100 {
		now = now.AddDate(0, 0, 1)
		edit(model.BeforeImport)
	}
	full := backups()
	if want := keptDays + keptWeeks + keptBefore; len(full) != want {
		t.Fatalf("%d backups, want %d: %q", len(full), want, full)
	}
	right := now
	for _, wrong := range []time.Time{time.Unix(86400, 0), right.AddDate(90, 0, 0)} {
		for day := range 8 {
			now = wrong.AddDate(0, 0, day)
			edit(model.BeforeImport)
			made := backups()
			if day := now.Local().Format(time.DateOnly); !slices.Contains(made, day+".db") {
				t.Errorf("the backup of %s is gone as soon as it was made", day)
			}
			if name := filepath.Base(beforeName("", model.BeforeImport, now)); !slices.Contains(made, name) {
				t.Errorf("the copy %s is gone as soon as it was made", name)
			}
			if now.Before(right) {
				for _, name := range full {
					if !slices.Contains(made, name) {
						t.Errorf("on %s %s went", now.Format(time.DateOnly), name)
					}
				}
			}
		}
	}
	days := 0
	for day := range keptDays {
		now = right.AddDate(0, 0, 1+day)
		edit("")
	}
	for _, name := range backups() {
		if name > right.Format(time.DateOnly)+".db" && name <= now.Format(time.DateOnly)+".db" {
			days++
		}
	}
	if days != keptDays {
		t.Errorf("once the clock is right again, %d of the last %d days have a backup", days, keptDays)
	}
}

// A restore brings the backup back over a damaged register and keeps the
// damaged bytes; a damaged backup changes nothing.
func TestRestore(t *testing.T) {
	path := withThreats(t, 3)
	backup := filepath.Join(t.TempDir(), "copy.db")
	w := open(t, path, Options{})
	want := said(t, w.Register())
	if err := w.Backup(backup, false, nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Backup(backup, false, nil); !errors.Is(err, os.ErrExist) {
		t.Errorf("a backup went over another: %v", err)
	}
	if _, err := Restore(backup, path, time.Now(), nil); err == nil {
		t.Error("a register was replaced while it was held")
	}
	w.Close()
	wreck := []byte("not a register any more")
	if err := os.WriteFile(path, wreck, 0o600); err != nil {
		t.Fatal(err)
	}
	kept, err := Restore(backup, path, time.Now(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if string(readAll(t, kept)) != string(wreck) {
		t.Error("the damaged file was not kept as it was")
	}
	if r := open(t, path, Options{ReadOnly: true}).Register(); said(t, r) != want {
		t.Error("the restored register says something else")
	}
	good := readAll(t, path)
	if _, err := Restore(kept, path, time.Now(), nil); err == nil || string(readAll(t, path)) != string(good) {
		t.Errorf("a damaged backup was restored: %v", err)
	}
}

// Whatever call fails or is the last while a register is restored, what stands there is the
// backup or what stood there, and it is said which of them.
func TestEveryCallOfRestoreMayFail(t *testing.T) {
	backup := readAll(t, withThreats(t, 3))
	for role, before := range map[string][]byte{"restore": readAll(t, withThreats(t, 1)), "return": nil} {
		eachFault(t, role, map[string]int{"fsync": 2}, func(path string) {
			err := os.WriteFile(path+".copy", backup, 0o600)
			if err == nil && before != nil {
				err = os.WriteFile(path, before, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
		}, func(t *testing.T, r run) {
			now, err := os.ReadFile(r.path)
			if err != nil && (before != nil || !errors.Is(err, os.ErrNotExist)) {
				t.Fatal(err)
			}
			restored := bytes.Equal(now, backup)
			said := strings.Contains(r.out, "restored") && !strings.Contains(r.out, "nothing was restored") && !strings.Contains(r.out, "stays as it is")
			switch {
			case !restored && !bytes.Equal(now, before):
				t.Errorf("call %d: %d bytes stand there", r.n, len(now))
			case r.met && strings.HasPrefix(r.what, "signal"):
			case said != restored:
				t.Errorf("call %d: that the backup stands there is %t, and it says: %s", r.n, restored, r.out)
			}
			if aside, _ := os.ReadDir(BackupFolder(r.path)); !restored && len(aside) > 0 && !strings.HasPrefix(r.what, "signal") {
				t.Errorf("call %d left %s among the backups", r.n, aside[0].Name())
			}
		})
	}
}

// playRestorer puts the copy beside a register in its place.
func playRestorer(path string, say func(string, ...any)) error {
	_, err := Restore(path+".copy", path, time.Now(), nil)
	if err == nil {
		say("restored")
	}
	return err
}

// Nothing takes the place of a register by being written: neither a report nor a backup of
// itself, whatever is forced. A parry that has it open would go on in a file without a name.
func TestNothingIsWrittenOverARegister(t *testing.T) {
	path := withThreats(t, 3)
	link := filepath.Join(filepath.Dir(path), "link.db")
	if err := os.Symlink(path, link); err != nil {
		t.Skip("no links here")
	}
	w := open(t, path, Options{})
	look := open(t, link, Options{ReadOnly: true})
	want := readAll(t, path)
	report := func(to io.Writer) error { _, err := io.WriteString(to, "a report"); return err }
	for name, err := range map[string]error{
		"a report":             WriteFile(path, true, report),
		"a report by a link":   WriteFile(link, true, report),
		"its backup":           w.Backup(path, true, nil),
		"its backup by a link": w.Backup(link, true, nil),
		"what is looked at":    look.Backup(path, true, nil),
	} {
		if err == nil || !strings.Contains(err.Error(), "name another file") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if !bytes.Equal(readAll(t, path), want) {
		t.Error("the register is another")
	}
	do(t, w, put(fullThreat("T-9")))
	other := filepath.Join(t.TempDir(), "copy.db")
	if err := errors.Join(WriteFile(other, false, report), w.Backup(other, true, nil), w.Backup(other, true, nil)); err != nil {
		t.Errorf("a backup is not written over an older one: %v", err)
	}
}

// Where a register cannot stand, a restore says so and leaves everything as it is.
func TestRestoreOverAFolder(t *testing.T) {
	path := withThreats(t, 3)
	folder := filepath.Join(t.TempDir(), "folder.db")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if _, err := Restore(path, folder, time.Now(), nil); err == nil || !strings.Contains(err.Error(), "name another with --register") {
		t.Error(err)
	}
	if _, err := os.Stat(BackupFolder(folder)); !os.IsNotExist(err) {
		t.Errorf("a folder of backups was made: %v", err)
	}
}

// A full disk is told once, without the temporary name, with what to do; what stood there
// stands.
func TestAFileThatFindsNoRoom(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.md")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	err := WriteFile(path, true, func(to io.Writer) error {
		return &os.PathError{Op: "write", Path: ".report.md.TEMP.tmp", Err: syscall.ENOSPC}
	})
	want := "cannot write " + path + ": the disk is full; make room and do it again: " + syscall.ENOSPC.Error()
	if err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
	if left, _ := os.ReadDir(filepath.Dir(path)); len(left) != 1 || string(readAll(t, path)) != "old" {
		t.Errorf("%v are left", left)
	}
}

// Who opens a register that is gone or damaged is told the command that brings its newest
// daily backup back, spelt so that a shell takes it.
func TestTheWayBackIsTold(t *testing.T) {
	path := filepath.Join(t.TempDir(), "our register.db")
	whole := readAll(t, withThreats(t, 3))
	damages := map[string]func() error{
		"gone":    func() error { return os.Remove(path) },
		"cut":     func() error { return os.Truncate(path, int64(len(whole)/2)) },
		"empty":   func() error { return os.Truncate(path, 0) },
		"foreign": func() error { return os.WriteFile(path, []byte("hello"), 0o600) },
	}
	for name, damage := range damages {
		if err := os.RemoveAll(BackupFolder(path)); err != nil {
			t.Fatal(err)
		}
		said := func() string {
			t.Helper()
			if err := os.WriteFile(path, whole, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := damage(); err != nil {
				t.Fatal(err)
			}
			_, err := Open(path, Options{})
			if err == nil {
				t.Fatalf("%s: it was opened", name)
			}
			return err.Error()
		}
		if text := said(); strings.Contains(text, "newest backup") {
			t.Errorf("%s, without a backup: %s", name, text)
		}
		if err := os.Mkdir(BackupFolder(path), 0o700); err != nil {
			t.Fatal(err)
		}
		for _, file := range []string{"2026-11-30.db", "2026-12-01.db", "before-restore-20261202T000000.1.db", "notes.db"} {
			if err := os.WriteFile(filepath.Join(BackupFolder(path), file), whole, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want := fmt.Sprintf("`parry -r '%s' restore '%s/2026-12-01.db'` puts its newest backup there", path, BackupFolder(path))
		if text := said(); !strings.Contains(text, want) {
			t.Errorf("%s: %s", name, text)
		}
	}
}

// A register that cannot be kept aside says where that was to be, and what to do about it.
func TestWhatCannotBeKeptAside(t *testing.T) {
	for _, why := range []error{syscall.EACCES, syscall.EROFS} {
		err := notAside("r.db", "r.db.backups", &os.PathError{Op: "mkdir", Path: "r.db.backups", Err: why})
		want := "cannot keep r.db aside in r.db.backups, so nothing was restored: you may not write there; " +
			"have its owner let you, or restore under another name with --register: " + why.Error()
		if err.Error() != want || !errors.Is(err, why) {
			t.Errorf("%v", err)
		}
	}
}
