package model

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Comparison gives the order that a column sorts in: levels from high to low,
// so that what matters comes first; dates and numbers up; closed lists in
// their own order; text without regard to case. What is empty comes last. "level" is the level a list shows.
func Comparison(column string) (func(a, b *Threat) int, error) {
	name := strings.ToLower(column)
	switch name {
	case "level":
		return func(a, b *Threat) int { return cmp.Compare(b.Level(), a.Level()) }, nil
	case "id":
		return compareThreats, nil
	}
	if alias, ok := filterWords[name]; ok {
		name = alias
	}
	f, ok := FieldNamed(name)
	if !ok {
		return nil, Refuse(UnknownField(column))
	}
	switch f.Sort {
	case OneOf:
		return byKey(f, f.place), nil
	case LevelOf:
		return byKey(f, func(s string) (Level, bool) { l, _ := ParseLevel(s); return VH - l, l.Rated() }), nil
	case Number:
		return byKey(f, func(s string) (float64, bool) { n, err := strconv.ParseFloat(s, 64); return n, err == nil }), nil
	}
	return byKey(f, func(s string) (string, bool) { return strings.ToLower(s), s != "" }), nil
}

// place is where a value stands in the field's closed list: phases sort as the
// lifecycle runs.
func (f Field) place(value string) (int, bool) {
	for i, c := range f.Choices {
		if c.Value == value {
			return i, value != ""
		}
	}
	return 0, false
}

// byKey compares what key makes of the field's text; texts it makes nothing
// of come last.
func byKey[K cmp.Ordered](f Field, key func(string) (K, bool)) func(a, b *Threat) int {
	return func(a, b *Threat) int {
		ka, oka := key(f.Get(a))
		kb, okb := key(f.Get(b))
		switch {
		case oka && okb:
			return cmp.Compare(ka, kb)
		case oka:
			return -1
		case okb:
			return 1
		}
		return 0
	}
}

// filterWords are the short words for fields that filters and sorting share.
var filterWords = map[string]string{
	"phase":    "lifecycle_phase",
	"stage":    "lifecycle_phase",
	"activity": "lifecycle_activity",
	"owner":    "owner_person",
	"lead":     "lead_role",

	"inherent":       "inherent_risk",
	"current":        "current_risk",
	"target":         "target_risk",
	"inherent_level": "inherent_risk",
	"current_level":  "current_risk",
	"residual_level": "current_risk",
	"target_level":   "target_risk",
}

// An Order is what threats are sorted by: the first column, and of equals the
// next.
type Order []OrderKey

// An OrderKey is one column of an order.
type OrderKey struct {
	Column string // as Comparison names it, or findings, of which many come first
	Down   bool   // turned round
}

// mostKeys bounds an order: nobody sees a sixth column decide.
const mostKeys = 5

// ParseOrder reads "level,-due": columns with commas between them, a leading - turns
// one round.
func ParseOrder(text string) (Order, error) {
	var o Order
	for part := range strings.SplitSeq(text, ",") {
		name, down := strings.CutPrefix(strings.TrimSpace(part), "-")
		if name == "" {
			continue
		}
		if _, err := Comparison(name); err != nil && !strings.EqualFold(name, ColumnFindings) {
			return nil, err
		}
		o = append(o, OrderKey{strings.ToLower(name), down})
	}
	if len(o) > mostKeys {
		return nil, Refuse(fmt.Errorf("an order has at most %d columns, and this has %d", mostKeys, len(o)))
	}
	return o, nil
}

// byFindings compares how many findings threats have, counted once each.
func byFindings(g Grounds) func(a, b *Threat) int {
	counts := map[*Threat]int{}
	count := func(t *Threat) int {
		n, ok := counts[t]
		if !ok {
			n = len(CheckThreat(t, g))
			counts[t] = n
		}
		return n
	}
	return func(a, b *Threat) int { return cmp.Compare(count(b), count(a)) }
}

// String writes an order as ParseOrder reads it.
func (o Order) String() string {
	parts := make([]string, len(o))
	for i, key := range o {
		parts[i] = key.Column
		if key.Down {
			parts[i] = "-" + key.Column
		}
	}
	return strings.Join(parts, ",")
}

// Sorter gives the comparison of an order, and of findings on these grounds; what no column tells apart is in the order of the ids. A column that there is not
// is passed over.
func (o Order) Sorter(g Grounds) func(a, b *Threat) int {
	var by []func(a, b *Threat) int
	for _, key := range o {
		compare, err := Comparison(key.Column)
		if key.Column == ColumnFindings {
			compare, err = byFindings(g), nil
		}
		switch {
		case err != nil:
		case key.Down:
			by = append(by, func(a, b *Threat) int { return compare(b, a) })
		default:
			by = append(by, compare)
		}
	}
	return func(a, b *Threat) int {
		for _, compare := range by {
			if c := compare(a, b); c != 0 {
				return c
			}
		}
		return compareThreats(a, b)
	}
}
