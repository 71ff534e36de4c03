package store

import (
	"bytes"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"parry/model"
	"parry/store/tryout"
)

// faithful holds the scribe to the library: the same bytes.
func faithful(t interface {
	Helper()
	Fatalf(string, ...any)
}, what string, threat *model.Threat) {
	t.Helper()
	want, err := encoding.Marshal(threat)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	got, err := appendRecord([]byte("before"), threat)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	if !bytes.Equal(got, append([]byte("before"), want...)) {
		t.Fatalf("%s:\n%x is written, the library writes\n%x", what, got, want)
	}
}

// Each field of a threat is written as the library writes it, alone and beside all others.
func TestScribeKnowsEveryField(t *testing.T) {
	all, known := &model.Threat{ID: "T-001"}, 0
	eachField(t, "Threat", reflect.TypeFor[model.Threat](), nil, func(path string, set func(*model.Threat)) {
		threat := &model.Threat{ID: "T-001"}
		set(threat)
		faithful(t, path, threat)
		set(all)
		faithful(t, "all up to "+path, all)
		known++
	})
	if known < 100 {
		t.Errorf("only %d fields were tried", known)
	}
}

// The number of a record's fields has one byte.
func TestScribeHasRoomForFields(t *testing.T) {
	var count func(of reflect.Type) int
	count = func(of reflect.Type) (n int) {
		for i := range of.NumField() {
			f := of.Field(i)
			inner := f.Type
			for inner.Kind() == reflect.Pointer || inner.Kind() == reflect.Array || inner.Kind() == reflect.Slice {
				inner = inner.Elem()
			}
			switch {
			case f.Anonymous:
				n += count(inner)
				continue
			case inner.Kind() == reflect.Struct && count(inner) > mostFields:
				t.Errorf("%s has more than %d fields", inner, mostFields)
			}
			n++
		}
		return n
	}
	if n := count(reflect.TypeFor[model.Threat]()); n > mostFields {
		t.Errorf("a threat has %d fields, of %d", n, mostFields)
	}
}

// Threats as they come are written as the library writes them; so are those with lists and
// parts that hold nothing, which no register keeps, and with texts that are no UTF-8, which
// none takes.
func TestScribeWritesThreats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		threat := tryout.Threat(t)
		faithful(t, "a threat", threat)
		empties := reflect.ValueOf(threat).Elem()
		hollow(t, empties)
		faithful(t, "with nothing in it", threat)
		threat.Title = string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes"))
		threat.Ratings[1].Level = model.Level(rapid.Byte().Draw(t, "level"))
		faithful(t, "with any bytes", threat)
	})
}

// hollow makes some of the lists and parts of a value there and empty.
func hollow(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			hollow(t, v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			hollow(t, v.Index(i))
		}
	case reflect.Pointer:
		if v.IsNil() && rapid.Bool().Draw(t, "a part") {
			v.Set(reflect.New(v.Type().Elem()))
		}
		if !v.IsNil() {
			hollow(t, v.Elem())
		}
	case reflect.Slice:
		if v.Len() == 0 && rapid.Bool().Draw(t, "a list") {
			v.Set(reflect.MakeSlice(v.Type(), 0, 0))
		}
	case reflect.Map:
		if v.Len() == 0 && rapid.Bool().Draw(t, "answers") {
			v.Set(reflect.MakeMap(v.Type()))
		}
	}
}

// A line of the history is written as the library writes it, whatever it touched.
func TestScribeWritesEntries(t *testing.T) {
	raw := func(t *rapid.T, name string) []byte {
		if rapid.Bool().Draw(t, "no "+name) {
			return nil
		}
		b, err := encoding.Marshal(tryout.Threat(t))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	rapid.Check(t, func(t *rapid.T) {
		e := logEntry{
			Seq: rapid.Uint64Range(1, 1<<40).Draw(t, "seq"), Op: rapid.String().Draw(t, "op"), At: rapid.Int64().Draw(t, "at"),
			By: rapid.String().Draw(t, "by"), Label: rapid.String().Draw(t, "label"), Act: Act(rapid.IntRange(0, 2).Draw(t, "act")),
			Target: rapid.Uint64Range(0, 3).Draw(t, "target"), Under: rapid.Uint64Range(0, 3).Draw(t, "under"), RedoWas: rapid.Uint64Range(0, 3).Draw(t, "redo"),
		}
		for range rapid.IntRange(0, 30).Draw(t, "touches") {
			e.Touched = append(e.Touched, loggedTouch{Kind: rapid.String().Draw(t, "kind"), ID: rapid.String().Draw(t, "id"),
				Revision: rapid.Uint64Range(0, 1<<33).Draw(t, "revision"), Before: raw(t, "before"), After: raw(t, "after")})
		}
		want, err := encoding.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		got, err := appendEntry(nil, &e)
		if err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%v\n%x is written, the library writes\n%x", err, got, want)
		}
	})
}

// FuzzScribe writes what the quick decoder takes, and any threat of the dice.
func FuzzScribe(f *testing.F) {
	f.Add(encoded(f, fullThreat("T-001")))
	f.Add([]byte("\xa2\x62id\x61A\x67ratings\x83\xa1\x65level\x03\xa0\xa0"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		threat := new(model.Threat)
		if decoding.Unmarshal(payload, threat) == nil {
			faithful(t, "what was read", threat)
		}
	})
}
