package report

import (
	"bytes"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"parry/model"
	"parry/store/example"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// settings are those of the example, with NIST SP 800-30 table I-2.
func settings() *model.Settings {
	vl, l, m, h, vh := model.VL, model.L, model.M, model.H, model.VH
	return &model.Settings{
		Name: example.System, Method: "nist-800-30", MethodVersion: "r1", Appetite: m, Example: true, AsOf: example.AsOf,
		Matrix: model.Matrix{Name: "NIST SP 800-30 table I-2", Version: "r1", Cells: [5][5]model.Level{
			{vl, vl, vl, l, l},
			{vl, l, l, l, m},
			{vl, l, m, m, h},
			{vl, l, m, h, vh},
			{vl, l, m, h, vh},
		}},
	}
}

// registerOf gives a register of threats, rated by the matrix of s.
func registerOf(s *model.Settings, threats []*model.Threat) *model.Register {
	records := []model.Record{s}
	for _, t := range threats {
		for state := range t.Ratings {
			r := &t.Ratings[state]
			if r.Level = s.Matrix.Level(r.Likelihood, r.Impact); r.Level.Rated() {
				r.Method = model.MethodImported
			}
		}
		records = append(records, t)
	}
	r := model.NewRegister()
	r.Load(records, make([]uint64, len(records)), 1)
	return r
}

// exampleThreats reads the example by the model's own field names: the report
// knows no other format.
func exampleThreats(tb testing.TB) []*model.Threat {
	tb.Helper()
	rows, err := csv.NewReader(bytes.NewReader(example.CSV())).ReadAll()
	if err != nil {
		tb.Fatal(err)
	}
	fields := map[string]model.Field{}
	for _, f := range model.Fields {
		fields[f.CSVName()] = f
	}
	var threats []*model.Threat
	for _, row := range rows[1:] {
		t := new(model.Threat)
		for i, name := range rows[0] {
			if err := fields[name].Load(t, row[i]); err != nil {
				tb.Fatal(err)
			}
		}
		threats = append(threats, t)
	}
	return threats
}

func written(tb testing.TB, in Input) string {
	tb.Helper()
	var b bytes.Buffer
	if err := Markdown(&b, in); err != nil {
		tb.Fatal(err)
	}
	return b.String()
}

// golden compares a report with a file, and shows the first line that differs.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got == string(want) {
		return
	}
	a, b := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			t.Fatalf("%s:%d\n got %s\nwant %s\n(-update rewrites it)", name, i+1, a[i], b[i])
		}
	}
	t.Fatalf("%s: %d lines, want %d (-update rewrites it)", name, len(a), len(b))
}

// lists are catalogues as small as they can be: one that the example cites, one with a law's
// question, and one that nothing names.
func lists() []model.Catalogue {
	return []model.Catalogue{
		{ID: "owasp-llm", Title: "OWASP LLM", Version: "2025", Cited: "OWASP", Entries: []model.Entry{{ID: "LLM01:2025", Kind: "risk", Name: "Prompt Injection"}, {ID: "LLM03:2025", Kind: "risk", Name: "Supply Chain"}, {ID: "LLM11:2025", Kind: "risk", Name: "None such"}}},
		{ID: "eu-ai-act", Title: "EU AI Act, Article 9", Version: "2024/1689", Entries: []model.Entry{{ID: "Art. 9(2)", Kind: "paragraph", Name: "What risk management consists of"}, {ID: "Art. 9(5)", Kind: "paragraph", Name: "Judge what remains"}}},
		{ID: "iso", Title: "ISO/IEC 27001", Version: "2022", Entries: []model.Entry{{ID: "27001:2022 A.8.8", Kind: "control", Name: "Technical vulnerabilities"}}},
	}
}

func exampleInput(tb testing.TB) Input {
	return Input{
		Proof:    model.Proof{Done: true},
		Library:  model.Library{Catalogues: lists},
		Register: registerOf(settings(), exampleThreats(tb)), AsOf: example.AsOf,
		Hash: "1f3a5c", Head: "0123456789abcdef:1", Version: "0.1.0",
	}
}

// The example's report is the golden file, byte for byte.
func TestExampleReport(t *testing.T) {
	golden(t, "example.golden.md", written(t, exampleInput(t)))
}

// An empty register without settings gives a report in which every section
// says that it is empty and what was looked at.
func TestEmptyReport(t *testing.T) {
	golden(t, "empty.golden.md", written(t, Input{Register: model.NewRegister()}))
}

// A register gives the same bytes whenever and in whatever order it was
// loaded.
func TestSameBytes(t *testing.T) {
	in := exampleInput(t)
	want := written(t, in)
	threats := exampleThreats(t)
	for range 3 {
		slices.Reverse(threats)
		in.Register = registerOf(settings(), threats)
		if got := written(t, in); got != want {
			t.Fatal("another order of loading gives another report")
		}
	}
}

// A report of a part says that it is one, and of which.
func TestReportOfAPart(t *testing.T) {
	in := exampleInput(t)
	in.Filter = "phase:deployment"
	if got := written(t, in); !strings.Contains(got, "| Threats | 38, part of the register: phase\\:deployment |") {
		t.Error(got[:600])
	}
}

// A full disk is not passed over.
func TestWriteError(t *testing.T) {
	if err := Markdown(failing{errFull}, exampleInput(t)); !errors.Is(err, errFull) {
		t.Errorf("got %v", err)
	}
}

var errFull = errors.New("no space left on device")

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// A report of 10,000 threats takes less than 300 ms.
func BenchmarkMarkdown(b *testing.B) {
	for _, n := range []int{20, 1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			in, some := exampleInput(b), exampleThreats(b)
			many := make([]*model.Threat, n)
			for i := range many {
				many[i] = some[i%len(some)].Clone()
				many[i].ID = model.ThreatID(uint64(i + 1))
			}
			in.Register = registerOf(settings(), many)
			b.ReportAllocs()
			for b.Loop() {
				if err := Markdown(io.Discard, in); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// What ran out is one number wherever a report says it.
func TestOverdueIsOneNumber(t *testing.T) {
	report := written(t, exampleInput(t))
	first := regexp.MustCompile(`Overdue: (\d+) clocks`).FindStringSubmatch(report)
	part := regexp.MustCompile(`(?s)## \d+ Times kept.*?- Overdue: (\d+)\n(.*?)\n## `).FindStringSubmatch(report)
	if first == nil || part == nil {
		t.Fatal("the report does not count what is overdue")
	}
	rows := strings.Count(part[2][strings.Index(part[2], "### Overdue"):], "\n| ") - 2 // its head
	if first[1] != part[1] || first[1] != fmt.Sprint(rows) {
		t.Errorf("the front says %s, the part %s, and its table has %d rows", first[1], part[1], rows)
	}
}

// A register that is not what its history made it is reported so on the front, and the
// proof does not claim what was not shown.
func TestReportOfABrokenHistory(t *testing.T) {
	const claim, failed = "Shown by this", "T-010: is not what entry 1 of the history made it (2 problems in all"
	in := exampleInput(t)
	if text := written(t, in); !strings.Contains(text, claim) || strings.Contains(text, "FAILED") {
		t.Error("a whole history is not reported so")
	}
	in.Proof.Problems = []string{"T-010: is not what entry 1 of the history made it", "the head: is another"}
	text := written(t, in)
	front, _, _ := strings.Cut(text, "In short")
	if !strings.Contains(front, "**FAILED**: "+failed) {
		t.Errorf("the front says nothing of it:\n%s", front)
	}
	if strings.Contains(text, claim) || !strings.Contains(text, "Not whole: "+failed) {
		t.Error("the proof claims what was not shown")
	}
}
