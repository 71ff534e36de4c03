package main

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"parry/frameworks"
	"parry/frameworks/methods/matrix"
	"parry/store/editions"
	"parry/store/trial"
	"parry/store/tryout"
)

// Whatever file is given to framework import, its reader takes it or refuses it with lines of
// bearable length, within the time and memory of any other file from outside.
func TestHostileFrameworks(t *testing.T) {
	table, err := os.ReadFile("../../frameworks/methods/ssvc/tables/supplier.json")
	if err != nil {
		t.Fatal(err)
	}
	book := tryout.Matrix("1.1.1", []string{"EU AI Act"}, tryout.MatrixControl{ID: "TVM-10", Domain: "Threats - TVM", Title: "Analysis", Specification: "Do.",
		Mappings: map[string][3]string{"EU AI Act": {"Art. 9", "Full", ""}}, Questions: []string{"Is it done?"}})
	const atlas = "id: ATLAS\nname: A\nversion: 9.9.9\nmatrices:\n- id: ATLAS\n  tactics:\n  - id: AML.TA0002\n    name: Look\n    ATT&CK-reference: {id: TA0043, url: u}\n" +
		"  techniques:\n  - id: AML.T0001\n    name: One\n    tactics: [AML.TA0002]\n  mitigations:\n  - id: AML.M0001\n    name: Less\n    techniques: [{id: AML.T0001, use: x}]\n"
	edition := func(bad []byte) (told []string, err error) {
		read, err := editions.Read(bytes.NewReader(bad))
		for _, n := range read.Notes {
			told = append(told, n.Place+" "+n.Text)
		}
		return told, err
	}
	method := func(bad []byte) ([]string, error) {
		if len(bad) > mostFramework {
			bad = bad[:mostFramework]
		}
		_, _, notes, err := frameworks.Read(string(bad))
		return notes, err
	}
	for _, reader := range []struct {
		name string
		good []byte
		read func([]byte) ([]string, error)
	}{{"ATLAS", []byte(atlas), edition}, {"AICM", book, edition}, {"decision tables", table, method}, {"matrices", []byte(matrix.Template()), method}} {
		if notes, err := reader.read(reader.good); err != nil {
			t.Fatalf("%s: the good file: %v, %v", reader.name, notes, err)
		}
		trial.Each(t, "hostile frameworks "+reader.name, 200, 2000, func(t *trial.T) {
			bad := tryout.Spoil(t.Dice, reader.good)
			if reader.name == "AICM" && t.N%2 == 0 {
				bad = tryout.SpoilInside(t, t.Dice, reader.good)
			}
			var told []string
			var err error
			if cost := tryout.CostOf(func() { told, err = reader.read(bad) }); cost.TooMuch() {
				t.Errorf("%d bytes took %s", len(bad), cost)
			}
			if err != nil {
				t.Count("refused", 1)
				told = strings.Split(err.Error(), "\n")
			}
			for _, line := range told {
				if len(line) > 4000 {
					t.Errorf("no sentence: %d bytes, %.300q", len(line), line)
				}
			}
		})
	}
}
