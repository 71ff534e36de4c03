package model

import (
	"fmt"
	"slices"
	"strings"
)

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
	Column string // a field, one of filterWords, level, id, or findings, of which many come first
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
		if _, err := measures(name); err != nil && !strings.EqualFold(name, ColumnFindings) {
			return nil, err
		}
		o = append(o, OrderKey{strings.ToLower(name), down})
	}
	if len(o) > mostKeys {
		return nil, Refuse(fmt.Errorf("an order has at most %d columns, and this has %d", mostKeys, len(o)))
	}
	return o, nil
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

// Sort puts threats in order, by findings on these grounds; what no column tells apart
// is in the order of the ids.
func (o Order) Sort(threats []*Threat, g Grounds) {
	if !slices.IsSortedFunc(threats, compareThreats) {
		slices.SortFunc(threats, compareThreats)
	}
	standing := o.Standings(func(t *Threat) int { return len(CheckThreat(t, g)) })
	standings := make([]Standing, len(threats))
	for i, t := range threats {
		standings[i] = standing(t)
	}
	came := slices.Clone(threats)
	for i, at := range Sorted(standings) {
		threats[i] = came[at]
	}
}
