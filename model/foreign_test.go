package model

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// What a file said and no field holds comes back as it was kept, whatever stands
// in the notes, and the notes stay those that people wrote.
func TestForeignComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{"", "a", "two\nlines", "x = 1", "[from here", "[from a b]", "ends\n", " ; \\;"})
		id := rapid.SampledFrom([]string{"-", "1", "3c4b9ded-09ef", "two words"})
		want := Foreign{Format: "otm", ID: id.Draw(t, "id")}
		for i := range rapid.IntRange(0, 3).Draw(t, "fields") {
			value := rapid.SampledFrom([]string{`"a; b"`, `["x","y = z"]`, `{"k":1}`, "7", `"\\;"`}).Draw(t, "value")
			want.Fields = append(want.Fields, ForeignField{fmt.Sprint("custom:", i), value})
		}
		if rapid.Bool().Draw(t, "said") {
			want.Said = map[string]string{"title": Mark("a")}
		}
		threat := Threat{Review: Review{ReviewMore: &ReviewMore{Notes: text.Draw(t, "notes")}}}
		own := threat.OwnNotes()
		if left := threat.SetForeign(want); left != nil {
			t.Fatalf("no room for %q", left)
		}
		if got := threat.Foreign(); !reflect.DeepEqual(got, want) {
			t.Fatalf("threat: %+v, want %+v, in %q", got, want, threat.Review.Notes())
		}
		if threat.OwnNotes() != own {
			t.Fatalf("notes %q became %q", own, threat.OwnNotes())
		}
		sheet := Sheet{Of: KindControl, ID: "C-01", Values: map[string]string{"references": "parry DP-1"}}
		for range 2 { // the second time takes the place of the first
			if left := sheet.SetForeign(want); left != nil {
				t.Fatalf("no room for %q", left)
			}
		}
		if got := sheet.Foreign(); !reflect.DeepEqual(got, want) {
			t.Fatalf("sheet: %+v, want %+v, in %q", got, want, sheet.Values)
		}
		if sheet.SetForeign(Foreign{}); sheet.Get("references") != "parry DP-1" {
			t.Fatalf("references %q", sheet.Get("references"))
		}
	})
}

// Notes and references that are written anew, or emptied, leave where a record came from:
// its file finds it again, and every link to it.
func TestOriginStays(t *testing.T) {
	r := newTestRegister(t)
	file := foreignFile(t, "planned", map[string]string{"title": "theirs", "notes": "said there"})
	brought(t, r, file)
	for _, notes := range []string{"typed here", "", "two\nlines"} {
		do(t, r, SetFields("T-001", Assignment{"notes", notes}))
		if x := r.Threat("T-001"); x.OwnNotes() != notes || x.Foreign().ID != "a b" || x.Foreign().Said["notes"] == "" {
			t.Errorf("notes %q, from %+v", x.OwnNotes(), x.Foreign())
		}
	}
	do(t, r, WriteSheet(KindControl, "C-01", Assignment{"references", "our wiki"}))
	if c := r.Sheet(KindControl, "C-01"); c.OwnReferences() != "our wiki" || c.Foreign().ID != "m1" {
		t.Errorf("references %q, from %+v", c.OwnReferences(), c.Foreign())
	}
	m := brought(t, r, append(foreignFile(t, "live", map[string]string{"title": "theirs", "notes": "said there"}), incoming(t, map[string]string{"title": "x"})...))
	if r.Len() != 2 || m.Others.Updated != 1 || r.Sheet(KindControl, "C-01").Get("threats") != "T-001; gone" || r.Threat("T-001").OwnNotes() != "two\nlines" {
		t.Errorf("%d threats, %+v, %q", r.Len(), m, r.Sheet(KindControl, "C-01").Get("threats"))
	}
	long := strings.Repeat("x", MaxText-10)
	if _, err := Plan(r, SetFields("T-001", Assignment{"notes", long}), "me", noon); err == nil || !strings.Contains(err.Error(), "there is no room for what is kept of the file that T-001 came from") {
		t.Errorf("too long: %v", err)
	}
}

// A line that somebody wrote is theirs, though it begins as where a record came from does:
// above what is kept of a file, below it, and where nothing is kept.
func TestLineThatLooksForeign(t *testing.T) {
	const line = "see below\n[from Bob last week]\nhe said so"
	var threat Threat
	threat.Review.Change(func(r *ReviewMore) { r.Notes = line })
	if format, _ := threat.From(); format != "" || threat.OwnNotes() != line {
		t.Errorf("from %q, notes %q", format, threat.OwnNotes())
	}
	r := newTestRegister(t)
	m := brought(t, r, []Incoming{{Threat: &Threat{ID: "T-001", Title: "x", Review: threat.Review}}})
	if got := r.Threat("T-001").Review.Notes(); got != line || len(m.Added) != 1 {
		t.Errorf("it came in with the notes %q", got)
	}
	if left := threat.SetForeign(Foreign{Format: "otm", ID: "1", Fields: []ForeignField{{"tags", `["a"]`}}}); left != nil {
		t.Fatal(left)
	}
	threat.Review.Change(func(r *ReviewMore) { r.Notes += "\n[from Ada yesterday]" })
	if f := threat.Foreign(); f.ID != "1" || f.Get("tags") != `["a"]` || threat.OwnNotes() != line+"\n[from Ada yesterday]" {
		t.Errorf("from %+v, notes %q", f, threat.OwnNotes())
	}
	sheet := Sheet{Of: KindControl, ID: "C-01", Values: map[string]string{"references": "from:Bob by mail"}}
	if f := sheet.Foreign(); f.Format != "" {
		t.Errorf("the control is from %+v", f)
	}
}

// What does not fit beside a threat is named, never cut.
func TestForeignTooLong(t *testing.T) {
	var threat Threat
	long := `"` + strings.Repeat("x", MaxText) + `"`
	left := threat.SetForeign(Foreign{Format: "otm", ID: "1", Fields: []ForeignField{{"image", long}, {"tags", `["a"]`}}})
	if fmt.Sprint(left) != "[image]" || threat.Foreign().Get("tags") != `["a"]` {
		t.Errorf("left %q, kept %+v", left, threat.Foreign())
	}
}

// foreignFile is a threat and a control of another program's file.
func foreignFile(t testing.TB, status string, fields map[string]string) []Incoming {
	t.Helper()
	threat := new(Threat)
	for name, v := range fields {
		f, _ := FieldNamed(name)
		if err := f.Load(threat, v); err != nil {
			t.Fatal(err)
		}
	}
	threat.SetForeign(Foreign{Format: "otm", ID: "a b"})
	control, err := NewSheet(KindControl, "", map[string]string{"name": "wall", "state": status, "threats": "a b; gone"})
	if err != nil {
		t.Fatal(err)
	}
	control.SetForeign(Foreign{Format: "otm", ID: "m1"})
	return []Incoming{{Other: control, Place: "line 9"}, {Threat: threat, Place: "line 3"}}
}

// A foreign file that comes a second time changes what it changed itself, leaves
// what was changed here, and says both. Links follow the new ids, and one that
// leads nowhere stays as it is.
func TestMergeForeignAgain(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("mine"))
	first := map[string]string{"title": "theirs", "status": "open", "threat_source": "mallory", "inherent_declared_risk": "H"}
	m := brought(t, r, foreignFile(t, "planned", first))
	expect(t, "added", m.Added, "T-002")
	if got := r.Sheet(KindControl, "C-01").Get("threats"); got != "T-002; gone" || m.Others.Added != 1 {
		t.Errorf("the control names %q, %+v", got, m.Others)
	}

	var again Merged
	if _, err := Plan(r, Merge("", foreignFile(t, "planned", first), &again), "me", noon); err != ErrNothing {
		t.Errorf("the same file changed something: %v %+v", err, again)
	}
	expect(t, "same", again.Same, "T-002")

	do(t, r, SetFields("T-002", Assignment{"status", "in_treatment"}, Assignment{"threat_action", "digs"}))
	m = brought(t, r, foreignFile(t, "live", map[string]string{
		"title": "theirs, new", "status": "closed", "inherent_declared_risk": "M"}))
	expect(t, "updated", m.Updated, "T-002")
	expect(t, "notes", noteTexts(m),
		`line 3: T-002: inherent_declared_risk was "H", is now "M"`,
		`line 3: T-002: the file now says status "closed"; "in_treatment", which was set here, stays`,
		`line 3: T-002: threat_source was "mallory", is now nothing`,
		`line 3: T-002: title was "theirs", is now "theirs, new"`,
		`line 3: T-002: the file says inherent risk M without both likelihood and impact; it is kept as the file's word`,
		`line 9: C-01: state was "planned", is now "live"`)
	got := r.Threat("T-002")
	if got.Title != "theirs, new" || got.Status != "in_treatment" || got.Statement.Action != "digs" || got.Statement.Source != "" {
		t.Errorf("got %+v", got)
	}
	m = brought(t, r, foreignFile(t, "tested", map[string]string{
		"title": "theirs, new", "status": "closed", "inherent_declared_risk": "M"}))
	expect(t, "told once", noteTexts(m), `line 9: C-01: state was "live", is now "tested"`)
}

// What is rated here is not rated anew by a file.
func TestMergeForeignKeepsRatings(t *testing.T) {
	r := newTestRegister(t)
	brought(t, r, foreignFile(t, "live", map[string]string{"title": "x", "inherent_likelihood": "M", "inherent_impact": "M"}))
	do(t, r, SetFields("T-001", Assignment{"inherent_likelihood", "VH"}))
	m := brought(t, r, foreignFile(t, "live", map[string]string{"title": "x", "inherent_likelihood": "L", "inherent_impact": "H"}))
	expect(t, "notes", noteTexts(m),
		`line 3: T-001: the file now says inherent_impact "H"; "M", which was set here, stays`,
		`line 3: T-001: the file now says inherent_likelihood "L"; "VH", which was set here, stays`)
	if got := r.Threat("T-001").Ratings[Inherent].Cell(); got != "VH x M = H" && !strings.HasPrefix(got, "VH x M") {
		t.Errorf("got %s", got)
	}
}

// A level that followed from what the file said before is no word of the file: it is worked
// out anew, and none is made up.
func TestMergeForeignLevels(t *testing.T) {
	r := newTestRegister(t)
	says := map[string]string{"title": "x", "inherent_likelihood": "M", "inherent_impact": "VH"}
	brought(t, r, foreignFile(t, "live", says))
	says["inherent_likelihood"] = "VL"
	m := brought(t, r, foreignFile(t, "live", says))
	got := r.Threat("T-001").Ratings[Inherent]
	if got.Likelihood != VL || got.Declared.Rated() || got.Level != r.Settings().Matrix.Level(VL, VH) {
		t.Errorf("%+v", got)
	}
	expect(t, "notes", noteTexts(m), `line 3: T-001: inherent_likelihood was "M", is now "VL"`)
	says["inherent_impact"] = ""
	brought(t, r, foreignFile(t, "live", says))
	if got := r.Threat("T-001").Ratings[Inherent]; got.Impact.Rated() || got.Level.Rated() || got.Declared.Rated() {
		t.Errorf("without an impact: %+v", got)
	}
}

// A foreign id that stands twice makes two records, and the second is told.
func TestMergeForeignTwice(t *testing.T) {
	r := newTestRegister(t)
	file := append(foreignFile(t, "live", map[string]string{"title": "x"}), foreignFile(t, "planned", map[string]string{"title": "x"})...)
	m := brought(t, r, file)
	if r.Len() != 2 || m.Others.Added != 2 {
		t.Errorf("%d threats, %+v", r.Len(), m)
	}
	if _, err := Plan(r, Merge("", file, &m), "me", noon); err != ErrNothing {
		t.Errorf("the same file again: %v\n%q", err, noteTexts(m))
	}
}

// A file of our own that was changed outside changes the threats that it came from,
// and shows each change; what a method rated stays.
func TestUpdate(t *testing.T) {
	r := newTestRegister(t)
	brought(t, r, incoming(t,
		map[string]string{"id": "T-001", "title": "one", "status": "open", "notes": "mine", "inherent_likelihood": "M", "inherent_impact": "M"},
		map[string]string{"id": "T-002", "title": "two", "inherent_method": "nist-800-30", "inherent_likelihood": "M", "inherent_impact": "M"}))
	var m Merged
	do(t, r, Update("import", incoming(t,
		map[string]string{"id": "T-001", "title": "one", "status": "closed", "inherent_likelihood": "VH"},
		map[string]string{"id": "T-002", "title": "two", "inherent_likelihood": "VL"},
		map[string]string{"id": "T-003", "title": "three"}), &m))
	expect(t, "updated", m.Updated, "T-001")
	expect(t, "added", m.Added, "T-003")
	expect(t, "notes", noteTexts(m),
		`line 2: T-001: inherent_likelihood was "M", is now "VH"`,
		`line 2: T-001: status was "open", is now "closed"`,
		`line 3: T-002: the file says inherent_likelihood "VL"; "M", which a method made, stays`)
	one := r.Threat("T-001")
	if one.Status != "closed" || one.Review.Notes() != "mine" || one.Ratings[Inherent].Method != MethodEntered || one.Ratings[Inherent].Likelihood != VH {
		t.Errorf("%+v", one)
	}
}

// So are the other records: a control takes over what the file says, a decision that
// was taken stays as it is.
func TestUpdateSheets(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, WriteSheet(KindControl, "", Assignment{"name", "wall"}, Assignment{"owner", "ada"}))
	taken, err := NewSheet(KindDecision, "DE-01", map[string]string{"reason": "why", "state": DecisionTaken, "on": "2026-01-01", "recorded_at": "2026-01-01 10:00"})
	if err != nil {
		t.Fatal(err)
	}
	brought(t, r, []Incoming{{Other: taken}})
	control, err := NewSheet(KindControl, "C-01", map[string]string{"name": "wall", "state": "live"})
	if err != nil {
		t.Fatal(err)
	}
	decision, err := NewSheet(KindDecision, "DE-01", map[string]string{"reason": "other"})
	if err != nil {
		t.Fatal(err)
	}
	var m Merged
	do(t, r, Update("import", []Incoming{{Other: control, Place: "line 2"}, {Other: decision, Place: "line 3"}}, &m))
	if c := r.Sheet(KindControl, "C-01"); c.Get("state") != "live" || c.Get("owner") != "ada" || m.Others.Updated != 1 {
		t.Errorf("%+v %+v", c, m)
	}
	if texts := noteTexts(m); len(texts) != 2 || texts[0] != `line 2: C-01: state was nothing, is now "live"` || !m.Notes[1].Lost || r.Sheet(KindDecision, "DE-01").Get("reason") != "why" {
		t.Errorf("notes %q", texts)
	}
}

// A file of our own that holds what once came from elsewhere is one of our own: it
// changes nothing, and what the other program's file said last stays known.
func TestOwnFileOfForeign(t *testing.T) {
	r := newTestRegister(t)
	there := foreignFile(t, "planned", map[string]string{"title": "theirs", "status": "open"})
	brought(t, r, there)
	do(t, r, SetFields("T-001", Assignment{"status", "accepted"}))
	own := []Incoming{{Threat: r.Threat("T-001").Clone()}, {Other: r.Sheet(KindControl, "C-01")}}
	var m Merged
	if _, err := Plan(r, Merge("", own, &m), "me", noon); err != ErrNothing {
		t.Errorf("our own file changes it: %v %+v", err, m)
	}
	other := newTestRegister(t)
	do(t, other, AddThreat("mine"))
	brought(t, other, own)
	if m := brought(t, other, there); len(m.Same) != 1 || other.Threat("T-002").Status != "accepted" {
		t.Errorf("after both: %+v %+v", m, other.Threat("T-002"))
	}
}

// The marks are written as the library writes them, whatever their names hold.
func TestMarksAreJSON(t *testing.T) {
	name := rapid.OneOf(rapid.StringMatching(`[a-z_0-9]{0,20}`), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		said := rapid.MapOfN(name, name, 1, 80).Draw(t, "said")
		want, err := json.Marshal(said)
		if got := marks(said); err != nil || got != string(want) {
			t.Fatalf("%s, not %s", got, want)
		}
	})
}

// The marks of a new threat are written as those of one that came before are: else each file
// that comes again would bring news.
func TestMarksAreWrittenAlike(t *testing.T) {
	x := &Threat{Title: "a", Status: "open"}
	x.Class.STRIDE, x.Ratings[Inherent].Impact = []string{"S", "T"}, H
	x.Review.Change(func(r *ReviewMore) { r.Parent = "T-007" })
	if got, want := marksOf(cellsIn(fileSaysByName, x, "own")), marks(saidBy(threatCells(x, "own"))); got != want || !strings.Contains(got, `"parent"`) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := marksOf(nil); got != "" {
		t.Errorf("of nothing: %s", got)
	}
}
