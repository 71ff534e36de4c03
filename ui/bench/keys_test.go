package bench

import (
	"strings"
	"testing"
)

// The user's key does what parry's does, is shown, and is taken from what had it;
// parry's own stays unless it was given away.
func TestKeysOfTheUser(t *testing.T) {
	actions := []Action{{Keys: []string{"n"}, Help: "new"}, {Keys: []string{"d", "delete"}, Help: "deal"}, {Keys: []string{"x"}, Show: "ex", Help: "report"}}
	keys := Keys{"Reg": {"n": "d", "x": "f9"}}
	for key, want := range map[string]string{"d": "new", "n": "new", "delete": "deal", "f9": "report", "x": "report"} {
		got, ok := Find(keys.On("Reg", actions), key)
		if !ok || got.Help != want {
			t.Errorf("%s does %q, want %q", key, got.Help, want)
		}
	}
	var shown []string
	for _, a := range keys.On("Reg", actions) {
		shown = append(shown, a.Key())
	}
	if got := strings.Join(shown, " "); got != "d delete f9" {
		t.Errorf("shown %s", got)
	}
	if got, _ := Find(keys.On("Heat", actions), "d"); got.Help != "deal" || actions[1].Keys[0] != "d" {
		t.Error("another screen's keys changed")
	}
}

// A key that takes another's place says whose, and one that parry does not have is
// told; a key that was itself given away is free.
func TestKeysThatNobodyMeant(t *testing.T) {
	actions := []Action{{Keys: []string{"t"}, Help: "triage"}, {Keys: []string{"n"}, Help: "new"}, {Keys: []string{"q", "esc"}, Help: "back, and quit"}}
	for _, c := range []struct {
		keys map[string]string
		want string
	}{
		{map[string]string{"t": "f5"}, ""},
		{map[string]string{"t": "q"}, "key Reg t = q takes q away from: back, and quit"},
		{map[string]string{"t": "n", "n": "t"}, ""},
		{map[string]string{"z": "f5"}, "key Reg z = f5 does nothing: parry has no key z there"},
	} {
		if got := strings.Join(Keys{"Reg": c.keys}.Doubts("Reg", actions...), "; "); got != c.want {
			t.Errorf("%v: %q, want %q", c.keys, got, c.want)
		}
	}
}
