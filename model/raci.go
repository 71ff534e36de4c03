package model

import "strings"

// A RACI is who does what about a layer of a threat, as it follows from the matrix: who
// holds a layer is responsible and accountable for it, where several share it all of them
// are, and the lead coordinates; who reviewed it was consulted, who was told is informed.
type RACI struct {
	Layer       string
	Responsible []string // roles; accountable too
	Lead        string   // the role that coordinates, where several share
	Consulted   []string
	Informed    []string
}

// RACI gives it for each layer that is owned, in the order of Layers.
func (t *Threat) RACI() []RACI {
	var all []RACI
	o := &t.Ownership
	for i, layer := range Layers {
		value := o.Layers[i].Value
		if !value.Decided() {
			if i == tunedAfter && o.Tuned().Decided() {
				all = append(all, t.tunedRACI(RACI{}))
			}
			continue
		}
		one := RACI{Layer: layer, Responsible: value.Roles()}
		if value.Shared() {
			one.Lead = o.LeadOn(i)
		}
		if t.Review.LastBy() != "" {
			one.Consulted = append(one.Consulted, t.Review.LastBy())
		}
		if o.ToldAbout(i) && !value.Holds(AIC) {
			one.Informed = append(one.Informed, AIC)
		}
		if partner := o.Layers[i].UpstreamDuty(); partner != "" && o.Layers[i].UpstreamTold() != "" {
			one.Informed = append(one.Informed, "upstream partner")
		}
		all = append(all, one)
		if i == tunedAfter && o.Tuned().Decided() {
			all = append(all, t.tunedRACI(one))
		}
	}
	return all
}

// tunedAfter is the layer whose tuned part has a row of its own below it.
var tunedAfter = LayerIndex(ModelLayer)

// tunedRACI is the row of the model's tuned part: who tunes it is its provider, and leads
// and reviewers are those of the layer.
func (t *Threat) tunedRACI(base RACI) RACI {
	one := RACI{Layer: TunedLayer, Responsible: t.Ownership.Tuned().Roles(), Consulted: base.Consulted}
	if t.Ownership.Tuned().Shared() {
		one.Lead = t.Ownership.LeadOn(tunedAfter)
	}
	return one
}

// Words say it in a line: "PI: R A CSP, MP (lead CSP); I AIC".
func (x RACI) Words() string {
	text := x.Layer + ": R A " + strings.Join(x.Responsible, ", ")
	if x.Lead != "" {
		text += " (lead " + x.Lead + ")"
	}
	if len(x.Consulted) > 0 {
		text += "; C " + strings.Join(x.Consulted, ", ")
	}
	if len(x.Informed) > 0 {
		text += "; I " + strings.Join(x.Informed, ", ")
	}
	return text
}
