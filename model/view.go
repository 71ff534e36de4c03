package model

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A View is a saved way to look at the register: which threats, in which order,
// with which columns, in which groups. It travels with the register.
type View struct {
	Name    string   `json:"name"`
	Filter  string   `json:"filter,omitempty"`
	Sort    string   `json:"sort,omitempty"`    // as ParseOrder reads it
	Columns []string `json:"columns,omitempty"` // field names, level, findings; none for the usual ones
	Group   string   `json:"group,omitempty"`   // a field name
}

// Key is the name in lower case: names differ by more than the case of letters.
func (v *View) Key() Key { return Key{KindView, strings.ToLower(v.Name)} }

// Views gives all saved views in the order of their names.
func (r *Register) Views() []*View { return othersOf[*View](r) }

// View finds one by its name in any case; nil if there is none.
func (r *Register) View(name string) *View {
	v, _ := r.records[Key{KindView, strings.ToLower(strings.TrimSpace(name))}].record.(*View)
	return v
}

// The columns of a view that are no field.
const (
	ColumnLevel    = "level"
	ColumnFindings = "findings"
)

// SaveView saves a view under its name, in place of one that has it. What it asks
// for must be there to be shown.
func SaveView(v View) Edit {
	v.Name = strings.TrimSpace(v.Name)
	return Edit{Label: "save the view " + short(v.Name), Do: func(d *Draft) error {
		if err := v.check(); err != nil {
			return err
		}
		if len(v.Columns) == 0 {
			v.Columns = nil
		}
		d.Put(&v)
		return nil
	}}
}

func (v *View) check() error {
	if v.Name == "" || len(v.Name) > mostName || !utf8.ValidString(v.Name) || strings.ContainsFunc(v.Name, func(r rune) bool { return !unicode.IsPrint(r) }) {
		return fmt.Errorf("a view needs a name of at most %d bytes that can be typed", mostName)
	}
	if err := checkText("the filter", v.Filter); err != nil {
		return err
	}
	if _, err := ParseOn(v.Filter, "2026-01-01"); err != nil {
		return fmt.Errorf("the filter of the view: %w", err)
	}
	if _, err := ParseOrder(v.Sort); err != nil {
		return err
	}
	for i, name := range v.Columns {
		_, isField := FieldNamed(name)
		switch {
		case !isField && name != ColumnLevel && name != ColumnFindings:
			return UnknownField(name)
		case slices.Contains(v.Columns[:i], name):
			return fmt.Errorf("the column %s is there twice", name)
		}
	}
	if _, ok := FieldNamed(v.Group); v.Group != "" && !ok {
		return UnknownField(v.Group)
	}
	return nil
}

// DropView forgets a saved view.
func DropView(name string) Edit {
	return Edit{Label: "drop the view " + short(name), Do: func(d *Draft) error {
		key := Key{KindView, strings.ToLower(strings.TrimSpace(name))}
		if d.Get(key) == nil {
			return fmt.Errorf("there is no view %s; `parry view` lists them", name)
		}
		return d.Remove(key)
	}}
}

// RenameView gives a saved view another name. One that another view has is refused.
func RenameView(from, to string) Edit {
	to = strings.TrimSpace(to)
	return Edit{Label: "rename the view " + short(from) + " to " + short(to), Do: func(d *Draft) error {
		key := Key{KindView, strings.ToLower(strings.TrimSpace(from))}
		old, ok := d.Get(key).(*View)
		if !ok || old == nil {
			return fmt.Errorf("there is no view %s; `parry view` lists them", from)
		}
		v := *old
		v.Name = to
		if err := v.check(); err != nil {
			return err
		}
		if v.Key() != key {
			if d.Get(v.Key()) != nil {
				return fmt.Errorf("there is a view %s already; remove it first, or take another name", to)
			}
			if err := d.Remove(key); err != nil {
				return err
			}
		}
		d.Put(&v)
		return nil
	}}
}
