package bench

import "parry/model"

// Exports write threats as files of other programs.
type Exports struct {
	Formats []ExportFormat
	// Free gives a name beside the register for a file of a format that is not there yet.
	Free func(format string) string
	// Write writes these threats, chosen by words, to a file and answers with its full path.
	// A file that is there stays, and the error is os.ErrExist, unless over is said.
	Write func(format, path string, over bool, threats []*model.Threat, chosen string) (full string, err error)
}

// An ExportFormat is one that threats can go out in.
type ExportFormat struct{ Name, Title, Holds string }
