package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var updateScripts = flag.Bool("update", false, "rewrite what scripts compare their output with")

// afterTests is what must be cleared away when all tests are over.
var afterTests []func()

type testsThenTidy struct{ *testing.M }

func (m testsThenTidy) Run() int {
	defer func() {
		for _, tidy := range afterTests {
			tidy()
		}
	}()
	return m.M.Run()
}

// TestMain lets this test program be parry: each `parry` in a script is a
// process of its own that runs the real main.
func TestMain(m *testing.M) {
	testscript.Main(testsThenTidy{m}, map[string]func(){"parry": main})
}

// Every story in testdata ends as it is told, against the real main.
func TestScripts(t *testing.T) {
	t.Parallel() // beside the minute of random keys
	testscript.Run(t, testscript.Params{
		Dir:                "testdata",
		Setup:              ownWorld,
		RequireUniqueNames: true,
		UpdateScripts:      *updateScripts,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"cmpjson": scriptCmpJSON,
			"exits":   scriptExits,
			"matrix":  scriptMatrix,
		},
	})
}

// homeOf gives the variables by which a program finds its files, all in one
// home, and those that change what it prints. A test sets no others but PATH.
func homeOf(home string) []string {
	return []string{
		"HOME=" + home,
		"XDG_DATA_HOME=" + filepath.Join(home, ".local", "share"),
		"XDG_STATE_HOME=" + filepath.Join(home, ".local", "state"),
		"XDG_CONFIG_HOME=" + filepath.Join(home, ".config"),
		"XDG_CACHE_HOME=" + filepath.Join(home, ".cache"),
		"TZ=UTC",
		"LANG=C.UTF-8",
		"USER=tester",
	}
}

// ownWorld gives a script a home of its own, so that nothing of the person who
// runs the tests is read or written.
func ownWorld(env *testscript.Env) error {
	home := filepath.Join(env.WorkDir, "home")
	env.Vars = append(env.Vars, homeOf(home)...)
	if env.Getenv("GORACE") == "" {
		env.Setenv("GORACE", "atexit_sleep_ms=0") // else each process waits for a second
	}
	return os.Mkdir(home, 0o700)
}

// scriptExits runs a program that must end with this code: exits 2 parry list -x
func scriptExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits code program [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// scriptCmpJSON compares two files as JSON values: the order of names and the
// space between them mean nothing, all else does. cmpjson stdout want.json
func scriptCmpJSON(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("usage: cmpjson got want")
	}
	var values [2]any
	for i, name := range args {
		var err error
		if values[i], err = oneJSON(ts.ReadFile(name)); err != nil {
			ts.Fatalf("%s: %v", name, err)
		}
	}
	difference := jsonDifference("$", values[0], values[1])
	switch {
	case neg && difference == "":
		ts.Fatalf("%s and %s do not differ", args[0], args[1])
	case !neg && difference != "":
		ts.Fatalf("%s differs from %s: %s", args[0], args[1], difference)
	}
}

// oneJSON reads a text that must be one JSON value and nothing more. Numbers
// stay as they are written.
func oneJSON(text string) (value any, err error) {
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	if err := dec.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("more than one JSON value")
	}
	return value, nil
}

// jsonDifference says where two JSON values first differ, or nothing.
func jsonDifference(at string, got, want any) string {
	switch want := want.(type) {
	case map[string]any:
		if got, ok := got.(map[string]any); ok {
			return objectDifference(at, got, want)
		}
	case []any:
		if got, ok := got.([]any); ok {
			return listDifference(at, got, want)
		}
	}
	if reflect.DeepEqual(got, want) {
		return ""
	}
	return fmt.Sprintf("%s is %s, want %s", at, asJSON(got), asJSON(want))
}

func objectDifference(at string, got, want map[string]any) string {
	names := maps.Clone(got)
	maps.Copy(names, want)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		g, inGot := got[name]
		w, inWant := want[name]
		switch place := at + "." + name; {
		case !inGot:
			return place + " is missing"
		case !inWant:
			return place + " is too much: " + asJSON(g)
		default:
			if difference := jsonDifference(place, g, w); difference != "" {
				return difference
			}
		}
	}
	return ""
}

func listDifference(at string, got, want []any) string {
	for i := range min(len(got), len(want)) {
		if difference := jsonDifference(fmt.Sprintf("%s[%d]", at, i), got[i], want[i]); difference != "" {
			return difference
		}
	}
	if len(got) != len(want) {
		return fmt.Sprintf("%s has %d elements, want %d", at, len(got), len(want))
	}
	return ""
}

func asJSON(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// A difference between two JSON values is found wherever it lies, and what
// JSON does not tell apart is not called a difference.
func TestJSONDifference(t *testing.T) {
	for _, test := range []struct{ got, want, says string }{
		{`{"a":1,"b":[true,null]}`, ` { "b" : [ true , null ] , "a" : 1 } `, ``},
		{`{"a":1}`, `{"a":2}`, `$.a is 1, want 2`},
		{`{"a":1.0}`, `{"a":1}`, `$.a is 1.0, want 1`},
		{`{"a":[1,{"b":"x"}]}`, `{"a":[1,{"b":"y"}]}`, `$.a[1].b is "x", want "y"`},
		{`{}`, `{"a":null}`, `$.a is missing`},
		{`{"a":null}`, `{}`, `$.a is too much: null`},
		{`[1,2]`, `[1]`, `$ has 2 elements, want 1`},
		{`[]`, `{}`, `$ is [], want {}`},
		{`9007199254740993`, `9007199254740992`, `$ is 9007199254740993, want 9007199254740992`},
	} {
		got, gotErr := oneJSON(test.got)
		want, wantErr := oneJSON(test.want)
		if says := jsonDifference("$", got, want); says != test.says || gotErr != nil || wantErr != nil {
			t.Errorf("%s against %s: %q, want %q (%v, %v)", test.got, test.want, says, test.says, gotErr, wantErr)
		}
	}
	for _, text := range []string{``, `{`, `{} {}`, `{},`} {
		if _, err := oneJSON(text); err == nil {
			t.Errorf("%q was read as one JSON value", text)
		}
	}
}
