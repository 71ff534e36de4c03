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
			continue
		}
		one := RACI{Layer: layer, Responsible: value.Roles()}
		if value.Shared() {
			one.Lead = o.LeadOn(i)
		}
		if t.Review.LastBy != "" {
			one.Consulted = append(one.Consulted, t.Review.LastBy)
		}
		if o.ToldAbout(i) && !value.Holds(AIC) {
			one.Informed = append(one.Informed, AIC)
		}
		if partner := o.Layers[i].UpstreamDuty; partner != "" && o.Layers[i].UpstreamTold != "" {
			one.Informed = append(one.Informed, "upstream partner")
		}
		all = append(all, one)
	}
	return all
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
