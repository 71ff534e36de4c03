package model

import "strings"

// Fix gives the edit that puts a finding about owners right without a word being typed:
// the least that does, never a guess about people or documents. False where somebody has
// to say something first.
func Fix(r *Register, f Finding, today string) (Edit, bool) {
	t := r.Threat(f.Threat)
	if t == nil {
		return Edit{}, false
	}
	set := func(sets ...Assignment) (Edit, bool) {
		e := SetFields(t.ID, sets...)
		e.Label = "mend " + f.ID + ": " + e.Label
		return e, true
	}
	layer := LayerIndex(f.Layer)
	switch f.Rule {
	case "S1", "S5":
		if f.Layer == TunedLayer {
			return set(Assignment{"owner_model_tuned", string(alone(r.Deployment().Allowed(tunedPart), AP))})
		}
		return set(Assignment{OwnerFields[layer], string(alone(r.Deployment().Allowed(layer), baseline[layer]))})
	case "S3":
		if c, differs := t.Ownership.contradiction(layer); differs {
			return set(Assignment{OwnerFields[layer], string(c.Owner)})
		}
	case "S4":
		return set(leads(&t.Ownership)...)
	case "S6":
		if sets := toldToday(&t.Ownership, today); len(sets) > 0 {
			return set(sets...)
		}
	case "S9":
		return set(holders(&t.Ownership)...)
	}
	return Edit{}, false
}

// alone is the value that stands for one role: the wanted one if it does and is allowed,
// else the first that is.
func alone(allowed []Owner, wanted Owner) Owner {
	first := Owner("")
	for _, o := range allowed {
		if o.Shared() {
			continue
		}
		if o == wanted {
			return o
		}
		if first == "" {
			first = o
		}
	}
	if first == "" && len(allowed) > 0 {
		return allowed[0]
	}
	return first
}

// toldToday records that the customer was told of each layer today; nil where a duty is
// not even written down.
func toldToday(o *Ownership, today string) []Assignment {
	var sets []Assignment
	for i := range o.Layers {
		switch {
		case !o.Uninformed(i):
		case o.DutyOn(i) == "":
			return nil
		default:
			sets = append(sets, Assignment{"told_on" + layerSuffix(Layers[i]), today})
		}
	}
	return sets
}

// leads names a lead for each layer that lacks one: the threat's, if one role shares all
// of them, else one for each.
func leads(o *Ownership) []Assignment {
	var common []string
	var sets []Assignment
	for i := range o.Layers {
		if !o.LacksLead(i) {
			continue
		}
		roles := o.Layers[i].Value.Roles()
		sets = append(sets, Assignment{"lead" + layerSuffix(Layers[i]), roles[len(roles)-1]})
		if len(sets) == 1 {
			common = roles
			continue
		}
		var both []string
		for _, role := range common {
			if strings.Contains(" "+strings.Join(roles, " ")+" ", " "+role+" ") {
				both = append(both, role)
			}
		}
		common = both
	}
	own := false // a layer that names another lead keeps it
	for i := range o.Layers {
		own = own || o.LacksLead(i) && o.Layers[i].Lead() != ""
	}
	if len(common) > 0 && !own && o.Lead == "" {
		return []Assignment{{"lead_role", common[len(common)-1]}}
	}
	return sets
}

// holders gives leads that hold something in place of those that hold nothing.
func holders(o *Ownership) []Assignment {
	var roles []string
	for i := range o.Layers {
		if o.Layers[i].Value.Shared() || len(roles) == 0 {
			if held := o.Layers[i].Value.Roles(); len(held) > 0 {
				roles = held
			}
		}
	}
	lead := ""
	if len(roles) > 0 {
		lead = roles[len(roles)-1]
	}
	var sets []Assignment
	if o.Lead != "" && !o.holds(o.Lead) {
		sets = append(sets, Assignment{"lead_role", lead})
	}
	for i := range o.Layers {
		if own := o.Layers[i].Lead(); own != "" && !o.holds(own) {
			value := ""
			if held := o.Layers[i].Value.Roles(); len(held) > 0 {
				value = held[len(held)-1]
			}
			sets = append(sets, Assignment{"lead" + layerSuffix(Layers[i]), value})
		}
	}
	return sets
}
