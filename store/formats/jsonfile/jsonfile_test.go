package jsonfile

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parry/model"
	"parry/store/trial"
	"parry/store/tryout"
	"parry/store/tryout/jsonvalid"
)

func write(t rapid.TB, r *model.Register) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r, r.Threats(), From{Version: "dev"}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// Any register comes back from its JSON, every record of it, and is written the same
// again; and the file is what its schema says.
func TestAnyRegisterSurvives(t *testing.T) {
	trial.Checks(t)
	var schema bytes.Buffer
	if err := Schema(&schema); err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		r := tryout.Register(t)
		file := write(t, r)
		in, notes, err := Read(bytes.NewReader(file))
		if err != nil || len(notes) > 0 {
			t.Fatalf("%v %v\n%s", err, notes, file)
		}
		again := model.NewRegister()
		tryout.Merge(t, again, in)
		tryout.Same(t, again, r, model.KindControl, model.KindAssumption)
		if again.Settings() != r.Settings() {
			t.Fatalf("settings %+v, want %+v", again.Settings(), r.Settings())
		}
		if second := write(t, again); !bytes.Equal(bytes.ReplaceAll(second, []byte("import"), nil), bytes.ReplaceAll(file, []byte("import"), nil)) {
			t.Fatalf("written again it differs\n got %s\nwant %s", second, file)
		}
		jsonvalid.File(t, schema.Bytes(), file)
	})
}

// Every record of every kind comes back with every field, whatever is added to them later;
// and everything that is written has a place in the schema, which lets nothing else in.
func TestEverythingSurvives(t *testing.T) {
	var schema bytes.Buffer
	if err := Schema(&schema); err != nil {
		t.Fatal(err)
	}
	valid := jsonvalid.By(t, closed(t, schema.Bytes()))
	rapid.Check(t, func(t *rapid.T) {
		r := tryout.Everything(t)
		file := write(t, r)
		in, notes, err := Read(bytes.NewReader(file))
		if err != nil || len(notes) > 0 {
			t.Fatalf("%v %v\n%s", err, notes, file)
		}
		again := model.NewRegister()
		tryout.Merge(t, again, in)
		tryout.SameRecords(t, again, r)
		valid(t, file)
	})
}

// closed makes a schema that lets only those members in that it names.
func closed(t *testing.T, schema []byte) []byte {
	t.Helper()
	var tree any
	if err := json.Unmarshal(schema, &tree); err != nil {
		t.Fatal(err)
	}
	var shut func(node any)
	shut = func(node any) {
		switch n := node.(type) {
		case map[string]any:
			if _, ok := n["additionalProperties"]; !ok && n["type"] == "object" {
				n["additionalProperties"] = false
			}
			for _, below := range n {
				shut(below)
			}
		case []any:
			for _, below := range n {
				shut(below)
			}
		}
	}
	shut(tree)
	out, err := json.Marshal(tree)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// The schema refuses what the reader would refuse.
func TestSchemaRefuses(t *testing.T) {
	var schema bytes.Buffer
	if err := Schema(&schema); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`{"threats": []}`, `{"schema": "parry/2"}`, `{"schema": "parry/1", "threats": [{"status": "open"}]}`,
		`{"schema": "parry/1", "threats": [{"title": "a", "status": "asleep"}]}`, `{"schema": "parry/1", "threats": [{"title": "a", "due": "tomorrow"}]}`,
		`{"schema": "parry/1", "control": [{"name": "x", "state": "asleep"}]}`, `{"schema": "parry/1", "view": [{"name": "x", "columns": "id"}]}`, `{"schema": "parry/1", "settings": {"appetite": "huge"}}`} {
		if err := jsonvalid.Against(schema.Bytes(), []byte(text)); err == nil {
			t.Errorf("the schema lets %s in", text)
		}
		if _, _, err := Read(strings.NewReader(text)); err == nil {
			t.Errorf("the reader takes %s", text)
		}
	}
	if err := jsonvalid.Against(schema.Bytes(), []byte(full)); err != nil {
		t.Error(err)
	}
}

// full holds a record of every kind that a file can bring.
const full = `{"schema": "parry/1", "from": {"parry": "x"},
"settings": {"name": "Shop", "matrix": {"name": "m", "cells": [["VL","VL","L","L","M"],["VL","L","L","M","H"],["L","L","M","H","H"],["L","M","H","H","VH"],["M","H","H","VH","VH"]]}, "appetite": "M"},
"framework": [{"id": "own", "form": "matrix", "body": "{}"}], "view": [{"name": "late", "filter": "due<2027-01-01"}],
"parking": [{"id": "K-01", "text": "ask", "day": "2026-11-16"}],
"snapshot": [{"name": "q3", "seq": 4, "day": "2026-11-16"}], "workshop": [{"id": "W-01", "title": "w", "began": "", "from": 1}],
"party": [{"id": "P-07", "name": "Acme", "roles": ["MP", "AP"]}],
"contact": [{"id": "CT-01", "name": "Ada", "party": "P-07", "threats": ["T-004"]}],
"decision": [{"id": "DE-01", "threats": ["T-004"], "state": "taken", "recorded_by": "me"}],
"threats": [{"id": "T-004", "title": "x", "stride": ["S"], "lef_p05": 0.5, "inherent_likelihood": "H", "inherent_impact": "H", "inherent_risk": "H", "created_by": "ada", "created_at": "2026-01-02T03:04:05Z", "colour": "red"},
 {"title": "y", "colour": "blue"}], "extra": 1}`

// Every kind of record finds its place, and what cannot be taken is told.
func TestRead(t *testing.T) {
	in, notes, err := Read(strings.NewReader(full))
	if err != nil {
		t.Fatal(err)
	}
	r := model.NewRegister()
	m := tryout.Merge(t, r, in)
	if x := r.Threat("T-004"); x.CreatedBy() != "ada" || x.Ratings[0].Level != model.H || x.Loss().FrequencyP05 != "0.5" || r.Threat("T-005").Title != "y" {
		t.Errorf("%+v", x)
	}
	if r.Settings().Name != "Shop" || len(r.Frameworks()) != 1 || len(r.Views()) != 1 || r.Sheet(model.KindParty, "P-07").Get("roles") != "MP; AP" ||
		r.Sheet(model.KindDecision, "DE-01").Get("recorded_by") != "me" || m.Others.Added != 7 {
		t.Errorf("%+v %+v", r.Settings(), m)
	}
	want := []string{
		"line 5: a snapshot, which belongs to the history of its own register, was not taken",
		"line 5: a workshop, which belongs to the history of its own register, was not taken",
		`line 9: the field "colour" of a threat was not taken, 2 times`,
		`line 10: the member "extra" was not taken`,
	}
	if got := tryout.Texts(notes); !reflect.DeepEqual(got, want) {
		t.Errorf("notes %q", got)
	}
	file := write(t, r)
	again, notes, err := Read(bytes.NewReader(file))
	if err != nil || len(notes) > 0 {
		t.Fatal(err, notes)
	}
	var report model.Merged
	if _, err := model.Plan(r, model.Merge("", again, &report), "me", tryout.Noon); err != model.ErrNothing {
		t.Errorf("the register's own file changes it: %v %+v", err, report)
	}
}

// A register that has its own settings and system keeps them, and says so.
func TestIntoAnother(t *testing.T) {
	r := tryout.New(t)
	tryout.Do(t, r, model.AddThreat("mine"))
	tryout.Do(t, r, model.WriteSheet(model.KindParty, "P-07", model.Assignment{Field: "name", Value: "Other"}))
	in, _, err := Read(strings.NewReader(full))
	if err != nil {
		t.Fatal(err)
	}
	m := tryout.Merge(t, r, in)
	if r.Settings().Name != "" || r.Sheet(model.KindParty, "P-07").Name() != "Other" || r.Sheet(model.KindContact, "CT-01").Get("party") != "P-01" {
		t.Errorf("%+v %+v", r.Settings(), r.Sheet(model.KindContact, "CT-01"))
	}
	if tryout.With(m.Notes, "its own settings, which stay") != 1 || tryout.With(m.Notes, "party P-07 is taken by another: comes in as P-01") != 1 {
		t.Errorf("notes %q", tryout.Texts(m.Notes))
	}
}

// Bad values say where they stand, and nothing comes in.
func TestRefused(t *testing.T) {
	for text, says := range map[string]string{
		`{}`:                    `this is no register of parry: it has no "schema": "parry/1"`,
		`{"schema": "parry/9"}`: `line 1: the file has the schema "parry/9"; this parry reads "parry/1"`,
		`{"schema": "parry/1", "threats": [{"title": "a", "status": "asleep"},` + "\n" + `{"title": "b", "stride": [["S"]]}, 7, {}]}`: `line 1: status: "asleep" is no status; use draft, open, in_treatment, treated, accepted, transferred, avoided, closed or not_applicable
line 2: stride: a list stands in a list of texts
line 2: a number stands where a record of threats is expected
line 2: the threat has neither an id nor a title`,
		`{"schema": "parry/1", "control": [{"id": "a b", "name": "x"}]}`:                                    `line 1: "a b" is no id; it looks like C-01`,
		`{"schema": "parry/1", "view": [{"name": "x", "colour": 1}]}`:                                       `line 1: this record cannot be read: json: unknown field "colour"`,
		`{"schema": "parry/1", "threats": [{"id": "T-1", "title": "` + strings.Repeat("x", 70_000) + `"}]}`: `line 1: title: the text is longer than 64 KiB: shorten it, or move a part to another field`,
	} {
		in, _, err := Read(strings.NewReader(text))
		if got := fmt.Sprint(err); in != nil || strings.ReplaceAll(got, "status: status:", "status:") != says {
			t.Errorf("%.80s: %v", text, err)
		}
	}
}

// No bytes make the reader fall over, and a file that it takes changes nothing when
// it comes again, once it is written from the register.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{full, `{"schema":"parry/1"}`, `{"schema":"parry/1","threats":[{"title":"a","inherent_answers":{"a":"b"},"other_ratings":[],"provider_claims":["MP:Model=AP"]}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		in, _, err := Read(bytes.NewReader(raw))
		if err != nil {
			return
		}
		r := model.NewRegister()
		tryout.Merge(t, r, in)
		again, notes, err := Read(bytes.NewReader(write(t, r)))
		if err != nil || len(notes) > 0 {
			t.Fatal(err, notes)
		}
		var report model.Merged
		if _, err := model.Plan(r, model.Merge("", again, &report), "me", tryout.Noon); err != model.ErrNothing {
			t.Fatalf("the register's own file changes it: %v %+v", err, report)
		}
	})
}

// A file of more records than a register may bring is refused where the first one stands
// that is too many.
func TestRecordsAreSoMany(t *testing.T) {
	file := func(n int) string {
		return `{"schema":"` + model.Schema + `","threats":[` + strings.Repeat("\n{\"title\":\"a\"},", n-1) + "\n{\"title\":\"b\"}]}"
	}
	ten := func(int) int { return 10 }
	if in, _, err := readUpTo(strings.NewReader(file(10)), ten); err != nil || len(in) != 10 {
		t.Errorf("%d records: %v", len(in), err)
	}
	if _, _, err := readUpTo(strings.NewReader(file(11)), ten); err == nil || err.Error() != "line 12: the file holds more than 10 records; split it" {
		t.Errorf("one too many: %v", err)
	}
}
