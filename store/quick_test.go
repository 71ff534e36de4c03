package store

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parry/model"
	"parry/store/tryout"
)

// agree holds the quick decoder to the strict one: what it takes is what the strict one
// gives. It says whether it took the bytes.
func agree(t interface {
	Helper()
	Fatalf(string, ...any)
}, payload []byte) bool {
	t.Helper()
	took := false
	for _, kept := range []*texts{nil, newTexts()} {
		for range 2 { // the second time, texts and lists are found again
			quick := quickThreat(payload, kept)
			if took = quick != nil; !took {
				continue
			}
			strict := new(model.Threat)
			if err := decoding.Unmarshal(payload, strict); err != nil {
				t.Fatalf("it takes what the strict decoder refuses: %v\n%x", err, payload)
			}
			if !reflect.DeepEqual(quick, strict) {
				t.Fatalf("it takes %+v\nfor %+v", quick, strict)
			}
		}
	}
	return took
}

// Each field of a threat, and of what lies in one, is known to the quick decoder: a new
// one that it did not know would make every load slow.
func TestQuickKnowsEveryField(t *testing.T) {
	known := 0
	eachField(t, "Threat", reflect.TypeFor[model.Threat](), nil, func(path string, set func(*model.Threat)) {
		threat := &model.Threat{ID: "T-001"}
		set(threat)
		payload, err := encoding.Marshal(threat)
		if err != nil {
			t.Fatal(err)
		}
		if !agree(t, payload) {
			t.Errorf("%s is not known to it: give it a line in quickthreat.go", path)
		}
		known++
	})
	if known < 100 {
		t.Errorf("only %d fields were tried", known)
	}
}

// eachField hands over every field below a type, by what sets it alone.
func eachField(t *testing.T, path string, of reflect.Type, at []func(reflect.Value) reflect.Value, visit func(string, func(*model.Threat))) {
	inner := func(path string, of reflect.Type, step func(reflect.Value) reflect.Value) {
		eachField(t, path, of, append(at[:len(at):len(at)], step), visit)
	}
	switch of.Kind() {
	case reflect.Struct:
		for i := range of.NumField() {
			inner(path+"."+of.Field(i).Name, of.Field(i).Type, func(v reflect.Value) reflect.Value { return v.Field(i) })
		}
	case reflect.Pointer:
		inner(path, of.Elem(), func(v reflect.Value) reflect.Value {
			v.Set(reflect.New(of.Elem()))
			return v.Elem()
		})
	case reflect.Array:
		for i := range of.Len() {
			inner(fmt.Sprintf("%s[%d]", path, i), of.Elem(), func(v reflect.Value) reflect.Value { return v.Index(i) })
		}
	case reflect.Slice:
		inner(path+"[]", of.Elem(), func(v reflect.Value) reflect.Value {
			v.Set(reflect.MakeSlice(of, 2, 2))
			return v.Index(1)
		})
	default:
		visit(path, func(threat *model.Threat) {
			v := reflect.ValueOf(threat).Elem()
			for _, step := range at {
				v = step(v)
			}
			setAny(t, path, v)
		})
	}
}

func setAny(t *testing.T, path string, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString("something said of " + path)
	case reflect.Uint8:
		v.SetUint(3)
	case reflect.Int:
		v.SetInt(30)
	case reflect.Float64:
		v.SetFloat(9.8)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Map:
		v.Set(reflect.ValueOf(model.Answers{"impact": "VH", "initiation": "L..H"}))
	default:
		t.Fatalf("%s is a %s: say here how it is set", path, v.Kind())
	}
}

// Threats as they come are taken, each as the strict decoder has it.
func TestQuickTakesThreats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		payload, err := encoding.Marshal(tryout.Threat(t))
		if err != nil {
			t.Fatal(err)
		}
		if !agree(t, payload) {
			t.Fatalf("it gives up %x", payload)
		}
	})
}

// Of damaged bytes it takes nothing that the strict decoder refuses or reads otherwise.
func TestQuickIsAsStrict(t *testing.T) {
	taken, given := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		payload, err := encoding.Marshal(tryout.Threat(t))
		if err != nil {
			t.Fatal(err)
		}
		for range 20 {
			hurt := bytes.Clone(payload)
			for range rapid.IntRange(1, 3).Draw(t, "wounds") {
				hurt = wound(t, hurt)
			}
			if given++; agree(t, hurt) {
				taken++
			}
		}
	})
	if taken == 0 || taken == given {
		t.Errorf("%d of %d damaged threats were taken", taken, given)
	}
}

// What the strict decoder refuses, or what this parry never writes, is left to it.
func TestQuickGivesUp(t *testing.T) {
	for what, payload := range map[string]string{
		"a field twice":          "\xa2\x62id\x61A\x62id\x61B",
		"a field unknown":        "\xa2\x62id\x61A\x62no\x61B",
		"fields out of order":    "\xa2\x65title\x61B\x62id\x61A",
		"a longer head":          "\xa1\x62id\x78\x01A",
		"a longer head of a key": "\xa1\x78\x02id\x61A",
		"text that is no UTF-8":  "\xa1\x62id\x61\xff",
		"a key that is no UTF-8": "\xa1\x62\xff\xff\x61A",
		"bytes for text":         "\xa1\x62id\x41A",
		"null":                   "\xa1\x62id\xf6",
		"a tag":                  "\xa1\x62id\xc0\x61A",
		"no end":                 "\xbf\x62id\x61A\xff",
		"something behind it":    "\xa1\x62id\x61A\x00",
		"cut short":              "\xa1\x62id\x62A",
		"more than there is":     "\xb9\xff\xff\x62id\x61A",
		"two ratings":            "\xa2\x62id\x61A\x67ratings\x82\xa0\xa0",
		"a level beyond a byte":  "\xa2\x62id\x61A\x67ratings\x83\xa1\x65level\x19\x01\x00\xa0\xa0",
	} {
		if agree(t, []byte(payload)) {
			t.Errorf("%s: it is taken", what)
		}
	}
	if !agree(t, []byte("\xa2\x62id\x61A\x67ratings\x83\xa1\x65level\x03\xa0\xa0")) {
		t.Error("what is right is not taken")
	}
}

// wound changes, takes out, puts in, doubles or moves a few bytes.
func wound(t *rapid.T, b []byte) []byte {
	if len(b) == 0 {
		return b
	}
	from := rapid.IntRange(0, len(b)-1).Draw(t, "from")
	to := min(from+rapid.IntRange(1, 12).Draw(t, "bytes"), len(b))
	part := bytes.Clone(b[from:to])
	switch rapid.IntRange(0, 5).Draw(t, "kind") {
	case 0:
		b[from] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
	case 1:
		b[from] = rapid.SampledFrom([]byte{0x60, 0x80, 0xa0, 0xf6, 0x18, 0x78, 0x98, 0xff, 0x05, 0x43}).Draw(t, "head")
	case 2:
		b = append(b[:from], b[to:]...)
	case 3:
		b = append(b[:to:to], append(part, b[to:]...)...)
	case 4: // the head a byte longer than it need be
		if low := b[from] & 31; low < 24 {
			b = append(b[:from:from], append([]byte{b[from]&^31 | 24, low}, b[from+1:]...)...)
		}
	case 5:
		b = b[:to]
	}
	return b
}

// What comes again and again is kept once, what comes once is not kept for ever, and a
// long text has a string of its own.
func TestTexts(t *testing.T) {
	kept := newTexts()
	for i := range 3 * mostWords {
		word := fmt.Sprintf("word %d", i%(2*mostWords))
		if got := kept.text([]byte(word)); got != word {
			t.Fatalf("%q became %q", word, got)
		}
	}
	if len(kept.words) != mostWords {
		t.Errorf("%d words are kept", len(kept.words))
	}
	for _, text := range []string{"", "a", strings.Repeat("long ", 20), strings.Repeat("very long ", 1000)} {
		if got := kept.text([]byte(text)); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
	one := quickThreat(encoded(t, fullThreat("T-001")), kept)
	two := quickThreat(encoded(t, fullThreat("T-002")), kept)
	if &one.Class.STRIDE[0] != &two.Class.STRIDE[0] || one.Stamps != two.Stamps {
		t.Error("two threats do not share what they both say")
	}
	two.Class.STRIDE = append(two.Class.STRIDE, "E")
	if len(one.Class.STRIDE) != 2 || cap(one.Class.STRIDE) != 2 {
		t.Error("a list can grow into that of another threat")
	}
}

func encoded(t testing.TB, threat *model.Threat) []byte {
	t.Helper()
	payload, err := encoding.Marshal(threat)
	if err != nil {
		t.Fatal(err)
	}
	return payload
}

func FuzzQuick(f *testing.F) {
	f.Add(encoded(f, fullThreat("T-001")))
	f.Add(encoded(f, &model.Threat{ID: "T-002", Figures: &model.Loss{LossP05: "1"}, ThreatMore: &model.ThreatMore{Parked: []string{"rate"}}}))
	f.Add([]byte{0xa1, 0x62, 'i', 'd', 0x60})
	f.Fuzz(func(t *testing.T, payload []byte) { agree(t, payload) })
}
