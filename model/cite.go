package model

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A holder is a kind of entry that a threat can cite, and the field that holds it.
type holder struct {
	catalogue, kind, field string
	byName                 bool // a closed list of parry's has it under its name, not its id
}

var citable = []holder{
	{"atlas", "technique", "atlas", false},
	{"owasp-llm", "risk", "owasp_llm", false},
	{"owasp-asi", "risk", "owasp_asi", false},
	{"owasp-asi", "threat", "owasp_asi", false},
	{"stride", "category", "stride", false},
	{"aicm", "category", "category", true},
	{"aicm", "stage", "lifecycle_phase", true},
	{"aicm", "activity", "lifecycle_activity", true},
	{"aicm", "layer", "layer", true},
	{"aicm", "component", "architecture", true},
}

// HeldIn gives the field of a threat that holds such an entry, and what stands there then;
// "" if no field does. What is no main category may stand among the others.
func (c *Catalogue) HeldIn(e *Entry) (field, value string) {
	for _, h := range citable {
		switch {
		case h.catalogue != c.ID || h.kind != e.Kind:
		case h.byName:
			return h.field, e.Name
		default:
			return h.field, e.ID
		}
	}
	return "", ""
}

// HoldsEntries says whether a field of a threat holds entries of catalogues.
func HoldsEntries(field string) bool {
	return slices.ContainsFunc(citable, func(h holder) bool { return h.field == field })
}

// WhyNotCited says why no threat can cite an entry; "" if one can.
func (c *Catalogue) WhyNotCited(e *Entry) string {
	if field, _ := c.HeldIn(e); field != "" {
		return ""
	}
	var can []string
	for _, h := range citable {
		if h.catalogue == c.ID {
			can = append(can, h.kind)
		}
	}
	switch {
	case c.ID == MethodsID:
		return "a threat is rated by a method, it does not cite one"
	case len(can) > 0:
		return fmt.Sprintf("no field of a threat holds a %s; what it can cite of %s is a %s", e.Kind, c.Title, orList(can))
	}
	return fmt.Sprintf("no field of a threat holds a %s of %s; a control may refer to it, and evidence show it", e.Kind, c.Title)
}

// Cite makes threats cite an entry as one step. Those that do already are left alone; one
// that cannot takes none of them.
func Cite(ids []string, c *Catalogue, e *Entry) Edit {
	x := citing{ids, c, e}
	return Edit{Label: fmt.Sprintf("cite %s in %s", e.ID, x.them()), Do: func(d *Draft) error {
		changed, err := x.each(d, cited)
		if err == nil && changed == 0 {
			return fmt.Errorf("%s already in %s; C takes it out", e.ID, x.them())
		}
		return err
	}}
}

// Uncite takes a citation out of threats again as one step, however it is spelt there.
func Uncite(ids []string, c *Catalogue, e *Entry) Edit {
	x := citing{ids, c, e}
	return Edit{Label: fmt.Sprintf("take %s out of %s", e.ID, x.them()), Do: func(d *Draft) error {
		changed, err := x.each(d, uncited)
		if err == nil && changed == 0 {
			return fmt.Errorf("%s is not cited in %s", e.ID, x.them())
		}
		return err
	}}
}

// A citing is an entry and the threats that shall cite it, or shall not any more.
type citing struct {
	ids       []string
	catalogue *Catalogue
	entry     *Entry
}

func (x citing) them() string {
	if len(x.ids) == 1 {
		return x.ids[0]
	}
	return fmt.Sprintf("%d threats", len(x.ids))
}

// each sets in every threat what how says, and counts those that it changed.
func (x citing) each(d *Draft, how func(*Threat, Field, string) ([]Assignment, error)) (changed int, err error) {
	if why := x.catalogue.WhyNotCited(x.entry); why != "" {
		return 0, errors.New(why)
	}
	name, value := x.catalogue.HeldIn(x.entry)
	field, _ := FieldNamed(name)
	for _, id := range x.ids {
		err := d.EditThreat(id, func(t *Threat) error {
			sets, err := how(t, field, value)
			if err != nil || len(sets) == 0 {
				return err
			}
			changed++
			return assign(d, t, sets, MethodEntered)
		})
		if err != nil {
			return 0, err
		}
	}
	return changed, nil
}

// cited gives what makes a threat cite a value; nothing if it does.
func cited(t *Threat, f Field, value string) ([]Assignment, error) {
	have := f.Get(t)
	switch {
	case slices.ContainsFunc(SplitList(have), func(item string) bool { return namesEntry(item, value) }):
		return nil, nil
	case f.items != nil:
		return []Assignment{{f.Name, JoinList(append(slices.Clone(f.items(t)), value), f.Sep)}}, nil
	case have == "":
		return []Assignment{{f.Name, value}}, nil
	case f.Name == "category":
		others, _ := FieldNamed("other_categories")
		return cited(t, others, value)
	}
	return nil, fmt.Errorf("%s has the %s %s, and it has only one; change it in the threat", t.ID, strings.ToLower(f.Title), have)
}

// uncited gives what takes a value out of a threat; nothing if it is not there.
func uncited(t *Threat, f Field, value string) ([]Assignment, error) {
	items := SplitList(f.Get(t))
	left := slices.DeleteFunc(slices.Clone(items), func(item string) bool { return namesEntry(item, value) })
	switch {
	case len(left) < len(items):
		return []Assignment{{f.Name, JoinList(left, f.Sep)}}, nil
	case f.Name == "category":
		others, _ := FieldNamed("other_categories")
		return uncited(t, others, value)
	}
	return nil, nil
}

// namesEntry says whether what stands in a field is an entry: its name, or a reference to
// its id with or without catalogue and edition.
func namesEntry(item, entry string) bool {
	entry = strings.ToUpper(entry)
	if strings.EqualFold(item, entry) {
		return true
	}
	bare, _, _ := strings.Cut(entry, ":")
	reference := bareReference(item)
	return !strings.Contains(entry, " ") && (reference == entry || reference == bare)
}
