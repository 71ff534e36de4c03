package workbook

import "io"

// An ahead unpacks a long part of a workbook on another processor, while what came before it
// is taken apart: unpacking is a quarter of the time that a sheet takes. What is read and the
// error after it are those of the part.
type ahead struct {
	from io.ReadCloser
	read int // bytes, before it begins

	came, free chan unpacked // nil until it begins
	leave      chan struct{}
	ended      chan struct{}
	now        unpacked // what was not given yet
	room       []byte   // that now lies in
}

type unpacked struct {
	text []byte
	err  error
}

const (
	farEnough = 256 << 10 // bytes of a part: of a shorter one, or one that is only glanced at, all is read as it is asked for
	pieceSize = 64 << 10
	mostAhead = 3 // pieces
)

func (a *ahead) Read(p []byte) (int, error) {
	if a.came == nil {
		if a.read < farEnough {
			n, err := a.from.Read(p)
			a.read += n
			return n, err
		}
		a.begin()
	}
	for len(a.now.text) == 0 && a.now.err == nil {
		if a.room != nil {
			a.free <- unpacked{text: a.room}
		}
		a.now = <-a.came
		a.room = a.now.text
	}
	if len(a.now.text) == 0 {
		return 0, a.now.err
	}
	n := copy(p, a.now.text)
	a.now.text = a.now.text[n:]
	return n, nil
}

func (a *ahead) begin() {
	a.came, a.free = make(chan unpacked, mostAhead), make(chan unpacked, mostAhead)
	a.leave, a.ended = make(chan struct{}), make(chan struct{})
	for range mostAhead {
		a.free <- unpacked{text: make([]byte, pieceSize)}
	}
	go a.run()
}

// run unpacks piece by piece until the part ends or nobody wants more.
func (a *ahead) run() {
	defer close(a.ended)
	for {
		select {
		case <-a.leave:
			return
		case room := <-a.free:
			text := room.text[:cap(room.text)]
			n, err := 0, error(nil)
			for n < len(text) && err == nil {
				var more int
				more, err = a.from.Read(text[n:])
				n += more
			}
			if a.came <- (unpacked{text[:n], err}); err != nil {
				return
			}
		}
	}
}

// Close ends it, and waits until nothing more is read.
func (a *ahead) Close() error {
	if a.came != nil {
		close(a.leave)
		<-a.ended
	}
	return a.from.Close()
}
