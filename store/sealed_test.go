package store

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"parry/model"
	"parry/store/trial"
)

// cheapSeal is a seal by passphrase that costs the tests no second.
func cheapSeal(t testing.TB, passphrase string) *Seal {
	t.Helper()
	r, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(4)
	return &Seal{to: []age.Recipient{r}}
}

func mustKeys(t testing.TB, passphrase string) Keys {
	t.Helper()
	keys, err := KeysFrom(passphrase)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// recipient makes an identity and the list of its recipient.
func recipient(t testing.TB, hybrid bool) (list, identity string) {
	t.Helper()
	if hybrid {
		id, err := age.GenerateHybridIdentity()
		if err != nil {
			t.Fatal(err)
		}
		return id.Recipient().String(), id.String()
	}
	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return "# a colleague\n" + id.Recipient().String() + "\n", id.String()
}

// An encrypted backup says nothing in the clear, is opened by its passphrase or by any of
// its recipients' identities and by nothing else, and brings the register back.
func TestSealedBackups(t *testing.T) {
	path := withThreats(t, 30)
	w := open(t, path, Options{})
	do(t, w, model.AddThreat("a title in the clear"))
	want := said(t, w.Register())
	ann, annsID := recipient(t, false)
	ben, bensID := recipient(t, false)
	_, evesID := recipient(t, false)
	pq, pqID := recipient(t, true)
	in := func(identity string) Keys {
		keys, err := KeysIn(strings.NewReader(identity))
		if err != nil {
			t.Fatal(err)
		}
		return keys
	}
	team, err := SealFor(strings.NewReader(ann + ben))
	if err != nil {
		t.Fatal(err)
	}
	future, err := SealFor(strings.NewReader(pq))
	if err != nil {
		t.Fatal(err)
	}
	looking := open(t, path, Options{ReadOnly: true})
	for name, c := range map[string]struct {
		seal  *Seal
		from  *Workspace
		right []Keys
	}{
		"passphrase": {cheapSeal(t, "twelve words"), w, []Keys{mustKeys(t, "twelve words")}},
		"team":       {team, w, []Keys{in(annsID), in(bensID), in(evesID + "\n" + bensID)}},
		"hybrid":     {future, looking, []Keys{in(pqID)}},
	} {
		sealed := filepath.Join(t.TempDir(), "copy.age")
		if err := c.from.Backup(sealed, false, c.seal); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if err := c.from.Backup(sealed, false, c.seal); !errors.Is(err, os.ErrExist) {
			t.Errorf("%s: it went over another: %v", name, err)
		}
		if is, err := Sealed(sealed); !is || err != nil || bytes.Contains(readAll(t, sealed), []byte("in the clear")) || c.seal.key != nil {
			t.Errorf("%s: sealed %v, %v, key %x", name, is, err, c.seal.key)
		}
		for _, keys := range c.right {
			back := filepath.Join(t.TempDir(), "back.db")
			if _, err := Restore(sealed, back, time.Now(), keys); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			r := open(t, back, Options{})
			if said(t, r.Register()) != want {
				t.Errorf("%s: another register came back", name)
			}
			verifyClean(t, r, w.Head().String())
		}
		for _, keys := range []Keys{nil, in(evesID), mustKeys(t, "twelve word")} {
			back := filepath.Join(t.TempDir(), "back.db")
			_, err := Restore(sealed, back, time.Now(), keys)
			if err == nil || keys == nil && !errors.Is(err, ErrSealed) || keys != nil && !strings.Contains(err.Error(), "is another one") {
				t.Errorf("%s: opened by %v: %v", name, keys, err)
			}
			if _, err := os.Stat(back); !errors.Is(err, os.ErrNotExist) {
				t.Errorf("%s: something was written: %v", name, err)
			}
		}
	}
}

// Whatever byte of an encrypted backup was changed, or wherever it was cut, it is refused
// and the register that stands there stays.
func TestChangedSealedBackupsAreRefused(t *testing.T) {
	path := withThreats(t, 60)
	w := open(t, path, Options{})
	sealed := filepath.Join(quickDir(t), "copy.age")
	list, identity := recipient(t, false)
	seal, err := SealFor(strings.NewReader(list))
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Backup(sealed, false, seal); err != nil {
		t.Fatal(err)
	}
	whole := readAll(t, sealed)
	keys, err := KeysIn(strings.NewReader(identity))
	if err != nil {
		t.Fatal(err)
	}
	trial.Each(t, "changed encrypted backups", 200, 5000, func(t *trial.T) {
		changed := bytes.Clone(whole)
		if t.N%4 == 0 {
			changed = changed[:t.Dice.IntN(len(changed))]
		} else {
			at := t.Dice.IntN(len(changed))
			if t.N%4 == 1 {
				at = t.Dice.IntN(300) // its header
			}
			changed[at] ^= 1 << t.Dice.IntN(8)
		}
		dir := quickDir(t)
		damaged, back := filepath.Join(dir, "damaged.age"), filepath.Join(dir, "back.db")
		if err := os.WriteFile(damaged, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Restore(damaged, back, time.Now(), keys); err == nil || strings.Contains(err.Error(), "cannot write") {
			t.Fatalf("it was restored, or its reason is not told: %v", err)
		}
		if left, _ := os.ReadDir(dir); len(left) != 1 {
			t.Errorf("%d files are left", len(left))
		}
	})
}

// Foreign files that ask for more work than anybody has are refused before they get it.
func TestTooMuchWorkIsRefused(t *testing.T) {
	r, err := age.NewScryptRecipient("x")
	if err != nil {
		t.Fatal(err)
	}
	r.SetWorkFactor(1)
	var out bytes.Buffer
	sealing, err := age.Encrypt(&out, r)
	if err != nil {
		t.Fatal(err)
	}
	if err := sealing.Close(); err != nil {
		t.Fatal(err)
	}
	greedy := filepath.Join(t.TempDir(), "greedy.age")
	much := bytes.Replace(out.Bytes(), []byte(" 1\n"), []byte(" 25\n"), 1)
	if err := os.WriteFile(greedy, much, 0o600); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	_, err = Restore(greedy, filepath.Join(t.TempDir(), "r.db"), time.Now(), mustKeys(t, "x"))
	if err == nil || !strings.Contains(err.Error(), "work factor too large") || time.Since(began) > 10*time.Second {
		t.Errorf("%v after %s", err, time.Since(began))
	}
}
