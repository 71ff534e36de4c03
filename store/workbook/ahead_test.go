package workbook

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"testing"
	"testing/iotest"
)

// A readPart counts what is read of it.
type readPart struct {
	io.Reader
	read   int
	closed bool
}

func (p *readPart) Read(room []byte) (int, error) {
	if p.closed {
		return 0, errors.New("it was read after it was closed")
	}
	n, err := p.Reader.Read(room)
	p.read += n
	return n, err
}

func (p *readPart) Close() error { p.closed = true; return nil }

// Whatever is read ahead, the same comes out, and what is wrong with a part is told after all
// that is before it.
func TestReadAhead(t *testing.T) {
	text := bytes.Repeat([]byte("<c>0123456789</c>\n"), 100_000)
	broken := errors.New("it is damaged here")
	for _, size := range []int{0, 1, farEnough - 1, farEnough, farEnough + 1, farEnough + pieceSize, farEnough + 7*pieceSize + 5, len(text)} {
		for name, how := range map[string]func(io.Reader) io.Reader{
			"whole": func(r io.Reader) io.Reader { return r }, "error with the last": iotest.DataErrReader, "half": iotest.HalfReader,
		} {
			for _, end := range []error{nil, broken} {
				from := bytes.NewReader(text[:size])
				var r io.Reader = from
				if end != nil {
					r = io.MultiReader(from, iotest.ErrReader(end))
				}
				a := &ahead{from: &readPart{Reader: how(r)}}
				got, err := io.ReadAll(a)
				if !bytes.Equal(got, text[:size]) || err != end {
					t.Errorf("%d bytes, %s: %d came, then %v, not %v", size, name, len(got), err, end)
				}
				if _, err := a.Read(make([]byte, 1)); end != nil && !errors.Is(err, end) || end == nil && err != io.EOF {
					t.Errorf("%d bytes, %s: asked once more it says %v", size, name, err)
				}
				if err := a.Close(); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

// Who glances at a part reads no more of it than he looks at, and who leaves it in the middle
// leaves nothing behind that reads on.
func TestReadAheadIsLeft(t *testing.T) {
	text := bytes.Repeat([]byte{'x'}, 20*pieceSize)
	for _, look := range []int{1_000, farEnough + 100} {
		t.Run(fmt.Sprint(look), func(t *testing.T) {
			p := &readPart{Reader: bytes.NewReader(text)}
			a := &ahead{from: p}
			if _, err := io.ReadFull(a, make([]byte, look)); err != nil {
				t.Fatal(err)
			}
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
			if most := look + (mostAhead+1)*pieceSize; p.read > most || look < farEnough && p.read != look || !p.closed {
				t.Errorf("%d bytes were read for %d", p.read, look)
			}
		})
	}
}
