package csvfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"parry/model"
)

// A column is one that holds a field.
type column struct {
	name  string // as the file has it
	at    int    // its place in a row
	field *model.Field
	order int // of the field in model.Fields
}

// A foreigner is a column that we cannot take; its values are counted, so that
// nothing is dropped in silence.
type foreigner struct {
	at     int
	why    string
	values int
}

// columns says what the cells of a row mean.
type columns struct {
	names  []string
	ours   []column // in the order of model.Fields, whatever the file's
	others []foreigner
}

// newColumns reads the header. Columns stand in any order; none but the title
// or the id must be there.
func newColumns(header []string) (*columns, error) {
	cs := &columns{names: header}
	seen := map[string]string{}
	for at, name := range header {
		f, ok := fieldOf(name)
		same := strings.ToLower(strings.TrimSpace(name))
		if ok {
			same = f.Name
		}
		if before, twice := seen[same]; twice && same != "" {
			return nil, &Fault{Line: 1, Says: fmt.Sprintf("columns %s and %s are the same; keep one", shown(before), shown(name))}
		}
		seen[same] = name
		switch {
		case !ok && same == "":
			cs.refuse(at, fmt.Sprintf("column %d has no name", at+1))
		case !ok:
			cs.refuse(at, fmt.Sprintf("column %s is not one of ours", quoted(name)))
		case f.Hidden:
			cs.refuse(at, fmt.Sprintf("column %q is parry's own bookkeeping", f.Name))
		default:
			cs.ours = append(cs.ours, column{name, at, f, orderOf(f)})
		}
	}
	slices.SortFunc(cs.ours, func(a, b column) int { return cmp.Compare(a.order, b.order) })
	return cs, cs.check()
}

// check says what is wrong with a header as a whole.
func (cs *columns) check() error {
	if len(cs.ours) == 0 {
		return fmt.Errorf("%w: none of its columns is known; --map 'COLUMN=title' says which is the title", ErrNoRegister)
	}
	named := func(c column) bool { return c.field.Name == "id" || c.field.Name == "title" }
	if !slices.ContainsFunc(cs.ours, named) {
		return fmt.Errorf("%w: it has neither a column id nor a column title", ErrNoRegister)
	}
	return nil
}

func (cs *columns) refuse(at int, why string) {
	cs.others = append(cs.others, foreigner{at: at, why: why})
}

// lost gives a note for each column whose values were not taken.
func (cs *columns) lost() []model.Note {
	var notes []model.Note
	for _, c := range cs.others {
		values := fmt.Sprintf("%d values were", c.values)
		if c.values == 1 {
			values = "1 value was"
		}
		if c.values > 0 {
			notes = append(notes, model.Note{Place: "line 1", Lost: true, Text: c.why + ": its " + values + " not taken"})
		}
	}
	return notes
}

func orderOf(f *model.Field) int {
	return slices.IndexFunc(model.Fields, func(g model.Field) bool { return g.Name == f.Name })
}
