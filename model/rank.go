package model

import (
	"cmp"
	"slices"
	"strconv"
)

// Rank orders threats by what to talk about first: level (the current one,
// else the inherent), urgency class, exposure, the oldest decision (none is older than
// any), the longest known, id. What else nobody said comes after what somebody did.
func Rank(ts []*Threat) {
	all := ranksOf(ts)
	slices.SortFunc(all, compareRanked)
	for i := range all {
		ts[i] = all[i].threat
	}
}

// Highest gives the first of so many in Rank's order, at the cost of a look at each.
func Highest(ts []*Threat, most int) []*Threat {
	var first []ranked
	for _, one := range ranksOf(ts) {
		if len(first) == most && (most == 0 || compareRanked(one, first[most-1]) >= 0) {
			continue
		}
		at, _ := slices.BinarySearchFunc(first, one, compareRanked)
		first = slices.Insert(first, at, one)
		first = first[:min(len(first), most)]
	}
	threats := make([]*Threat, len(first))
	for i := range first {
		threats[i] = first[i].threat
	}
	return threats
}

// A ranked is a threat with what Rank goes by, worked out once: sorting compares each many
// times.
type ranked struct {
	threat         *Threat
	size           uint32 // level, urgency and exposure, what comes first being less
	undated        bool   // it is not known since when
	decided, known string
	place          int // among threats in the order of their ids; else -1
}

func ranksOf(ts []*Threat) []ranked {
	inOrder := slices.IsSortedFunc(ts, compareThreats)
	all := make([]ranked, len(ts))
	for i, t := range ts {
		all[i] = ranked{threat: t, size: uint32(VH-t.Level())<<16 | uint32(urgencyRank(t.Response.SLAClass))<<8 | uint32(exposureRank(t.Urgency.Exposure)),
			decided: t.Decision.Date, known: t.Response.Identified, undated: t.Response.Identified == "", place: -1}
		if inOrder {
			all[i].place = i
		}
	}
	return all
}

func compareRanked(a, b ranked) int {
	if c := cmp.Or(cmp.Compare(a.size, b.size), cmp.Compare(a.decided, b.decided), cmp.Compare(bit(a.undated), bit(b.undated)), cmp.Compare(a.known, b.known)); c != 0 {
		return c
	}
	if a.place >= 0 {
		return cmp.Compare(a.place, b.place)
	}
	return CompareIDs(a.threat.ID, b.threat.ID)
}

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
