package bench

import "parry/model"

// Handoffs give a party its rows, and read what it filled in.
type Handoffs struct {
	// Write writes the pack of a party, by its id or as a role, beside the register: one
	// file to read and one to fill in. It answers with their full paths.
	Write func(party string) (pack, sheet string, err error)
	// Read reads a sheet that came back; nil without an error where the file is none.
	Read func(path string) (*Filled, error)
}

// A Filled is a sheet that a party filled in.
type Filled struct {
	Party   string
	Answers int
	Edit    model.Edit // takes the answers as claims
	Told    []string   // what each says, then the findings that come and go
}
