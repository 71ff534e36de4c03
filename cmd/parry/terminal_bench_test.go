//go:build unix

package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"parry/model"
	"parry/store"
	"parry/store/example"
	"parry/store/formats/csvfile"
	"parry/ui/rehearsal"
)

// What a person feels, measured from outside through a real terminal of 120×40,
// beside the least that a Bubble Tea program can be and beside the tools that
// people use now, where they are installed. A program is measured in the same
// run as its neighbours or not at all: the machine is another one each day.

// benchSizes are how many threats, tasks or rows there are.
var benchSizes = []int{20, 1_000, 10_000, 100_000}

// A contender is a program to be measured.
type contender struct {
	name  string
	most  int                                             // the largest size it is tried with
	ready string                                          // stands on its first useful screen
	start func(b *testing.B, n int) (*terminal, []string) // and the keys that move its cursor
}

var contenders = []contender{
	{"empty", 20, "keys, q quits", startEmpty},
	{"parry", 100_000, "? help", startParry},
	{"visidata", 10_000, "rows", startVisidata},
	{"vit", 1_000, "what can go wrong 1", startVit},
	{"sc", 10_000, "what can go wrong", startSC},
	{"lazygit", 1_000, "what can go wrong", startLazygit},
}

func BenchmarkTerminalStart(b *testing.B) {
	eachContender(b, func(b *testing.B, c contender, n int) {
		var took []float64
		for b.Loop() {
			term, _ := c.start(b, n)
			term.WaitFor(c.ready)
			took = append(took, ms(time.Since(term.begun)))
			term.close()
		}
		percentiles(b, took, "first-screen")
	})
}

func BenchmarkTerminalKey(b *testing.B) {
	eachContender(b, func(b *testing.B, c contender, n int) {
		term, keys := c.start(b, n)
		term.WaitFor(c.ready)
		term.settle()
		var took []float64
		before := term.bytesOut()
		i := 0
		for ; b.Loop(); i++ {
			sent := time.Now()
			term.Press(keys[i%len(keys)])
			took = append(took, ms(term.settle().Sub(sent)))
		}
		percentiles(b, took, "settled")
		b.ReportMetric(float64(term.bytesOut()-before)/float64(i), "bytes/key")
		b.ReportMetric(memoryMB(term.cmd.Process.Pid, "VmRSS:"), "MB")
		b.ReportMetric(term.idlePercent(b), "idle-%")
	})
}

// 500 keys typed ahead: what somebody does who leans on an arrow.
func BenchmarkTerminalTypedAhead(b *testing.B) {
	eachContender(b, func(b *testing.B, c contender, n int) {
		term, keys := c.start(b, n)
		term.WaitFor(c.ready)
		term.settle()
		var all strings.Builder
		for i := range 500 {
			bytes, _ := keyBytes(keys[i%len(keys)])
			all.WriteString(bytes)
		}
		var took []float64
		for b.Loop() {
			sent := time.Now()
			term.Type(all.String())
			took = append(took, ms(term.settle().Sub(sent)))
		}
		percentiles(b, took, "settled")
	})
}

// A letter in the filter, where there is one.
func BenchmarkTerminalFilterLetter(b *testing.B) {
	for _, n := range benchSizes {
		b.Run(fmt.Sprintf("parry/%d", n), func(b *testing.B) {
			term, _ := startParry(b, n)
			term.WaitFor("? help")
			term.Press("/")
			term.settle()
			var took []float64
			keys := []string{"r", "e", "backspace", "backspace"}
			for i := 0; b.Loop(); i++ {
				sent := time.Now()
				term.Press(keys[i%len(keys)])
				took = append(took, ms(term.settle().Sub(sent)))
			}
			percentiles(b, took, "settled")
		})
	}
}

// Commands, the start of the process with them.
func BenchmarkProcess(b *testing.B) {
	measure := func(name string, command func() *exec.Cmd) {
		b.Run(name, func(b *testing.B) {
			var took []float64
			peak := 0.0
			for b.Loop() {
				cmd := command()
				var said bytes.Buffer
				cmd.Stderr = &said
				begun := time.Now()
				high, err := runWatched(cmd)
				took = append(took, ms(time.Since(begun)))
				peak = max(peak, high)
				if err != nil && cmd.ProcessState.ExitCode() != exitStands {
					b.Fatalf("%s: %v\n%s", strings.Join(cmd.Args, " "), err, &said)
				}
			}
			percentiles(b, took, "run")
			b.ReportMetric(peak, "MB")
		})
	}
	dir := b.TempDir()
	parry := func(args ...string) func() *exec.Cmd {
		return func() *exec.Cmd {
			cmd := exec.Command(parryBinary(b), args...)
			cmd.Dir, cmd.Env = dir, append(homeOf(dir), "PATH="+os.Getenv("PATH"))
			return cmd
		}
	}
	measure("version", parry("version"))
	for _, n := range benchSizes {
		path := benchRegister(b, n)
		measure(fmt.Sprintf("check/%d", n), parry("check", "--json", "--register", path, "--as-of", rehearsal.Today, "--by", "bench", "--read-only"))
		measure(fmt.Sprintf("report/%d", n), parry("report", "--register", path, "--read-only"))
		measure(fmt.Sprintf("list-filter/%d", n), parry("list", "--filter", "nowhere", "--register", path, "--read-only"))
	}
	own := filepath.Join(dir, "own.db")
	if err := copyFile(benchRegister(b, 10_000), own); err != nil {
		b.Fatal(err)
	}
	n := 0
	measure("edit/10000", func() *exec.Cmd {
		n++
		return parry("edit", "T-007", fmt.Sprintf("notes=%d", n), "--register", own)()
	})
	run := func(args ...string) {
		if out, err := parry(args...)().CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
	}
	file := benchCSV(b, 10_000)
	for _, format := range []string{"", "xlsx", "json", "otm", "threatcomposer"} {
		name := "import/10000"
		if format != "" {
			name, file = "import-"+format+"/10000", filepath.Join(dir, "threats."+format)
			run("export", "--format", format, "-o", file, "--register", own)
		}
		measure(name, func() *exec.Cmd {
			n++
			fresh := filepath.Join(dir, fmt.Sprintf("fresh%d.db", n))
			run("init", "--register", fresh)
			return parry("import", file, "--register", fresh)()
		})
	}
	benchTaskwarrior(b, measure)
}

// benchCSV writes the threats of benchRegister as our CSV.
func benchCSV(b *testing.B, n int) string {
	b.Helper()
	incoming, _, err := csvfile.Read(bytes.NewReader(example.CSV()))
	if err != nil {
		b.Fatal(err)
	}
	threats := make([]*model.Threat, 0, n)
	for _, one := range rehearsal.Many(incoming, n) {
		threats = append(threats, one.Threat)
	}
	var file bytes.Buffer
	if err := csvfile.Write(&file, threats); err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(b.TempDir(), "threats.csv")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		b.Fatal(err)
	}
	return path
}

// benchTaskwarrior measures the same jobs of the program that people use for lists,
// where it is installed.
func benchTaskwarrior(b *testing.B, measure func(string, func() *exec.Cmd)) {
	if _, err := exec.LookPath("task"); err != nil {
		b.Log("taskwarrior is not installed")
		return
	}
	dir := b.TempDir()
	rc, err := makeTasks(dir, 10_000)
	if err != nil {
		b.Fatal(err)
	}
	task := func(args ...string) *exec.Cmd {
		cmd := exec.Command("task", args...)
		cmd.Env = append(homeOf(dir), "TASKRC="+rc, "PATH="+os.Getenv("PATH"))
		return cmd
	}
	n := 0
	measure("taskwarrior-list-filter/10000", func() *exec.Cmd { return task("description.has:wrong", "count") })
	measure("taskwarrior-edit/10000", func() *exec.Cmd { n++; return task("7", "modify", fmt.Sprintf("what can go wrong %d", -n)) })
}

func copyFile(from, to string) error {
	text, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, text, 0o600)
}

// runWatched runs a command and gives the most memory that it was seen to hold,
// in megabytes. What the system counts at the end is of no use: it counts the
// moment before the program was loaded, when it was still a copy of this one.
func runWatched(cmd *exec.Cmd) (peak float64, err error) {
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			return peak, err
		case <-time.After(time.Millisecond):
			peak = max(peak, memoryMB(cmd.Process.Pid, "VmHWM:"))
		}
	}
}

// eachContender runs one measurement for every program that is here and every
// size that it can bear.
func eachContender(b *testing.B, run func(b *testing.B, c contender, n int)) {
	for _, c := range contenders {
		for _, n := range benchSizes {
			if n > c.most {
				continue
			}
			b.Run(fmt.Sprintf("%s/%d", c.name, n), func(b *testing.B) { run(b, c, n) })
		}
	}
}

// quiet is how long a program says nothing once it has settled.
const quiet = 60 * time.Millisecond

// settle waits until the program says no more, and gives when it last did. A
// key that draws nothing counts as settled at once.
func (term *terminal) settle() time.Time {
	since := time.Now()
	for {
		time.Sleep(2 * time.Millisecond)
		term.mu.Lock()
		latest := laterOf(term.latest, since)
		said := term.latest.After(since)
		term.mu.Unlock()
		switch {
		case said && time.Since(latest) > quiet:
			return latest
		case !said && time.Since(since) > 10*quiet:
			return since
		}
	}
}

// bytesOut counts what the program wrote to its terminal.
func (term *terminal) bytesOut() int {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.output
}

func laterOf(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// percentiles gives the median and the 95th percentile in milliseconds, and takes
// out the mean, which says nothing here: it counts the waiting for silence.
func percentiles(b *testing.B, took []float64, what string) {
	slices.Sort(took)
	at := func(p float64) float64 { return took[int(p*float64(len(took)-1))] }
	b.ReportMetric(at(0.5), what+"-p50-ms")
	b.ReportMetric(at(0.95), what+"-p95-ms")
	b.ReportMetric(0, "ns/op")
}

// memoryMB reads a line of what the system says of a program's memory; 0 where
// it says nothing.
func memoryMB(pid int, line string) float64 {
	text, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0 // it has ended, or there is no /proc here
	}
	_, rest, _ := strings.Cut(string(text), line)
	number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kb, err := strconv.ParseFloat(number, 64)
	if err != nil {
		return 0
	}
	return kb / 1024
}

// idlePercent is how much of a core the program takes when nobody types.
func (term *terminal) idlePercent(b *testing.B) float64 {
	const watched = time.Second
	before := term.cpu(b)
	time.Sleep(watched)
	return 100 * float64(term.cpu(b)-before) / float64(watched)
}

// cpu is the time that all threads of the program ran.
func (term *terminal) cpu(b *testing.B) (total time.Duration) {
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", term.cmd.Process.Pid))
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			continue // the thread has ended
		}
		ran, _, _ := strings.Cut(string(text), " ")
		ns, err := strconv.ParseInt(ran, 10, 64)
		if err != nil {
			b.Fatal(err)
		}
		total += time.Duration(ns)
	}
	return total
}

// benchRegister is a register of n threats: the example's, again and again. Two
// programs never have it open, so each start takes the same file.
func benchRegister(b *testing.B, n int) string {
	b.Helper()
	path, err := makeBenchRegister(n)
	if err != nil {
		b.Fatal(err)
	}
	return path
}

var (
	benchRegisters     = map[int]string{}
	benchRegistersOnce sync.Mutex
)

func makeBenchRegister(n int) (string, error) {
	benchRegistersOnce.Lock()
	defer benchRegistersOnce.Unlock()
	if path := benchRegisters[n]; path != "" {
		return path, nil
	}
	dir, err := os.MkdirTemp("", "parry-bench")
	if err != nil {
		return "", err
	}
	afterTests = append(afterTests, func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "register.db")
	incoming, _, err := csvfile.Read(bytes.NewReader(example.CSV()))
	if err != nil {
		return "", err
	}
	settings := newSettings("Brightdesk Assist")
	settings.AsOf = rehearsal.Today
	who := store.Options{By: "bench"}
	if err := store.Create(path, model.ChangeSettings("make", func(s *model.Settings) { *s = settings }), who); err != nil {
		return "", err
	}
	w, err := store.Open(path, who)
	if err != nil {
		return "", err
	}
	for part := range slices.Chunk(rehearsal.Many(incoming, n), 10_000) { // the store takes no larger steps
		if _, err := w.Do(model.Merge("", part, new(model.Merged))); err != nil {
			return "", errors.Join(err, w.Close())
		}
	}
	benchRegisters[n] = path
	return path, w.Close()
}

func startParry(b *testing.B, n int) (*terminal, []string) {
	return startTerminal(b, 120, 40, nil, "--register", benchRegister(b, n)), []string{"down", "down", "up"}
}

func startEmpty(b *testing.B, _ int) (*terminal, []string) {
	program, err := buildEmpty()
	if err != nil {
		b.Fatal(err)
	}
	return startProgram(b, 120, 40, nil, program), []string{"down"}
}

var buildEmpty = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "parry-empty")
	if err != nil {
		return "", err
	}
	afterTests = append(afterTests, func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "empty")
	out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, "./testdata/empty").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("build the empty program: %w\n%s", err, out)
	}
	return path, nil
})

func startVisidata(b *testing.B, n int) (*terminal, []string) {
	program := installed(b, "vd")
	path := filepath.Join(b.TempDir(), "rows.csv")
	text := "id,title,phase,owner\n" + strings.Repeat("T-1,what can go wrong,Deployment,Ada\n", n)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		b.Fatal(err)
	}
	return startProgram(b, 120, 40, nil, program, path), []string{"down", "down", "up"}
}

func startSC(b *testing.B, n int) (*terminal, []string) {
	program := installed(b, "sc")
	var sheet strings.Builder
	sheet.WriteString("format A 40 2 0\n")
	for i := range n {
		fmt.Fprintf(&sheet, "leftstring A%d = \"what can go wrong\"\nleftstring B%d = \"Deployment\"\n", i, i)
	}
	path := filepath.Join(b.TempDir(), "rows.sc")
	if err := os.WriteFile(path, []byte(sheet.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	return startProgram(b, 120, 40, nil, program, path), []string{"down", "down", "up"}
}

// startLazygit shows a repository of n commits, of which it reads the first 300.
func startLazygit(b *testing.B, n int) (*terminal, []string) {
	program := installed(b, "lazygit")
	installed(b, "git")
	dir := b.TempDir()
	var stream strings.Builder
	for i := range n {
		fmt.Fprintf(&stream, "commit refs/heads/main\ncommitter Ada <ada@example.org> %d +0000\ndata <<END\nwhat can go wrong %d\nEND\n", 1_700_000_000+i, i)
	}
	for _, args := range [][]string{{"init", "-q", "-b", "main"}, {"fast-import", "--quiet"}, {"checkout", "-q", "main"}} {
		cmd := exec.Command("git", append([]string{"-C", dir}, args...)...)
		cmd.Stdin = strings.NewReader(stream.String())
		if out, err := cmd.CombinedOutput(); err != nil {
			b.Fatalf("git %v: %v\n%s", args, err, out)
		}
	}
	return startProgram(b, 120, 40, []string{"HOME=" + dir}, program, "-p", dir, "log"), []string{"down", "down", "up"}
}

func startVit(b *testing.B, n int) (*terminal, []string) {
	program := installed(b, "vit")
	installed(b, "task")
	dir := b.TempDir()
	rc, err := makeTasks(dir, n)
	if err != nil {
		b.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, ".vit"), 0o700); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, ".vit", "config.ini"), nil, 0o600); err != nil { // else it asks for one
		b.Fatal(err)
	}
	return startProgram(b, 120, 40, []string{"TASKRC=" + rc, "HOME=" + dir}, program), []string{"down", "down", "up"}
}

// makeTasks fills taskwarrior with n tasks in a folder and gives its configuration.
func makeTasks(dir string, n int) (rc string, err error) {
	rc = filepath.Join(dir, "taskrc")
	if err := os.WriteFile(rc, []byte("data.location="+dir+"/task\nconfirmation=off\nverbose=nothing\n"), 0o600); err != nil {
		return rc, err
	}
	tasks := make([]map[string]string, n)
	for i := range tasks {
		tasks[i] = map[string]string{"description": fmt.Sprintf("what can go wrong %d", i+1), "project": "deployment", "status": "pending"}
	}
	text, err := json.Marshal(tasks)
	if err != nil {
		return rc, err
	}
	load := exec.Command("task", "import")
	load.Env = append(homeOf(dir), "TASKRC="+rc, "PATH="+os.Getenv("PATH"))
	load.Stdin = bytes.NewReader(text)
	if out, err := load.CombinedOutput(); err != nil {
		return rc, fmt.Errorf("task import: %w\n%s", err, out)
	}
	return rc, nil
}

func installed(b *testing.B, program string) string {
	path, err := exec.LookPath(program)
	if err != nil {
		b.Skipf("%s is not installed", program)
	}
	return path
}
