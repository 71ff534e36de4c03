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
			from.relate(t.ID)
			return nil
		})
	}}
}

// LinkThreats relates threats to each other, each to all others.
func LinkThreats(ids ...string) Edit {
	return Edit{Label: "link " + someIDs(ids), Do: func(d *Draft) error {
		return eachPair(d, ids, (*Threat).relate)
	}}
}

// UnlinkThreats takes the relation between them away again, in both directions.
func UnlinkThreats(ids ...string) Edit {
	return Edit{Label: "unlink " + someIDs(ids), Do: func(d *Draft) error {
		return eachPair(d, ids, (*Threat).unrelate)
	}}
}

func eachPair(d *Draft, ids []string, change func(*Threat, string)) error {
	if len(ids) < 2 {
		return fmt.Errorf("two threats or more are related to each other; mark them, or name them")
	}
	for _, id := range ids {
		err := d.EditThreat(id, func(t *Threat) error {
			for _, other := range ids {
				if other != id {
					change(t, other)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *Threat) relate(id string) {
	if !slices.Contains(t.Review.Related(), id) {
		t.Review.Change(func(m *ReviewMore) {
			m.Related = append(m.Related, id)
			slices.SortFunc(m.Related, CompareIDs)
		})
	}
}

func (t *Threat) unrelate(id string) {
	t.Review.Change(func(m *ReviewMore) {
		m.Related = slices.DeleteFunc(m.Related, func(r string) bool { return r == id })
		nilIfEmpty(&m.Related)
	})
}

// someIDs names a few and counts many.
func someIDs(ids []string) string {
	if len(ids) > 4 {
		return fmt.Sprintf("%d threats", len(ids))
	}
	return strings.Join(ids, ", ")
}
