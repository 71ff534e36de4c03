package threatcomposer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"parry/model"
	"parry/store/tryout"
)

// small is a workspace with one of everything, and links that lead nowhere.
const small = `{"schema": 1, "applicationInfo": {"name": "Bot", "description": "answers"},
"architecture": {"description": "boxes", "image": "data:x"},
"threats": [{"id": "11111111-1111-4111-8111-111111111111", "numericId": 7, "displayOrder": 3, "tags": ["a"],
  "threatSource": "an insider", "prerequisites": "with a key", "threatAction": "reads prompts", "threatImpact": "a leak",
  "impactedGoal": ["confidentiality"], "impactedAssets": ["prompts"], "statement": "An insider reads prompts",
  "status": "threatResolved", "metadata": [{"key": "STRIDE", "value": ["I", "S"]}, {"key": "Priority", "value": "High"},
  {"key": "Comments", "value": "look"}, {"key": "custom:x", "value": ["1"]}], "new": {"a": 1}},
  {"id": "2", "numericId": 8, "threatAction": "leaves"}],
"mitigations": [{"id": "m1", "numericId": 1, "content": "Lock", "status": "mitigationInProgress", "metadata": [{"key": "Comments", "value": "why"}]}],
"assumptions": [{"id": "a1", "numericId": 1, "content": "Keys are safe"}],
"mitigationLinks": [{"mitigationId": "m1", "linkedId": "2"},
{"mitigationId": "m1", "linkedId": "gone"},
{"mitigationId": "lost", "linkedId": "2"},
{"mitigationId": "lost", "linkedId": "gone"}],
"assumptionLinks": [{"type": "Threat", "assumptionId": "a1", "linkedId": "2"}, {"type": "Mitigation", "assumptionId": "a1", "linkedId": "m1"}, {"type": "Mitigation", "assumptionId": "lostA", "linkedId": "m1"}]}`

// Every part of a workspace has its place here, and what has none is told.
func TestRead(t *testing.T) {
	r, m, notes := tryout.Brought(t, Read, []byte(small))
	one, two := r.Threat("T-001"), r.Threat("T-002")
	got := fmt.Sprint(one.Title, one.Statement, one.Status, one.Class.STRIDE, one.Ratings[0].Declared, one.OwnNotes())
	if got != "Reads prompts{an insider with a key reads prompts a leak [confidentiality] [prompts] }treated[I S] Hlook" {
		t.Error(got)
	}
	if f := one.Foreign(); f.Get("tags") != `["a"]` || f.Get("new") != `{"a":1}` || f.Get("metadata:custom:x") != `["1"]` || f.ID != "11111111-1111-4111-8111-111111111111" {
		t.Errorf("kept %+v", f)
	}
	if two.Status != "" || two.Ratings[0].Declared.Rated() {
		t.Errorf("nothing was said of the second, and yet: %+v", two)
	}
	control, assumption := r.Sheet(model.KindControl, "C-01"), r.Sheet(model.KindAssumption, "AS-01")
	if got := fmt.Sprint(control.Values, assumption.Values); !strings.Contains(got, "effect:why name:Lock") || !strings.Contains(got, "state:building threats:T-002") || !strings.Contains(got, "if_false:T-002") {
		t.Error(got)
	}
	if r.Sheet(model.KindSystem, "system").Get("purpose") != "answers" || r.Settings().Name != "Bot" {
		t.Errorf("the system is not named: %q", r.Settings().Name)
	}
	want := []string{
		"line 12: mitigation m1 names gone, which the file does not hold; it stays with the mitigation",
		"line 13: a link leads from mitigation lost, which the file does not hold; it stays with 2",
		"line 14: a link leads from mitigation lost to gone, and the file holds neither; it was not taken",
		"line 15: a link leads from assumption lostA, which the file does not hold; it stays with m1",
		"line 2: architecture.image: its value was not taken",
		"the file: these stay with their records, word for word: architecture, displayOrder, linkedFrom, links, metadata:custom:x, new, numericId, statement, tags",
	}
	if got := tryout.Texts(notes); fmt.Sprintf("%q", got) != fmt.Sprintf("%q", want) {
		t.Errorf("notes %q", got)
	}
	if len(m.Added) != 2 {
		t.Errorf("%+v", m)
	}
	tryout.Again(t, r, Read, []byte(small))
}

// What came from Threat Composer goes out as it came: ids, tags, metadata and links.
func TestOutAsItCame(t *testing.T) {
	r, _, _ := tryout.Brought(t, Read, []byte(small))
	var out bytes.Buffer
	if err := Write(&out, r, r.Threats(), true); err != nil {
		t.Fatal(err)
	}
	var was, is map[string]any
	if err := json.Unmarshal([]byte(small), &was); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(out.Bytes(), &is); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{`"id": "11111111-1111-4111-8111-111111111111"`, `"numericId": 7`, `"custom:x"`, `"statement": "An insider reads prompts"`, `"linkedId": "gone"`, `"mitigationId": "lost"`, `"type": "Mitigation"`} {
		if !strings.Contains(out.String(), text) {
			t.Errorf("%s is gone from\n%s", text, out.String())
		}
	}
	again, _, notes := tryout.Brought(t, Read, out.Bytes())
	tryout.Same(t, again, r, model.KindControl, model.KindAssumption)
	if got := links(t, out.String()); got != links(t, strings.Replace(small, `{"mitigationId": "lost", "linkedId": "gone"}`, `{"mitigationId": "lost", "linkedId": "2"}`, 1)) {
		t.Errorf("links %s", got)
	}
	if tryout.With(notes, "gone") != 1 || tryout.With(notes, "lost,") != 1 || tryout.With(notes, "lostA,") != 1 {
		t.Errorf("dangling links: %q", tryout.Texts(notes))
	}
}

// The sentence of a threat goes out as it came while what it is made of stands, articles
// and all; once a part was changed here it is made anew.
func TestStatementGoesOut(t *testing.T) {
	const file = `{"schema": 1, "threats": [{"id": "1", "threatSource": "insider", "threatAction": "reads an prompt", "threatImpact": "a leak", "statement": "An insider reads a prompt, which leads to a leak"}]}`
	r, _, _ := tryout.Brought(t, Read, []byte(file))
	sentence := func() string {
		var out bytes.Buffer
		if err := Write(&out, r, r.Threats(), true); err != nil {
			t.Fatal(err)
		}
		var f struct{ Threats []struct{ Statement string } }
		if err := json.Unmarshal(out.Bytes(), &f); err != nil {
			t.Fatal(err)
		}
		return f.Threats[0].Statement
	}
	if got := sentence(); got != "An insider reads a prompt, which leads to a leak" {
		t.Errorf("as it came: %q", got)
	}
	tryout.Do(t, r, model.SetFields("T-001", model.Assignment{Field: "threat_impact", Value: "a fine"}))
	if got := sentence(); !strings.Contains(got, "a fine") || strings.Contains(got, "a leak") {
		t.Errorf("changed here: %q", got)
	}
}

// links gives the links of a file, each once, in order.
func links(t *testing.T, text string) string {
	t.Helper()
	var f file
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, l := range f.MitigationLinks {
		seen[fmt.Sprint("m ", l.Mitigation, " ", l.Linked)] = true
	}
	for _, l := range f.AssumptionLinks {
		seen[fmt.Sprint("a ", l.Type, " ", l.Assumption, " ", l.Linked)] = true
	}
	return fmt.Sprint(seen)
}

// held takes out of a file the links of which it holds neither end.
func held(t *testing.T, text string) string {
	t.Helper()
	var f file
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, x := range f.Threats {
		ids[x.ID] = true
	}
	for _, x := range append(f.Mitigations, f.Assumptions...) {
		ids[x.ID] = true
	}
	f.MitigationLinks = slices.DeleteFunc(f.MitigationLinks, func(l mitigationLink) bool { return !ids[l.Mitigation] && !ids[l.Linked] })
	f.AssumptionLinks = slices.DeleteFunc(f.AssumptionLinks, func(l assumptionLink) bool { return !ids[l.Assumption] && !ids[l.Linked] })
	out, err := json.Marshal(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// What is changed in Threat Composer counts, though our own word stands beside it.
func TestChangedThere(t *testing.T) {
	r := tryout.New(t)
	tryout.Do(t, r, model.AddThreat("x"))
	tryout.Do(t, r, model.SetFields("T-001", model.Assignment{Field: "status", Value: "accepted"}))
	var out bytes.Buffer
	if err := Write(&out, r, r.Threats(), true); err != nil {
		t.Fatal(err)
	}
	file := strings.Replace(out.String(), `"threatResolved"`, `"threatIdentified"`, 1)
	again, _, _ := tryout.Brought(t, Read, []byte(file))
	if got := again.Threat("T-001").Status; got != "open" {
		t.Errorf("status %q", got)
	}
	tryout.Again(t, again, Read, []byte(file))
}

// Any register comes back field by field.
func TestAnyRegisterSurvives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := tryout.Register(t)
		var out bytes.Buffer
		if err := Write(&out, r, r.Threats(), true); err != nil {
			t.Fatal(err)
		}
		in, _, err := Read(bytes.NewReader(out.Bytes()))
		if err != nil {
			t.Fatalf("%v\n%s", err, out.String())
		}
		again := tryout.New(t)
		tryout.Merge(t, again, in)
		tryout.Same(t, again, r, model.KindControl, model.KindAssumption)
	})
}

// The published files come in whole, with every link that leads nowhere told and
// none made up; a second time they change nothing.
func TestPublishedFiles(t *testing.T) {
	for _, c := range []struct {
		name                                 string
		threats, controls, assumes, dangling int
		priorities                           string
	}{
		{"GenAIChatbot.tc.json", 37, 84, 13, 0, "map[H:17 L:3 M:17]"},
		{"ThreatComposer.tc.json", 20, 18, -1, 14, ""},
		{"ThreatComposerWorkspace-reinforce2024-ex1.tc.json", 18, -1, -1, 4 + 10, ""},
		{"ThreatModelingForBuilders-Exercise1.tc.json", 0, 0, -1, 0, ""},
		{"threatpack-GenAIChatbot.json", 37, -1, -1, -1, ""},
		{"mitigationpack-GenAIChatbot.json", 0, 84, -1, 0, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw := tryout.Data(t, "threat-composer/"+c.name)
			if !Recognise(raw[:min(len(raw), 64<<10)]) {
				t.Error("it is not recognised")
			}
			r, _, notes := tryout.Brought(t, Read, raw)
			for what, n := range map[string][2]int{
				"threats": {r.Len(), c.threats}, "controls": {len(r.Sheets(model.KindControl)), c.controls},
				"assumptions":    {len(r.Sheets(model.KindAssumption)), c.assumes},
				"dangling links": {tryout.With(notes, "does not hold") + tryout.With(notes, "holds neither"), c.dangling},
			} {
				if n[1] >= 0 && n[0] != n[1] {
					t.Errorf("%d %s, want %d", n[0], what, n[1])
				}
			}
			if got := fmt.Sprint(tryout.Count(r, "inherent_declared_risk")); c.priorities != "" && got != c.priorities {
				t.Errorf("priorities %s", got)
			}
			tryout.Again(t, r, Read, raw)
			var out bytes.Buffer
			if err := Write(&out, r, r.Threats(), true); err != nil {
				t.Fatal(err)
			}
			again, _, _ := tryout.Brought(t, Read, out.Bytes())
			tryout.Same(t, again, r, model.KindControl, model.KindAssumption)
			if got, want := links(t, out.String()), links(t, held(t, string(raw))); got != want {
				t.Errorf("links went out as\n%s, want\n%s", got, want)
			}
			t.Logf("%d notes: %q", len(notes), tryout.Texts(notes))
		})
	}
}

// What is no workspace is refused with one sentence.
func TestRefused(t *testing.T) {
	for text, says := range map[string]string{
		`[]`:            `this is no Threat Composer file of version 1: it does not begin with "schema": 1`,
		`{"schema": 2}`: `this is no Threat Composer file of version 1: it does not begin with "schema": 1`,
		`{"schema": 1`:  `line 1: the file ends where "," or "}" is expected; it was cut, or is no JSON`,
		`{"schema": 1, "threats": [{"metadata": [{"key": "STRIDE", "value": ["Q"]}]}]}`: `line 1: "Q" is no letter of STRIDE`,
	} {
		if _, _, err := Read(strings.NewReader(text)); fmt.Sprint(err) != says {
			t.Errorf("%s: %v", text, err)
		}
	}
	for _, name := range []string{"threatStatus.json", "mitigationStatus.json"} {
		if Recognise(tryout.Data(t, "threat-composer/"+name)) {
			t.Errorf("%s is taken for a workspace", name)
		}
	}
}

// No bytes make the reader fall over, and a file that it takes changes nothing when
// it comes again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{small, `{"schema":1}`, `{"schema":1,"threats":[{"id":"1"},{"id":"1"}],"mitigationLinks":[{}]}`,
		`{"schema":1,"threats":[{"metadata":[{"key":"custom:parry:status","value":"open"},{"key":"custom:parry:id","value":"T-9"}]}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { tryout.Fuzzed(t, Read, raw) })
}
