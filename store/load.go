package store

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"parry/model"
)

// A loaded is everything that one walk of a sound file found: the register,
// where its history stands, and the text left half typed.
type loaded struct {
	info     fileInfo
	head     Head
	register *model.Register
	drafts   map[string]string
	walked   walked
	crew     crew
	prover   *prover // nil unless the file is proved on the way
}

// ErrNewer is what opening answers for a file of a later schema.
var ErrNewer = errors.New("the register was written by a newer parry; open it with that one")

// load walks the file as the gate demands and decodes its records on the way, and
// proves it if that is asked for. Nobody may write to the file meanwhile.
func load(r io.ReaderAt, size int64, prove bool) (*loaded, error) {
	l := &loaded{drafts: map[string]string{}, crew: newCrew()}
	if prove {
		l.prover = newProver("")
		defer l.prover.stop()
		l.crew.sums = true
	}
	var err error
	l.walked, err = walkFramed(r, size, l.take)
	records, revisions, wrong := l.crew.finish()
	switch {
	case err != nil:
		return nil, better(r, size, err)
	case l.info.Schema == 0:
		return nil, notRegister("the file is a database of some other program")
	case wrong != nil:
		return nil, &Damage{What: "the register holds what it should not: " + wrong.Error(), Hint: hintDamaged, Err: wrong}
	case l.head.Seq == 0:
		return nil, damagedFile("the register does not say where its history stands")
	}
	l.register = model.NewRegister()
	l.register.Load(records, revisions, l.head.Next)
	for i, sum := range l.crew.summed {
		l.prover.record(records[i].Key(), revisions[i], sum)
	}
	return l, nil
}

// better looks for a better reason why a file was refused: what is wrong in an
// older parry's eyes may be right in a newer one's.
func better(r io.ReaderAt, size int64, was error) error {
	var l loaded
	_, err := walkFramed(r, size, func(bucket string, key []byte, rev uint64, payload []byte) error {
		if bucket != bucketMeta || string(key) != keyFile {
			return nil
		}
		return l.take(bucket, key, rev, payload)
	})
	if errors.Is(err, ErrNewer) {
		return ErrNewer
	}
	return was
}

// take sorts one stored value into its place.
func (l *loaded) take(bucket string, key []byte, rev uint64, payload []byte) error {
	switch bucket {
	case bucketLog, bucketPart:
		if l.prover != nil {
			return l.prover.take(bucket, key, rev, payload)
		}
		return nil
	case bucketDraft:
		l.drafts[string(key)] = string(payload)
		return nil
	case bucketMeta:
		return l.meta(string(key), payload)
	}
	l.crew.add(model.Kind(bucket), key, rev, payload)
	return nil
}

func (l *loaded) meta(key string, payload []byte) error {
	switch key {
	case keyFile:
		if err := decoding.Unmarshal(payload, &l.info); err != nil || l.info.Schema > schemaVersion {
			return ErrNewer
		}
		return nil
	case keyHead:
		if l.prover != nil {
			l.prover.stored = bytes.Clone(payload)
		}
		return decoding.Unmarshal(payload, &l.head)
	}
	return fmt.Errorf("meta holds %q, which this parry does not know", key)
}

// liveTries and liveWait bound how often and how long a read that a writer
// crossed is done again, and copyLimit how much memory that may take.
const (
	liveTries = 5 // at least
	liveWait  = 2 * time.Second
	copyLimit = 1 << 30
)

// readLive hands the file to read without its lock, so that looking is possible
// while another process writes. bbolt never overwrites the pages of its newest
// transaction until the one after next, so what was read holds if no other
// transaction was finished meanwhile; else it is read again. From the second
// time on, read walks through a copy: that is made sooner, and the writer is
// asked for the moment that it takes.
func readLive(path string, read func(r io.ReaderAt, size int64) error) error {
	end := time.Now().Add(liveWait)
	var room []byte
	for try := 0; try < liveTries || time.Now().Before(end); try++ {
		once := readOnce
		if try > 0 {
			once = func(f *os.File, read func(io.ReaderAt, int64) error) (bool, error) {
				return readCopy(f, &room, read)
			}
		}
		f, _, err := openRegular(path)
		if err != nil {
			return err
		}
		crossed, err := once(f, read)
		f.Close()
		if !crossed {
			return err
		}
	}
	return errors.New("another parry keeps writing to it; try again in a moment")
}

// readOnce says whether a writer crossed the reading, and if not, how it went.
func readOnce(f *os.File, read func(r io.ReaderAt, size int64) error) (crossed bool, err error) {
	before := momentOf(f)
	err = read(f, before.size)
	return before != momentOf(f), err
}

// readCopy is readOnce through a copy in room, which is made before the writer
// is asked to wait.
func readCopy(f *os.File, room *[]byte, read func(r io.ReaderAt, size int64) error) (crossed bool, err error) {
	expected := momentOf(f)
	if expected.wrong != "" || expected.used > copyLimit {
		return readOnce(f, read)
	}
	if int64(cap(*room)) < expected.used {
		*room = make([]byte, expected.used*5/4)
	}
	word := askForQuiet(f.Name())
	before := momentOf(f)
	whole := (*room)[:min(before.used, int64(cap(*room)))]
	err = readFull(f, whole, 0)
	crossed = before != momentOf(f) || int64(len(whole)) < before.used
	word.Close()
	if crossed || err != nil {
		return crossed, err
	}
	return false, read(bytes.NewReader(whole), before.used)
}

// A moment tells one state of a file from the next: its size, and what its
// headers say of the newest transaction, or are found wrong with.
type moment struct {
	size, used int64
	tx         uint64
	wrong      string
}

func momentOf(f *os.File) moment {
	info, err := f.Stat()
	if err != nil {
		return moment{wrong: err.Error()}
	}
	w := walk{r: f}
	h, err := w.headers(info.Size())
	m := moment{size: info.Size(), used: int64(h.pages * w.pageSize), tx: h.tx}
	switch {
	case err != nil:
		m.wrong = err.Error()
	case w.got.OneHeader: // or half of it is on its way
		m.wrong = "one header"
	}
	return m
}
