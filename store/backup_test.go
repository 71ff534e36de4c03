package store

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
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

// Of 100 days in a row, the last 7 stay and the newest of each of 4 weeks
// before.
func TestBackupsThinOut(t *testing.T) {
	var days []string
	for i := range 100 {
		days = append(days, time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly))
	}
	if gone := outdated(days); len(gone) != 100-keptDays-keptWeeks {
		t.Errorf("%d of 100 go", len(gone))
	}
	if gone := outdated(days[:keptDays]); gone != nil {
		t.Errorf("of the last days, %v go", gone)
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
