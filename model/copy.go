package model

import (
	"fmt"
	"slices"
	"strings"
)

// CopyThreat makes another threat of one: what it says, where it lies and who owns
// it. What was judged, decided and done speaks of the first alone and is not
// copied. The two are related.
func CopyThreat(id string) Edit {
	return Edit{Label: "copy " + id, Do: func(d *Draft) error {
		from, ok := d.Get(Key{KindThreat, id}).(*Threat)
		if !ok || from == nil {
			return NoThreat(id)
		}
		t := &Threat{ID: d.NewThreatID(), Title: from.Title + " (copy)", Status: "draft", ThreatMore: &ThreatMore{Origin: from.Origin()},
			Statement: from.Statement, Adversary: from.Adversary, Class: from.Class}
		o := &t.Ownership
		for i, layer := range from.Ownership.Layers {
			o.Layers[i] = LayerOwner{Value: layer.Value, LayerMore: &LayerMore{NAReason: layer.NAReason(), Lead: layer.Lead(), Person: layer.Person()}}
		}
		o.Lead, o.Person = from.Ownership.Lead, from.Ownership.Person
		t.Review.Change(func(m *ReviewMore) { m.Related = []string{id} })
		d.Put(t.Clone())
		d.Also("as " + t.ID)
		return d.EditThreat(id, func(from *Threat) error {
			from.relate([]string{t.ID})
			return nil
		})
	}}
}

// mostLinked is how many threats can be related in one go: of more nobody means that each
// has to do with every other one, and ten thousand would have a hundred million relations.
const mostLinked = 50

// LinkThreats relates threats to each other, each to all others.
func LinkThreats(ids ...string) Edit {
	return Edit{Label: "link " + someIDs(ids), Do: func(d *Draft) error {
		if len(ids) > mostLinked {
			return fmt.Errorf("each of the %d threats would be related to all others; link at most %d at once", len(ids), mostLinked)
		}
		return eachOf(d, ids, (*Threat).relate)
	}}
}

// UnlinkThreats takes the relations between them away again, in both directions.
func UnlinkThreats(ids ...string) Edit {
	among := make(map[string]bool, len(ids))
	for _, id := range ids {
		among[id] = true
	}
	return Edit{Label: "unlink " + someIDs(ids), Do: func(d *Draft) error {
		return eachOf(d, ids, func(t *Threat, _ []string) { t.unrelate(among) })
	}}
}

func eachOf(d *Draft, ids []string, change func(t *Threat, all []string)) error {
	if len(ids) < 2 {
		return fmt.Errorf("two threats or more are related to each other; mark them, or name them")
	}
	for _, id := range ids {
		err := d.EditThreat(id, func(t *Threat) error {
			change(t, ids)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// relate adds what is not there yet, but never the threat itself.
func (t *Threat) relate(ids []string) {
	related := slices.Clone(t.Review.Related())
	for _, id := range ids {
		if id != t.ID && !slices.Contains(related, id) {
			related = append(related, id)
		}
	}
	slices.SortFunc(related, CompareIDs)
	t.Review.Change(func(m *ReviewMore) { m.Related = related })
}

func (t *Threat) unrelate(from map[string]bool) {
	related := slices.DeleteFunc(slices.Clone(t.Review.Related()), func(id string) bool { return from[id] })
	nilIfEmpty(&related)
	t.Review.Change(func(m *ReviewMore) { m.Related = related })
}

// someIDs names a few and counts many.
func someIDs(ids []string) string {
	if len(ids) > 4 {
		return fmt.Sprintf("%d threats", len(ids))
	}
	return strings.Join(ids, ", ")
}
