package threatdragon

import (
	"fmt"
	"strings"
	"testing"

	"parry/model"
	"parry/store/tryout"
)

// two is a model of version 2 with a word of each kind that has no equal here.
const two = `{"version": "2.3.0", "summary": {"title": "Shop", "owner": "Ada", "description": "sells", "id": 0},
"detail": {"contributors": [{"name": "Bo"}], "reviewer": "Cy", "diagramTop": 1, "threatTop": 3, "diagrams": [{"id": 0, "title": "d", "cells": [
 {"shape": "store", "position": {"x": 1}, "data": {"name": "Data\nbase", "outOfScope": true, "reasonOutOfScope": "old", "threats": [
  {"id": "t1", "title": "Read it", "status": "Mitigated", "severity": "Critical", "type": "Information disclosure", "description": "how", "mitigation": "Encrypt", "modelType": "STRIDE", "number": 1, "score": "9.1", "new": false},
  {"threatId": "t2", "title": "Link it", "status": "NotApplicable", "severity": "TBA", "type": "Linkability", "modelType": "LINDDUN"},
  {"id": "t1", "title": "Stop it", "status": "Parked", "severity": "low", "type": "Availability", "mitigation": "Wait"}]}}]}]}}`

// one is a model of version 1, which has neither a version nor ids.
const one = `{"summary": {"title": "Shop"}, "detail": {"diagrams": [{"title": "d", "diagramJson": {"cells": [
 {"type": "tm.Store", "attrs": {"text": {"text": "Disk"}}, "threats": [{"title": "Same", "type": "Tampering", "status": "Open"}, {"title": "Same", "type": "Repudiation"}]}]}}]}}`

// Severity, type and status find their place; what has none stays with the threat.
func TestReadTwo(t *testing.T) {
	r, m, notes := tryout.Brought(t, Read, []byte(two))
	var got []string
	for _, x := range r.Threats() {
		f := x.Foreign()
		got = append(got, fmt.Sprint(f.ID, " ", x.Title, " ", x.Status, x.Ratings[0].Declared, x.Class.STRIDE, x.Statement.Goals, x.Statement.Assets, x.OwnNotes(), x.Response.ControlsInPlace, x.Response.ControlsPlanned, f.Fields))
	}
	want := []string{
		`t1 Read it treatedVH [I] [] [Data base] how Encrypt [{outOfScope "yes old"} {modelType "STRIDE"} {number 1} {score "9.1"}]`,
		`t2 Link it not_applicable [] [] [Data base]   [{severity "TBA"} {type "Linkability"} {outOfScope "yes old"} {modelType "LINDDUN"}]`,
		`t1#2 Stop it L [] [availability] [Data base]  Wait [{status "Parked"} {outOfScope "yes old"}]`,
	}
	if fmt.Sprintf("%q", squeeze(got)) != fmt.Sprintf("%q", squeeze(want)) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if s := r.Sheet(model.KindSystem, "system"); s.Name() != "Shop" || s.Foreign().Get("owner") != `"Ada"` || s.Foreign().Get("reviewer") != `"Cy"` {
		t.Errorf("system %v", s)
	}
	for _, words := range []string{"Parked is no status", "the drawings of 1 elements"} {
		if tryout.With(notes, words) != 1 {
			t.Errorf("no note %q in %q", words, tryout.Texts(notes))
		}
	}
	if tryout.With(m.Notes, "t1 stands 2 times") != 1 {
		t.Errorf("%q", tryout.Texts(m.Notes))
	}
	tryout.Again(t, r, Read, []byte(two))
}

func squeeze(lines []string) []string {
	for i := range lines {
		lines[i] = strings.ReplaceAll(lines[i], " ", "")
	}
	return lines
}

// Threats without an id are known again by their titles.
func TestReadOne(t *testing.T) {
	r, _, _ := tryout.Brought(t, Read, []byte(one))
	if r.Len() != 2 || r.Threat("T-001").Statement.Assets[0] != "Disk" || r.Threat("T-002").Foreign().ID != "Same#2" {
		t.Errorf("%+v", r.Threat("T-002"))
	}
	tryout.Again(t, r, Read, []byte(one))
}

// The published models come in with the counts they have.
func TestPublishedFiles(t *testing.T) {
	for _, c := range []struct {
		name                     string
		threats                  int
		status, severity, stride string
	}{
		{"demo-threat-model", 14, "map[open:10 treated:4]", "map[H:8 L:2 M:4]", "map[D:2 I:10 S:1 T:1]"},
		{"v2-threat-model", 14, "map[open:10 treated:4]", "map[H:8 L:2 M:4]", "map[D:2 I:10 S:1 T:1]"},
		{"v2-threat-model-full", 14, "map[open:10 treated:4]", "map[H:8 L:2 M:4]", "map[D:2 I:10 S:1 T:1]"},
		{"test-reports", 8, "", "map[M:8]", ""},
		{"three-tier-web-app", 2, "map[treated:2]", "", "map[I:2]"},
		{"generic-cms", 0, "", "", ""}, {"online-game", 0, "", "", ""}, {"payment-online", 0, "", "", ""}, {"renting-car", 0, "", "", ""},
		{"new-model", 0, "", "", ""}, {"v2-new-model", 0, "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw := tryout.Data(t, "threat-dragon/models/"+c.name+".json")
			if !Recognise(raw) {
				t.Error("it is not recognised")
			}
			r, _, notes := tryout.Brought(t, Read, raw)
			if r.Len() != c.threats {
				t.Errorf("%d threats, want %d", r.Len(), c.threats)
			}
			for field, want := range map[string]string{"status": c.status, "inherent_declared_risk": c.severity, "stride": c.stride} {
				if got := fmt.Sprint(tryout.Count(r, field)); want != "" && got != want {
					t.Errorf("%s: %s, want %s", field, got, want)
				}
			}
			tryout.Again(t, r, Read, raw)
			t.Logf("%q", tryout.Texts(notes))
		})
	}
}

// A file of another shape is not taken for a model, and says why if it is named one.
func TestRefused(t *testing.T) {
	for _, name := range []string{"malformed-new-model", "v2-malformed-new-model", "huskyai.tmbom", "example-open-threat-model", "tmbom-otm-example.cdx"} {
		raw := tryout.Data(t, "threat-dragon/models/"+name+".json")
		_, _, err := Read(strings.NewReader(string(raw)))
		if fmt.Sprint(err) != "this is no Threat Dragon model: it has no summary and no detail" {
			t.Errorf("%s: %v", name, err)
		}
		if Recognise(raw) && name != "v2-malformed-new-model" {
			t.Errorf("%s is recognised", name)
		}
	}
}

// No bytes make the reader fall over, and a file that it takes changes nothing when
// it comes again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{one, two, `{"summary":{},"detail":{}}`, `{"summary":{"title":"a"},"detail":{"diagrams":[{"cells":[{"data":{"threats":[{}]}}]}]}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { tryout.Fuzzed(t, Read, raw) })
}
