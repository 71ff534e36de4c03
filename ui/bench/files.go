package bench

import (
	"context"
	"os/exec"

	"parry/model"
	"parry/store"
	"parry/store/mapping"
)

// Files are what reads and writes files for the screens. What is nil cannot be done here:
// there is no folder to write to, or nothing to read with.
type Files struct {
	Reports  *Reports
	Exports  *Exports  // of what is on show, for other programs
	Pictures *Pictures // heatmaps
	Handoffs *Handoffs // of what a party answers for, and its answers
	// Minutes writes the draft of a workshop's minutes beside the register and
	// answers with its full path.
	Minutes func(*model.Workshop) (string, error)

	// Import reads a file of another program, and answers with the title of its format.
	// It may be called beside the program.
	Import func(ctx context.Context, path string, m mapping.Mapping, told store.Told) (format string, in []model.Incoming, notes []model.Note, err error)
	// Framework reads the file of a table or a matrix that makes a method of its
	// own, and answers with the edit that brings it in and what to know about it.
	Framework func(path string) (model.Edit, model.Method, []string, error)
	// Catalogue reads the file of a published catalogue; nil without an error for a file
	// that holds none. It looks at no register, so it may run beside the program.
	Catalogue func(path string) (*Brought, error)

	// Editor makes the command that edits a text outside parry, and what reads the
	// text back.
	Editor func(text string) (*exec.Cmd, func() (string, error), error)
}

// A Brought is a catalogue that a file holds, before it comes in.
type Brought struct {
	Title string // what it is, with its version
	Edit  model.Edit
	// Against says what is new, changed and gone against the edition that a register uses: in
	// numbers, and each of it with what cites it and what was wrong with the file.
	Against func(*model.Register) (counts string, told []string, err error)
}
