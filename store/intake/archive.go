package intake

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"
)

// Limits of an archive. What an archive says of its sizes is not believed: they are
// counted while it is read. What comes out is read in a stream, at more than 100 MB a second.
const (
	maxArchive = 64 << 20  // bytes, packed
	maxOpened  = 256 << 20 // bytes, unpacked, of all files that were read: 56,000 threats with all that the example says of one
	maxEntries = 1_000
	maxRatio   = 100       // unpacked to packed
	freeRatio  = 100 << 10 // bytes that any archive may give, however small: nothing is gained from a tiny bomb
)

// An Archive is a zip file of which parts are read.
type Archive struct {
	files  map[string]*zip.File
	packed int64
	opened int64
}

// OpenArchive reads a zip file into memory and looks at what is in it.
func OpenArchive(r io.Reader) (*Archive, error) {
	var b bytes.Buffer
	n, err := io.Copy(&b, io.LimitReader(r, maxArchive+1))
	if err != nil {
		return nil, err
	}
	if n > maxArchive {
		return nil, TooLarge(maxArchive)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), n)
	if err != nil {
		return nil, fmt.Errorf("this is no zip archive, or it is damaged: %w", err)
	}
	if len(z.File) > maxEntries {
		return nil, fmt.Errorf("the archive holds %d files; a workbook has no more than %d; save its sheet as CSV", len(z.File), maxEntries)
	}
	a := &Archive{files: map[string]*zip.File{}, packed: n}
	for _, f := range z.File {
		name := path.Clean(strings.ReplaceAll(f.Name, "\\", "/"))
		if a.files[name] != nil {
			return nil, fmt.Errorf("the archive holds %s twice", Shown(name))
		}
		a.files[name] = f
	}
	return a, nil
}

// Has says whether the archive holds a file.
func (a *Archive) Has(name string) bool { return a.files[name] != nil }

// Open gives a file of the archive, which ends in an error where more comes out of it
// than can be meant.
func (a *Archive) Open(name string) (io.ReadCloser, error) {
	f := a.files[name]
	if f == nil {
		return nil, fmt.Errorf("the archive holds no %s", Shown(name))
	}
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s in the archive cannot be read: %w", Shown(name), err)
	}
	return &counted{ReadCloser: r, of: a}, nil
}

// Fits says whether what is packed so well would be read back.
func Fits(packed, opened int64) bool {
	return packed <= maxArchive && opened <= maxOpened && (opened <= freeRatio || opened <= maxRatio*packed)
}

// counted adds up what comes out of an archive.
type counted struct {
	io.ReadCloser
	of *Archive
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.ReadCloser.Read(p)
	c.of.opened += int64(n)
	switch {
	case c.of.opened > maxOpened:
		return n, fmt.Errorf("more than %d MiB come out of the archive; split the file, or save it as CSV", maxOpened>>20)
	case c.of.opened > freeRatio && c.of.opened > maxRatio*c.of.packed:
		return n, fmt.Errorf("the archive grows to more than %d times its size, which no honest workbook does; save its sheet as CSV", maxRatio)
	}
	return n, err
}
