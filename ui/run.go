package ui

import (
	"errors"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"

	"parry/ui/bench"
)

// framesPerSecond is the renderer's cap: the wait for its next tick is most of
// the time from key to paint.
const framesPerSecond = 120

// settled is when the first screen stands and nobody has begun to type.
const settled = 300 * time.Millisecond

// garbagePercent is how much garbage may gather beside what is held while the screens are
// up, in hundredths of that. A key makes little: at 10,000 threats it is collected once in
// dozens of keys, which takes a few milliseconds beside them.
const garbagePercent = 25

// Run shows the screens until the user leaves or the terminal goes away.
func Run(b *bench.Bench) error {
	app := New(b)
	app.second = func() tea.Msg { // not tea.Tick: its clock starts when it is made, and strikes once
		time.Sleep(time.Second)
		return pulse{}
	}
	program := tea.NewProgram(app, tea.WithFPS(framesPerSecond), tea.WithColorProfile(b.Pen.Profile))
	stop := onHangup(program)
	defer stop()
	time.AfterFunc(settled, func() { // before, it would only hold up the first screen
		debug.SetGCPercent(garbagePercent)
		debug.FreeOSMemory() // what reading the file left behind goes back once
	})
	_, err := program.Run()
	app.leave() // SIGTERM and SIGINT end the program without asking it
	if errors.Is(err, tea.ErrInterrupted) {
		return nil
	}
	return err
}

// onHangup keeps what is half typed when the terminal is closed: Bubble Tea
// handles SIGINT and SIGTERM, and dies of SIGHUP without a word. Should the
// program not come to its end, the process does: a parry without a terminal
// would hold the register for ever.
func onHangup(program *tea.Program) (stop func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	done := make(chan struct{})
	go func() {
		select {
		case <-signals:
		case <-done:
			return
		}
		go program.Send(hangup{})
		select {
		case <-done:
		case <-time.After(2 * time.Second):
			os.Exit(129)
		}
	}()
	return func() {
		signal.Stop(signals)
		close(done)
	}
}
