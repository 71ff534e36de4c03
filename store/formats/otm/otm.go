// Package otm reads and writes the Open Threat Model, versions 0.1 and 0.2: JSON and
// YAML in, JSON out.
//
//   - native.go: what the format has a name for, and how our values map to it.
//   - read.go, write.go: a file into records and back.
//   - links.go: what in the drawing names something that is not there.
//
// OTM has a catalogue of threats, and instances of them in components and data flows.
// An instance is a threat of ours; so is what the catalogue holds and nobody names. A
// mitigation is a control, an asset an asset, the project the system, which keeps the
// drawing as it came. Attributes may have any name: there all else of ours goes out,
// under "parry:".
package otm

import (
	"strings"

	"parry/store/intake"
)

// Name is the name of the format.
const Name = "otm"

// Recognise says whether a file begins as an OTM does, with its version or without.
func Recognise(head []byte) bool {
	g := intake.Peek(head)
	if g.Has("otmVersion") {
		return true
	}
	for name := range g {
		if name != "project" && !strings.HasPrefix(name, "project.") {
			return false
		}
	}
	return g.Has("project")
}
