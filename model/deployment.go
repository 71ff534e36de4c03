package model

import (
	"slices"
	"strings"
)

// A Deployment says who may own which layer of a system: the owner values that are
// allowed on each, by the model that it is built on or as the register itself says. The
// zero Deployment allows what is usual where nobody chose a model.
type Deployment struct {
	Name    string                    // of deploymentModels, ownDeployment, or "" where none was chosen
	allowed [len(Layers) + 1]ownerSet // by layer; the last is the tuned part of the model
}

// ownDeployment names the sets that a register writes itself.
const ownDeployment = "as written in the system"

// tunedPart is the place of the tuned part of the model layer.
const tunedPart = len(Layers)

// An ownerSet has a bit for each value, by its place in Owners.
type ownerSet uint16

func setOf(owners ...Owner) (s ownerSet) {
	for _, o := range owners {
		if i := ownerIndex(o); i < len(Owners) {
			s |= 1 << i
		}
	}
	return s
}

func (s ownerSet) has(o Owner) bool { return s&setOf(o) != 0 }

func (s ownerSet) owners() []Owner {
	var all []Owner
	for _, o := range Owners {
		if s.has(o) {
			all = append(all, o)
		}
	}
	return all
}

// usualOwners may own a layer while no model is chosen: in the order of Layers, then the
// tuned part.
var usualOwners = [len(Layers) + 1]ownerSet{
	setOf(CSP, "CSP-MP"),
	setOf(MP, AP, "MP-OSP"),
	setOf(OSP, AP, "MP-OSP", "OSP-AP"),
	setOf(AP, OSP, "OSP-AP", "AP-AIC", AIC),
	setOf(AP, OSP, MP, "OSP-AP", "MP-OSP"),
}

// presets are the six deployment models in the AICM's own values. Any layer may be shared
// across the supply chain, with the parties named.
var presets = map[string][len(Layers) + 1]ownerSet{
	"bought application":           {setOf(CSP, AcrossChain), setOf(MP, AcrossChain), setOf(OSP, AP, "OSP-AP", AcrossChain), setOf(AP, "AP-AIC", AcrossChain)},
	"hosted model":                 {setOf(CSP, "CSP-MP", AcrossChain), setOf(MP, AcrossChain), setOf(AP, "OSP-AP", AcrossChain), setOf(AP, "AP-AIC", AcrossChain)},
	"cloud AI platform":            {setOf(CSP, AcrossChain), setOf(MP, "CSP-MP", AcrossChain), setOf(OSP, "OSP-AP", AcrossChain), setOf(AP, "AP-AIC", AcrossChain)},
	"self-hosted model":            {setOf(CSP, AP, OSP, AcrossChain), setOf(AP, OSP, "MP-OSP", AcrossChain), setOf(AP, OSP, "OSP-AP", AcrossChain), setOf(AP, "OSP-AP", "AP-AIC", AcrossChain)},
	"tuned model":                  {setOf(CSP, "CSP-MP", AP, OSP, AcrossChain), setOf(MP, "CSP-MP", AP, OSP, "MP-OSP", AcrossChain), setOf(AP, OSP, "OSP-AP", AcrossChain), setOf(AP, "OSP-AP", "AP-AIC", AcrossChain), setOf(AP, OSP, "OSP-AP", MP)},
	"agent with third-party tools": {setOf(CSP, "CSP-MP", AcrossChain), setOf(MP, AcrossChain), setOf("OSP-AP", OSP, AP, AcrossChain), setOf("AP-AIC", AP, "OSP-AP", AcrossChain)},
}

// Splits says whether the model layer has a tuned part of its own.
func (d Deployment) Splits() bool { return d.Name == "tuned model" }

// Allows says whether a value may stand on a layer; unset and not applicable always may.
func (d Deployment) Allows(layer int, o Owner) bool {
	return !o.Decided() || d.sets()[layer].has(o)
}

// Allowed are the values that may stand on a layer, in the order of Owners.
func (d Deployment) Allowed(layer int) []Owner { return d.sets()[layer].owners() }

func (d Deployment) sets() [len(Layers) + 1]ownerSet {
	if d.Name == "" {
		return usualOwners
	}
	sets := d.allowed
	if sets[tunedPart] == 0 {
		sets[tunedPart] = usualOwners[tunedPart]
	}
	return sets
}

// Deployment gives who may own what in the register: what its system writes for a layer,
// else what its deployment model says.
func (r *Register) Deployment() Deployment {
	system := r.Sheet(KindSystem, string(KindSystem))
	if system == nil {
		return Deployment{}
	}
	d := Deployment{Name: system.Get("deployment_model")}
	d.allowed = presets[d.Name]
	if d.Name == "" {
		d.allowed = usualOwners
	}
	for i, layer := range Layers {
		var own []Owner
		for _, value := range system.List("allowed_" + strings.ToLower(layer)) {
			own = append(own, Owner(value))
		}
		if len(own) == 0 {
			continue
		}
		if d.allowed[i] = setOf(own...); d.Name == "" {
			d.Name = ownDeployment
		}
	}
	return d
}

// The baseline is TVM-13's own ownership, by layer: the value to start from, never the
// answer.
var baseline = [len(Layers)]Owner{CSP, MP, "MP-OSP", "OSP-AP"}

// Baseline gives TVM-13's own owner of a layer.
func Baseline(layer int) Owner { return baseline[layer] }

// A BaselineDiff is a value that stands on a layer in place of TVM-13's own, and where.
type BaselineDiff struct {
	Layer   string
	Value   Owner
	Threats []string // ids
}

// BaselineDiffs gives what differs from TVM-13's own ownership, by layer, the commonest
// value first. What is unset or not applicable is left out.
func BaselineDiffs(r *Register) []BaselineDiff {
	var all []BaselineDiff
	for i, layer := range Layers {
		at := len(all)
		for _, o := range Owners {
			if o.Decided() && o != baseline[i] {
				all = append(all, BaselineDiff{Layer: layer, Value: o})
			}
		}
		for _, t := range r.Threats() {
			for k := at; k < len(all); k++ {
				if t.Ownership.Layers[i].Value == all[k].Value {
					all[k].Threats = append(all[k].Threats, t.ID)
				}
			}
		}
		slices.SortStableFunc(all[at:], func(a, b BaselineDiff) int { return len(b.Threats) - len(a.Threats) })
	}
	return slices.DeleteFunc(all, func(d BaselineDiff) bool { return len(d.Threats) == 0 })
}

// decidedOwners are the owner values that name somebody.
var decidedOwners = slices.DeleteFunc(slices.Clone(ownerChoices), func(c Choice) bool { return !Owner(c.Value).Decided() })
