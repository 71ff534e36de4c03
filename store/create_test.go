package store

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"parry/model"
)

// A new register holds what its first edit put there, and its history begins
// with it.
func TestCreateMakesAWholeRegister(t *testing.T) {
	path := filepath.Join(quickDir(t), "register.db")
	ops := 0
	o := Options{By: "ann", NewOp: func() string { ops++; return strings.Repeat("x", ops) }}
	if err := Create(path, makeEdit(), o); err != nil {
		t.Fatal(err)
	}
	w := open(t, path, Options{})
	if s := w.Register().Settings(); s.Name != "test" || s.Matrix != testMatrix {
		t.Errorf("settings %+v", s)
	}
	if all := history(t, w); len(all) != 1 || all[0].Label != "make the register" || all[0].By != "ann" {
		t.Errorf("history %+v", all)
	}
	verifyClean(t, w, "")
}

// What is there already is never touched, whatever it is.
func TestCreateNeverTouchesWhatIsThere(t *testing.T) {
	dir := quickDir(t)
	at := func(name string) string { return filepath.Join(dir, name) }
	for _, err := range []error{
		os.WriteFile(at("a text"), []byte("dear diary"), 0o644),
		os.WriteFile(at("an empty file"), nil, 0o644),
		os.Mkdir(at("a folder"), 0o755),
		os.Symlink(at("nowhere"), at("a link to nowhere")),
		os.Symlink(at("a text"), at("a link")),
		Create(at("a register"), makeEdit(), Options{}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	before := listing(t, dir)
	for name := range before {
		if err := Create(at(name), makeEdit(), Options{}); !errors.Is(err, os.ErrExist) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for name, what := range listing(t, dir) {
		if what != before[name] {
			t.Errorf("%s was changed, or came to be", name)
		}
	}
}

// listing gives every name in a folder with its mode and content.
func listing(t testing.TB, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		text, _ := os.ReadFile(filepath.Join(dir, e.Name()))
		all[e.Name()] = info.Mode().String() + " " + string(text)
	}
	return all
}

// Nobody else can read a register or look into the folders that were made for
// it.
func TestCreateIsPrivate(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("there are no such modes on Windows")
	}
	above := quickDir(t)
	path := filepath.Join(above, "data", "parry", "register.db")
	if err := Create(path, makeEdit(), Options{}); err != nil {
		t.Fatal(err)
	}
	w := open(t, path, Options{})
	for name, want := range map[string]fs.FileMode{path: 0o600, ownerPath(path): 0o600, filepath.Dir(path): 0o700, filepath.Join(above, "data"): 0o700} {
		if info, err := os.Stat(name); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: %v, %v", name, info.Mode(), err)
		}
	}
	w.Close()
}

// If the first edit fails, there is no register and nothing else is left.
func TestAFailedCreateLeavesNothing(t *testing.T) {
	dir := quickDir(t)
	path := filepath.Join(dir, "register.db")
	broken := errors.New("the example is broken")
	for name, e := range map[string]model.Edit{
		"fails":        {Label: "x", Do: func(*model.Draft) error { return broken }},
		"does nothing": {Label: "x", Do: func(*model.Draft) error { return nil }},
		"is no text":   put(&model.Threat{ID: "T-001", Title: "\xff"}),
	} {
		err := Create(path, e, Options{})
		if err == nil || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), ".tmp") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if left := listing(t, dir); len(left) != 0 {
		t.Errorf("left %v", left)
	}
}

// What a killed parry left of an unfinished register is in nobody's way.
func TestLeftoversOfACrashAreInNobodysWay(t *testing.T) {
	dir := quickDir(t)
	path := filepath.Join(dir, "register.db")
	half := filepath.Join(dir, ".register.db.ABCDEFGHIJ.tmp")
	if err := os.WriteFile(half, bytes.Repeat([]byte{0}, 8192), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path, Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("half a register under another name, and opening says %v", err)
	}
	if err := Create(path, makeEdit(), Options{}); err != nil {
		t.Fatal(err)
	}
	verifyClean(t, open(t, path, Options{}), "")
}

// Of several that make the same register at once, one does, and the others are
// told that it is there.
func TestOnlyOneCreates(t *testing.T) {
	path := filepath.Join(quickDir(t), "register.db")
	const tries = 8
	errs := make(chan error, tries)
	for range tries {
		go func() { errs <- Create(path, makeEdit(), Options{}) }()
	}
	made := 0
	for range tries {
		if err := <-errs; err == nil {
			made++
		} else if !errors.Is(err, os.ErrExist) {
			t.Error(err)
		}
	}
	if left := listing(t, filepath.Dir(path)); made != 1 || len(left) != 1 {
		t.Errorf("%d made it, leaving %d files", made, len(left))
	}
	verifyClean(t, open(t, path, Options{}), "")
}

// A folder that cannot be made is an error with a name in it.
func TestCreateInAFolderThatIsNone(t *testing.T) {
	dir := quickDir(t)
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	err := Create(filepath.Join(dir, "file", "deeper", "register.db"), makeEdit(), Options{})
	if err == nil || !strings.Contains(err.Error(), filepath.Join(dir, "file")) {
		t.Error(err)
	}
}

// However much of a file is mapped in advance, a register of a few threats is a small file.
func TestASmallRegisterIsASmallFile(t *testing.T) {
	path := newRegister(t)
	w := open(t, path, Options{})
	steps(t, w, "a b c")
	w.Close()
	if info, err := os.Stat(path); err != nil || info.Size() > 256<<10 {
		t.Errorf("%d bytes, %v", info.Size(), err)
	}
}
