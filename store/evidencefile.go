package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"parry/model"
)

// WriteRecord is model.WriteSheet for who can read files: evidence that names a file on
// this machine gets the hash of what stands in it now.
func WriteRecord(kind model.Kind, id string, sets ...model.Assignment) (model.Edit, error) {
	for i, set := range sets {
		if kind != model.KindEvidence || !strings.EqualFold(set.Field, "file") || set.Value == "" {
			continue
		}
		path, err := filepath.Abs(set.Value)
		if err != nil {
			return model.Edit{}, fmt.Errorf("file: %w", err)
		}
		sum, err := hashFile(path)
		if err != nil {
			return model.Edit{}, fmt.Errorf("file: %w; name one that can be read, or write where it is kept into \"where\"", err)
		}
		named := append([]model.Assignment{}, sets...)
		named[i].Value = path
		return model.WriteEvidence(id, sum, named...), nil
	}
	return model.WriteSheet(kind, id, sets...), nil
}

// CheckFiles hashes the files that evidence names again, and says which are not what they
// were.
func CheckFiles(r *model.Register) []Problem {
	var problems []Problem
	for _, s := range r.Sheets(model.KindEvidence) {
		path, want := s.Get("file"), s.Get("sha256")
		if path == "" || want == "" {
			continue
		}
		switch sum, err := hashFile(path); {
		case err != nil:
			problems = append(problems, Problem{s.ID, fmt.Sprintf("its file cannot be read: %v; put it back, or name another", err)})
		case sum != want:
			problems = append(problems, Problem{s.ID, fmt.Sprintf("%s no longer matches its SHA-256 %.16s…; put the old file back, or record the new one", path, want)})
		}
	}
	return problems
}

// hashFile gives the SHA-256 of a regular file; a pipe or a device would never end.
func hashFile(path string) (string, error) {
	about, err := os.Stat(path)
	if err != nil {
		return "", err
	}
	if !about.Mode().IsRegular() {
		return "", fmt.Errorf("%s is no file", path)
	}
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
