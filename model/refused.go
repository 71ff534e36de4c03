package model

import "errors"

// A refusal is an error about what the user asked for, as against one about
// the file or the disk.
type refusal struct{ error }

func (r refusal) Unwrap() error { return r.error }

// Refuse marks an error as one about the user's own words.
func Refuse(err error) error {
	if err == nil {
		return nil
	}
	return refusal{err}
}

// IsRefused says whether the error is about what the user asked for.
func IsRefused(err error) bool {
	var r refusal
	return errors.As(err, &r)
}
