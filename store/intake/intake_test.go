package intake

import (
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a text was written in, it is read as what it says; what is no text is
// refused with the place.
func TestText(t *testing.T) {
	for _, c := range []struct{ name, raw, text, was, err string }{
		{"plain", "añ", "añ", "", ""},
		{"marked", "\xEF\xBB\xBFa", "a", "", ""},
		{"UTF-16 LE", "\xFF\xFEa\x00\xFC\x00", "aü", "UTF-16", ""},
		{"UTF-16 BE", "\xFE\xFF\x00a\x20\xAC", "a€", "UTF-16", ""},
		{"UTF-16 without a mark", "{\x00}\x00", "{}", "UTF-16", ""},
		{"Windows-1252", "M\xFCller \x80\n", "Müller €\n", "Windows-1252", ""},
		{"cut UTF-16", "\xFF\xFEa", "", "", "the file begins as UTF-16 and ends in the middle of a sign; save it as UTF-8"},
		{"half a pair", "\xFF\xFE\x00\xD8", "", "", "the file begins as UTF-16 and holds what no text does; save it as UTF-8"},
		{"a zero", "a\nb\x00\xFC", "", "", "line 2: byte 0x00 is neither UTF-8 nor Windows-1252; save the file as UTF-8"},
		{"neither", "a\n\n\x81", "", "", "line 3: byte 0x81 is neither UTF-8 nor Windows-1252; save the file as UTF-8"},
	} {
		text, was, err := Text(strings.NewReader(c.raw), 100)
		if text != c.text || was != c.was || fmt.Sprint(err) != cmpErr(c.err) {
			t.Errorf("%s: %q %q %v", c.name, text, was, err)
		}
	}
	if _, _, err := Text(io.LimitReader(zeros{}, 3<<20), 2<<20); fmt.Sprint(err) != "the file is larger than 2 MiB; split it" {
		t.Errorf("got %v", err)
	}
}

func cmpErr(says string) string {
	if says == "" {
		return "<nil>"
	}
	return says
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

// Broken and hostile JSON and YAML is refused with one sentence and the line.
func TestRefused(t *testing.T) {
	deep := strings.Repeat("[", MaxDepth+2)
	for _, c := range []struct{ text, err string }{
		{"", "line 1: the file ends where a value is expected; it was cut, or is no JSON"},
		{"{\n\"a\": 1,\n}", `line 3: '}' stands where a name in quotes is expected; this is no JSON`},
		{`{"a":1} x`, "line 1: something follows the end of the JSON"},
		{"{\"a\":1,\n\"a\":2}", `line 2: "a" stands twice in the same object; keep one`},
		{`["a`, "line 1: the quote that opens a text is never closed"},
		{"[\"a\nb\"]", "line 1: a line break or control character stands inside a text in quotes; write it as \\n"},
		{`["\x"]`, `line 1: a "\" in a text is followed by what JSON does not know`},
		{`[01]`, "line 1: 01 is no number as JSON writes one"},
		{deep, fmt.Sprintf("line 1: values stand more than %d deep in each other; flatten the file", MaxDepth)},
	} {
		if _, err := JSON(c.text); fmt.Sprint(err) != c.err {
			t.Errorf("%.20q: %v", c.text, err)
		}
	}
	for _, c := range []struct{ text, err string }{
		{"", "the file holds no YAML document"},
		{"a: &x 1\nb: *x\n", "line 2: an alias (*name) stands there; write out what it stands for"},
		{"a: 1\na: 2\n", `line 2: "a" stands twice in the same object; keep one`},
		{"a:\n  <<: {b: 1}\n", "line 2: a merge key (<<) stands there; write out what it brings"},
		{"a: 1\n---\nb: 2\n", "the file holds more than one YAML document; keep one"},
		{strings.Repeat("[", 1<<16), fmt.Sprintf("line 1: values stand more than %d deep in each other; flatten the file", MaxDepth)},
		{strings.Repeat("a: 1\n", MaxYAML/5+1), "the file is larger than 4 MiB; split it"},
	} {
		if _, err := YAML(c.text); fmt.Sprint(err) != c.err {
			t.Errorf("%.20q: %v", c.text, err)
		}
	}
	if _, err := YAML("a: [1\nb: }"); err == nil || !strings.Contains(err.Error(), "this is no YAML") {
		t.Errorf("got %v", err)
	}
}

// What nobody asked for is named, once for each kind of place; what was kept whole
// or says nothing is not.
func TestLost(t *testing.T) {
	n, err := JSON("{\"a\": 1, \"list\": [{\"b\": 1, \"c\": \"\"},\n{\"b\": 2, \"d\": {\"e\": 1}}], \"kept\": {\"f\": 1}}")
	if err != nil {
		t.Fatal(err)
	}
	n.Items("list")
	n.Get("kept").JSON()
	got := fmt.Sprint(n.Lost())
	want := "[{line 1  a: its value was not taken true} {line 1  list[].b: its 2 values were not taken true} {line 2  list[].d: its value was not taken true}]"
	if got != want {
		t.Errorf("got %s", got)
	}
	if left := n.Left(); len(left) != 1 || left[0].Name != "a" || left[0].Value != "1" {
		t.Errorf("left %v", left)
	}
}

// The same facts give the same tree in JSON and in YAML.
func TestYAMLIsJSON(t *testing.T) {
	y, err := YAML("a: [1, 2.5, yes, true, null, 0x10, 2026-11-16]\nb:\n  c: \"1\"\n")
	if err != nil {
		t.Fatal(err)
	}
	want := `{"a":[1,2.5,"yes",true,null,"0x10","2026-11-16"],"b":{"c":"1"}}`
	if got := y.JSON(); got != want {
		t.Errorf("got %s", got)
	}
}

// No JSON makes the reader fall over, and it takes what encoding/json takes, with
// the same values: but for what stands twice, and what is too deep.
func FuzzJSON(f *testing.F) {
	for _, text := range []string{`{}`, `[1,-2.5e3,"\u00fc\ud83d\ude00",true,null]`, `{"a":{"b":[{}]}}`, "\n[ ]", `"`, `{"a":1,"a":2}`, "[\"\x7f\"]"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := JSON(text)
		if !utf8.ValidString(text) {
			return // Text refuses it
		}
		valid := json.Valid([]byte(text))
		if err == nil && !valid {
			t.Fatalf("took %q", text)
		}
		if err != nil && valid && !strings.Contains(err.Error(), "stands twice") && !strings.Contains(err.Error(), "deep") {
			t.Fatalf("refused %q: %v", text, err)
		}
		if err != nil {
			return
		}
		if ours, theirs := decoded(t, n.JSON()), decoded(t, text); !reflect.DeepEqual(ours, theirs) {
			t.Fatalf("%q became %q", text, n.JSON())
		}
	})
}

// decoded is what encoding/json makes of a text, with numbers as they are written.
func decoded(t *testing.T, text string) (v any) {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return v
}

// No YAML makes the reader fall over, and what it takes can be written as JSON.
func FuzzYAML(f *testing.F) {
	for _, text := range []string{"a: 1", "- x\n- y: [1, {b: c}]", "a: &b 1\nc: *b", "? [a]\n: b", "a: |\n  text\n", "---\na: 1\n---\nb: 2", "!!binary x", "a: !!float nan"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := YAML(text)
		if err == nil && !json.Valid([]byte(n.JSON())) {
			t.Fatalf("%q became %q", text, n.JSON())
		}
	})
}

// No bytes make the decoder fall over, and what it gives is text.
func FuzzText(f *testing.F) {
	for _, raw := range []string{"a", "\xFF\xFEa\x00", "\xFE\xFF\x00a", "\xEF\xBB\xBF", "M\xFCller", "a\x00", "\xFF\xFE\xFF\xFE"} {
		f.Add([]byte(raw))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		text, _, err := Text(strings.NewReader(string(raw)), 1<<20)
		if err == nil && !utf8.ValidString(text) {
			t.Fatalf("%q became %q", raw, text)
		}
		Head(raw)
	})
}
