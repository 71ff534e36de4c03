package trial

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// A ledger is how far one test has come under `make torture`, kept in a file of its own.
type ledger struct {
	Name    string         `json:"name"`
	Full    int            `json:"full"`
	Done    int            `json:"done"`
	Failed  []int          `json:"failed,omitempty"` // the numbers of the trials that failed
	Seconds float64        `json:"seconds"`
	Counts  map[string]int `json:"counts,omitempty"`
	path    string
}

// open reads the ledger of a test, or begins one.
func open(dir, name string, full int) (*ledger, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	l, err := read(filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".json"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	l.Name, l.Full = name, full
	return l, nil
}

func read(path string) (*ledger, error) {
	l := &ledger{path: path}
	text, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(text, l)
	}
	if l.Counts == nil {
		l.Counts = map[string]int{}
	}
	return l, err
}

// slice goes on until the end of the count or of the time, and writes down every second
// how far it came: a run may be killed.
func (l *ledger) slice(end time.Time, once func(n int, counts map[string]int) bool) error {
	began, before, saved := time.Now(), l.Seconds, time.Now()
	for l.Done < l.Full && time.Now().Before(end) {
		if !once(l.Done, l.Counts) {
			l.Failed = append(l.Failed, l.Done)
		}
		l.Done++
		l.Seconds = before + time.Since(began).Seconds()
		if time.Since(saved) > time.Second {
			saved = time.Now()
			if err := l.save(); err != nil {
				return err
			}
		}
	}
	return l.save()
}

// save puts the ledger whole in the place of the old one.
func (l *ledger) save() error {
	text, err := json.MarshalIndent(l, "", "\t")
	if err != nil {
		return err
	}
	if err := os.WriteFile(l.path+".new", append(text, '\n'), 0o600); err != nil {
		return err
	}
	return os.Rename(l.path+".new", l.path)
}

// Figures are the ledgers of a folder as rows of a Markdown table, by name.
func Figures(dir string) (string, error) {
	paths, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err != nil {
		return "", err
	}
	var out strings.Builder
	out.WriteString("| test | done | asked | failed | time | of them |\n|---|---|---|---|---|---|\n")
	for _, path := range paths { // Glob sorts
		l, err := read(path)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(&out, "| %s | %d | %d | %d | %.0f s |%s |\n", l.Name, l.Done, l.Full, len(l.Failed), l.Seconds, told(l.Counts))
	}
	return out.String(), nil
}

// told are counts in words, after a space; "" if there are none.
func told(counts map[string]int) string {
	var parts []string
	for _, what := range slices.Sorted(maps.Keys(counts)) {
		parts = append(parts, fmt.Sprintf("%d %s", counts[what], what))
	}
	if parts == nil {
		return ""
	}
	return " " + strings.Join(parts, ", ")
}
