package intake

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"parry/store/trial"
)

// packed makes an archive of files.
func packed(t *testing.T, method uint16, files map[string]io.Reader) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, r := range files {
		if many, ok := r.(*pieces); ok {
			many.pack(t, z, name)
			continue
		}
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(f, r); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// pieces are a long file that says one piece again and again. They are packed once: to
// pack a quarter of a gigabyte takes longer than all that is tested with it.
type pieces struct {
	io.Reader
	piece []byte
	times int
}

func (p *pieces) pack(t *testing.T, z *zip.Writer, name string) {
	t.Helper()
	var once, all bytes.Buffer
	w, err := flate.NewWriter(&once, flate.DefaultCompression)
	if err != nil {
		t.Fatal(err)
	}
	sum := uint32(0)
	_, err1 := w.Write(p.piece)
	err2 := w.Flush() // the piece stands for itself, and may stand there again
	for range p.times {
		all.Write(once.Bytes())
		sum = crc32.Update(sum, crc32.IEEETable, p.piece)
	}
	once.Reset()
	err3 := w.Close()
	all.Write(once.Bytes())
	f, err4 := z.CreateRaw(&zip.FileHeader{Name: name, Method: zip.Deflate, CRC32: sum,
		CompressedSize64: uint64(all.Len()), UncompressedSize64: uint64(len(p.piece) * p.times)})
	if err := errors.Join(err1, err2, err3, err4); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Write(all.Bytes()); err != nil {
		t.Fatal(err)
	}
}

// unpack reads all files of an archive, and says how much came out before it was
// refused.
func unpack(raw []byte, names ...string) (out int64, err error) {
	a, err := OpenArchive(bytes.NewReader(raw))
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		f, err := a.Open(name)
		if err != nil {
			return out, err
		}
		n, err := io.Copy(io.Discard, f)
		f.Close()
		if out += n; err != nil {
			return out, err
		}
	}
	return out, nil
}

// noise cannot be packed; thin packs to a twentieth or so.
func noise(n int64) io.Reader {
	return io.LimitReader(rand.NewChaCha8([32]byte{1}), n)
}

func thin(n int) io.Reader {
	piece := bytes.Repeat([]byte(" "), 64<<10)
	dice := rand.NewChaCha8([32]byte{2})
	for at := 0; at+40 < len(piece); at += 1000 {
		dice.Read(piece[at : at+40])
	}
	return &pieces{piece: piece, times: n / len(piece)}
}

func blanks(n int) io.Reader {
	piece := bytes.Repeat([]byte(" "), min(n, 1<<20))
	return &pieces{piece: piece, times: n / len(piece)}
}

// What comes out of an archive is bounded by its size, by all that comes out and by
// how many files it names, whatever it says of itself; what is within the limits comes
// out whole.
func TestArchiveLimits(t *testing.T) {
	if trial.Raced() {
		t.Skip("it packs and unpacks a gigabyte, one byte after the other")
	}
	many := map[string]io.Reader{}
	for i := range maxEntries + 1 {
		many[fmt.Sprint(i)] = strings.NewReader("")
	}
	for _, c := range []struct {
		name   string
		raw    []byte
		open   []string
		most   int64 // that comes out before it is refused
		refuse string
	}{
		{"small and much the same", packed(t, zip.Deflate, map[string]io.Reader{"a": blanks(freeRatio)}), []string{"a"}, freeRatio, ""},
		{"a bomb in one file", packed(t, zip.Deflate, map[string]io.Reader{"a": blanks(256 << 20)}), []string{"a"}, 32 << 20, "the archive grows to more than 100 times its size, which no honest workbook does; save its sheet as CSV"},
		{"a bomb in two", packed(t, zip.Deflate, map[string]io.Reader{"a": blanks(80 << 10), "b": blanks(80 << 10)}), []string{"a", "b"}, 160 << 10, "the archive grows to more than 100 times its size, which no honest workbook does; save its sheet as CSV"},
		{"a bomb that is padded", packed(t, zip.Deflate, map[string]io.Reader{"a": blanks(512 << 20), "pad": noise(4 << 20)}), []string{"a"}, maxOpened + 64<<10, "more than 256 MiB come out of the archive; split the file, or save it as CSV"},
		{"a byte more", packed(t, zip.Deflate, map[string]io.Reader{"a": thin(maxOpened), "b": strings.NewReader("x")}), []string{"a", "b"}, maxOpened + 1, "more than 256 MiB come out of the archive; split the file, or save it as CSV"},
		{"too many files", packed(t, zip.Store, many), nil, 0, "the archive holds 1001 files; a workbook has no more than 1000; save its sheet as CSV"},
		{"too large", packed(t, zip.Store, map[string]io.Reader{"a": noise(maxArchive)}), nil, 0, "the file is larger than 64 MiB; split it"},
	} {
		out, err := unpack(c.raw, c.open...)
		if says := fmt.Sprint(err); (c.refuse == "") != (err == nil) || err != nil && says != c.refuse {
			t.Errorf("%s: %v", c.name, err)
		}
		if out > c.most || (err == nil || c.most == maxOpened+1) && out != c.most {
			t.Errorf("%s: %d bytes came out, of %d at most", c.name, out, c.most)
		}
	}
}

// An archive that names a file twice, or hides it behind another way of writing its
// path, is refused: nobody can tell which is meant.
func TestArchiveTwice(t *testing.T) {
	for _, names := range [][2]string{{"xl/a.xml", "xl/a.xml"}, {"xl/a.xml", `xl\a.xml`}, {"xl/a.xml", "xl/../xl/./a.xml"}} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for _, name := range names {
			if _, err := z.Create(name); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := OpenArchive(&b); fmt.Sprint(err) != "the archive holds xl/a.xml twice" {
			t.Errorf("%q: %v", names, err)
		}
	}
}
