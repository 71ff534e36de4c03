package csvfile

import (
	"encoding/csv"
	"io"
	"strings"

	"parry/model"
)

// Write writes the threats in the order given: the base columns always, the
// others once a threat has something to say in them. Lines end in LF and cells
// are quoted only where they must be, so that files compare well.
func Write(w io.Writer, threats []*model.Threat) error {
	fields := fieldsFor(threats)
	out := csv.NewWriter(w)
	row := make([]string, len(fields))
	for i, f := range fields {
		row[i] = f.CSVName()
	}
	if err := out.Write(row); err != nil {
		return err
	}
	for _, t := range threats {
		for i, f := range fields {
			row[i] = cellOf(f, t)
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// fieldsFor gives the columns that these threats need, in the table's order.
func fieldsFor(threats []*model.Threat) []*model.Field {
	var fields []*model.Field
	for i := range model.Fields {
		if f := &model.Fields[i]; f.Base || !f.Hidden && said(f, threats) {
			fields = append(fields, f)
		}
	}
	return fields
}

// said says whether a threat has more in the field than goes without saying.
func said(f *model.Field, threats []*model.Threat) bool {
	for _, t := range threats {
		if text := f.Get(t); text != "" && text != f.Implied {
			return true
		}
	}
	return false
}

// cellOf gives a field's cell. A number was checked when it was set and is not
// guarded, so that a negative one stays a number.
func cellOf(f *model.Field, t *model.Threat) string {
	text := strings.ToValidUTF8(f.Get(t), "\uFFFD")
	if f.Sort == model.Number {
		return text
	}
	return Guard(text)
}
