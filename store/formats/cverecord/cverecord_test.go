package cverecord

import (
	"fmt"
	"strings"
	"testing"

	"parry/model"
	"parry/store/tryout"
)

const small = `{"dataType": "CVE_RECORD", "dataVersion": "5.1", "cveMetadata": {"cveId": "CVE-2026-1", "state": "PUBLISHED", "assignerShortName": "me"},
"containers": {"cna": {"title": "Loader runs code", "descriptions": [{"lang": "de", "value": "auf deutsch"}, {"lang": "en", "value": "in English"}],
 "affected": [{"vendor": "acme", "product": "loader"}, {"vendor": "n/a", "product": "n/a"}], "references": [{"url": "https://example.org"}]},
 "adp": [{"title": "CISA ADP Vulnrichment", "metrics": [
  {"other": {"type": "ssvc", "content": {"role": "CISA Coordinator", "version": "2.0.3", "timestamp": "2026-07-02T10:00:00Z", "options": [{"Exploitation": "active"}, {"Automatable": "yes"}, {"Technical Impact": "total"}, {"Mood": "bad"}]}}},
  {"other": {"type": "kev", "content": {"dateAdded": "2026-07-03"}}}]}]}}`

// A record becomes a vulnerability and a threat that rests on it, with CISA's answers.
func TestRead(t *testing.T) {
	r, _, notes := tryout.Brought(t, Read, []byte(small))
	x, v := r.Threat("T-001"), r.Sheet(model.KindVulnerability, "V-01")
	u := x.Urgency
	if got := strings.Join([]string{x.Title, x.OwnNotes(), x.Status, x.Origin(), u.Exploitation, u.Exposure, u.Automatable, u.TechnicalImpact, u.VulnID(), u.KEV, u.Forensics()}, "|"); got !=
		"Loader runs code|in English|draft|vulnerability|active||yes|total|CVE-2026-1|yes|" {
		t.Error(got)
	}
	if got := fmt.Sprint(v.Get("flaw"), "|", v.Get("component"), "|", v.Get("threats"), "|", v.Get("source"), "|", v.Get("looked_up"), "|", v.Get("kev")); got !=
		"CVE-2026-1|acme loader|T-001|CISA Coordinator (SSVC 2.0.3)|2026-07-02|yes" {
		t.Error(got)
	}
	if v.Foreign().Get("cna.references") != `[{"url":"https://example.org"}]` || !strings.Contains(v.Foreign().Get("metrics"), "dateAdded") {
		t.Errorf("kept %+v", v.Foreign())
	}
	if got := tryout.Texts(notes); len(got) != 2 || tryout.With(notes, "Mood is bad") != 1 || tryout.With(notes, "these stay with their records, word for word: adp.title, affected, cna.references,") != 1 {
		t.Errorf("notes %q", got)
	}
	tryout.Again(t, r, Read, []byte(small))
}

// A later record of the same number brings its news, and touches nothing else.
func TestNews(t *testing.T) {
	before := strings.NewReplacer(`"active"`, `"poc"`, `,
  {"other": {"type": "kev", "content": {"dateAdded": "2026-07-03"}}}`, "").Replace(small)
	r, _, _ := tryout.Brought(t, Read, []byte(before))
	if x := r.Threat("T-001"); x.Urgency.Exploitation != "public poc" || x.Urgency.KEV != "" {
		t.Fatalf("%+v", x.Urgency)
	}
	in, _, err := Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	m := tryout.Merge(t, r, in)
	if got := fmt.Sprintf("%q", tryout.Texts(m.Notes)); !strings.Contains(got, `T-001: exploitation was \"public poc\", is now \"active\"`) || !strings.Contains(got, `V-01: kev was nothing, is now \"yes\"`) {
		t.Error(got)
	}
}

// The published samples come in, each with CISA's three answers.
func TestPublishedFiles(t *testing.T) {
	for name, want := range map[string]string{
		"CVE-2023-43654": "public poc yes total pytorch serve", "CVE-2023-6014": "public poc yes total mlflow mlflow/mlflow",
		"CVE-2024-21513": "none no total langchain-experimental", "CVE-2024-28088": "public poc no total langchain langchain",
		"CVE-2024-45436": "none yes total ",
	} {
		t.Run(name, func(t *testing.T) {
			raw := tryout.Data(t, "vulnrichment/samples/"+name+".json")
			if !Recognise(raw) {
				t.Error("it is not recognised")
			}
			r, _, notes := tryout.Brought(t, Read, raw)
			u := r.Threat("T-001").Urgency
			got := fmt.Sprint(u.Exploitation, " ", u.Automatable, " ", u.TechnicalImpact, " ", r.Sheet(model.KindVulnerability, "V-01").Get("component"))
			if u.VulnID() != name || u.KEV != "" || !strings.HasPrefix(got, want) {
				t.Errorf("got %s", got)
			}
			t.Logf("%s %q", got, tryout.Texts(notes))
			tryout.Again(t, r, Read, raw)
		})
	}
}

// What is no record of version 5 is refused with one sentence.
func TestRefused(t *testing.T) {
	for text, says := range map[string]string{
		`[]`: "this is no CVE record of version 5: it has no cveMetadata with a cveId",
		`{}`: "this is no CVE record of version 5: it has no cveMetadata with a cveId",
		`{"dataVersion": "4.0", "cveMetadata": {"cveId": "CVE-2020-1"}}`: "line 1: CVE-2020-1 is of version 4.0; parry reads CVE records of version 5",
	} {
		if _, _, err := Read(strings.NewReader(text)); fmt.Sprint(err) != says {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// No bytes make the reader fall over, and a file that it takes changes nothing when
// it comes again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{small, "[" + small + "," + small + "]", `{"cveMetadata":{"cveId":"x;y"},"containers":{"adp":[{"metrics":[{"other":{"type":"ssvc"}}]}]}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { tryout.Fuzzed(t, Read, raw) })
}
