package store

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"parry/model"
)

var pin = flag.Bool("pin", false, "make the pinned file of today's schema anew from the one before; then name its hash and head in TestOldFilesOpen")

// pinned is the file of today's schema.
var pinned = filepath.Join("testdata", fmt.Sprintf("v%d.db", schemaVersion))

// With -pin it makes the pinned file of today's schema: the one before, gone on with, and a
// record of each kind that it had not, with every field said. A released one never changes.
func TestPin(t *testing.T) {
	if !*pin {
		t.Skip("only with -pin")
	}
	text, err := os.ReadFile(filepath.Join("testdata", fmt.Sprintf("v%d.db", schemaVersion-1)))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(pinned, text, 0o600); err != nil {
		t.Fatal(err)
	}
	w := reopen(t, nil, pinned)
	if _, err := w.Do(model.Edit{Label: "a record of each kind that is new", Do: func(d *model.Draft) error {
		for _, k := range model.SheetKinds {
			seen := false
			for _, rec := range w.Register().All() {
				seen = seen || rec.Key().Kind == k.Kind
			}
			if !seen {
				d.Put(everyField(k))
			}
		}
		d.Put(&model.Edition{ID: "atlas", Title: "MITRE ATLAS", Version: "9.9.9", File: "ATLAS.yaml", SHA256: "00", Body: `{"id":"atlas","entries":[{"id":"AML.T0001","kind":"technique","name":"One"}]}`})
		return nil
	}}); err != nil {
		t.Fatal(err)
	}
	offer := model.Hints{Field: "atlas", Hints: []model.Hint{{Value: "AML.T0020", Why: "“poisoned” speaks for it"}}}
	if _, err := w.Do(model.Select(w.Register().Threats()[0].ID, offer, nil, "a slip, no attack")); err != nil {
		t.Fatal(err)
	}
	hash, err := w.Hash()
	t.Logf("%q, %q, %v", hash, w.Head(), err)
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func everyField(k model.SheetKind) *model.Sheet {
	s := &model.Sheet{Of: k.Kind, ID: k.Prefix + "1", Values: map[string]string{}}
	if k.Prefix == "" {
		s.ID = string(k.Kind)
	}
	for _, f := range k.Fields {
		s.Values[f.Name] = "said of " + f.Name
		if len(f.Choices) > 0 {
			s.Values[f.Name] = f.Choices[0].Value
		}
	}
	return s
}

// A file of every schema that was released opens, proves itself, says what it
// said then, and can be gone on with.
func TestOldFilesOpen(t *testing.T) {
	for _, old := range []struct{ file, hash, head string }{
		{"v1.db", "1ed8e17113a6835cf4a9b66bc5d2022838d07503320e893fc3d6c8c3836cfade", "7-8fdb3e861a8353f3"},
		{"v2.db", "694e8234b19a36b759d9633d6e1641013ce9394b45039f871b185d30f0b40085", "10-2e1c9341d8e1263f"},
		{"v3.db", "cfcd87939e74565a4ceece065c6b36efa5e86613fed07e4a04ce1ae0d742f068", "24-3da13ebe8bf36231"},
		{"v4.db", "0f470a7d43cf0d0eb90f3f0b3abd5d408871f23a0eeb49f63584452b3285227b", "36-69bf1ce85afd753d"},
		{"v7.db", "6619ba030db506e7e687daa57a864b9b973dd52ff723dfd30be4cf913a173abf", "44-27aa91adcaa2cab4"},
		{"v6.db", "cf72d0aed1a83e97595ca8bfc0438cab631bb96cd4daeeda813bb7f269d0aaf1", "42-76bdb686b9bcea60"},
		{"v5.db", "ed92f5661f47da3987b560e10521ea1759f66bb3401a30bff68f8aa0c541a5bb", "41-6454518c1bd618ff"},
	} {
		text, err := os.ReadFile(filepath.Join("testdata", old.file))
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), old.file)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		w, err := Open(path, Options{By: "tester"})
		if err != nil {
			t.Fatalf("%s: %v", old.file, err)
		}
		hash, err := w.Hash()
		if err != nil || hash != old.hash || w.Head().String() != old.head {
			t.Errorf("%s: hash %s, head %s, %v", old.file, hash, w.Head(), err)
		}
		if proof, err := w.Verify(old.head); err != nil || len(proof.Problems) > 0 {
			t.Errorf("%s: %v, %v", old.file, proof.Problems, err)
		}
		if _, err := w.Undo(); err != nil {
			t.Errorf("%s: undo: %v", old.file, err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
}

// A file of an older schema stays what it is while it is only looked at, and
// takes the new number with its first edit, so that an older parry says that
// it is newer rather than damaged. What is new can be kept in it from then on.
func TestOldFilesAreRaisedByAnEdit(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "v1.db"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "v1.db")
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	w := reopen(t, nil, path)
	if w.info.Schema != 1 {
		t.Fatalf("schema %d", w.info.Schema)
	}
	w = reopen(t, w, path)
	if w.info.Schema != 1 {
		t.Error("looking raised it")
	}
	own := model.Framework{ID: "ours", Form: model.FormMatrix, Version: "1", Body: "{}"}
	if _, err := w.Do(model.ImportFramework(own, model.Method{ID: own.ID})); err != nil {
		t.Fatal(err)
	}
	if w.info.Schema != schemaVersion {
		t.Errorf("after the edit in memory: schema %d", w.info.Schema)
	}
	w = reopen(t, w, path)
	if all := w.Register().Frameworks(); w.info.Schema != schemaVersion || len(all) != 1 || *all[0] != own {
		t.Errorf("schema %d, frameworks %v", w.info.Schema, all)
	}
	if proof, err := w.Verify(""); err != nil || len(proof.Problems) > 0 {
		t.Errorf("%v, %v", proof.Problems, err)
	}
	if _, err := w.Undo(); err != nil || len(w.Register().Frameworks()) != 0 {
		t.Errorf("undone: %v, %v", w.Register().Frameworks(), err)
	}
	w.Close()
}

func reopen(t *testing.T, w *Workspace, path string) *Workspace {
	t.Helper()
	if w != nil {
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	w, err := Open(path, Options{By: "tester"})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// The pinned file of today's schema holds a record of every kind, so that a change
// to any of them is seen.
func TestPinnedFileHoldsEveryKind(t *testing.T) {
	w, err := Open(pinned, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[model.Kind]bool{}
	for _, rec := range w.Register().All() {
		seen[rec.Key().Kind] = true
	}
	for _, kind := range model.Kinds {
		if !seen[kind] {
			t.Errorf("it holds no %s", kind)
		}
	}
	if w.info.Schema != schemaVersion {
		t.Errorf("it is of schema %d, today's is %d: pin another file", w.info.Schema, schemaVersion)
	}
}
