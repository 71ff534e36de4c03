package model

import (
	"strings"
	"testing"
)

// A view asks only for what can be shown, is found in any case of its name, and is
// saved anew under it.
func TestViews(t *testing.T) {
	r := newTestRegister(t)
	do(t, r, SaveView(View{Name: " Board ", Filter: "level>=H due<+30d", Sort: "findings,-due", Columns: []string{"id", "level", "findings", "title"}, Group: "layer"}))
	do(t, r, SaveView(View{Name: "board", Columns: []string{}}))
	if all := r.Views(); len(all) != 1 || all[0].Name != "board" || all[0].Columns != nil || r.View("BOARD") != all[0] {
		t.Errorf("%+v", all)
	}
	for _, bad := range []struct {
		view View
		want string
	}{
		{View{}, "needs a name"}, {View{Name: strings.Repeat("x", 81)}, "at most 80 bytes"}, {View{Name: "a\x1bb"}, "can be typed"},
		{View{Name: "x", Filter: "level>=X"}, `the filter of the view: at 8: "X" is no level`}, {View{Name: "x", Sort: "colour"}, `no field "colour"`},
		{View{Name: "x", Columns: []string{"colour"}}, `no field "colour"`}, {View{Name: "x", Columns: []string{"id", "id"}}, "the column id is there twice"},
		{View{Name: "x", Group: "colour"}, `no field "colour"`},
	} {
		if _, err := Plan(r, SaveView(bad.view), "", noon); err == nil || !strings.Contains(err.Error(), bad.want) {
			t.Errorf("%+v: %v, want %q", bad.view, err, bad.want)
		}
	}
	do(t, r, SaveView(View{Name: "Other", Filter: "status:open"}))
	if _, err := Plan(r, RenameView("board", "OTHER"), "", noon); err == nil || !strings.Contains(err.Error(), "there is a view OTHER already") {
		t.Error(err)
	}
	if _, err := Plan(r, RenameView("gone", "x"), "", noon); err == nil || !strings.Contains(err.Error(), "there is no view gone") {
		t.Error(err)
	}
	do(t, r, RenameView("other", "OTHER")) // only the case of its letters
	do(t, r, RenameView("Other", "Open ones"))
	if v := r.View("open ones"); v == nil || v.Filter != "status:open" || r.View("other") != nil {
		t.Errorf("renamed: %+v", r.Views())
	}
	do(t, r, DropView("BOARD"))
	if _, err := Plan(r, DropView("board"), "", noon); err == nil || !strings.Contains(err.Error(), "there is no view board") {
		t.Error(err)
	}
}
