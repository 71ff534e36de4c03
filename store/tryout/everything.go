package tryout

import (
	"fmt"
	"reflect"
	"strings"

	"pgregory.net/rapid"

	"parry/model"
)

// Everything makes a register of every kind of record that a file can bring, each with
// any of its fields, by the tables of the model: a kind or a field that is added there is
// tried from then on. Names that records call each other by lead somewhere, or nowhere.
func Everything(t *rapid.T) *model.Register {
	r := model.NewRegister()
	in := []model.Incoming{{Other: filled(t, &model.Settings{}).(model.Record)}}
	for i := range rapid.IntRange(1, 3).Draw(t, "threats") {
		threat := Threat(t)
		threat.ID = model.ThreatID(uint64(i) + 1)
		in = append(in, model.Incoming{Threat: threat})
	}
	for _, kind := range model.SheetKinds {
		if rapid.Bool().Draw(t, string(kind.Kind)) {
			in = append(in, anySheet(t, kind))
		}
	}
	for _, rec := range []model.Record{&model.Framework{}, &model.Edition{}, &model.View{}, &model.Parking{}} {
		if rapid.Bool().Draw(t, "aside") {
			in = append(in, model.Incoming{Other: filled(t, rec).(model.Record)})
		}
	}
	Merge(t, r, in)
	return r
}

// anySheet sets some fields of a record of a kind.
func anySheet(t *rapid.T, kind model.SheetKind) model.Incoming {
	values := map[string]string{}
	for _, f := range kind.Fields {
		if rapid.Bool().Draw(t, f.Name) {
			values[f.Name] = anyCell(t, f)
		}
	}
	id := ""
	if kind.Prefix != "" {
		id = kind.Prefix + "07"
	}
	s, err := model.NewSheet(kind.Kind, id, values)
	if err != nil {
		t.Fatalf("%s: %v", kind.Kind, err)
	}
	return model.Incoming{Other: s}
}

func anyCell(t *rapid.T, f model.SheetField) string {
	if f.Refers != "" {
		return rapid.SampledFrom([]string{"T-001", "T-001; T-002", "X-99"}).Draw(t, f.Name)
	}
	switch f.Sort {
	case model.Date:
		return "2026-02-28"
	case model.TimeOf:
		return rapid.SampledFrom([]string{"2026-02-28", "2026-02-28 09:30"}).Draw(t, f.Name)
	case model.TermOf:
		return rapid.SampledFrom([]string{"14d", "2wd"}).Draw(t, f.Name)
	case model.OneOf, model.LevelOf:
		return rapid.SampledFrom(f.Choices).Draw(t, f.Name).Value
	case model.SomeOf:
		return model.JoinList([]string{f.Choices[0].Value, rapid.SampledFrom(f.Choices).Draw(t, f.Name).Value}, "; ")
	case model.List:
		return model.JoinList(rapid.SliceOfN(HardText(1), 0, 3).Draw(t, f.Name), "; ")
	}
	return HardText(0).Draw(t, f.Name)
}

// filled sets every field of a record that is a plain struct.
func filled(t *rapid.T, into any) any {
	fill(t, reflect.ValueOf(into).Elem(), "")
	if s, ok := into.(*model.Settings); ok {
		s.Example, s.AsOf = false, "" // the mark of the example is its own
	}
	return into
}

func fill(t *rapid.T, v reflect.Value, name string) {
	if _, ok := v.Interface().(model.Level); ok {
		v.Set(reflect.ValueOf(rapid.SampledFrom(model.Levels[:]).Draw(t, "level")))
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(t, v.Field(i), v.Type().Field(i).Name)
			}
		}
	case reflect.String:
		text := strings.ToValidUTF8(HardText(1).Draw(t, name), "?")
		if name == "ID" || name == "Name" { // keys
			text = rapid.StringMatching(`[a-z][a-z0-9-]{0,8}`).Draw(t, name)
		}
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		list := reflect.MakeSlice(v.Type(), 2, 2)
		for i := range 2 {
			fill(t, list.Index(i), name)
		}
		v.Set(list)
	case reflect.Array:
		for i := range v.Len() {
			fill(t, v.Index(i), name)
		}
	case reflect.Int, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint64, reflect.Uint32:
		v.SetUint(7)
	default:
		t.Fatalf("nobody says yet how to fill %s, a %s", name, v.Kind())
	}
}

// SameRecords holds all records of two registers to each other, but for who put them there
// and when.
func SameRecords(t rapid.TB, got, want *model.Register) {
	t.Helper()
	g, w := told(got), told(want)
	for key, text := range w {
		if g[key] != text {
			t.Fatalf("%s: got\n%s\nwant\n%s", key, g[key], text)
		}
		delete(g, key)
	}
	for key, text := range g {
		t.Fatalf("%s came from nowhere: %s", key, text)
	}
}

// told is what each record says, by its key.
func told(r *model.Register) map[string]string {
	all := map[string]string{}
	for _, rec := range r.All() {
		text := fmt.Sprintf("%+v", reflect.ValueOf(rec).Elem().Interface())
		if threat, ok := rec.(*model.Threat); ok {
			text = ""
			for _, f := range model.Fields {
				if !strings.HasPrefix(f.Name, "updated_") && !strings.HasPrefix(f.Name, "created_") {
					text += f.Name + "=" + f.Get(threat) + "\n"
				}
			}
		}
		all[string(rec.Key().Kind)+" "+rec.Key().ID] = text
	}
	return all
}
