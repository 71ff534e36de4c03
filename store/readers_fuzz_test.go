package store

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// No bytes make the search for what is left of a damaged register panic or wait: what it
// finds lies in the file, and is found again.
func FuzzSalvage(f *testing.F) {
	for _, n := range []int{0, 3} {
		dir := quickDir(f)
		path := filepath.Join(dir, "r.db")
		if err := Create(path, makeEdit(), Options{}); err != nil {
			f.Fatal(err)
		}
		data := readAll(f, path)
		clear(data[:n*4096/2])
		f.Add(data)
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 1<<20 {
			t.Skip()
		}
		scan := func() *salvage {
			s := &salvage{values: map[storedAt]found{}, log: map[uint64][]byte{}}
			s.scan(bytes.NewReader(data), int64(len(data)))
			return s
		}
		first, second := scan(), scan()
		if len(first.values) != len(second.values) || len(first.log) != len(second.log) {
			t.Errorf("%d values and %d entries, then %d and %d", len(first.values), len(first.log), len(second.values), len(second.log))
		}
		for at, one := range first.values {
			if !bytes.Contains(data, one.payload) {
				t.Errorf("%v is not in the file", at)
			}
		}
	})
}

// No list of recipients or of identities makes its reader panic, and what is refused is
// refused by what was asked for.
func FuzzKeys(f *testing.F) {
	f.Add("")
	f.Add("# a comment\nAGE-SECRET-KEY-1RQCLF6MZW3EX7GC589DKX5XEHUYD0SDCY09TT2QH2HX74PJ38WQS33NTS0\n")
	f.Add("age13ls86dgv0t6sahshvm6cr5h3pml5zqwu0h5uzwz3wuya50s4g3as9r83gj\n")
	f.Fuzz(func(t *testing.T, lines string) {
		if keys, err := KeysIn(strings.NewReader(lines)); (err == nil) != (len(keys) > 0) || err != nil && !strings.HasPrefix(err.Error(), "no file of identities") {
			t.Errorf("%d keys, %v", len(keys), err)
		}
		if seal, err := SealFor(strings.NewReader(lines)); (err == nil) != (seal != nil && len(seal.to) > 0) || err != nil && !strings.HasPrefix(err.Error(), "no list of recipients") {
			t.Errorf("%+v, %v", seal, err)
		}
	})
}

// Whatever stands in the notes beside a register, an unsure edit and who has it open, they
// are read as what parry writes or as nothing.
func FuzzNotes(f *testing.F) {
	f.Add(`{"op":"op-1","label":"set title of T-001","at":"2026-11-16T12:00:00Z"}`)
	f.Add(`{"pid":1,"host":"desk","user":"ann"}`)
	f.Add("{\"op\":\"\x1b[31m\"}")
	f.Add("")
	dir := quickDir(f)
	f.Fuzz(func(t *testing.T, text string) {
		path := filepath.Join(dir, "r.db")
		for _, note := range []string{path, unsurePath(path), ownerPath(path)} {
			if err := os.WriteFile(note, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if u, ok := readUnsure(path); ok && (u.Op == "" || strings.ContainsAny(u.Op, "\x1b\n\x00")) {
			t.Errorf("an operation is called %q", u.Op)
		}
		if says := held(path).Error(); strings.ContainsAny(says, "\x1b\n\x00") {
			t.Errorf("who has it is told as %q", says)
		}
	})
}
