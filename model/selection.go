package model

import (
	"fmt"
	"slices"
	"strings"
)

// A Selection is what was suggested for a field of a threat, what a person chose of it or
// beside it, and why: an auditor sees that no machine filled it in. There is one of each
// field; the history has those before it.
type Selection struct {
	Field   string   `json:"field"`
	Offered []Hint   `json:"offered,omitempty"` // the strongest first; without names and scores
	None    string   `json:"none,omitempty"`    // why none was offered
	Chosen  []string `json:"chosen,omitempty"`  // nothing: a person said that none fits
	Why     string   `json:"why,omitempty"`
	By      string   `json:"by,omitempty"`
	On      string   `json:"on,omitempty"` // an ISO day
}

// Told is the selection in a line: what was chosen, of what, and why.
func (s Selection) Told() string {
	told := s.Field + " " + strings.Join(s.Chosen, ", ")
	if len(s.Chosen) == 0 {
		told = s.Field + " " + NoneFits
	}
	var offered []string
	for _, h := range s.Offered {
		offered = append(offered, h.Value)
	}
	if len(offered) > 0 {
		told += ", of " + strings.Join(offered, ", ")
	} else {
		told += ", nothing was suggested"
	}
	if s.Why != "" {
		told += ": " + s.Why
	}
	return told
}

// NoneFits is how it is told that a person chose none.
const NoneFits = "none fits"

// selectionsField is what was suggested and chosen, of all fields.
func selectionsField() Field {
	return Field{Name: "selections", Title: "Suggested and chosen", Group: GroupClass, Sort: JSONOf, Derived: true, nothing: "[]",
		get: func(t *Threat) string { return compactJSON(t.Selections(), len(t.Selections()) == 0) },
		set: func(t *Threat, text string) error {
			var all []Selection
			if text != "" {
				if err := strictJSON(text, &all); err != nil {
					return fmt.Errorf("selections: %w", err)
				}
			}
			seen := map[string]bool{"": true}
			for _, s := range all {
				if seen[s.Field] {
					return fmt.Errorf("selections: each needs a field of its own, and %q is none", s.Field)
				}
				seen[s.Field] = true
			}
			t.Change(func(m *ThreatMore) { m.Selections = copySelections(all) })
			return nil
		},
	}
}

// tidied gives a copy whose empty lists are nil, as they come back from disk.
func (s Selection) tidied() Selection {
	s.Offered, s.Chosen = append([]Hint(nil), s.Offered...), append([]string(nil), s.Chosen...)
	return s
}

func copySelections(all []Selection) []Selection {
	var copied []Selection
	for _, s := range all {
		copied = append(copied, s.tidied())
	}
	return copied
}

// Selection gives what was suggested and chosen for a field, nil if nobody has chosen with
// suggestions at hand.
func (t *Threat) Selection(field string) *Selection {
	all := t.Selections()
	for i := range all {
		if all[i].Field == field {
			return &all[i]
		}
	}
	return nil
}

// SaidNone says whether a person decided that nothing fits a field, and nobody has filled
// it in since.
func (t *Threat) SaidNone(field string) bool {
	s, f := t.Selection(field), fieldOf(field)
	return s != nil && len(s.Chosen) == 0 && f.Get(t) == ""
}

func fieldOf(name string) Field {
	f, _ := FieldNamed(name)
	return f
}

// Select sets a field of a threat to what a person chose, no value for "none fits", and
// keeps what was suggested and why it was chosen. Without a reason of the person's own it
// is that of the suggestion, where one was taken.
func Select(id string, offer Hints, chosen []string, why string) Edit {
	f := fieldOf(offer.Field)
	return Edit{Label: selectLabel(id, f, offer, chosen), Do: func(d *Draft) error {
		if !slices.Contains(ClassifiedFields, offer.Field) {
			return fmt.Errorf("nothing is suggested for %q; it is for %s", offer.Field, orList(ClassifiedFields))
		}
		value := JoinList(chosen, f.Sep)
		if !f.IsList() && len(chosen) > 1 {
			return fmt.Errorf("%s takes one value, not %d", f.Name, len(chosen))
		}
		return d.EditThreat(id, func(t *Threat) error {
			if err := assign(d, t, []Assignment{{f.Name, value}}, MethodEntered); err != nil {
				return err
			}
			s := Selection{Field: f.Name, None: offer.None, Chosen: slices.Clone(chosen), Why: strings.TrimSpace(why), By: d.by, On: d.at.UTC().Format("2006-01-02")}
			for _, h := range offer.Hints {
				s.Offered = append(s.Offered, Hint{Value: h.Value, Why: h.Why})
			}
			if s.Why == "" {
				s.Why = offer.reasonFor(chosen)
			}
			t.keep(s)
			return nil
		})
	}}
}

// Unselect takes a choice back: the field says nothing, and nobody has chosen.
func Unselect(id, field string) Edit {
	return Edit{Label: fmt.Sprintf("take back %s of %s", field, id), Do: func(d *Draft) error {
		return d.EditThreat(id, func(t *Threat) error {
			t.Change(func(m *ThreatMore) {
				m.Selections = slices.DeleteFunc(copySelections(m.Selections), func(s Selection) bool { return s.Field == field })
			})
			return assign(d, t, []Assignment{{field, ""}}, MethodEntered)
		})
	}}
}

// keep puts a selection in the place of the one before; they stand in the order of the
// fields.
func (t *Threat) keep(s Selection) {
	t.Change(func(m *ThreatMore) {
		all := append(slices.DeleteFunc(copySelections(m.Selections), func(have Selection) bool { return have.Field == s.Field }), s)
		slices.SortFunc(all, func(a, b Selection) int {
			return slices.Index(ClassifiedFields, a.Field) - slices.Index(ClassifiedFields, b.Field)
		})
		m.Selections = all
	})
}

// reasonFor gives the reasons of the suggestions that were taken.
func (o Hints) reasonFor(chosen []string) string {
	var reasons []string
	for _, h := range o.Hints {
		switch {
		case !slices.Contains(chosen, h.Value):
		case len(chosen) > 1:
			reasons = append(reasons, h.Value+": "+h.Why)
		default:
			reasons = append(reasons, h.Why)
		}
	}
	return strings.Join(reasons, "; ")
}

// selectLabel tells what was chosen, and where it stood among what was suggested.
func selectLabel(id string, f Field, offer Hints, chosen []string) string {
	if len(chosen) == 0 {
		return fmt.Sprintf("%s of %s: %s", f.Name, id, NoneFits)
	}
	label := fmt.Sprintf("set %s of %s to %s", f.Name, id, short(strings.Join(chosen, "; ")))
	if len(chosen) > 1 || len(offer.Hints) == 0 {
		return label
	}
	place := slices.IndexFunc(offer.Hints, func(h Hint) bool { return h.Value == chosen[0] })
	if place < 0 {
		return label + ", which was not suggested"
	}
	return fmt.Sprintf("%s, suggestion %d of %d", label, place+1, len(offer.Hints))
}

// SayWhy gives a choice another reason; what was suggested stays.
func SayWhy(id, field, why string) Edit {
	return Edit{Label: fmt.Sprintf("why of %s of %s: %s", field, id, shownValue(strings.TrimSpace(why))), Do: func(d *Draft) error {
		return d.EditThreat(id, func(t *Threat) error {
			was := t.Selection(field)
			if was == nil {
				return fmt.Errorf("nobody has chosen %s of %s yet; a reason is kept with a choice", field, id)
			}
			s := was.tidied()
			s.Why = strings.TrimSpace(why)
			t.keep(s)
			return nil
		})
	}}
}
