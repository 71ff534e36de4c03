package tmlibrary

import (
	"strings"
	"testing"

	"parry/store/tryout"
)

// A name that leads nowhere is told though the list it stands in is not taken; one that
// stands in another list than it must is told too.
func TestNamesThatLeadNowhere(t *testing.T) {
	file := strings.Replace(small, `"repo_link"`, `"trust_zones": [{"symbolic_name": "z"}], "data_stores": [{"symbolic_name": "disk", "trust_zone": "web"}],
"data_sets": [{"symbolic_name": "set", "placements": [{"data_store": "disk"}, {"data_store": "tape"}]}],
"data_flows": [{"symbolic_name": "flow", "source": {"type": "actor", "object": "user"}, "destination": {"type": "component", "object": "web"}}], "repo_link"`, 1)
	_, _, notes := tryout.Brought(t, Read, []byte(file))
	for words, want := range map[string]int{
		"data_sets.placements.data_store names tape, which the file does not hold": 1, "data_flows.source.object names user, which": 1,
		"data_stores.trust_zone names web, which": 1, "names disk": 0, "names z,": 0, "destination.object names": 0,
	} {
		if got := tryout.With(notes, words); got != want {
			t.Errorf("%d notes %q in %q", got, words, tryout.Texts(notes))
		}
	}
}
