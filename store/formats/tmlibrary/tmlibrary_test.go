package tmlibrary

import (
	"fmt"
	"strings"
	"testing"

	"parry/model"
	"parry/store/tryout"
)

const small = `{"$schema": "https://example.org/threat-model.schema.json", "version": "1.0", "scope": {"title": "Shop", "description": "sells", "business_criticality": "high"},
"repo_link": "https://example.org", "components": [{"symbolic_name": "web", "title": "Web server", "trust_zone": "z"}],
"threat_personas": [{"symbolic_name": "eve", "title": "Eve", "skill_level": "expert"}],
"threats": [{"symbolic_name": "one", "title": "One", "description": "d", "threat_persona": "eve", "event": "reads", "sources": ["failure", "adversary"], "components_affected": ["web", "nowhere"], "weaknesses": [{"cwe_id": 120}]},
{"symbolic_name": "two", "title": "Two", "sources": ["failure"]}],
"controls": [{"symbolic_name": "c", "title": "Lock", "description": "shut", "threats": ["one", "three"], "status": "active", "priority": "high"},
{"symbolic_name": "e", "title": "Pray", "threats": [], "status": "assumed"}],
"risks": [{"symbolic_name": "low", "title": "L", "threats": ["one"], "likelihood": "rare", "impact": "minor", "score": 2, "level": "low"},
{"symbolic_name": "high", "title": "H", "threats": ["one", "gone"], "likelihood": "likely", "impact": "severe", "impact_description": "much", "score": 20, "level": "critical"},
{"symbolic_name": "lost", "title": "X", "threats": ["gone"], "likelihood": "likely", "impact": "severe"}],
"assumptions": [{"description": "Tokens hold", "validity": "confirmed", "topics": ["web"]}]}`

// Risks rate the threats that they name; what is named and not there is told.
func TestRead(t *testing.T) {
	r, _, notes := tryout.Brought(t, Read, []byte(small))
	one, two := r.Threat("T-001"), r.Threat("T-002")
	got := fmt.Sprint(one.Statement.Source, one.Statement.Action, one.Statement.Assets, one.Adversary.Adversarial, two.Adversary.Adversarial,
		one.Ratings[0].Likelihood, one.Ratings[0].Impact, one.Ratings[0].ImpactReason(), one.Ratings[0].Method, two.Ratings[0].Cell())
	if got != "Evereads[Web server nowhere]yesnoH VHmuchimportednot assessed" {
		t.Error(got)
	}
	if f := one.Foreign(); f.Get("weaknesses") != `[{"cwe_id":120}]` || !strings.Contains(f.Get("risk"), `"low"`) {
		t.Errorf("%+v", f)
	}
	if c := r.Sheet(model.KindControl, "C-01"); c.Get("threats") != "T-001; three" || c.Get("state") != "live" || c.Foreign().Get("priority") != `"high"` {
		t.Errorf("%+v", c)
	}
	if c := r.Sheet(model.KindControl, "C-02"); c.Get("state") != "" || c.Foreign().Get("status") != `"assumed"` {
		t.Errorf("%+v", c)
	}
	if a := r.Sheet(model.KindAssumption, "AS-01"); a.Get("state") != "holds" {
		t.Errorf("%+v", a)
	}
	for _, words := range []string{"nowhere is named", "risk high names the threat gone", "risk lost names no threat", "2 risks name one", "control c names the threat three", "repo_link: ", "components[].trust_zone: "} {
		if tryout.With(notes, words) != 1 {
			t.Errorf("no note %q in %q", words, tryout.Texts(notes))
		}
	}
	tryout.Again(t, r, Read, []byte(small))
}

// The published models come in with the counts they have.
func TestPublishedFiles(t *testing.T) {
	for _, c := range []struct {
		name              string
		threats, controls int
		rated             int
	}{
		{"tm-library/husky-ai-threat-model.json", 9, 22, 8},
		{"tm-library/cryptocurrency-wallet-threat-model.json", 3, 3, 0},
		{"threat-dragon/models/huskyai.tmbom.json", 9, 22, -1},
	} {
		t.Run(c.name, func(t *testing.T) {
			raw := tryout.Data(t, c.name)
			if !Recognise(raw) {
				t.Error("it is not recognised")
			}
			r, _, notes := tryout.Brought(t, Read, raw)
			rated := r.Len() - tryout.Count(r, "inherent_likelihood")[""]
			if r.Len() != c.threats || len(r.Sheets(model.KindControl)) != c.controls || c.rated >= 0 && rated != c.rated {
				t.Errorf("%d threats, %d controls, %d rated", r.Len(), len(r.Sheets(model.KindControl)), rated)
			}
			tryout.Again(t, r, Read, raw)
			t.Logf("%q", tryout.Texts(notes))
		})
	}
}

// The index of the library and other files are refused.
func TestRefused(t *testing.T) {
	for _, text := range []string{`{"version": "1.0", "threat-models": []}`, `[]`, `{"scope": 1}`} {
		if _, _, err := Read(strings.NewReader(text)); fmt.Sprint(err) != "this is no model of the Threat Model Library: it has no scope" {
			t.Errorf("%s: %v", text, err)
		}
	}
	if Recognise(tryout.Data(t, "tm-library/index.json")) {
		t.Error("the index is taken for a model")
	}
}

// No bytes make the reader fall over, and a file that it takes changes nothing when
// it comes again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{small, `{"scope":{}}`, `{"scope":{},"threats":[{},{}],"risks":[{"threats":[""]}],"controls":[{"threats":["a;b"]}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { tryout.Fuzzed(t, Read, raw) })
}
