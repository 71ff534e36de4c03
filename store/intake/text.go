package intake

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Text reads all of a file that is small enough, and gives it as UTF-8 without a
// byte order mark. What it was written in is named where it was something else.
func Text(r io.Reader, most int64) (text, was string, err error) {
	var b strings.Builder // its text is no copy: a file may be as large as a whole register
	if s, ok := r.(interface{ Size() int64 }); ok {
		b.Grow(int(min(max(s.Size(), 0), most)) + bytes.MinRead)
	}
	n, err := io.Copy(&b, io.LimitReader(r, most+1))
	if err != nil {
		return "", "", err
	}
	if n > most {
		return "", "", TooLarge(most)
	}
	return decode(b.String())
}

// TooLarge says that a file is larger than it may be.
func TooLarge(most int64) error {
	return fmt.Errorf("the file is larger than %d MiB; split it", most>>20)
}

// Head decodes the beginning of a file as far as it can be told; "" for what is no
// text. The last sign may be cut.
func Head(head []byte) string {
	if order := wide(head); order != nil {
		text, _, err := sixteen(head[:len(head)&^1], order)
		if err != nil {
			return ""
		}
		return text
	}
	return string(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")))
}

func decode(raw string) (text, was string, err error) {
	if order := wide([]byte(raw[:min(len(raw), 4)])); order != nil {
		return sixteen([]byte(raw), order)
	}
	raw = strings.TrimPrefix(raw, "\xEF\xBB\xBF")
	if utf8.ValidString(raw) {
		return raw, "", nil
	}
	return western([]byte(raw))
}

// wide says whether a text is UTF-16, by its mark or by the zeros that every
// second byte of western text is; nil if it is not.
func wide(raw []byte) binary.ByteOrder {
	switch {
	case len(raw) < 2:
	case raw[0] == 0xFF && raw[1] == 0xFE, len(raw) >= 4 && raw[0] != 0 && raw[1] == 0 && raw[2] != 0 && raw[3] == 0:
		return binary.LittleEndian
	case raw[0] == 0xFE && raw[1] == 0xFF, len(raw) >= 4 && raw[0] == 0 && raw[1] != 0 && raw[2] == 0 && raw[3] != 0:
		return binary.BigEndian
	}
	return nil
}

func sixteen(raw []byte, order binary.ByteOrder) (text, was string, err error) {
	if len(raw)%2 != 0 {
		return "", "", errors.New("the file begins as UTF-16 and ends in the middle of a sign; save it as UTF-8")
	}
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	text = strings.TrimPrefix(string(utf16.Decode(units)), "\uFEFF")
	if strings.ContainsRune(text, utf8.RuneError) || strings.ContainsRune(text, 0) {
		return "", "", errors.New("the file begins as UTF-16 and holds what no text does; save it as UTF-8")
	}
	return text, "UTF-16", nil
}

// western reads Windows-1252, which is what old spreadsheets write. Five bytes
// mean nothing in it: a file with one of them is something else.
func western(raw []byte) (text, was string, err error) {
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/8)
	for i, c := range raw {
		sign := rune(c)
		if c >= 0x80 && c < 0xA0 {
			sign = windows1252[c-0x80]
		}
		if sign == 0 || c < ' ' && c != '\n' && c != '\r' && c != '\t' {
			return "", "", &Fault{lineOf(raw, i), fmt.Sprintf("byte %#02x is neither UTF-8 nor Windows-1252; save the file as UTF-8", c)}
		}
		b.WriteRune(sign)
	}
	return b.String(), "Windows-1252", nil
}

// windows1252 holds what 0x80 to 0x9F mean; 0 where they mean nothing.
var windows1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

func lineOf(raw []byte, at int) int { return 1 + bytes.Count(raw[:at], []byte("\n")) }
