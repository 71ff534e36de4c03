package csvfile

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"parry/model"
	"parry/store/example"
	"parry/store/tryout"
)

var day = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

// settings judge by NIST SP 800-30 table I-2, as the example does.
func settings() *model.Settings {
	vl, l, m, h, vh := model.VL, model.L, model.M, model.H, model.VH
	return &model.Settings{Appetite: m, Matrix: model.Matrix{Name: "I-2", Cells: [5][5]model.Level{
		{vl, vl, vl, l, l},
		{vl, l, l, l, m},
		{vl, l, m, m, h},
		{vl, l, m, h, vh},
		{vl, l, m, h, vh},
	}}}
}

// failer is what tests, benchmarks and rapid share.
type failer interface {
	Helper()
	Fatal(...any)
}

// merged gives a register that took the threats in.
func merged(t failer, in []model.Incoming) *model.Register {
	t.Helper()
	r := model.NewRegister()
	apply := func(e model.Edit) {
		change, err := model.Plan(r, e, "test", day)
		if err != nil {
			t.Fatal(err)
		}
		change.Seq = 1
		r.Apply(change)
	}
	apply(model.ChangeSettings("settings", func(s *model.Settings) { *s = *settings() }))
	if len(in) > 0 {
		apply(model.Merge("import", in, new(model.Merged)))
	}
	return r
}

func writeAll(t failer, r *model.Register) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, r.Threats()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What was read from the example is written back byte for byte, although the
// levels were computed anew from the register's matrix.
func TestExampleSurvives(t *testing.T) {
	in, notes, err := Read(bytes.NewReader(example.CSV()))
	if err != nil || len(notes) > 0 {
		t.Fatal(err, notes)
	}
	if len(in) != 38 {
		t.Fatalf("%d threats", len(in))
	}
	got, want := writeAll(t, merged(t, in)), example.CSV()
	if bytes.Equal(got, want) {
		return
	}
	a, b := strings.Split(string(got), "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("line %d\n got %s\nwant %s", i+1, a[i], b[i])
		}
	}
	t.Fatalf("%d lines, want %d", len(a), len(b))
}

// The columns beyond the base stand in the file once a threat needs them, and
// only then.
func TestExtraColumnsWhenNeeded(t *testing.T) {
	in, _ := readText(t, "id,title,inherent_likelihood,inherent_impact\nT-001,a,H,M\n")
	header, _, _ := strings.Cut(string(writeAll(t, merged(t, in))), "\n")
	if n := 1 + strings.Count(header, ","); n != 66 {
		t.Errorf("%d columns without need", n)
	}
	in, _ = readText(t, "id,title,notes,target_impact,told_on_pi\nT-001,a,n,VL,2026-01-01\n")
	header, _, _ = strings.Cut(string(writeAll(t, merged(t, in))), "\n")
	if !strings.HasSuffix(header, ",incident_refs,target_impact,told_on_pi,notes") {
		t.Errorf("header %s", header)
	}
}

// Whatever people write, a cell never begins with a sign that a spreadsheet
// acts on, and what was written comes back; what others guarded otherwise is
// left alone.
func TestGuard(t *testing.T) {
	for text, cell := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@a": "'@a", "\tx": "'\tx", "\rx": "'\rx", "\nx": "'\nx", "\x00": "'\x00",
		"＝1": "'＝1", "＋1": "'＋1", "－1": "'－1", "＠a": "'＠a", "'=1": "''=1", "''=1": "'''=1", "'": "'", "'a": "'a", "''": "''", "a=1": "a=1", "": "",
		"！": "！",
	} {
		if got := Guard(text); got != cell {
			t.Errorf("Guard(%q) = %q, want %q", text, got, cell)
		}
		if got := bare(cell); got != text {
			t.Errorf("bare(%q) = %q, want %q", cell, got, text)
		}
	}
}

// A negative number stays a number for the spreadsheet.
func TestNumbersAreNotGuarded(t *testing.T) {
	in, _ := readText(t, "id,lef_p05\nT-001,-0.5\n")
	if file := string(writeAll(t, merged(t, in))); !strings.Contains(file, ",-0.5,") {
		t.Error(file)
	}
}

// Any register comes back from its CSV field by field.
func TestAnyRegisterSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var in []model.Incoming
		for i := range rapid.IntRange(0, 4).Draw(t, "threats") {
			in = append(in, model.Incoming{Threat: tryout.Threat(t), Place: fmt.Sprint("line ", i)})
		}
		before := merged(t, in)
		file := writeAll(t, before)
		again, notes, err := Read(bytes.NewReader(file))
		if err != nil || len(notes) > 0 {
			t.Fatalf("%v %v\n%s", err, notes, file)
		}
		after := merged(t, again)
		if before.Len() != after.Len() {
			t.Fatalf("%d threats, want %d", after.Len(), before.Len())
		}
		for _, want := range before.Threats() {
			got := after.Threat(want.ID)
			if got == nil {
				t.Fatalf("%q is gone", want.ID)
			}
			tryout.Compare(t, got, want)
		}
		if second := writeAll(t, after); !bytes.Equal(second, file) {
			t.Fatalf("written again it differs\n got %s\nwant %s", second, file)
		}
	})
}

// No bytes make the reader panic, and what it takes it can write and read
// again.
func FuzzRead(f *testing.F) {
	f.Add(example.CSV()[:3000]) // all of it keeps the fuzzer busy making it shorter
	for _, seed := range []string{
		"", "id", "id,title\nT-001,a\n", "\uFEFFid,title\r\nT-001,\"a\r\nb\"\r\n", "title\n'=1\n''=1\n'\n",
		"id,title\n\"a\"\"b\",c", "id,id\n", "title,colour\na,b\n", "id,category\na,Pois\n", "title\n\"\n", "title\n\x00\xff",
		foreign, "Risk\tLikelihood\na\tb\n", "sep=;\r\nRisk;Impact\r\na;low\r\n", "AI risks,,\n,,\nid,title,notes\n,a,b\n", "My list\nRisk|Impact|Due\na|3-Moderate|31-Dec-26\n",
		"title,assumptions,inherent_answers\nx,a\\;b; c,adverse=H\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		in, _, err := Read(bytes.NewReader(file))
		if err != nil || len(in) == 0 {
			return
		}
		r := merged(t, in)
		again, notes, err := Read(bytes.NewReader(writeAll(t, r)))
		if err != nil || len(notes) > 0 || len(again) != r.Len() {
			t.Fatalf("%d threats came back as %d: %v %v", r.Len(), len(again), notes, err)
		}
	})
}
