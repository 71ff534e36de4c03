package model

import (
	"strings"
	"testing"
)

// A sheet is made with an id of its own or under one that others cite already, has
// only the fields of its kind, and reads closed lists and days as threats do.
func TestSheets(t *testing.T) {
	r := newTestRegister(t)
	c := do(t, r, WriteSheet(KindParty, "", Assignment{"name", "Brightdesk"}, Assignment{"roles", "ap;Third Party"}))
	if c.Label != "set name, roles of party, as P-01" {
		t.Errorf("label %q", c.Label)
	}
	one := r.Sheet(KindParty, "p-01")
	if one == nil || one.Name() != "Brightdesk" || one.Get("roles") != "AP; third party" || len(one.List("roles")) != 2 {
		t.Fatalf("%+v", one)
	}
	do(t, r, WriteSheet(KindEvidence, "EV-08", Assignment{"title", "CAIQ answer"}, Assignment{"kind", "Questionnaire"}, Assignment{"date", "2026-10-02"}))
	do(t, r, WriteSheet(KindEvidence, "", Assignment{"title", "next"}))
	do(t, r, WriteSheet(KindEvidence, "ev-08", Assignment{"date", ""}, Assignment{"notes", "seen"}))
	if ev := r.Sheet(KindEvidence, "EV-08"); ev.Get("date") != "" || ev.Get("kind") != "questionnaire" || ev.Get("notes") != "seen" || len(r.Sheets(KindEvidence)) != 2 {
		t.Errorf("%+v of %d", ev, len(r.Sheets(KindEvidence)))
	}
	for _, bad := range []struct {
		kind Kind
		id   string
		set  Assignment
		want string
	}{
		{KindParty, "", Assignment{"nme", "x"}, `party has no field "nme"; did you mean name?`},
		{KindParty, "", Assignment{"roles", "BOSS"}, `roles: "BOSS" is none of them; use CSP`},
		{KindEvidence, "", Assignment{"date", "soon"}, `date: "soon" is no date`},
		{KindEvidence, "a b", Assignment{"title", "x"}, `"a b" is no id; it looks like EV-01`},
		{KindApproval, "", Assignment{"method", "x"}, "method cannot be set: parry writes it by itself"},
		{KindEvidence, "", Assignment{"sha256", "x"}, "sha256 cannot be set: parry writes it by itself, of the file that file= names"},
		{KindAsset, "", Assignment{"name", ""}, "a new asset needs a field: name="},
		{"fish", "", Assignment{"name", "x"}, `there is no kind of record "fish"`},
	} {
		if _, err := Plan(r, WriteSheet(bad.kind, bad.id, bad.set), "", noon); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%s %s %v: %v, want %q", bad.kind, bad.id, bad.set, err, bad.want)
		}
	}
	do(t, r, RemoveSheet(KindParty, "p-01"))
	if r.Sheet(KindParty, "P-01") != nil {
		t.Error("still there")
	}
	if _, err := Plan(r, RemoveSheet(KindParty, "P-01"), "", noon); err == nil || !strings.Contains(err.Error(), "there is no party P-01") {
		t.Errorf("%v", err)
	}
}

// There is one system; its name is the register's.
func TestOneSystem(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, WriteSheet(KindSystem, "", Assignment{"name", "Assistant"}, Assignment{"deployment_model", "hosted model"}))
	do(t, r, WriteSheet(KindSystem, "whatever", Assignment{"boundary", "the chat"}))
	if all := r.Sheets(KindSystem); len(all) != 1 || all[0].Get("boundary") != "the chat" || all[0].Get("name") != "Assistant" || r.Settings().Name != "Assistant" {
		t.Errorf("%+v, register %q", all, r.Settings().Name)
	}
}

// An approval approves the method of that moment, keeps which one it was, ends with
// a change of method, and goes with the approval.
func TestApprovals(t *testing.T) {
	r := ratedBy(t)
	do(t, r, WriteSheet(KindApproval, "", Assignment{"by", "CISO"}, Assignment{"on", "2026-11-16"}))
	one := r.Sheets(KindApproval)[0]
	if !r.Settings().Approved || one.Get("method") != "ours 1" || one.Get("matrix") == "" {
		t.Fatalf("approved %t, %+v", r.Settings().Approved, one)
	}
	do(t, r, WriteSheet(KindApproval, one.ID, Assignment{"note", "for a year"}))
	do(t, r, JudgeBy(twoSided("ours", "2")))
	if r.Settings().Approved {
		t.Error("a new version is approved by nobody")
	}
	do(t, r, WriteSheet(KindApproval, "", Assignment{"by", "Board"}))
	do(t, r, RemoveSheet(KindApproval, "AP-01"))
	if !r.Settings().Approved {
		t.Error("the approval of another version took this one's away")
	}
	do(t, r, RemoveSheet(KindApproval, "AP-02"))
	if r.Settings().Approved {
		t.Error("approved without an approval")
	}
}

// Every kind has a first field that names it, fields of its own names, and choices
// where it says that there are some.
func TestSheetKinds(t *testing.T) {
	for _, k := range SheetKinds {
		seen := map[string]bool{}
		for _, f := range k.Fields {
			if seen[f.Name] || f.Title == "" || (len(f.Choices) > 0) != (f.Sort == OneOf || f.Sort == SomeOf || f.Sort == LevelOf) {
				t.Errorf("%s.%s: %+v", k.Kind, f.Name, f)
			}
			seen[f.Name] = true
		}
		if k.Means == "" || len(k.Fields) == 0 {
			t.Errorf("%+v", k)
		}
	}
}

// No name, id or text that is not UTF-8 gets into a record: it could not be saved.
func TestRecordsTakeOnlyText(t *testing.T) {
	r := newTestRegister(t)
	const bad = "a\xffb"
	for name, e := range map[string]Edit{
		"snapshot": TakeSnapshot(Snapshot{Name: bad, Seq: 1}), "its author": TakeSnapshot(Snapshot{Name: "x", By: bad}),
		"view": SaveView(View{Name: bad}), "filter": SaveView(View{Name: "x", Filter: bad}),
		"sheet id": WriteSheet(KindAsset, bad, Assignment{"name", "x"}), "sheet value": WriteSheet(KindAsset, "", Assignment{"name", bad}),
		"parking": ParkIt(bad, "2026-11-16", ""), "its author ": ParkIt("x", "2026-11-16", bad),
		"workshop": Begin(Workshop{Title: "x", People: []string{bad}}, noon, 1), "system name": NameSystem(bad),
	} {
		if c, err := Plan(r, e, "", noon); err == nil {
			t.Errorf("%s: taken: %+v", name, c.Touched[0].After)
		}
	}
}
