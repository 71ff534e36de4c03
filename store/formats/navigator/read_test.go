package navigator

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"parry/model"
	"parry/store/tryout"
)

// small is a download of two layers: one of ATLAS with a mark of each kind, one of ATT&CK
// in an old version.
const small = `[{"name": "Red team 7", "versions": {"layer": "4.5", "navigator": "5.1.0"}, "domain": "atlas-atlas", "description": "what we saw",
"metadata": [{"name": "atlas_data_version", "value": "5.6.0"}], "legendItems": [{"label": "seen", "color": "#FF0000"}], "gradient": {"colors": ["#ffffff"], "minValue": 0, "maxValue": 9},
"techniques": [
 {"techniqueID": "AML.T0051.001", "tactic": "initial-access", "score": 7, "comment": "in tickets", "color": "#ff0000", "showSubtechniques": true, "links": [{"label": "a", "url": "https://example.org"}]},
 {"techniqueID": "AML.T0051.001", "tactic": "persistence", "score": 7, "comment": "and in notes"},
 {"techniqueID": "AML.T0051", "tactic": "initial-access", "showSubtechniques": true},
 {"techniqueID": "AML.T0020", "score": 0},
 {"techniqueID": "AML.T0010", "score": 3, "enabled": false},
 {"techniqueID": "AML.T0024", "metadata": [{"name": "ticket", "value": "SEC-9"}], "new": true},
 {"techniqueID": "AML.T0048", "score": 4, "metadata": [{"name": "threats", "value": "2"}]},
 {"techniqueID": "T-9", "score": 1}], "aside": 1},
{"name": "old", "version": "3.0", "domain": "mitre-enterprise", "techniques": [{"techniqueID": "T1566.002", "comment": "mail"}]}]`

// A technique that somebody marked becomes a draft threat that cites it, whatever number
// of tactics it stands in; what its score means is not guessed. What bears no mark, is
// switched off or came from a register is counted.
func TestRead(t *testing.T) {
	r, _, notes := tryout.Brought(t, Read, []byte(small))
	var got []string
	for _, x := range r.Threats() {
		f := x.Foreign()
		got = append(got, fmt.Sprint(x.Title, "|", x.Status, "|", x.Origin(), "|", strings.Join(x.Class.ATLAS, ","), "|", x.OwnNotes(), "|", f.ID, "|", f.Fields, "|", x.Ratings[0].Cell()))
	}
	want := []string{
		"AML.T0051.001|draft|intelligence|ATLAS 5.6.0 AML.T0051.001|in tickets\nand in notes|Red team 7/AML.T0051.001|" +
			`[{layer "Red team 7"} {score "7"} {tactic "initial-access, persistence"} {color "#ff0000"} {legend "seen"} {links [{"label":"a","url":"https://example.org"}]}]|not assessed`,
		`AML.T0024|draft|intelligence|ATLAS 5.6.0 AML.T0024||Red team 7/AML.T0024|[{layer "Red team 7"} {metadata [{"name":"ticket","value":"SEC-9"}]} {new true}]|not assessed`,
		`T1566.002|draft|intelligence|ATT&CK T1566.002|mail|old/T1566.002|[{layer "old"}]|not assessed`,
	}
	for i := range max(len(got), len(want)) {
		if i >= len(got) || i >= len(want) || got[i] != want[i] {
			t.Errorf("got  %s\nwant %s", got[min(i, len(got)-1)], want[min(i, len(want)-1)])
		}
	}
	for _, words := range []string{"2 entries bear no mark", "1 entries are switched off", "1 techniques stand there for threats of the register", "T-9 is no technique", "aside: ", "description: ", "rates nothing", "these stay with their records, word for word: "} {
		if tryout.With(notes, words) != 1 {
			t.Errorf("no note %q in %q", words, tryout.Texts(notes))
		}
	}
	if len(notes) != 8 {
		t.Errorf("notes %q", tryout.Texts(notes))
	}
	tryout.Again(t, r, Read, []byte(small))
}

// A layer that went out from a register brings none of its threats a second time; what
// somebody marked in it since comes in.
func TestOwnLayer(t *testing.T) {
	r := tryout.New(t)
	tryout.Merge(t, r, []model.Incoming{{Threat: &model.Threat{Title: "x", Class: model.Class{ATLAS: []string{"ATLAS 5.6.0 AML.T0051.001"}}}}})
	var b bytes.Buffer
	if err := Write(&b, r, r.Threats(), "2026-11-16"); err != nil {
		t.Fatal(err)
	}
	if !Recognise(b.Bytes()) {
		t.Error("it is not recognised")
	}
	in, notes, err := Read(bytes.NewReader(b.Bytes()))
	if err != nil || len(in) != 0 || tryout.With(notes, "1 techniques stand there for threats of the register") != 1 {
		t.Errorf("%v, %d threats, %q", err, len(in), tryout.Texts(notes))
	}
	marked := strings.Replace(b.String(), `"techniques": [`, `"techniques": [{"techniqueID": "AML.T0020", "comment": "this too"},`, 1)
	if in, _, err := Read(strings.NewReader(marked)); err != nil || len(in) != 1 || in[0].Threat.Title != "AML.T0020" {
		t.Errorf("%v, %v", in, err)
	}
}

// What is no layer, or one of a version that nobody knows here, is refused.
func TestRefused(t *testing.T) {
	for text, says := range map[string]string{
		`[]`:                 "this is no layer of the Navigator: the list is empty",
		`[{"domain": "a"}]`:  "this is no layer of the Navigator: it has no domain with techniques",
		`{"techniques": []}`: "this is no layer of the Navigator: it has no domain with techniques",
		`[1]`:                "this is no layer of the Navigator: it has no domain with techniques",
		`{"domain": "a", "techniques": [], "versions": {"layer": "5.0"}}`: "line 1: this is a layer of version 5.0; parry reads versions 3 and 4",
	} {
		if in, _, err := Read(strings.NewReader(text)); fmt.Sprint(err) != says || in != nil {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// No bytes make the reader fall over, and a file that it takes changes nothing when it
// comes again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{small, `{"domain":"a","techniques":[]}`, `{"name":"/","domain":"a","techniques":[{"techniqueID":"T1001","score":-1},{"techniqueID":"T1001","metadata":[{}]}],"versions":{"layer":"4"}}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) { tryout.Fuzzed(t, Read, raw) })
}
