//go:build unix

package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"parry/store"
	"parry/store/trial"
)

// A room is a register and the program that opens it, again and again.
type room struct {
	t        *testing.T
	register string
}

func newRoom(t *testing.T) *room {
	unraced(t)
	r := &room{t, filepath.Join(t.TempDir(), "register.db")}
	r.must(exitDone, "init", "--example")
	return r
}

// must runs a command in this process and gives what it printed.
func (r *room) must(code int, args ...string) string {
	r.t.Helper()
	var out, errs bytes.Buffer
	got := run(append([]string{"parry", "--register", r.register}, args...), streams{strings.NewReader(""), &out, &errs})
	if got != code {
		r.t.Fatalf("parry %s: exit %d, want %d\n%s%s", strings.Join(args, " "), got, code, out.String(), errs.String())
	}
	return out.String()
}

func (r *room) open(cols, rows int, env []string, args ...string) *terminal {
	r.t.Helper()
	term := startTerminal(r.t, cols, rows, env, append([]string{"--register", r.register}, args...)...)
	term.WaitFor("? help")
	return term
}

// pressAndSee presses a key and waits until the screen is another.
func pressAndSee(term *terminal, key string) {
	term.t.Helper()
	before := term.Screen()
	term.Press(key)
	term.until("an answer to "+key, func(screen string) bool { return screen != before })
}

// heatRow is what the lifecycle map says of Deployment in a state.
func heatRow(term *terminal, state string) string {
	term.t.Helper()
	term.Press("alt+3")
	term.WaitFor("[3 Heat]")
	for !strings.Contains(term.Screen(), "state: "+state) {
		pressAndSee(term, "i")
	}
	for _, line := range strings.Split(term.Screen(), "\n") {
		if strings.HasPrefix(line, " Deployment ") {
			counts, _, _ := strings.Cut(line[len(" Deployment"):], "unrated")
			return strings.Join(strings.Fields(counts)[:9], " ")
		}
	}
	term.fail("the map has no row Deployment")
	return ""
}

// The whole job by keys alone: open, filter, capture, triage, see the heatmap
// move, undo and see it back, quit, come again and do it once more.
func TestStoryOfOneThreat(t *testing.T) {
	r := newRoom(t)
	term := r.open(80, 24, nil)
	before := heatRow(term, "inherent")
	term.Press("1")
	term.WaitFor("[1 Reg]")
	term.Press("/")
	term.Type("phase:deployment")
	term.WaitFor("9 of 38 match")
	term.Press("enter", "n")
	term.WaitFor("new threat:")
	term.Type("Agent approves its own refunds")
	term.Press("enter")
	term.WaitFor("T-039")
	term.Press("esc")
	term.WaitGone("new threat:")
	term.Press("enter")
	term.WaitFor("field 1 of")
	term.Press("enter")
	term.WaitFor("[2 Triage]")
	term.Press("4")
	term.WaitFor("[adverse ?]")
	term.Press("4")
	term.WaitFor("[impact ?]")
	term.Press("5")
	term.WaitFor("so H x VH = VH")
	after := heatRow(term, "inherent")
	if before == after || !strings.Contains(after, "3 !VH") {
		t.Fatalf("the row was %q and is %q", before, after)
	}
	term.Press("u")
	term.WaitFor("Undid: ")
	if back := heatRow(term, "inherent"); back != before {
		t.Fatalf("after undo the row is %q, it was %q", back, before)
	}
	term.Press("q")
	term.WaitFor("field 1 of") // the opened threat,
	term.Press("q", "q", "q")  // the table, the filter, the end
	if code := term.Wait(); code != 0 || term.LeftOn() != nil {
		t.Fatalf("exit %d, left on %v", code, term.LeftOn())
	}

	term = r.open(80, 24, nil)
	term.Press("U")
	term.WaitFor("Did again: ")
	if again := heatRow(term, "inherent"); again != after {
		t.Fatalf("after redo the row is %q, it was %q", again, after)
	}
	term.Press("ctrl+c")
	if code := term.Wait(); code != 0 {
		t.Fatalf("exit %d", code)
	}
	r.must(exitDone, "verify")
}

// An owner is changed in place, in the cell where the finding stands, and the
// finding goes.
func TestStoryOfAnOwner(t *testing.T) {
	unowned := regexp.MustCompile(`(?m)^> .T-018 .*\[\?!\]`)
	r := newRoom(t)
	term := r.open(120, 40, nil)
	term.Press("4")
	term.WaitFor("14 findings")
	term.Press("!")
	term.WaitFor("T-003")
	term.Press("f")
	term.WaitFor("only problems: on")
	for !unowned.MatchString(term.Screen()) {
		pressAndSee(term, "!")
	}
	term.Press("e")
	term.WaitFor("Owner: Orchestrated")
	term.Type("osp-ap")
	term.Press("enter")
	term.WaitFor("13 findings")
	term.Press("ctrl+c")
	term.Wait()
	if out := r.must(exitStands, "check"); strings.Contains(out, "S1/T-018") {
		t.Fatalf("the finding is still there:\n%s", out)
	}
}

// One writer: the second start says within a second who has the register, and
// looking works meanwhile.
func TestStoryOfTwoParries(t *testing.T) {
	r := newRoom(t)
	first := r.open(80, 24, nil)
	start := time.Now()
	second := startTerminal(t, 80, 24, nil, "--register", r.register)
	code := second.Wait()
	if took := time.Since(start); code != exitFailed || took > 3*time.Second {
		t.Fatalf("exit %d after %v", code, took)
	}
	said := strings.Join(strings.Fields(second.Screen()), " ")
	for _, part := range []string{fmt.Sprintf("process %d", first.cmd.Process.Pid), "since 20", "--read-only"} {
		if !strings.Contains(said, part) {
			t.Errorf("%q is not in %q", part, said)
		}
	}
	looking := r.open(80, 24, nil, "--read-only")
	looking.WaitFor("READ-ONLY")
	looking.Press("n")
	looking.WaitFor("open for reading only")
	first.Press("n")
	first.Type("while the other looks")
	first.Press("enter")
	first.WaitFor("T-039")
	r.must(exitDone, "show", "T-039")
	looking.Press("ctrl+c")
	looking.Wait()
	first.Press("ctrl+c")
	first.Wait()
	if _, err := os.Stat(r.register + ".owner"); !os.IsNotExist(err) {
		t.Errorf("who held the register is still written down: %v", err)
	}
}

// What stood on the line for a second survives even kill -9.
func TestStoryOfAKilledLine(t *testing.T) {
	r := newRoom(t)
	term := r.open(80, 24, nil)
	term.Press("n")
	term.WaitFor("new threat:")
	kept := func(want string) bool {
		w, err := store.Open(r.register, store.Options{ReadOnly: true})
		if err != nil {
			t.Fatal(err)
		}
		defer w.Close()
		return w.Draft("capture") == want
	}
	line, soonest := "", time.Hour
	for _, words := range []string{"half a", " thought", " and more", " of it"} { // a later second keeps too
		term.Type(words)
		line += words
		typed := time.Now()
		for !kept(line) {
			if time.Since(typed) > 30*time.Second {
				t.Fatalf("%q never came to the disk", line)
			}
			time.Sleep(50 * time.Millisecond)
		}
		if words != "half a" { // whatever the clock was at
			soonest = min(soonest, time.Since(typed))
		}
	}
	if soonest > 5*time.Second { // and not one, as others may have the machine
		t.Errorf("what is typed is on the disk after %v at the soonest", soonest)
	}
	term.Signal(syscall.SIGKILL)
	term.Wait()
	term = r.open(80, 24, nil)
	term.Press("n")
	term.WaitFor(line)
	term.Press("esc", "q")
	term.Wait()
}

// A closed terminal keeps what is half typed and lets the register go; so does
// every polite signal.
func TestStoryOfAClosedTerminal(t *testing.T) {
	r := newRoom(t)
	term := r.open(80, 24, nil)
	term.Press("n")
	term.WaitFor("new threat:")
	term.Type("half a thought")
	term.WaitFor("half a thought")
	term.Hangup()
	term.Wait()
	term = r.open(80, 24, nil)
	term.Press("n")
	term.WaitFor("half a thought")
	for _, sig := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT} {
		word := " until " + sig.String()
		term.Type(word)
		term.WaitFor("half a thought" + word)
		term.Signal(sig)
		if code := term.Wait(); code != 0 || term.LeftOn() != nil {
			t.Fatalf("exit %d after %v, left on %v", code, sig, term.LeftOn())
		}
		term = r.open(80, 24, nil)
		term.Press("n")
		term.WaitFor("half a thought" + word)
		for range word {
			term.Press("backspace")
		}
	}
	term.Press("ctrl+c")
	term.Wait()
	r.must(exitDone, "verify")
}

// A window that changes its size all the time shows the same picture when it is
// back, and says what it needs when it is too small.
func TestStoryOfAResizedWindow(t *testing.T) {
	r := newRoom(t)
	term := r.open(80, 24, nil)
	term.WaitFor("? help")
	want := term.Screen()
	for i := range 40 {
		term.Resize(60+i*2, 16+i%20)
	}
	for _, size := range [][2]int{{10, 3}, {1, 1}, {200, 60}, {50, 12}} {
		term.Resize(size[0], size[1])
	}
	term.WaitFor("parry needs 60 x 16")
	term.Resize(80, 24)
	term.WaitFor("T-001")
	term.until("the picture that was there:\n"+want, func(screen string) bool { return screen == want })
	term.Press("ctrl+c")
	term.Wait()
}

// With NO_COLOR not one colour is written, and every cell still says its level.
func TestStoryWithoutColour(t *testing.T) {
	r := newRoom(t)
	term := r.open(80, 24, []string{"NO_COLOR=yes"}, "--ascii")
	term.Press("3")
	term.WaitFor("[1]!H")
	term.mu.Lock()
	drawn := term.screen.Render()
	term.mu.Unlock()
	if colour := regexp.MustCompile(`\x1b\[[0-9;]*\b(3[0-8]|4[0-8]|9[0-7]|10[0-7])\b[0-9;]*m`).FindString(drawn); colour != "" {
		t.Errorf("the colour %q is written", colour)
	}
	for _, r := range drawn {
		if r > '~' {
			t.Errorf("--ascii draws %q", r)
			break
		}
	}
	term.Press("ctrl+c")
	term.Wait()
}

// Without a register parry asks what to open, and what it makes is there.
func TestStoryOfTheFirstRun(t *testing.T) {
	term := startTerminal(t, 80, 24, nil)
	term.WaitFor("1, 2 or q, then enter:")
	term.Type("2\r")
	term.WaitFor("1 of 5: which system")
	term.Type("Claims bot\r")
	term.WaitFor("2 of 5")
	term.Type("\r")
	term.WaitFor("3 of 5")
	term.Type("\r")
	term.WaitFor("4 of 5")
	term.Type("\r")
	term.WaitFor("5 of 5")
	term.Type("\r")
	term.WaitFor("No threat is in the register yet")
	term.WaitFor("Claims bot")
	term.Press("q")
	if code := term.Wait(); code != 0 {
		t.Fatalf("exit %d", code)
	}
}

// Whatever was shown is on disk, whenever the program is killed.
func TestKillLosesNothingShown(t *testing.T) {
	r := newRoom(t)
	shown := map[string]bool{}
	row := regexp.MustCompile(`T-\d+ .*?(k\d+-\d+)\b`)
	trial.Each(t, "kills of the program", 20, 500, func(t *trial.T) {
		term := r.open(80, 24, nil)
		term.Press("G", "n")
		term.WaitFor("new threat:")
		stop := time.Now().Add(time.Duration(t.Dice.IntN(250)) * time.Millisecond)
		for i := 0; time.Now().Before(stop); i++ {
			term.Type(fmt.Sprintf("k%d-%d\r", t.N, i))
			time.Sleep(time.Duration(t.Dice.IntN(12)) * time.Millisecond)
		}
		term.Signal(syscall.SIGKILL)
		term.Wait()
		for _, found := range row.FindAllStringSubmatch(term.Screen(), -1) {
			shown[found[1]] = true
			t.Count("threats shown", 1)
		}
	})
	if len(shown) == 0 && !trial.Long() {
		t.Fatal("nothing was ever shown: the test proves nothing")
	}
	saved := r.must(exitDone, "list", "--filter", "status:draft")
	for title := range shown {
		if !regexp.MustCompile(`\b` + title + `\b`).MatchString(saved) {
			t.Errorf("%s was shown and is not on disk", title)
		}
	}
	r.must(exitDone, "verify")
}

// A text of several lines is written in the user's own editor, and comes back; what a killed
// parry left with one is gone once the screens are there.
func TestStoryOfAnEditor(t *testing.T) {
	r := newRoom(t)
	killed := exec.Command("true")
	if err := killed.Run(); err != nil {
		t.Skip(err)
	}
	temp := t.TempDir()
	left := filepath.Join(temp, fmt.Sprintf("%s%d-1", editorFolder, killed.Process.Pid))
	if err := os.Mkdir(left, 0o700); err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "editor.sh")
	if err := os.WriteFile(script, []byte("#!/bin/sh\nprintf 'first line\\nsecond line\\n' >>\"$2\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	term := r.open(80, 24, []string{"EDITOR=" + script + " -x", "TMPDIR=" + temp})
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("the text of a killed parry is still there: %v", err)
	}
	term.Press("e")
	term.WaitFor("Edit a field of T-001")
	term.Type("notes")
	term.Press("enter")
	term.WaitFor("T-001: Notes")
	term.Press("ctrl+e")
	term.WaitFor("set notes of T-001")
	term.Press("q")
	term.Wait()
	if files, _ := os.ReadDir(temp); len(files) > 0 {
		t.Errorf("%v are left", files)
	}
	if shown := r.must(exitDone, "show", "T-001", "--json"); !strings.Contains(shown, `first line\nsecond line"`) {
		t.Errorf("the notes are not what the editor wrote: %s", shown)
	}
}

// forge changes the title of T-010 in the file, with a checksum that fits: as somebody
// with write access would, who leaves the history alone.
func forge(t *testing.T, path string) {
	t.Helper()
	file, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	key, sums := []byte("T-010"), crc32.MakeTable(crc32.Castagnoli)
	for at := 0; ; at++ {
		next := bytes.Index(file[at:], key)
		if next < 0 {
			t.Fatal("T-010 is not in the file")
		}
		at += next
		sum := file[at+len(key):] // checksum, revision and payload lie behind the key
		of := func(n int) uint32 {
			return crc32.Checksum(append([]byte("threat\x00T-010\x00"), sum[4:n]...), sums)
		}
		for n := 16; n < min(len(sum), 4096); n++ {
			title := bytes.Index(sum[:n], []byte("public hub"))
			if title > 0 && of(n) == binary.BigEndian.Uint32(sum) {
				sum[title] = 'P'
				binary.BigEndian.PutUint32(sum, of(n))
				if err := os.WriteFile(path, file, 0o600); err != nil {
					t.Fatal(err)
				}
				return
			}
		}
	}
}

// A record that was changed behind the history is told where somebody asks for a proof,
// whatever row the screen stands on.
func TestStoryOfAForgedRecord(t *testing.T) {
	r := newRoom(t)
	forge(t, r.register)
	if out := r.must(exitStands, "verify"); !strings.Contains(out, "`parry restore` brings back a backup from before") {
		t.Errorf("verify names no way out:\n%s", out)
	}
	for _, args := range [][]string{{"report"}, {"export", "--format", "html"}} {
		to := filepath.Join(t.TempDir(), "out")
		r.must(exitStands, append(args, "-o", to)...)
		if !there(to) {
			t.Errorf("%v wrote nothing", args)
		}
	}
	r.must(exitDone, "export", "--format", "csv")
	term := r.open(80, 24, nil)
	term.WaitFor("? help")
	term.Press("6", "v")
	term.WaitFor("the proof failed, trust nothing here yet: T-010")
	term.Press("9", "x")
	term.WaitFor("the proof of the register failed")
	term.Press("ctrl+c")
	term.Wait()
}
