package workbook

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// theirs gives the pieces that encoding/xml sees in a text, and ours those of a markup.
func theirs(text string) (pieces []string, err error) {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		token, err := d.RawToken()
		if err == io.EOF {
			return pieces, nil
		}
		if err != nil {
			return pieces, err
		}
		switch e := token.(type) {
		case xml.StartElement:
			pieces = append(pieces, "<"+e.Name.Local)
			for _, a := range e.Attr {
				pieces = append(pieces, fmt.Sprintf("%v %s=%q", a.Name.Space != "", a.Name.Local, a.Value))
			}
		case xml.EndElement:
			pieces = append(pieces, ">"+e.Name.Local)
		case xml.CharData:
			pieces = said(pieces, string(e))
		case xml.Directive:
			return append(pieces, "!"), nil
		}
	}
}

func ours(from io.Reader) (pieces []string, err error) {
	m := newMarkup(from)
	m.room = m.room[:16] // so that pieces do not fit at first
	for {
		kind, err := m.next()
		if err != nil {
			return pieces, err
		}
		switch kind {
		case nothing:
			return pieces, nil
		case begins:
			pieces = append(pieces, "<"+m.name)
			for _, a := range m.attrs {
				pieces = append(pieces, fmt.Sprintf("%v %s=%q", a.prefixed, a.name, a.value))
			}
		case ends:
			pieces = append(pieces, ">"+m.name)
		case says:
			pieces = said(pieces, string(m.text))
		case directed:
			return append(pieces, "!"), nil
		}
	}
}

// said adds a text, to the one before if that is one.
func said(pieces []string, text string) []string {
	if last := len(pieces) - 1; last >= 0 && strings.HasPrefix(pieces[last], "\"") {
		pieces[last] += text
		return pieces
	}
	if text == "" {
		return pieces
	}
	return append(pieces, "\""+text)
}

// markups are texts of every kind of piece.
var markups = []string{
	``, `<c r="A1" xml:space="preserve"/>`, `<a b="x>y" c="1">`, `<a  b="1">`, `<a b="1" >`, `<a b="1"c="2">`, `<a:b c="1">`, `<a b:="1">`, `<a :b="1">`, `<a b="1"c>`, `<a/b="1">`, `<a b="" c="é">`,
	`<a/>`, `<a></a >`, "<x:row r='1' x:id=\"2\"  s = \"&lt;&#65;\"\n>a&amp;b\r\nc\rd&#13;&#xD800;</x:row>", `<a b="1"c='2'/>`, `<a b=">" c='"'/>`,
	`<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a><!-- no <b> --><![CDATA[<&]]]]>x</a>`, "<a>ü😀</a>", "text", "<a>\n\n<b>\n</b>x<![CDATA[y\r\nz]]></a>",
	`<!DOCTYPE a [<!ENTITY b "c">]><a/>`, `<a:b:c/>`, `<:a/>`, `<a:/>`, `<a b/>`, `<a b=c/>`, `<a`, `<a b="`, `<`, `</`, `<a>&b;</a>`, `<a>&lt</a>`, "<a>\x00</a>", "<a>\xff</a>", "<a>\uFFFE</a>",
	`<a b="<"/>`, `<a/ >`, `< a/>`, `<a b="1" b="2"/>`, `<!-- `, `<![CDATA[`, `<?xml version="1.0" encoding="latin1"?><a/>`, `<a xmlns="b"/>`, `<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve">a</t></is></c></row>`,
	`<a>&#1114112;</a>`, `<a>&#x;</a>`, `<a>&#0;</a>`, `<a>&quot;&apos;&gt;</a>`, "<a\tb\r=\n'c\r\nd'/>", "\uFEFF<a/>", `<a>` + strings.Repeat("long ", 100) + `</a>`,
}

// alike holds a markup to encoding/xml: what that takes it takes, with the same pieces, in
// however small bits the text comes.
func alike(t *testing.T, text string) (took bool) {
	t.Helper()
	want, refused := theirs(text)
	for _, from := range []io.Reader{strings.NewReader(text), iotest.OneByteReader(strings.NewReader(text)), iotest.DataErrReader(strings.NewReader(text))} {
		got, err := ours(from)
		if took = err == nil; refused == nil && (err != nil || strings.Join(got, "\n") != strings.Join(want, "\n")) {
			t.Fatalf("%q:\n%q, %v is read, encoding/xml reads\n%q", text, got, err, want)
		}
	}
	return took
}

func TestMarkupIsXML(t *testing.T) {
	for _, text := range markups {
		alike(t, text)
	}
}

// What is no XML, or no UTF-8, is refused.
func TestMarkupRefuses(t *testing.T) {
	for _, text := range []string{`<a b/>`, `<a b=c/>`, `<a`, `<a b="`, `<`, `</`, `<a>&b;</a>`, `<a>&lt</a>`, "<a>\x00</a>", "<a>\xff</a>", "<a>\uFFFE</a>", `<a b="<"/>`, `<a/ >`, `<!-- `, `<![CDATA[`,
		`<?xml version="1.0" encoding="latin1"?><a/>`, `<a>&#1114112;</a>`, `<a>&#x;</a>`, `<a>&#0;</a>`, `<a:b:c/>`, `< a/>`, `<a b="&no;"/>`, "<a b='\x01'/>", "<![CDATA[\x01]]>", "<>", "<a ='b'/>",
		"<a>" + strings.Repeat("x", longestPiece+1) + "</a>"} {
		if pieces, err := ours(strings.NewReader(text)); err == nil {
			t.Errorf("%.60q is taken as %.200q", text, pieces)
		} else if !strings.HasPrefix(err.Error(), "the XML is broken: ") || len(err.Error()) > 200 {
			t.Errorf("%.60q: %v", text, err)
		}
	}
}

// A place is told by its line.
func TestMarkupCountsLines(t *testing.T) {
	m := newMarkup(strings.NewReader("<a>\n<b\nc='d'/>\r\n<!--\n\n-->\n&no;</a>"))
	for {
		if kind, err := m.next(); err != nil || kind == nothing {
			if err == nil || m.lineNow() != 7 {
				t.Errorf("line %d: %v", m.lineNow(), err)
			}
			return
		}
	}
}

func FuzzMarkup(f *testing.F) {
	for _, text := range markups {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) { alike(t, text) })
}

func BenchmarkMarkup(b *testing.B) {
	row := []byte(`<row r="2"><c r="A2" t="inlineStr"><is><t xml:space="preserve">a text of some words, as they are</t></is></c><c r="B2"><v>7</v></c></row>`)
	text := bytes.Repeat(row, 10_000)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		m := newMarkup(bytes.NewReader(text))
		for {
			if kind, err := m.next(); err != nil {
				b.Fatal(err)
			} else if kind == nothing {
				break
			}
		}
	}
}
