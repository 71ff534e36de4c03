// Package intake turns a file from anybody into a tree that a format can take
// apart, within limits that hold for all of them: size, depth, number of values.
//
//   - text.go: bytes to UTF-8 text, whatever they were written in.
//   - json.go, yaml.go: text to a tree of nodes.
//   - haul.go: what a format takes out of a file, with its notes.
//   - archive.go: a zip file, without trusting what it says of itself.
//   - node.go: the tree. It knows which of its values were asked for.
//
// The promise: what a format never asked for, Lost names. So nothing that a file
// says is dropped in silence, whatever a publisher adds to its format.
package intake

import (
	"fmt"
	"strings"
)

// Limits of a file from outside. Up to MaxFile no file, whatever is in it, takes more than 5 s
// of a processor and 512 MiB. A format that parry writes itself may be larger: what went out
// must come back.
const (
	MaxFile    = 16 << 20 // bytes, of a format that parry only reads
	MaxWritten = 64 << 20 // bytes, of one that it writes too: some 12,000 threats of Threat Composer, 24,000 of OTM
	MaxYAML    = 4 << 20  // bytes
	MaxRecords = 100_000
	MaxDepth   = 64
	MaxNodes   = 2_000_000
	maxWide    = 200_000 // members of one object
)

// OwnRecords is how many records a file of our own may bring that is so many bytes long: a
// register of more than MaxRecords comes back, and a file of empty ones stays out.
func OwnRecords(bytes int) int { return max(MaxRecords, bytes/leastRecord) }

// leastRecord is less than we write of any threat, in bytes.
const leastRecord = 256

// TooMany says that a file brings more records than the limit.
func TooMany(limit int) string {
	return fmt.Sprintf("the file holds more than %d records; split it", limit)
}

// tooDeep says that values stand too far inside each other.
func tooDeep() string {
	return fmt.Sprintf("values stand more than %d deep in each other; flatten the file", MaxDepth)
}

// A Fault is one thing in a file that cannot be taken, and where it stands.
type Fault struct {
	Line int // from 1
	Says string
}

func (f *Fault) Error() string { return fmt.Sprintf("line %d: %s", f.Line, bearable(f.Says)) }

// bearable cuts the middle out of a sentence that quotes more of a file than anybody reads.
func bearable(text string) string {
	const most = 600 // bytes
	if len(text) <= most {
		return text
	}
	return strings.ToValidUTF8(text[:most/2], "") + " … " + strings.ToValidUTF8(text[len(text)-most/4:], "")
}
