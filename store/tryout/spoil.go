package tryout

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// MostHostile is how large a hostile file gets here, as large as one that is promised for.
const MostHostile = 16 << 20

// Spoil makes a bad file of a good one: several small wrongs, or one that grows.
func Spoil(dice *rand.Rand, good []byte) []byte {
	bad := bytes.Clone(good)
	for range 1 + dice.IntN(4) {
		bad = oneWrong(dice, bad)
	}
	if dice.IntN(25) == 0 {
		bad = grow(dice, bad)
	}
	return bad[:min(len(bad), MostHostile)]
}

func oneWrong(dice *rand.Rand, b []byte) []byte {
	at := dice.IntN(len(b) + 1)
	insert := func(text string) []byte { return append(append(bytes.Clone(b[:at]), text...), b[at:]...) }
	switch dice.IntN(9) {
	case 0:
		return b[:at]
	case 1:
		if at < len(b) {
			b[at] ^= 1 << dice.IntN(8)
		}
		return b
	case 2:
		to := at + dice.IntN(len(b)-at+1)
		return append(bytes.Clone(b[:at]), b[to:]...)
	case 3:
		to := at + dice.IntN(len(b)-at+1)
		return insert(string(b[at:to]))
	case 4:
		return insert(Hostile[dice.IntN(len(Hostile))])
	case 5:
		return insert([]string{"1e999", "-0", "null", "[[[[[[", "{}", `"\ud800"`, "&a *a", "<<: *a", "!!binary", "\n\n", "\t", "\x00", "\"", ",", ";", "0x7fffffffffffffff", "true"}[dice.IntN(17)])
	case 6:
		return insert(strings.Repeat([]string{"[", "{\"a\":", "- ", "(", "\"", "&#x41;", "<row>"}[dice.IntN(7)], 1+dice.IntN(5000)))
	case 7: // a value of another kind
		if i := bytes.IndexByte(b[at:], ':'); i >= 0 {
			at += i + 1
			return insert([]string{"[1]", "{\"x\":1}", "null", "1e400", "\"" + strings.Repeat("y", 70_000) + "\"", "false"}[dice.IntN(6)] + ",\"x\":")
		}
		return b
	default: // another encoding
		return append([]byte([]string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff", "PK\x03\x04"}[dice.IntN(4)]), b...)
	}
}

// grow repeats a piece until the file is as large as it may be.
func grow(dice *rand.Rand, b []byte) []byte {
	if len(b) == 0 {
		return b
	}
	from := dice.IntN(len(b))
	piece := b[from : from+1+dice.IntN(len(b)-from)]
	size := 1 << (18 + dice.IntN(7))
	return append(append(bytes.Clone(b[:from]), bytes.Repeat(piece, size/len(piece)+1)...), b[from:]...)
}

// SpoilInside spoils a part of a workbook and packs it again.
func SpoilInside(t testing.TB, dice *rand.Rand, good []byte) []byte {
	z, err := zip.NewReader(bytes.NewReader(good), int64(len(good)))
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	chosen := dice.IntN(len(z.File))
	for i, part := range z.File {
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		var text bytes.Buffer
		_, err = text.ReadFrom(in)
		body := text.Bytes()
		if i == chosen {
			body = Spoil(dice, body)
		}
		to, err2 := w.Create(part.Name)
		if err == nil && err2 == nil {
			_, err = to.Write(body)
		}
		if err != nil || err2 != nil {
			t.Fatal(fmt.Errorf("%v %v", err, err2))
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
