// Package editions reads catalogues from the files in which their publishers give them out:
// the user's own copies, brought into a register.
//
//   - atlasyaml: ATLAS.yaml of MITRE ATLAS.
//   - aicmworkbook: the workbook of the CSA AI Controls Matrix.
//
// A reader takes a file from anybody, within the limits of package intake. It gives the
// catalogue as the file has it, sentences included, and notes on every defect that it
// worked around and everything that it did not take.
package editions

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"

	"parry/model"
	"parry/store/editions/aicmworkbook"
	"parry/store/editions/atlasyaml"
)

// A Reader reads the file of one catalogue.
type Reader struct {
	Title     string
	Recognise func(head []byte) bool // by the first bytes; what looks so may still be something else
	Read      func(io.Reader) (model.Catalogue, []model.Note, error)
}

// List holds them all.
var List = []Reader{
	{"MITRE ATLAS (ATLAS.yaml)", atlasyaml.Recognise, atlasyaml.Read},
	{"CSA AI Controls Matrix (workbook)", aicmworkbook.Recognise, aicmworkbook.Read},
}

// ErrNone is answered for a file that holds no catalogue: it may be something else that
// parry reads.
var ErrNone = errors.New("the file holds no catalogue that parry reads: that is ATLAS.yaml, or the workbook of the AI Controls Matrix")

// headSize is how much of a file is looked at to tell what it is.
const headSize = 64 << 10

// maxFile bounds a file, in bytes: a workbook is bounded again by what comes out of it.
const maxFile = 64 << 20

// A File is a catalogue that was read from a file.
type File struct {
	Catalogue model.Catalogue
	SHA256    string
	Notes     []model.Note
}

// Read reads a catalogue. It answers ErrNone where the file is none.
func Read(in io.Reader) (File, error) {
	whole := bufio.NewReaderSize(in, headSize)
	head, err := whole.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return File{}, err
	}
	for _, r := range List {
		if r.Recognise(head) {
			return r.file(whole)
		}
	}
	return File{}, ErrNone
}

func (r Reader) file(in io.Reader) (File, error) {
	raw, err := io.ReadAll(io.LimitReader(in, maxFile+1))
	switch {
	case err != nil:
		return File{}, err
	case len(raw) > maxFile:
		return File{}, fmt.Errorf("the file is larger than %d MiB; no catalogue is", maxFile>>20)
	}
	c, notes, err := r.Read(bytes.NewReader(raw))
	if errors.Is(err, aicmworkbook.ErrOther) {
		err = ErrNone
	}
	if err != nil {
		return File{}, err
	}
	sum := sha256.Sum256(raw)
	return File{c, hex.EncodeToString(sum[:]), notes}, nil
}
