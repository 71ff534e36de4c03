package store

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"parry/store/trial"
)

// exported is what the n-th export writes: a megabyte of one letter, and its number.
func exported(n int) []byte {
	return append(bytes.Repeat([]byte{byte('a' + n%26)}, 1<<20), fmt.Sprint(n)...)
}

// exportPiece is how many bytes of it are written at once.
const exportPiece = 64 << 10

// writeExport writes the n-th export over the one that is there.
func writeExport(path string, n int) error {
	return WriteFile(path, true, func(out io.Writer) error {
		for rest := exported(n); len(rest) > 0; {
			piece := rest[:min(len(rest), exportPiece)]
			if _, err := out.Write(piece); err != nil {
				return err
			}
			rest = rest[len(piece):]
		}
		return nil
	})
}

// playExporter writes over the same file for ever.
func playExporter(path string, say func(string, ...any)) error {
	for n := 1; ; n++ {
		if err := writeExport(path, n); err != nil {
			return err
		}
		say("%d", n)
	}
}

// An export that is killed leaves the old file or the new one, whole, and never less
// than what was said to be written.
func TestKilledExports(t *testing.T) {
	t.Parallel()
	trial.Each(t, "export kills", 100, 2000, func(t *trial.T) {
		path := filepath.Join(quickDir(t), "report.md")
		if err := os.WriteFile(path, exported(0), 0o600); err != nil {
			t.Fatal(err)
		}
		heard := listen(t, inRole("export", path))
		time.Sleep(time.Duration(5_000+t.Dice.IntN(60_000)) * time.Microsecond)
		heard.kill()
		said := int(heard.last())
		t.Count("exports said to be written", said)
		switch got := readAll(t, path); {
		case bytes.Equal(got, exported(said)):
		case bytes.Equal(got, exported(said+1)):
			t.Count("between writing and saying so", 1)
		default:
			t.Errorf("%d exports were said to be written, and the file is neither the last nor the next: %d bytes", said, len(got))
		}
	})
}
