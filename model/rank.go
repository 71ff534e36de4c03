package model

import (
	"cmp"
	"slices"
	"strconv"
)

// Rank orders threats by what to talk about first: level (the current one,
// else the inherent), urgency class, exposure, the oldest decision (none is older than
// any), the longest known, id. What else nobody said comes after what somebody did.
func Rank(ts []*Threat) { slices.SortFunc(ts, compareRank) }

func compareRank(a, b *Threat) int { return cmp.Or(compareReasons(a, b), CompareIDs(a.ID, b.ID)) }

// compareReasons is the order without the id, which is no reason: what is equal here is
// tied.
func compareReasons(a, b *Threat) int {
	return cmp.Or(
		cmp.Compare(b.Level(), a.Level()),
		cmp.Compare(urgencyRank(a.Response.SLAClass), urgencyRank(b.Response.SLAClass)),
		cmp.Compare(exposureRank(a.Urgency.Exposure), exposureRank(b.Urgency.Exposure)),
		cmp.Compare(a.Decision.Date, b.Decision.Date),
		compareSet(a.Response.Identified, b.Response.Identified),
	)
}

// Ranks gives the places of ranked threats in words: "1", and "=2" for each of those
// that share the second place because only their ids tell them apart.
func Ranks(ts []*Threat) []string {
	ranks := make([]string, len(ts))
	for from := 0; from < len(ts); {
		to := from + 1
		for to < len(ts) && compareReasons(ts[from], ts[to]) == 0 {
			to++
		}
		for i := from; i < to; i++ {
			ranks[i] = strconv.Itoa(from + 1)
			if to-from > 1 {
				ranks[i] = "=" + ranks[i]
			}
		}
		from = to
	}
	return ranks
}

// Ties counts the threats that only their ids tell apart from another one.
func Ties(ts []*Threat) (n int) {
	var x ties
	for _, t := range ts {
		x.count(t, 1)
	}
	return x.n
}

// urgencyRank counts from the most urgent class.
func urgencyRank(class string) int { return rowOf(urgencies, class) }

// exposureRank counts from the widest exposure.
func exposureRank(exposure string) int { return rowOf(widest, exposure) }

var (
	urgencies = values(slaClasses)
	widest    = reversed(values(exposures))
)

func reversed(names []string) []string {
	slices.Reverse(names)
	return names
}

// compareSet orders texts, the empty one last.
func compareSet(a, b string) int {
	if (a == "") != (b == "") {
		return cmp.Compare(len(b), len(a))
	}
	return cmp.Compare(a, b)
}

// WhyHere says what gives a threat its place in Rank's order.
func WhyHere(t *Threat) string {
	said := func(value, before, after, otherwise string) string {
		if value == "" {
			return otherwise
		}
		return before + value + after
	}
	level := said(t.Ratings[Current].Level.String(), "current level ", "",
		said(t.Ratings[Inherent].Level.String(), "inherent level ", ", current not assessed", "not assessed"))
	return level + "; " + said(t.Response.SLAClass, "urgency ", "", "no urgency class") +
		"; " + said(t.Urgency.Exposure, "exposure ", "", "exposure not said") +
		"; " + said(t.Decision.Date, "decided ", "", "not decided") +
		"; " + said(t.Response.Identified, "identified ", "", "no date identified")
}
