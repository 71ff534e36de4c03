package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// Found are the fuzz targets, and the tests that do less with the race detector: what asks
// for it through a function of the package too, but no test that does the same with it.
func TestFind(t *testing.T) {
	tree := fstest.MapFS{
		"a/a_test.go": {Data: []byte(`package a
import "parry/store/trial"
func FuzzRead(f *testing.F) {}
func TestDice(t *testing.T) { trial.Each(t, "dice", 300, 1000, nil) }
func TestMinute(t *testing.T) { trial.Each(t, "minutes", 1, 60, nil) }
func TestThrough(t *testing.T) { t.Run("x", func(t *testing.T) { outer(t) }) }
func TestPlain(t *testing.T) { other(t) }
func outer(t *testing.T) { inner(t) }
func other(t *testing.T) { trial.Long() }
`)},
		"a/b_test.go":           {Data: []byte("package a\nfunc inner(t *testing.T) { if trial.Raced() { t.Skip() } }\n")},
		"b/c/c_test.go":         {Data: []byte("package c\nfunc TestPart(t *testing.T) { for range trial.Of(9) {} }\nfunc TestLaw(t *testing.T) { trial.Checks(t) }\n")},
		"a/testdata/x_test.go":  {Data: []byte("no Go at all")},
		".hidden/x_test.go":     {Data: []byte("no Go at all")},
		"d/no.go":               {Data: []byte("package d\nfunc FuzzNothing() {}\n")},
		"b/c/methods_test.go":   {Data: []byte("package c\nfunc (d *dice) TestRoll(t *testing.T) { trial.Of(9) }\n")},
		"b/inner_other_test.go": {Data: []byte("package b\nfunc TestInner(t *testing.T) { inner(t) }\n")},
	}
	got, err := find(tree)
	if err != nil {
		t.Fatal(err)
	}
	if want := "[a FuzzRead] [a TestDice a TestThrough b/c TestLaw b/c TestPart]"; fmt.Sprint(got.fuzz, " ", got.trials) != want {
		t.Errorf("found %v %v, want %s", got.fuzz, got.trials, want)
	}
}

// What begins first is there, else the end would wait for it.
func TestTheLongestAreThere(t *testing.T) {
	got, err := find(os.DirFS("../../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range longest {
		if !slices.ContainsFunc(got.trials, func(one target) bool { return one.name == name }) {
			t.Errorf("there is no trial %s", name)
		}
	}
}

// All jobs are run whatever fails before them, what failed is told in full, and the end is
// an error that names each.
func TestAllAreRun(t *testing.T) {
	var out strings.Builder
	var queue []job
	for n := range 10 {
		queue = append(queue, job{target{"dir", fmt.Sprint("Test", n)}, func() (string, error) {
			if n%4 == 1 {
				return "", errors.New("it went wrong")
			}
			return "all well", nil
		}})
	}
	err := all(&out, queue, 3)
	if want := "3 of 10 failed: dir Test1, dir Test5, dir Test9"; fmt.Sprint(err) != want {
		t.Errorf("%v, want %s", err, want)
	}
	if text := out.String(); strings.Count(text, "all well") != 7 || strings.Count(text, "it went wrong") != 3 {
		t.Error(text)
	}
	if err := all(&out, queue[2:5], 1); err != nil {
		t.Error(err)
	}
}

// A target that fails is told with its input and how to run it again; one whose time was up
// while a worker worked has not failed, unless its inputs fail.
func TestAFailingTarget(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the programs here are scripts of a shell")
	}
	const late = "fuzz: elapsed: 5s, execs: 812 (0/sec), new interesting: 3 (total: 9)\n--- FAIL: FuzzRead (5.02s)\n    context deadline exceeded\nFAIL\n"
	const fine = "fuzz: elapsed: 3s, execs: 400 (9/sec), new interesting: 1 (total: 7)\nfuzz: elapsed: 5s, execs: 812 (9/sec), new interesting: 3 (total: 9)\nPASS\n"
	for _, c := range []struct {
		name, fuzz, replay string
		told               string
		says               []string
	}{
		{"fine", "printf '" + fine + "'", "exit 3", "812 executions, 3 new inputs", nil},
		{"late", "printf '" + late + "'; exit 1", "echo PASS", "812 executions, 3 new inputs", nil},
		{"late, and something was found", "mkdir -p testdata/fuzz/FuzzRead; echo input >testdata/fuzz/FuzzRead/abc; printf '" + late + "'; exit 1", "echo the replay fails; exit 1", "",
			[]string{"the replay fails", "a/testdata/fuzz/FuzzRead/abc:\ninput", "again: go test -run '^FuzzRead$/^abc$' ./a"}},
		{"something was found", "mkdir -p testdata/fuzz/FuzzRead; echo other >testdata/fuzz/FuzzRead/d; echo '--- FAIL: a panic'; exit 1", "echo PASS", "",
			[]string{"--- FAIL: a panic", "FuzzRead/d:\nother"}},
		{"a deadline and more", "printf 'panic: x\\n" + late + "'; exit 1", "echo PASS", "", []string{"panic: x"}},
		{"nothing", "echo PASS", "echo PASS", "", []string{"nothing was fuzzed"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.Mkdir("a", 0o700); err != nil {
				t.Fatal(err)
			}
			program := filepath.Join(t.TempDir(), "a.test")
			script := "#!/bin/sh\ncase \"$*\" in *-test.fuzz=*) " + c.fuzz + ";; *) " + c.replay + ";; esac\n"
			if err := os.WriteFile(program, []byte(script), 0o700); err != nil {
				t.Fatal(err)
			}
			told, err := fuzzing{target{"a", "FuzzRead"}, program, 5 * time.Second, t.TempDir()}.run()
			if told != c.told || (err == nil) != (c.says == nil) {
				t.Errorf("told %q, %v", told, err)
			}
			for _, want := range c.says {
				if !strings.Contains(fmt.Sprint(err), want) {
					t.Errorf("%q is not in\n%v", want, err)
				}
			}
		})
	}
}

// others are the folders whose readers are fuzzed where they are called.
var others = map[string]string{
	"store/workbook":     "store/formats/xlsxfile",
	"store/editions":     "store/editions/aicmworkbook", // it only asks each of its folders
	"frameworks/ownlist": "",                            // reads what is in the program
}

// Every package that exports a reader of a file or a text fuzzes one, and so does every
// folder that takes files in.
func TestEveryReaderIsFuzzed(t *testing.T) {
	tree := os.DirFS("../../..")
	found, err := find(tree)
	if err != nil {
		t.Fatal(err)
	}
	fuzzed := map[string]bool{"": true}
	for _, one := range found.fuzz {
		fuzzed[one.dir] = true
	}
	reading := map[string]bool{}
	for _, layer := range []string{"model", "frameworks", "store"} {
		if err := fs.WalkDir(tree, layer, func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
				return err
			}
			text, err := fs.ReadFile(tree, name)
			if err == nil && reader.Match(text) {
				reading[path.Dir(name)] = true
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	for dir := range reading {
		if place, elsewhere := others[dir]; !fuzzed[dir] && !(elsewhere && fuzzed[place]) {
			t.Errorf("%s reads what comes from outside, and has no fuzz target", dir)
		}
	}
	for dir := range others {
		if !reading[dir] {
			t.Errorf("%s reads nothing any more", dir)
		}
	}
	if len(reading) < 20 {
		t.Errorf("only %d folders read: %v", len(reading), reading)
	}
}

var reader = regexp.MustCompile(`(?m)^func (Read\w*(\[[^\]]*\])?\(\w+.*\b(string|Reader)\b|[A-Z]\w*\(\w+ io\.Reader|Recognise\()`)
