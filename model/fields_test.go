package model

import (
	"encoding/csv"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const exampleFile = "../store/example/register.csv"

// exampleRows reads the example register, header first.
func exampleRows(t testing.TB) [][]string {
	t.Helper()
	file, err := os.Open(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// baseColumns are the first and the last of our columns, and those around the
// places where CSV and JSON names part.
var baseColumns = map[int]string{0: "id", 1: "title", 7: "impacted_assets", 8: "lifecycle_phase", 33: "inherent_risk",
	39: "owner_pi", 54: "residual_likelihood", 55: "residual_impact", 56: "residual_risk", 65: "incident_refs"}

// Our CSV has 66 columns whose order never changes; the table is that order.
func TestBaseColumnsKeepTheirPlace(t *testing.T) {
	var columns []string
	for _, f := range Fields {
		if f.Base {
			columns = append(columns, f.CSVName())
		}
	}
	if len(columns) != 66 {
		t.Fatalf("%d base columns", len(columns))
	}
	for i, name := range baseColumns {
		if columns[i] != name {
			t.Errorf("column %d is %s, want %s", i, columns[i], name)
		}
	}
	if header := exampleRows(t)[0]; !slices.Equal(columns, header) {
		t.Errorf("columns\n%v, the example's\n%v", columns, header)
	}
}

// A field has one name, and is found by it in any case.
func TestFieldNamesAreUnique(t *testing.T) {
	seen := map[string]bool{}
	for _, f := range Fields {
		if seen[f.Name] || seen[f.CSVName()] {
			t.Errorf("%s is there twice", f.Name)
		}
		seen[f.Name], seen[f.CSVName()] = true, true
		if got, ok := FieldNamed(strings.ToUpper(f.Name)); !ok || got.Name != f.Name {
			t.Errorf("%s is not found in capitals", f.Name)
		}
		if f.Title == "" || f.Group == "" {
			t.Errorf("%s has no title or group", f.Name)
		}
	}
}

// anyValue draws a text that the field takes.
func anyValue(t *rapid.T, f Field) string {
	pick := func(from []string) string { return rapid.SampledFrom(append([]string{""}, from...)).Draw(t, f.Name) }
	switch f.Sort {
	case OneOf, LevelOf:
		return pick(values(f.Choices))
	case SomeOf:
		return JoinList(rapid.SliceOfN(rapid.SampledFrom(values(f.Choices)), 0, 3).Draw(t, f.Name), f.Sep)
	case List:
		return JoinList(SplitList(rapid.String().Draw(t, f.Name)), f.Sep)
	case Date:
		return pick([]string{"2026-11-16", "2024-02-29", "2027-01-01"})
	case Number:
		return pick([]string{"0", "0.5", "12000", "1e3"})
	case Claims:
		return JoinList(rapid.SliceOfN(rapid.SampledFrom([]string{"MP:Model=AP", "CSP:PI=CSP-MP", "OSP:Orchestrated=", `A\B;C:Application=NA`}), 0, 3).Draw(t, f.Name), f.Sep)
	case AnswerOf:
		return Answers{"a": rapid.SampledFrom([]string{"H", "x;y", `\`, "a=b"}).Draw(t, f.Name), "b": "."}.String()
	}
	if f.Sort == JSONOf {
		return anyJSON(t, f)
	}
	if f.Name == "id" {
		return rapid.StringMatching(`[A-Za-z0-9][ -~]{0,40}[A-Za-z0-9]`).Draw(t, f.Name)
	}
	return rapid.String().Draw(t, f.Name)
}

// anyJSON draws what a field that holds a record may say.
func anyJSON(t *rapid.T, f Field) string {
	v := Verdict{Severity: rapid.String().Draw(t, "severity"), Scored: rapid.Bool().Draw(t, "scored"),
		Score: rapid.Float64Range(0, 10).Draw(t, "score"), DueDays: rapid.IntRange(0, 90).Draw(t, "days")}
	if rapid.Bool().Draw(t, "parts") {
		v.Parts = []Score{{"base", 9.8}}
	}
	var one Threat
	if f.Name == "other_ratings" {
		for range rapid.IntRange(0, 3).Draw(t, "ratings") {
			s := rapid.SampledFrom(States[:]).Draw(t, "state")
			one.lay(s, Rating{Method: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "method"), Reckoning: &Reckoning{Version: "1", Verdict: v, Answers: Answers{"q": "x"}, Path: []string{"so; so"}, Override: "H", OverrideReason: "why"}, Level: M})
		}
	} else if f.Name == "selections" {
		for _, field := range rapid.SliceOfNDistinct(rapid.SampledFrom(ClassifiedFields), 0, 3, func(f string) string { return f }).Draw(t, "fields") {
			one.keep(Selection{Field: field, Offered: []Hint{{Value: "a", Why: v.Severity}}, Chosen: []string{"a;b"}, Why: v.Severity, By: "ann", On: "2026-11-16"})
		}
	} else {
		s, _ := ParseState(strings.TrimSuffix(f.Name, "_verdict"))
		one.Ratings[s].Reckon(func(p *Reckoning) { p.Verdict = v })
	}
	return f.Get(&one)
}

// Every field keeps what it is given: what Get says sets another threat to
// the same value, derived fields when they are loaded.
func TestFieldsComeBack(t *testing.T) {
	for _, f := range Fields {
		if strings.HasSuffix(f.Name, "_risk") && !strings.HasSuffix(f.Name, "_declared_risk") {
			continue // a loaded level is only declared; TestMergeRatesByTheMatrix
		}
		t.Run(f.Name, rapid.MakeCheck(func(t *rapid.T) {
			v := anyValue(t, f)
			var a, b Threat
			if err := f.Load(&a, v); err != nil {
				t.Fatalf("%q: %v", v, err)
			}
			got := f.Get(&a)
			if got != v {
				t.Errorf("%q came back as %q", v, got)
			}
			if err := f.Load(&b, got); err != nil || !reflect.DeepEqual(a, b) {
				t.Errorf("%q does not set what it was got from: %v", got, err)
			}
			if err := f.Set(&b, v); (err != nil) != f.Derived {
				t.Errorf("set by a person: %v", err)
			}
		}))
	}
}

// Any items survive being joined and split, whatever they hold, as long as
// they are not blank at an end.
func TestListsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var items []string
		for _, item := range rapid.SliceOf(rapid.StringOf(rapid.RuneFrom([]rune(`a;\ ,"=é`)))).Draw(t, "items") {
			if item = strings.TrimSpace(item); item != "" {
				items = append(items, item)
			}
		}
		for _, sep := range []string{";", "; "} {
			if got := SplitList(JoinList(items, sep)); !slices.Equal(got, items) {
				t.Errorf("%q came back as %q", items, got)
			}
		}
	})
	for cell, want := range map[string][]string{
		"": nil, " ; ;": nil, "a;b": {"a", "b"}, " a ; b;": {"a", "b"}, `a\;b;c`: {"a;b", "c"}, `a\\;b`: {`a\`, "b"}, `a\b\`: {`a\b\`},
	} {
		if got := SplitList(cell); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", cell, got, want)
		}
	}
}

// A value that a field cannot take is refused with what it could be, and
// nothing is changed.
func TestFieldsSayWhatTheyTake(t *testing.T) {
	for set, want := range map[Assignment]string{
		{"lifecycle_phase", "Deploy"}:             `"Deploy" is no lifecycle_phase; use Preparation, Development, Evaluation, Deployment, Delivery or Retirement`,
		{"automatable", "maybe"}:                  `"maybe" is no automatable; use yes or no`,
		{"stride", "S;X"}:                         `stride: "X" is none of them; use S, T, R, I, D or E`,
		{"inherent_impact", "9"}:                  `inherent_impact: "9" is no level; use VL, L, M, H or VH`,
		{"due", "16.11.2026"}:                     `due: "16.11.2026" is no date; write it as 2026-11-16`,
		{"due", "2026-02-30"}:                     `due: "2026-02-30" is no date; write it as 2026-11-16`,
		{"lef_p05", "often"}:                      `lef_p05: "often" is no number; write it like 0.5 or 12000`,
		{"lef_p05", "0x10"}:                       `lef_p05: "0x10" is no number; write it like 0.5 or 12000`,
		{"owner_pi", "MP-AP"}:                     `owner_pi: "MP-AP" is no owner value; use CSP, MP, OSP, AP, AIC, CSP-MP, MP-OSP, OSP-AP, AP-AIC, ALL, NA or unset`,
		{"provider_claims", "MP"}:                 `provider_claims: "MP" is no claim; write who:layer=owner, for example MP:Model=AP in AI-CAIQ 3.1 on 2026-05-01`,
		{"provider_claims", "A:B=AP"}:             `provider_claims: "B" is no layer; use PI, Model, Orchestrated or Application`,
		{"id", "T-9"}:                             `id cannot be set: an id never changes`,
		{"current_risk", "H"}:                     `current_risk cannot be set: it follows from likelihood and impact`,
		{"inherent_path", "x"}:                    `inherent_path cannot be set: triage records it`,
		{"created_at", "x"}:                       `created_at cannot be set: parry keeps it`,
		{"owner", "x"}:                            `there is no field "owner"; did you mean owner_person?`,
		{"method", "x"}:                           `there is no field "method"; did you mean inherent_method, current_method or target_method?`,
		{"level", "x"}:                            `there is no field "level"; did you mean inherent_risk, current_risk or target_risk?`,
		{"lifecycle_phas", "x"}:                   `there is no field "lifecycle_phas"; did you mean lifecycle_phase?`,
		{"title", "a\xff"}:                        `title is not UTF-8 text`,
		{"title", strings.Repeat("x", MaxText+1)}: `title is longer than 64 KiB: shorten it, or move a part to another field`,
	} {
		r := registerOf(&Threat{ID: "T-001", Title: "one"})
		_, err := Plan(r, SetFields("T-001", set), "tester", noon)
		if err == nil || err.Error() != want {
			t.Errorf("%s=%.20s: %v\nwant %s", set.Field, set.Value, err, want)
		}
	}
}

// A level of a file is its word, not the register's: it is kept aside until
// the matrix has spoken.
func TestLoadedLevelIsOnlyDeclared(t *testing.T) {
	f, _ := FieldNamed("current_risk")
	var one Threat
	if err := f.Load(&one, "VH"); err != nil || one.Ratings[Current].Declared != VH || f.Get(&one) != "" {
		t.Errorf("%v, %+v", err, one.Ratings[Current])
	}
}
