// Package suggestions is the list of controls that parry suggests for a threat, by its
// category. The list is data, controls.tsv; SOURCE.md says whose.
package suggestions

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"parry/model"
)

//go:embed controls.tsv
var text string

// Controls gives every suggestion in its order.
var Controls = sync.OnceValue(func() []model.Suggestion {
	all, err := read(text)
	if err != nil {
		panic(err) // the list is part of the program, and a test reads it
	}
	return all
})

func read(text string) ([]model.Suggestion, error) {
	var all []model.Suggestion
	n := 0
	for line := range strings.Lines(text) {
		n++
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(cells) != 5 {
			return nil, fmt.Errorf("line %d of the suggestions has %d cells", n, len(cells))
		}
		all = append(all, model.Suggestion{ID: cells[0], Category: cells[1], Position: cells[2], Name: cells[3], Why: cells[4]})
	}
	return all, nil
}
