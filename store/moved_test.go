package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A register that is moved, removed or replaced while it is open takes no edit: it would go
// into a file that nobody finds again. Once it is back, edits go on; what another parry left
// beside the new one stays.
func TestEditsOfARegisterThatIsGone(t *testing.T) {
	path := withThreats(t, 3)
	w := open(t, path, Options{})
	want, head := said(t, w.Register()), w.Head()
	refuses := func(why string) {
		t.Helper()
		if _, err := w.Do(put(fullThreat("T-9"))); err == nil || !errors.As(err, new(refusedError)) {
			t.Errorf("%s: %v", why, err)
		}
		if err := w.SaveDraft("capture", "half typed"); err == nil {
			t.Errorf("%s: a draft was kept", why)
		}
		if said(t, w.Register()) != want || w.Head() != head || w.Draft("capture") != "" || w.ReadOnly() {
			t.Errorf("%s: what is shown is not what was", why)
		}
	}
	if err := os.Rename(path, path+".away"); err != nil {
		t.Fatal(err)
	}
	refuses("moved")
	if err := os.WriteFile(path, readAll(t, path+".away"), 0o600); err != nil {
		t.Fatal(err)
	}
	refuses("replaced")
	other := open(t, path, Options{By: "another"})
	if err := os.Rename(path+".away", path); err != nil {
		t.Fatal(err)
	}
	do(t, w, put(fullThreat("T-9")))
	w.Close()
	if _, err := os.Stat(ownerPath(path)); err != nil {
		t.Errorf("the word of another was removed: %v", err)
	}
	other.Close()
	if r := open(t, path, Options{ReadOnly: true}).Register(); r.Threat("T-9") == nil {
		t.Error("the edit is not in the file")
	}
}

// A file that is copied over an open register, as cp does, stays as it is: what is typed
// into the old one is refused, and so is a draft. Nobody is told that a disk failed.
func TestEditsOfARegisterThatIsCopiedOver(t *testing.T) {
	older := withThreats(t, 3)
	path := twin(t, older)
	w := open(t, path, Options{})
	for _, id := range []string{"T-4", "T-5"} {
		do(t, w, put(fullThreat(id)))
	}
	w.Close()
	sibling := twin(t, older)
	w = open(t, sibling, Options{})
	for _, id := range []string{"T-6", "T-7"} {
		do(t, w, put(fullThreat(id)))
	}
	w.Close()
	for name, from := range map[string]string{"an older copy": older, "a sibling of as many edits": sibling} {
		for _, draft := range []bool{false, true} {
			live := twin(t, path)
			w := open(t, live, Options{})
			over := readAll(t, from)
			if err := os.WriteFile(live, over, 0o600); err != nil {
				t.Fatal(err)
			}
			if draft {
				if err := w.SaveDraft("capture", "half typed"); err == nil {
					t.Errorf("%s: a draft was kept", name)
				}
			}
			if _, err := w.Do(put(fullThreat("T-9"))); !errors.As(err, new(*copiedOverError)) || !strings.Contains(err.Error(), "copied a file over "+live) ||
				!strings.Contains(err.Error(), "nothing was written to it; leave, and open what is there now") {
				t.Errorf("%s: %v", name, err)
			}
			if err := w.SaveDraft("capture", "half typed"); err == nil {
				t.Errorf("%s: a draft was kept after it", name)
			}
			w.Close()
			if !bytes.Equal(readAll(t, live), over) {
				t.Errorf("%s: what was copied over the register was written to", name)
			}
			if _, err := os.Lstat(unsurePath(live)); err == nil {
				t.Errorf("%s: an edit that was never begun is called unsure", name)
			}
		}
	}
}

func twin(t *testing.T, path string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "r.db")
	if err := os.WriteFile(name, readAll(t, path), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
