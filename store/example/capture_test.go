package example_test

import (
	"bytes"
	"strings"
	"testing"

	"parry/model"
	"parry/store/example"
	"parry/store/formats/csvfile"
)

// The hints of capture say nothing about a register that is in order: no threat of
// the example but one is taken for a missing control, and none for another one, and each of its
// sentences is taken apart into who, what they need, what they do and what it
// leads to.
func TestHintsAreSilentAboutGoodThreats(t *testing.T) {
	in, _, err := csvfile.Read(bytes.NewReader(example.CSV()))
	if err != nil {
		t.Fatal(err)
	}
	var threats []*model.Threat
	for _, one := range in {
		threats = append(threats, one.Threat)
	}
	for i, x := range threats {
		if names := model.NamesAControl(x.Title); names != (x.ID == "T-031") { // "No alert looks at tool calls" is one
			t.Errorf("%s is taken for a missing control: %t: %s", x.ID, names, x.Title)
		}
		others := model.NewRegister()
		var records []model.Record
		for k, y := range threats {
			if k != i {
				records = append(records, y)
			}
		}
		others.Load(records, make([]uint64, len(records)), 1)
		var near model.Near
		near.Follow(others)
		if found := near.Find(x.Title); found != nil {
			t.Errorf("%s %q is taken for %s %q", x.ID, x.Title, found.ID, found.Title)
		}
		sentence, want := x.Statement.Sentence(), x.Statement
		got, ok := model.ParseStatement(sentence)
		who := func(s model.Statement) string { return strings.TrimSpace(s.Source + " " + s.Prerequisites) }
		if !ok || who(got) != who(want) || got.Action != want.Action || got.Impact != want.Impact || strings.Join(got.Goals, ";") != strings.Join(want.Goals, ";") {
			t.Errorf("%s: %s\n got %+v\nwant %+v", x.ID, sentence, got, want)
		}
	}
}
