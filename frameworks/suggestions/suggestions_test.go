package suggestions

import (
	"testing"

	"parry/model"
)

// Every category has two controls of each position, each with a name of its own and a
// reason that a control may keep.
func TestControls(t *testing.T) {
	count, names := map[string]int{}, map[string]bool{}
	for _, s := range Controls() {
		count[s.Category+" "+s.Position]++
		if names[s.Name] || names[s.ID] || s.Name == "" || s.Why == "" || len(s.Name) > 80 {
			t.Errorf("%+v", s)
		}
		names[s.Name], names[s.ID] = true, true
	}
	for _, c := range model.Categories {
		for _, position := range []string{"preventive", "detective", "corrective"} {
			if count[c.Value+" "+position] != 2 {
				t.Errorf("%d %s controls for %s", count[c.Value+" "+position], position, c.Value)
			}
		}
	}
	if len(count) != 3*len(model.Categories) {
		t.Errorf("controls for %d places", len(count))
	}
}
