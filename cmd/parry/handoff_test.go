package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"parry/model"
	"parry/ui/rehearsal"
)

// What the screen writes for a party is the pack and the sheet that the command line
// writes; the sheet filled in comes back as claims, and tells first what they clash with.
func TestHandoffsOfTheScreen(t *testing.T) {
	one := &model.Threat{ID: "T-001", Title: "weights leak"}
	for i, owner := range []model.Owner{model.CSP, model.MP, model.OSP, model.AP} {
		one.Ownership.Layers[i].Value = owner
	}
	b := rehearsal.Open(t, model.Settings{Name: "x"}, []model.Incoming{{Threat: one}})
	b.Do(model.WriteSheet(model.KindParty, "", model.Assignment{Field: "name", Value: "Läbs & Co"}, model.Assignment{Field: "roles", Value: "MP"}))
	h := handoffs(b)
	pack, sheet, err := h.Write("P-01")
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{pack: "| T-001 | weights leak | Model | MP |", sheet: ",T-001,weights leak,Model,MP,,,,"} {
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), want) || !strings.Contains(filepath.Base(path), "-handoff-l-bs---co-") {
			t.Errorf("%s: %s, %v", path, text, err)
		}
	}
	if _, again, err := h.Write("P-01"); err != nil || again == sheet {
		t.Errorf("a second pack wrote over the first: %s, %v", again, err)
	}
	if _, _, err := h.Write(model.AIC); err == nil || !strings.Contains(err.Error(), "nothing to hand over") {
		t.Errorf("a party without a layer: %v", err)
	}
	if filled, err := h.Read(sheet); filled != nil || err == nil {
		t.Errorf("a sheet without answers: %v, %v", filled, err)
	}
	if filled, err := h.Read(pack); filled != nil || err != nil {
		t.Errorf("a file that is no sheet: %v, %v", filled, err)
	}
	text, _ := os.ReadFile(sheet)
	back := filepath.Join(t.TempDir(), "back.csv")
	if err := os.WriteFile(back, []byte(strings.Replace(string(text), "Model,MP,,", "Model,MP,AP,", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	filled, err := h.Read(back)
	if err != nil || filled.Answers != 1 || filled.Party != "Läbs & Co" {
		t.Fatalf("%+v, %v", filled, err)
	}
	if told := strings.Join(filled.Told, "\n"); !strings.Contains(told, "the register says MP") || !strings.Contains(told, "new      S3/T-001/Model") {
		t.Error(told)
	}
	if !b.Do(filled.Edit) || len(b.Register().Threat("T-001").Ownership.Claims()) != 1 || b.Register().Threat("T-001").Ownership.Layers[1].Value != model.MP {
		t.Errorf("%+v", b.Register().Threat("T-001").Ownership)
	}
}
