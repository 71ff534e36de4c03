package model

import (
	"reflect"
	"testing"
)

// A still register says and plans what the register does, with the revisions that a change
// is saved under, and goes on saying it when the register changes.
func TestStill(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, AddThreat("a"))
	do(t, r, AddThreat("b"))
	do(t, r, WriteSheet(KindControl, "C-01", Assignment{Field: "name", Value: "Lock"}, Assignment{Field: "threats", Value: "T-001"}))
	do(t, r, SetFields("T-001", Assignment{Field: "status", Value: "open"}))
	still := r.Still()
	edit := Edit{Label: "all of it", Do: func(d *Draft) error {
		d.Put(&Threat{ID: d.NewThreatID(), Title: "new"})
		if err := d.EditThreat("T-001", func(x *Threat) error { x.Title = "other"; return nil }); err != nil {
			return err
		}
		if err := d.Remove(Key{KindControl, "C-01"}); err != nil {
			return err
		}
		return d.Remove(Key{KindThreat, "T-002"})
	}}
	want, err := Plan(r, edit, "me", noon)
	if err != nil {
		t.Fatal(err)
	}
	all := still.All()
	do(t, r, SetFields("T-001", Assignment{Field: "status", Value: "closed"}))
	do(t, r, AddThreat("c"))
	do(t, r, RemoveThreats("T-002"))
	got, err := Plan(still, edit, "me", noon)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%v, it plans\n%+v, want\n%+v", err, got, want)
	}
	if !reflect.DeepEqual(still.All(), all) || still.Len() != 2 || still.Threat("T-001").Status != "open" || still.Threat("T-003") != nil {
		t.Errorf("it moved: %v", still.All())
	}
}
