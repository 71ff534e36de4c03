package otm

import (
	"strings"
	"testing"

	"parry/store/tryout"
)

// What the drawing names and does not hold is told with its line, and goes out as it
// came; what it holds is not.
func TestDrawingLeadsNowhere(t *testing.T) {
	file := strings.NewReplacer("destination: web", "destination: nowhere\n    assets: [cc, gold]", "parent: {trustZone: z}", "parent: {trustZone: y}").Replace(small)
	r, _, notes := tryout.Brought(t, Read, []byte(file))
	for _, words := range []string{"dataflows.destination names nowhere, which", "dataflows.assets names gold, which", "components.parent.trustZone names y, which"} {
		if tryout.With(notes, words) != 1 {
			t.Errorf("no note %q in %q", words, tryout.Texts(notes))
		}
	}
	if len(notes) != 3+3+1 {
		t.Errorf("notes %q", tryout.Texts(notes))
	}
	var out strings.Builder
	if err := Write(&out, r, r.Threats(), true); err != nil || !strings.Contains(out.String(), `"destination": "nowhere"`) {
		t.Errorf("%v\n%s", err, out.String())
	}
}
