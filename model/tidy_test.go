package model

import (
	"fmt"
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// A threat that was tidied holds no list that is empty but there, and no part with nothing in
// it: so it equals itself after a reload. What it says it still says, and what shares its
// parts is as before.
func TestTidyLeavesNothingEmpty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		threat := &Threat{ID: "T-001"}
		strew(t, reflect.ValueOf(threat).Elem())
		shares, before := *threat, fmt.Sprintf("%#v", said(reflect.ValueOf(threat).Elem()))
		threat.tidy()
		if at := empty(reflect.ValueOf(threat).Elem(), "Threat"); at != "" {
			t.Fatalf("%s is there and empty", at)
		}
		if after := fmt.Sprintf("%#v", said(reflect.ValueOf(threat).Elem())); after != before {
			t.Fatalf("%s became %s", before, after)
		}
		for _, one := range []*Threat{threat, &shares} { // a part is never changed in place
			if now := fmt.Sprintf("%#v", said(reflect.ValueOf(one).Elem())); now != before {
				t.Fatalf("a copy that shares its parts: %s became %s", before, now)
			}
		}
	})
}

// strew puts parts, lists and words into a value here and there, some of them empty.
func strew(t *rapid.T, v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			strew(t, v.Field(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			strew(t, v.Index(i))
		}
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "part") {
			v.Set(reflect.New(v.Type().Elem()))
			strew(t, v.Elem())
		}
	case reflect.Slice:
		if n := rapid.IntRange(-1, 1).Draw(t, "items"); n >= 0 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				strew(t, v.Index(i))
			}
		}
	case reflect.Map:
		if n := rapid.IntRange(-1, 1).Draw(t, "answers"); n >= 0 {
			v.Set(reflect.MakeMap(v.Type()))
			for range n {
				v.SetMapIndex(reflect.ValueOf("impact"), reflect.ValueOf("VH"))
			}
		}
	case reflect.String:
		if rapid.IntRange(0, 7).Draw(t, "word") == 0 {
			v.SetString("said")
		}
	}
}

// empty names a list, map or part that is there and holds nothing.
func empty(v reflect.Value, at string) string {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if found := empty(v.Field(i), at+"."+v.Type().Field(i).Name); found != "" {
				return found
			}
		}
	case reflect.Array:
		for i := range v.Len() {
			if found := empty(v.Index(i), at); found != "" {
				return found
			}
		}
	case reflect.Slice, reflect.Map:
		if !v.IsNil() && v.Len() == 0 {
			return at
		}
	case reflect.Pointer:
		if !v.IsNil() && v.Elem().IsZero() {
			return at
		}
		if !v.IsNil() {
			return empty(v.Elem(), at)
		}
	}
	return ""
}

// said gives all words in a value, with where they stand.
func said(v reflect.Value) (all []string) {
	var walk func(v reflect.Value, at string)
	walk = func(v reflect.Value, at string) {
		switch v.Kind() {
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i), at+"."+v.Type().Field(i).Name)
			}
		case reflect.Array, reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i), fmt.Sprintf("%s[%d]", at, i))
			}
		case reflect.Map:
			for _, key := range v.MapKeys() {
				walk(v.MapIndex(key), at+"."+key.String())
			}
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem(), at)
			}
		case reflect.String:
			if v.String() != "" {
				all = append(all, at+"="+v.String())
			}
		}
	}
	walk(v, "")
	return all
}
