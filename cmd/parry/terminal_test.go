//go:build unix

package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/sys/unix"

	"parry/store/trial"
)

// The honest test of a screen: the real program in a real terminal, keys as
// the bytes a keyboard sends, and the picture an emulator makes of the answer.
//
// Learned by failing, and kept here:
//   - without a session and a controlling terminal there is no word of a
//     resize or of a closed window;
//   - the picture is whole only when the reader has met the end of the output,
//     which is after the end of the program;
//   - the emulator's Close races with its reader: its input pipe is closed;
//   - a terminal in blocking mode is not closed while a read waits in it, so
//     the program never hears that the window is gone;
//   - wait for a text on the screen, never for a time.

// usualPatience is how long a terminal waits for what should come at once: on a machine
// that others work on, a program with the race detector may get no processor for long.
const usualPatience = 30 * time.Second

// escapePause is what a lone esc needs after it, or the next key makes it alt.
const escapePause = 100 * time.Millisecond

// A terminal is a window in which one program runs.
type terminal struct {
	t        testing.TB
	patience time.Duration
	cmd      *exec.Cmd
	wire     *os.File      // what is typed goes in, what is drawn comes out
	outbox   chan string   // what is still to be typed or answered
	ended    chan struct{} // closed when the program has ended
	silent   chan struct{} // closed when all it wrote is on the screen
	answered chan struct{} // closed when the emulator answers no more
	written  chan struct{} // closed when nothing is typed any more
	drawn    chan struct{} // holds a token when something was drawn
	escaped  time.Time     // when esc was last pressed
	begun    time.Time     // when the program was started
	closing  sync.Once

	mu     sync.Mutex // guards what follows
	screen *vt.Emulator
	modes  map[string]bool // what the program switched on and off
	frozen []string        // the last whole frame, while the next is drawn
	output int             // bytes written so far
	begin  []byte          // the first of them, as they came
	latest time.Time       // when the last of them came
}

// parryBinary gives the path of a program that is parry: for a test this one, with the race
// detector if the test has it; for a benchmark it is built once, as it is released.
func parryBinary(t testing.TB) string {
	t.Helper()
	find := buildParry
	if _, test := t.(*testing.T); test {
		find = func() (string, error) { return exec.LookPath("parry") } // where testscript put it
	}
	path, err := find()
	if err != nil {
		t.Fatal(err)
	}
	return path
}

var buildParry = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "parry-binary")
	if err != nil {
		return "", err
	}
	afterTests = append(afterTests, func() { os.RemoveAll(dir) })
	path := filepath.Join(dir, "parry")
	cmd := exec.Command("go", "build", "-tags", "urfave_cli_no_template", "-trimpath", "-buildvcs=false", "-ldflags=-s -w -buildid=", "-o", path, ".")
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build parry: %w\n%s", err, out)
	}
	return path, nil
})

// unraced leaves a test of the screens on a terminal to the run without the race detector,
// which ends a program with 66 now and then: at its end Bubble Tea closes a file while its
// reader of keys may ask for it (muesli/cancelreader 0.2.2). The random keys are raced.
func unraced(t testing.TB) {
	t.Helper()
	if trial.Raced() {
		t.Skip("the libraries that read the keys have a race at their end")
	}
}

// startTerminal runs parry in a terminal of that size, in a home of its own.
// What env says goes over the environment a test has.
func startTerminal(t testing.TB, cols, rows int, env []string, args ...string) *terminal {
	t.Helper()
	unraced(t)
	return startProgram(t, cols, rows, env, parryBinary(t), args...)
}

// startProgram runs any program in a terminal; parry goes through startTerminal.
func startProgram(t testing.TB, cols, rows int, env []string, program string, args ...string) *terminal {
	t.Helper()
	hearHangups()
	home := t.TempDir()
	cmd := exec.Command(program, args...)
	cmd.Dir = home
	cmd.Env = slices.Concat(homeOf(home), []string{
		"PATH=" + os.Getenv("PATH"), "TERM=xterm-256color", "COLORTERM=truecolor", "GORACE=" + os.Getenv("GORACE"),
	}, env)
	begun := time.Now()
	wire, err := startOnTerminal(cmd, cols, rows)
	if err != nil {
		t.Fatal(err)
	}
	term := &terminal{
		t: t, begun: begun, patience: usualPatience, cmd: cmd, wire: wire, outbox: make(chan string, 1024),
		ended: make(chan struct{}), silent: make(chan struct{}),
		answered: make(chan struct{}), written: make(chan struct{}), drawn: make(chan struct{}, 1),
		screen: vt.NewEmulator(cols, rows), modes: make(map[string]bool),
	}
	term.beModern()
	for _, work := range []func(){term.read, term.write, term.answer, term.reap} {
		go work()
	}
	t.Cleanup(term.close)
	return term
}

// hearHangups lets programs hear that their terminal is gone, though the tests run under
// nohup: what ignores a signal hands that on, what catches it does not.
var hearHangups = sync.OnceFunc(func() {
	if signal.Ignored(syscall.SIGHUP) {
		signal.Notify(make(chan os.Signal, 1), syscall.SIGHUP)
	}
})

// startOnTerminal starts a command with a session and a controlling terminal
// of its own, and gives the near end of that terminal.
func startOnTerminal(cmd *exec.Cmd, cols, rows int) (*os.File, error) {
	blocking, err := pty.StartWithSize(cmd, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)})
	if err != nil {
		return nil, err
	}
	defer blocking.Close()
	fd, err := unix.FcntlInt(blocking.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err == nil {
		err = unix.SetNonblock(fd, true)
	}
	return os.NewFile(uintptr(fd), "terminal"), err
}

// read draws what the program writes until nobody can write any more.
func (term *terminal) read() {
	defer close(term.silent)
	buf := make([]byte, 32<<10)
	for {
		n, err := term.wire.Read(buf)
		term.draw(buf[:n])
		if err != nil {
			term.thaw()
			return
		}
	}
}

// thaw shows what there is of a frame that will never be whole.
func (term *terminal) thaw() {
	term.mu.Lock()
	defer term.mu.Unlock()
	term.frozen = nil
}

func (term *terminal) draw(output []byte) {
	term.mu.Lock()
	term.screen.Write(output) // a bytes-to-picture function: it has no error to give
	term.output += len(output)
	term.begin = append(term.begin, output[:min(len(output), mostBegin-len(term.begin))]...)
	term.latest = time.Now()
	term.mu.Unlock()
	select {
	case term.drawn <- struct{}{}:
	default:
	}
}

// mostBegin is how many bytes are kept as they came.
const mostBegin = 4 << 20

// Raw is what the program wrote, byte for byte, from its start.
func (term *terminal) Raw() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	return string(term.begin)
}

// answer passes on what the emulator answers to questions. It never waits, for
// the emulator waits for it: a program that does not listen loses answers.
func (term *terminal) answer() {
	defer close(term.answered)
	buf := make([]byte, 1024)
	for {
		n, err := term.screen.Read(buf)
		if err != nil {
			return
		}
		select {
		case term.outbox <- string(buf[:n]):
		default:
		}
	}
}

// write sends what was typed and answered; after the end it goes nowhere.
func (term *terminal) write() {
	defer close(term.written)
	for bytes := range term.outbox {
		term.wire.WriteString(bytes)
	}
}

// reap waits for the end of the program; its process state knows the exit code.
func (term *terminal) reap() {
	defer close(term.ended)
	term.cmd.Wait()
}

// close ends what still runs and waits for every goroutine.
func (term *terminal) close() { term.closing.Do(term.end) }

func (term *terminal) end() {
	if !isClosed(term.ended) {
		syscall.Kill(-term.cmd.Process.Pid, syscall.SIGKILL) // the program leads a group of its own
		<-term.ended
	}
	term.wire.Close()
	<-term.silent
	term.screen.InputPipe().(io.Closer).Close()
	<-term.answered
	close(term.outbox)
	<-term.written
}

// beModern teaches the emulator what terminals of today know: it answers for
// whole frames (mode 2026) and whole graphemes (2027), shows a frame only when
// it is whole, and remembers what was switched on.
func (term *terminal) beModern() {
	term.screen.SetCallbacks(vt.Callbacks{
		EnableMode:  func(mode ansi.Mode) { term.switched(mode, true) },
		DisableMode: func(mode ansi.Mode) { term.switched(mode, false) },
	})
	term.screen.RegisterCsiHandler(ansi.Command('?', '$', 'p'), func(params ansi.Params) bool {
		mode := ansi.DECMode(0)
		if n, _, ok := params.Param(0, 0); ok {
			mode = ansi.DECMode(n)
		}
		if mode != ansi.ModeSynchronizedOutput && mode != ansi.ModeUnicodeCore {
			return false // the emulator knows
		}
		setting := ansi.ModeReset
		if term.modes[modeName(mode)] {
			setting = ansi.ModeSet
		}
		io.WriteString(term.screen.InputPipe(), ansi.ReportMode(mode, setting))
		return true
	})
	term.rememberKeyboard()
}

// switched notes a mode. It is called while the screen is locked.
func (term *terminal) switched(mode ansi.Mode, on bool) {
	if mode == ansi.ModeSynchronizedOutput {
		term.frozen = nil
		if on {
			term.frozen = term.picture()
		}
	}
	term.modes[modeName(mode)] = on
}

func modeName(mode ansi.Mode) string {
	if _, ok := mode.(ansi.DECMode); ok {
		return fmt.Sprintf("?%d", mode.Mode())
	}
	return fmt.Sprint(mode.Mode())
}

// rememberKeyboard notes the switches the emulator has no mode for: the ways
// to tell more keys apart, and the progress bar.
func (term *terminal) rememberKeyboard() {
	note := func(name string, on func(first, second int) bool) vt.CsiHandler {
		return func(params ansi.Params) bool {
			first, _, _ := params.Param(0, 0)
			second, _, _ := params.Param(1, 0)
			term.modes[name] = on(first, second)
			return true
		}
	}
	flags := func(first, _ int) bool { return first != 0 }
	term.screen.RegisterCsiHandler(ansi.Command('=', 0, 'u'), note("kitty keyboard", flags))
	term.screen.RegisterCsiHandler(ansi.Command('>', 0, 'u'), note("kitty keyboard", flags))
	term.screen.RegisterCsiHandler(ansi.Command('<', 0, 'u'), note("kitty keyboard", func(int, int) bool { return false }))
	term.screen.RegisterCsiHandler(ansi.Command('>', 0, 'm'), note("modifyOtherKeys", func(first, second int) bool { return first == 4 && second != 0 }))
	term.screen.RegisterOscHandler(9, func(data []byte) bool {
		term.modes["progress bar"] = strings.HasPrefix(string(data), "9;4;") && !strings.HasPrefix(string(data), "9;4;0")
		return true
	})
}

// LeftOn names what the program has switched and not switched back: after its
// end nothing may be left.
func (term *terminal) LeftOn() (left []string) {
	term.mu.Lock()
	defer term.mu.Unlock()
	for name, on := range term.modes {
		switch atRest := name == "?7" || name == "?25"; { // wrapping lines and showing the cursor
		case name == "?1048" || on == atRest: // 1048 only saves a place
		case on:
			left = append(left, name+" on")
		default:
			left = append(left, name+" off")
		}
	}
	slices.Sort(left)
	return left
}

// picture reads the screen, which must be locked: a string a row, without the
// spaces at its end.
func (term *terminal) picture() []string {
	rows := make([]string, term.screen.Height())
	for y := range rows {
		var row strings.Builder
		for x := 0; x < term.screen.Width(); {
			cell := term.screen.CellAt(x, y)
			if cell == nil || cell.Content == "" {
				row.WriteByte(' ')
				x++
				continue
			}
			row.WriteString(cell.Content)
			x += max(1, cell.Width)
		}
		rows[y] = strings.TrimRight(row.String(), " ")
	}
	return rows
}

// Screen gives what a person sees: every row, without the spaces at its end.
// The first frame comes before the program knows that whole frames are shown,
// and may be half there: WaitFor something in its last row before comparing.
func (term *terminal) Screen() string {
	term.mu.Lock()
	defer term.mu.Unlock()
	if term.frozen != nil {
		return strings.Join(term.frozen, "\n")
	}
	return strings.Join(term.picture(), "\n")
}

// Cursor gives the place of the cursor, counted from zero, and whether it is shown.
func (term *terminal) Cursor() (x, y int, shown bool) {
	term.mu.Lock()
	defer term.mu.Unlock()
	at := term.screen.CursorPosition()
	return at.X, at.Y, !term.screen.CursorHidden()
}

// WaitFor waits until the text stands on the screen.
func (term *terminal) WaitFor(text string) {
	term.t.Helper()
	term.until("wait for "+text, func(screen string) bool { return strings.Contains(screen, text) })
}

// WaitGone waits until the text stands on the screen no more.
func (term *terminal) WaitGone(text string) {
	term.t.Helper()
	term.until("wait until gone: "+text, func(screen string) bool { return !strings.Contains(screen, text) })
}

// until looks at the screen each time something was drawn.
func (term *terminal) until(what string, ok func(screen string) bool) {
	term.t.Helper()
	limit := time.After(term.patience)
	for {
		silent := isClosed(term.silent) // asked before looking: what is silent draws no more
		if ok(term.Screen()) {
			return
		}
		if silent {
			term.fail("%s: the program has ended", what)
		}
		select {
		case <-term.drawn:
		case <-term.silent:
		case <-limit:
			term.fail("%s: not within %v", what, term.patience)
		}
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// fail ends the test and shows the screen.
func (term *terminal) fail(format string, args ...any) {
	term.t.Helper()
	rule := strings.Repeat("-", 20)
	screen := strings.TrimRight(term.Screen(), "\n")
	term.t.Fatalf("%s\n%s the screen\n%s\n%s", fmt.Sprintf(format, args...), rule, screen, rule)
}

// Type sends a text as fast hands would.
func (term *terminal) Type(text string) {
	term.t.Helper()
	term.send(text)
}

// Press sends keys one after the other: a letter, or a name such as enter,
// esc, down, ctrl+z, alt+1, f2.
func (term *terminal) Press(keys ...string) {
	term.t.Helper()
	for _, key := range keys {
		bytes, ok := keyBytes(key)
		if !ok {
			term.t.Fatalf("no key is called %q", key)
		}
		term.send(bytes)
		if key == "esc" {
			term.escaped = time.Now()
		}
	}
}

// Paste sends a text as a terminal pastes it: between marks, if the program
// asked for them.
func (term *terminal) Paste(text string) {
	term.t.Helper()
	if term.isOn(ansi.ModeBracketedPaste) {
		text = ansi.BracketedPasteStart + text + ansi.BracketedPasteEnd
	}
	term.send(text)
}

// Click presses and releases the left button over a cell, counted from zero.
func (term *terminal) Click(x, y int) {
	term.t.Helper()
	if !term.isOn(ansi.ModeMouseExtSgr) || !term.isOn(ansi.ModeMouseNormal) && !term.isOn(ansi.ModeMouseButtonEvent) && !term.isOn(ansi.ModeMouseAnyEvent) {
		term.fail("click: the program has not asked for the mouse")
	}
	left := ansi.EncodeMouseButton(ansi.MouseLeft, false, false, false, false)
	term.send(ansi.MouseSgr(left, x, y, false) + ansi.MouseSgr(left, x, y, true))
}

func (term *terminal) isOn(mode ansi.Mode) bool {
	term.mu.Lock()
	defer term.mu.Unlock()
	return term.modes[modeName(mode)]
}

func (term *terminal) send(bytes string) {
	term.t.Helper()
	time.Sleep(time.Until(term.escaped.Add(escapePause)))
	if isClosed(term.ended) {
		term.fail("type %q: the program has ended", bytes)
	}
	select {
	case term.outbox <- bytes:
	case <-time.After(term.patience):
		term.fail("type %q: the program has not listened for %v", bytes, term.patience)
	}
}

// namedKeys is what a terminal sends for the keys that are no letters.
var namedKeys = map[string]string{
	"enter": "\r", "tab": "\t", "space": " ", "backspace": "\x7f", "esc": "\x1b", "shift+tab": "\x1b[Z",
	"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
	"shift+up": "\x1b[1;2A", "shift+down": "\x1b[1;2B", "shift+right": "\x1b[1;2C", "shift+left": "\x1b[1;2D",
	"insert": "\x1b[2~", "delete": "\x1b[3~", "pgup": "\x1b[5~", "pgdown": "\x1b[6~",
	"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~",
	"f7": "\x1b[18~", "f8": "\x1b[19~", "f9": "\x1b[20~", "f10": "\x1b[21~", "f11": "\x1b[23~", "f12": "\x1b[24~",
	"ctrl+space": "\x00", "ctrl+[": "\x1b", `ctrl+\`: "\x1c", "ctrl+]": "\x1d", "ctrl+^": "\x1e", "ctrl+_": "\x1f",
}

// keyBytes gives what a plain terminal sends for a key. A key that only newer
// terminals tell apart, such as shift+enter, has no bytes.
func keyBytes(key string) (string, bool) {
	if bytes, ok := namedKeys[key]; ok {
		return bytes, true
	}
	if rest, ok := strings.CutPrefix(key, "alt+"); ok {
		bytes, ok := keyBytes(rest)
		return "\x1b" + bytes, ok
	}
	if rest, ok := strings.CutPrefix(key, "ctrl+"); ok && len(rest) == 1 && rest >= "a" && rest <= "z" {
		return string(rest[0] & 0x1f), true
	}
	return key, len([]rune(key)) == 1
}

// Resize gives the window another size and tells the program.
func (term *terminal) Resize(cols, rows int) {
	term.t.Helper()
	term.mu.Lock()
	term.screen.Resize(cols, rows)
	term.mu.Unlock()
	wire, err := term.wire.SyscallConn() // not Fd, which would make the wire blocking
	if err != nil {
		term.fail("resize: %v", err)
	}
	var told error
	err = wire.Control(func(fd uintptr) {
		told = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Row: uint16(rows), Col: uint16(cols)})
	})
	if err := errors.Join(err, told); err != nil {
		term.fail("resize: %v", err)
	}
}

// Signal sends the program a signal.
func (term *terminal) Signal(sig os.Signal) {
	term.t.Helper()
	if err := term.cmd.Process.Signal(sig); err != nil {
		term.fail("signal %v: %v", sig, err)
	}
}

// Hangup closes the window: the program gets SIGHUP and has no terminal left.
func (term *terminal) Hangup() {
	term.t.Helper()
	if err := term.wire.Close(); err != nil {
		term.fail("hang up: %v", err)
	}
	<-term.silent
}

// Wait waits for the end of the program and of its output, and gives the exit
// code as a shell does: 128 and the signal when one killed it.
func (term *terminal) Wait() int {
	term.t.Helper()
	select {
	case <-term.ended:
	case <-time.After(term.patience):
		term.fail("the program still runs after %v", term.patience)
	}
	for !isClosed(term.silent) {
		select {
		case <-term.silent:
		case <-term.drawn: // there was more to draw
		case <-time.After(term.patience):
			term.fail("the program has ended, but what it started holds the terminal for %v", term.patience)
		}
	}
	status := term.cmd.ProcessState.Sys().(syscall.WaitStatus)
	if status.Signaled() {
		return 128 + int(status.Signal())
	}
	return status.ExitStatus()
}

// What is typed reaches the program, what it says reaches the screen, and its
// exit code is known.
func TestTerminalCarriesBothWays(t *testing.T) {
	term := startProgram(t, 80, 24, nil, "sh", "-c", "read x; echo got $x; exit 3")
	term.Type("hello")
	term.Press("enter")
	term.WaitFor("got hello")
	if code := term.Wait(); code != 3 {
		t.Errorf("exit code %d, want 3", code)
	}
}

// The screen is whole after Wait, to the last byte that was written.
func TestTerminalLosesNoOutput(t *testing.T) {
	term := startProgram(t, 80, 24, nil, "sh", "-c", "i=0; while [ $i -lt 500 ]; do i=$((i+1)); echo line $i; done; printf last")
	term.Wait()
	rows := strings.Split(term.Screen(), "\n")
	if len(rows) != 24 || rows[22] != "line 500" || rows[23] != "last" {
		t.Errorf("the last rows are %q", rows[max(0, len(rows)-3):])
	}
}

// A program learns of a new size at once, and the screen has it too.
func TestTerminalTellsOfAResize(t *testing.T) {
	term := startProgram(t, 80, 24, nil, "sh", "-c", "trap 'stty size' WINCH; stty size; while :; do sleep 0.01; done")
	term.WaitFor("24 80")
	for size := 1; size <= 60; size++ {
		term.Resize(size, size)
	}
	term.Resize(100, 30)
	term.WaitFor("30 100")
	if rows := strings.Count(term.Screen(), "\n") + 1; rows != 30 {
		t.Errorf("the screen has %d rows, want 30", rows)
	}
}

// A program whose window is closed gets SIGHUP, can still act, and has ended.
func TestTerminalHangsUp(t *testing.T) {
	term := startProgram(t, 80, 24, nil, "sh", "-c", "trap 'echo saved >draft; exit 7' HUP; echo ready; while :; do sleep 0.01; done")
	term.WaitFor("ready")
	term.Hangup()
	if code := term.Wait(); code != 7 {
		t.Errorf("exit code %d, want 7", code)
	}
	if draft, err := os.ReadFile(filepath.Join(term.cmd.Dir, "draft")); string(draft) != "saved\n" {
		t.Errorf("the draft is %q, %v", draft, err)
	}
}

// A program that listens to nothing dies with its window, as in every terminal.
func TestTerminalHangupKills(t *testing.T) {
	term := startProgram(t, 80, 24, nil, "cat")
	term.Type("x")
	term.WaitFor("x")
	term.Hangup()
	if code := term.Wait(); code != 128+int(syscall.SIGHUP) {
		t.Errorf("exit code %d, want 129", code)
	}
}

// A signal reaches the program; one that kills it is told from an exit code.
func TestTerminalSignals(t *testing.T) {
	for sig, want := range map[os.Signal]int{syscall.SIGTERM: 5, syscall.SIGKILL: 137} {
		term := startProgram(t, 80, 24, nil, "sh", "-c", "trap 'exit 5' TERM; echo ready; while :; do sleep 0.01; done")
		term.WaitFor("ready")
		term.Signal(sig)
		if code := term.Wait(); code != want {
			t.Errorf("%v: exit code %d, want %d", sig, code, want)
		}
	}
}

// rawCat shows every byte it gets, as the program that reads keys would get it.
const rawCat = "stty raw -echo; echo ready; exec cat -v"

// Keys arrive as the bytes a plain terminal sends, and a lone esc stays alone.
func TestTerminalPressesKeys(t *testing.T) {
	term := startProgram(t, 80, 24, nil, "sh", "-c", rawCat)
	term.WaitFor("ready")
	term.Press("enter", "ctrl+z", "ctrl+c", "down", "shift+tab", "f2", "alt+1", "space", "ä", "/", "backspace", "ctrl+\\", "q")
	term.WaitFor("^M^Z^C^[[B^[[Z^[OQ^[1 M-CM-$/^?^\\q")
	term.Press("esc")
	pressed := time.Now()
	term.Press("j")
	if pause := time.Since(pressed); pause < escapePause/2 {
		t.Errorf("only %v between esc and the next key", pause)
	}
	term.WaitFor("q^[j")
	for _, key := range []string{"", "shift+enter", "ctrl+", "ctrl+1", "alt+", "return"} {
		if bytes, ok := keyBytes(key); ok {
			t.Errorf("%q is sent as %q, and no plain terminal does", key, bytes)
		}
	}
}

// A program that asks the terminal is answered as by a terminal of today.
func TestTerminalAnswers(t *testing.T) {
	term := startProgram(t, 80, 24, nil, "sh", "-c", `stty raw -echo; printf '\033[?2026$p\033[?2027$p\033[?2027h\033[?2027$p\033[?2004$p\033[6n'; exec cat -v`)
	term.WaitFor("^[[?2026;2$y^[[?2027;2$y^[[?2027;1$y^[[?2004;2$y^[[1;1R")
}

// A program that never listens to the answers it asked for cannot stop the screen.
func TestTerminalOutlivesADeafProgram(t *testing.T) {
	term := startProgram(t, 80, 24, nil, "sh", "-c", `stty raw -echo; i=0; while [ $i -lt 5000 ]; do i=$((i+1)); printf '\033[6n'; done; printf done; exec sleep 60`)
	term.WaitFor("done")
}

// A frame is seen when it is whole and not before, as on terminals of today.
func TestTerminalShowsWholeFrames(t *testing.T) {
	term := startProgram(t, 80, 24, nil, "sh", "-c", "stty -echo; echo before; exec cat")
	term.WaitFor("before")
	term.draw([]byte(ansi.SetModeSynchronizedOutput + "half"))
	if screen := term.Screen(); !strings.Contains(screen, "before") || strings.Contains(screen, "half") {
		t.Errorf("half a frame is seen: %s", screen)
	}
	term.draw([]byte(" and whole" + ansi.ResetModeSynchronizedOutput))
	term.WaitFor("half and whole")
	term.draw([]byte(ansi.EraseEntireDisplay))
	term.WaitGone("before")
}

// Wide and joined letters take the cells that a terminal of today gives them.
func TestTerminalShowsWideText(t *testing.T) {
	term := startProgram(t, 20, 2, nil, "printf", "%s", "日本 e\u0301 👩\u200d💻|")
	term.Wait()
	if want := "日本 e\u0301 👩\u200d💻|\n"; term.Screen() != want {
		t.Errorf("the screen is %q, want %q", term.Screen(), want)
	}
	if x, y, shown := term.Cursor(); x != 10 || y != 0 || !shown {
		t.Errorf("the cursor is at %d, %d, shown %v; want 10, 0, true", x, y, shown)
	}
}

// Pasting and clicking send what the program asked for, and nothing unasked.
func TestTerminalPastesAndClicks(t *testing.T) {
	term := startProgram(t, 80, 24, nil, "sh", "-c", `stty raw -echo; printf '\033[?2004h\033[?1002h\033[?1006hready'; exec cat -v`)
	term.WaitFor("ready")
	term.Paste("q")
	term.Click(2, 9)
	term.WaitFor("^[[200~q^[[201~^[[<0;3;10M^[[<0;3;10m")

	plain := startProgram(t, 80, 24, nil, "sh", "-c", rawCat)
	plain.WaitFor("ready")
	plain.Paste("pasted.")
	plain.WaitFor("pasted.")
	if said := failing(plain, func() { plain.Click(0, 0) }); !strings.Contains(said, "not asked for the mouse") {
		t.Errorf("an unasked click says %q", said)
	}
}

// What a program leaves switched on is named, and a program that switched all
// back is left in peace.
func TestTerminalNamesWhatIsLeftOn(t *testing.T) {
	const on = `\033[?1049h\033[?25l\033[?7l\033[?2004h\033[?1002h\033[=1;1u\033[>4;2m\033]9;4;1;30\007`
	const off = `\033]9;4;0\007\033[>4m\033[=0;1u\033[?1002l\033[?2004l\033[?7h\033[?25h\033[?1049l`
	for script, want := range map[string]string{
		on:       "?1002 on, ?1049 on, ?2004 on, ?25 off, ?7 off, kitty keyboard on, modifyOtherKeys on, progress bar on",
		on + off: "",
	} {
		term := startProgram(t, 80, 24, nil, "printf", script)
		term.Wait()
		if left := strings.Join(term.LeftOn(), ", "); left != want {
			t.Errorf("left on are %q, want %q", left, want)
		}
	}
}

// A wait in vain ends, says what it waited for and shows the screen.
func TestTerminalSaysWhyItFails(t *testing.T) {
	over := startProgram(t, 80, 24, nil, "echo", "hello")
	over.Wait()
	stuck := startProgram(t, 80, 24, nil, "sh", "-c", "echo hello; exec sleep 60")
	stuck.WaitFor("hello")
	stuck.patience = 50 * time.Millisecond
	held := startProgram(t, 80, 24, nil, "sh", "-c", "trap '' HUP; echo hello; exec 3<&0; cat <&3 &")
	<-held.ended
	held.patience = 50 * time.Millisecond
	for want, said := range map[string]string{
		"wait for bye: the program has ended":                                    failing(over, func() { over.WaitFor("bye") }),
		"wait for bye: not within 50ms":                                          failing(stuck, func() { stuck.WaitFor("bye") }),
		"wait until gone: hello: not within 50ms":                                failing(stuck, func() { stuck.WaitGone("hello") }),
		"the program still runs after 50ms":                                      failing(stuck, func() { stuck.Wait() }),
		"the program has ended, but what it started holds the terminal for 50ms": failing(held, func() { held.Wait() }),
		`type "x": the program has ended`:                                        failing(over, func() { over.Type("x") }),
		"signal hangup: os: process already finished":                            failing(over, func() { over.Signal(syscall.SIGHUP) }),
	} {
		if !strings.HasPrefix(said, want+"\n") || !strings.Contains(said, "the screen\nhello\n") {
			t.Errorf("it says %q, want %q and the screen", said, want)
		}
	}
}

// failing runs what must fail and gives what it says.
func failing(term *terminal, run func()) string {
	said := &sayings{TB: term.t}
	term.t = said
	done := make(chan struct{})
	go func() {
		defer close(done)
		run()
	}()
	<-done
	term.t = said.TB
	return said.last
}

// sayings is a test that hears why it fails, and does not fail.
type sayings struct {
	testing.TB
	last string
}

func (s *sayings) Fatalf(format string, args ...any) {
	s.last = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// A terminal leaves nothing behind: no goroutine, no process.
func TestTerminalLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	var pid int
	t.Run("left alone while it runs", func(t *testing.T) {
		term := startProgram(t, 80, 24, nil, "sh", "-c", "trap '' HUP TERM INT; echo ready; while :; do sleep 0.01; done")
		term.WaitFor("ready")
		pid = term.cmd.Process.Pid
	})
	if err := syscall.Kill(pid, 0); err != syscall.ESRCH {
		t.Errorf("the process is still there: %v", err)
	}
	for limit := time.Now().Add(usualPatience); runtime.NumGoroutine() > before; time.Sleep(time.Millisecond) {
		if time.Now().After(limit) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, before %d\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

// The program itself runs in the terminal, and leaves it as it was.
func TestParryRunsInATerminal(t *testing.T) {
	term := startTerminal(t, 80, 24, nil, "version")
	if code := term.Wait(); code != 0 || !strings.Contains(term.Screen(), "parry") || term.LeftOn() != nil {
		t.Errorf("exit code %d, left on %v, screen:\n%s", code, term.LeftOn(), term.Screen())
	}
}

// A file and a pipe get the bytes of a data format as they are, a terminal only text, and
// of a workbook nothing.
func TestDataOnATerminalIsText(t *testing.T) {
	path := hostileFile(t)
	for _, format := range []string{"csv", "json", "otm", "markdown"} {
		term := startTerminal(t, 200, 60, nil, "--register", path, "export", "--format", format, "--filter", "id:T-001,T-003,T-029,T-031,T-033")
		term.patience = time.Minute // what is drawn here takes the emulator long, not parry
		if code := term.Wait(); code != 0 {
			t.Errorf("%s: exit %d", format, code)
		}
		if len(term.Raw()) < 1000 {
			t.Errorf("%s: only %q came", format, term.Raw())
		}
		if around, found := obeyed(strings.ReplaceAll(term.Raw(), "\r\n", "\n")); found {
			t.Errorf("%s: the terminal gets %q", format, around)
		}
	}
	term := startTerminal(t, 80, 24, nil, "--register", path, "export", "--format", "xlsx")
	if code := term.Wait(); code != exitUsage || !strings.Contains(term.Raw(), "name a file with -o") {
		t.Errorf("a workbook: exit %d, %q", code, term.Raw())
	}
}
