package frameworks

import (
	"strings"
	"testing"

	"parry/frameworks/methods/matrix"
	"parry/model"
)

// No file makes the reader of a register's own frameworks panic; what it takes has a name
// and can be asked, and is taken again.
func FuzzRead(f *testing.F) {
	f.Add("")
	f.Add(`{"schemaVersion": "2.0.0"}`)
	f.Add(tableOf("house", "dt"))
	f.Add(matrix.Template())
	f.Add(strings.Replace(matrix.Template(), "VH", "?", 1))
	f.Fuzz(func(t *testing.T, text string) {
		one, m, _, err := Read(text)
		if err != nil {
			return
		}
		all := model.Answers{"no such question": text}
		for _, q := range m.Questions {
			all[q.ID] = model.NotKnown
		}
		if o := m.Rate(all); one.ID == "" || len(o.Problems) == 0 {
			t.Errorf("%q rates what it was not asked: %+v", one.ID, o)
		}
		if _, again, _, err := Read(one.Body); err != nil || again.ID != m.ID || again.Version != m.Version {
			t.Errorf("%s %s is not taken again: %v", m.ID, m.Version, err)
		}
	})
}
