// Package threatcomposer reads and writes the files of AWS Threat Composer, version
// 1 of its format: workspaces, threat packs and mitigation packs.
//
//   - native.go: what the format has a name for, and how our values map to it.
//   - read.go, write.go: a file into records and back.
//
// A threat of theirs is one of ours, a mitigation is a control, an assumption is an
// assumption, the application is the system. The format lets anybody add metadata
// under "custom:": there all else goes out, and comes back from, so a register loses
// nothing of its threats, controls and assumptions on the way.
package threatcomposer

import "parry/store/intake"

// Name is the name of the format.
const Name = "threatcomposer"

// Recognise says whether a file begins as Threat Composer's do.
func Recognise(head []byte) bool {
	g := intake.Peek(head)
	return g["schema"] == "1" && g.Any("applicationInfo", "threats", "mitigations", "assumptions", "mitigationLinks")
}
