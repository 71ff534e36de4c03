package atlasyaml

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"parry/model"
)

// small is ATLAS in little, with every defect that is known of published files.
const small = `---
id: ATLAS
name: Adversarial Threat Landscape for AI Systems
version: 9.9.9
matrices:
- id: ATLAS
  name: ATLAS Matrix
  tactics:
  - id: AML.TA0002
    name: Looking Around
    description: ours
    object-type: tactic
    ATT&CK-reference:
      id: TA0043
      url: https://example.org/TA0043
    created_date: 2022-01-24
  techniques:
  - id: AML.T0001
    name: ' One '
    tactics: [AML.TA0002]
    maturity: feasible
  - id: AML.T0001.000
    name: A part
    subtechnique-of: AML.T0001
  - id: AML.T0001
    name: One again
  - id: AML.T0002
  - id: nonsense
    name: X
  - id: AML.T0003
    name: Three
    subtechnique-of: AML.T9999
  - just a text
  mitigations:
  - id: AML.M0018
    name: Training
    techniques:
    - {id: AML.T0001, use: it helps}
    - {id: AML.T0001, use: twice}
    - {id: AML.T8888, use: nowhere}
    ml-lifecycle:
    - Deployment
    - id: AML.T0052.001
      use: astray
    category: [Policy]
    flavour: mint
case-studies:
- id: AML.CS0000
  name: A story
  summary: it happened
  incident-date: 2020-05-01
  incident-date-granularity: MONTH
  case-study-type: incident
  target: them
  procedure:
  - {tactic: AML.TA0002, technique: AML.T0001, description: first}
  - {tactic: AML.TA0002, technique: AML.T0001, description: again}
  references:
  - {title: a page, url: 'https://example.org'}
`

// A file with every known defect is read as far as it makes sense, and each defect is told
// with its line.
func TestDefectsAreWorkedAroundAndTold(t *testing.T) {
	c, notes, err := Read(strings.NewReader(small))
	if err != nil {
		t.Fatal(err)
	}
	if c.ID != "atlas" || c.Version != "9.9.9" || c.Cited != "ATLAS 9.9.9" {
		t.Errorf("%s %s, cited as %q", c.ID, c.Version, c.Cited)
	}
	var got []string
	for _, e := range c.Entries {
		got = append(got, fmt.Sprintf("%s %s %q %q %v %v", e.Kind, e.ID, e.Name, e.Parent, e.Links, e.Facts))
	}
	want := []string{
		`tactic AML.TA0002 "Looking Around" "" [] [{short looking-around} {attack TA0043}]`,
		`technique AML.T0001 "One" "" [{tactic  AML.TA0002}] [{maturity feasible}]`,
		`technique AML.T0001.000 "A part" "AML.T0001" [] []`,
		`technique AML.T0003 "Three" "" [] []`,
		`mitigation AML.M0018 "Training" "" [{mitigates  AML.T0001}] [{category Policy} {lifecycle Deployment}]`,
		`case study AML.CS0000 "A story" "" [{technique  AML.T0001}] [{type incident} {date 2020-05} {step AML.TA0002 AML.T0001} {step AML.TA0002 AML.T0001}]`,
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	story, _ := c.Entry("AML.CS0000")
	if story.Text("summary") != "it happened" || story.Text("step 2") != "again" || story.Text("reference") != "a page https://example.org" {
		t.Errorf("texts %v", story.Texts)
	}
	says := told(notes)
	for _, want := range []string{
		"line 25: AML.T0001 stands there twice; the first was taken",
		"line 27: AML.T0002 has no name; it was left out",
		`line 28: "nonsense" is no id of ATLAS; the technique was left out`,
		"line 33: text stands where a technique is expected; it was left out",
		`line 30: AML.T0003 is part of "AML.T9999", which the file does not hold; it stands alone`,
		"line 39: AML.M0018 names AML.T0001 twice, which is one link",
		`line 35: AML.M0018 leads to "AML.T8888", which the file does not hold; the link was left out`,
		"line 43: an object stands among the lifecycle values of AML.M0018; it was left out",
		"line 46: matrices[].mitigations[].flavour: its value was not taken",
	} {
		if !slices.Contains(says, want) {
			t.Errorf("not told: %s", want)
		}
	}
	if len(says) != 9 || t.Failed() {
		t.Errorf("told:\n%s", strings.Join(says, "\n"))
	}
}

func told(notes []model.Note) (says []string) {
	for _, n := range notes {
		says = append(says, n.Place+": "+n.Text)
	}
	return says
}

// What is no ATLAS.yaml is refused in one sentence.
func TestRefused(t *testing.T) {
	for text, want := range map[string]string{
		"id: ATLAS\nmatrices: []\n": "line 1: the file does not say which version it is; take the published ATLAS.yaml",
		"id: ATLAS\nversion: 1\n":   "line 1: the file holds no tactic and no technique; take the published ATLAS.yaml",
		"a: &x 1\nb: *x\n":          "line 2: an alias (*name) stands there; write out what it stands for",
	} {
		if _, _, err := Read(strings.NewReader(text)); err == nil || err.Error() != want {
			t.Errorf("%q: %v", text, err)
		}
	}
	if Recognise([]byte("otmVersion: 0.1.0\nproject:\n")) || !Recognise([]byte(small)) {
		t.Error("taken for another")
	}
}

// The published file is recognised by its beginning, and its two known defects are told.
func TestPublishedFile(t *testing.T) {
	raw, err := os.ReadFile("../../../../shared/data/atlas/ATLAS.yaml")
	if err != nil {
		t.Skip("the published file is not there: ", err)
	}
	if !Recognise(raw[:64<<10]) {
		t.Error("it is not recognised")
	}
	_, notes, err := Read(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	says := strings.Join(told(notes), "\n")
	for _, want := range []string{"an object stands among the lifecycle values of AML.M0018", "an object stands among the lifecycle values of AML.M0034", "AML.M0002 names AML.T0043.001 twice", "AML.M0004 names AML.T0043.001 twice"} {
		if !strings.Contains(says, want) {
			t.Errorf("not told: %s", want)
		}
	}
	if len(notes) != 4 {
		t.Errorf("%d notes:\n%s", len(notes), says)
	}
}

// Whatever the file, it is a catalogue whose links resolve, or one error; never a panic.
func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add("id: ATLAS\nversion: 1\nmatrices:\n- tactics:\n  - {id: AML.TA0001, name: x}\n")
	f.Add(`{"id":"ATLAS","version":5.6,"matrices":[{"techniques":[{"id":"AML.T0001","name":"x","tactics":["y"]}]}]}`)
	f.Fuzz(func(t *testing.T, text string) {
		c, _, err := Read(strings.NewReader(text))
		if err != nil {
			return
		}
		for _, e := range c.Entries {
			if e.Parent != "" {
				if _, ok := c.Entry(e.Parent); !ok {
					t.Errorf("%s is part of %s", e.ID, e.Parent)
				}
			}
			for _, l := range e.Links {
				if _, ok := c.Entry(l.To); !ok {
					t.Errorf("%s leads to %s", e.ID, l.To)
				}
			}
		}
	})
}
