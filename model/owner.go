package model

import (
	"fmt"
	"slices"
	"strings"
)

// The four layers of the shared responsibility model, bottom up.
const (
	PI           = "PI" // processing infrastructure
	ModelLayer   = "Model"
	Orchestrated = "Orchestrated"
	Application  = "Application"
)

// Layers holds the four layers in the order of the matrix columns.
var Layers = [...]string{PI, ModelLayer, Orchestrated, Application}

// LayerIndex gives the column of a layer, or -1.
func LayerIndex(layer string) int { return slices.Index(Layers[:], layer) }

// The roles a party can play. Role is not organisation: one firm may play
// several.
const (
	CSP = "CSP" // cloud service provider
	MP  = "MP"  // model provider
	OSP = "OSP" // orchestrated service provider
	AP  = "AP"  // application provider
	AIC = "AIC" // AI customer
)

// Roles holds the five roles from the cloud up to the customer.
var Roles = [...]string{CSP, MP, OSP, AP, AIC}

// An Owner says who answers for a layer: one role, neighbours that share,
// AcrossChain, NotApplicable, or "" where nobody decided yet.
type Owner string

// Owner values that are not a role or a pair of roles.
const (
	Unset         Owner = ""
	NotApplicable Owner = "NA"
	AcrossChain   Owner = "ALL"
)

// Owners holds every value a layer may have, in the order a key cycles them.
var Owners = [...]Owner{
	Unset, CSP, MP, OSP, AP, AIC, "CSP-MP", "MP-OSP", "OSP-AP", "AP-AIC", AcrossChain, NotApplicable,
}

// Roles gives the roles that hold the layer: none for unset and not
// applicable, all five across the supply chain.
func (o Owner) Roles() []string {
	switch o {
	case Unset, NotApplicable:
		return nil
	case AcrossChain:
		return Roles[:]
	}
	return strings.Split(string(o), "-")
}

// Holds says whether the role is among those that hold the layer.
func (o Owner) Holds(role string) bool {
	if o == AcrossChain {
		return slices.Contains(Roles[:], role)
	}
	a, b, _ := strings.Cut(string(o), "-")
	return role != "" && (a == role || b == role)
}

// Shared says whether more than one role holds the layer; then somebody must
// lead.
func (o Owner) Shared() bool { return o == AcrossChain || strings.Contains(string(o), "-") }

// Decided says whether the value names somebody.
func (o Owner) Decided() bool { return o != Unset && o != NotApplicable }

// ParseOwner reads a value in any case; "unset" and "?" are unset, "n/a" is
// not applicable.
func ParseOwner(s string) (Owner, error) {
	name := strings.ToUpper(strings.TrimSpace(s))
	switch name {
	case "UNSET", "?":
		return Unset, nil
	case "N/A":
		return NotApplicable, nil
	}
	if !slices.Contains(Owners[:], Owner(name)) {
		return Unset, fmt.Errorf("%q is no owner value; use CSP, MP, OSP, AP, AIC, CSP-MP, MP-OSP, OSP-AP, AP-AIC, ALL, NA or unset", s)
	}
	return Owner(name), nil
}

// ParseClaim reads "WHO:LAYER=OWNER".
func ParseClaim(s string) (Claim, error) {
	who, rest, ok := strings.Cut(s, ":")
	layer, owner, ok2 := strings.Cut(rest, "=")
	if !ok || !ok2 || who == "" {
		return Claim{}, fmt.Errorf("%q is no claim; write who:layer=owner, for example MP:Model=AP", s)
	}
	if LayerIndex(layer) < 0 {
		return Claim{}, fmt.Errorf("%q is no layer; use PI, Model, Orchestrated or Application", layer)
	}
	o, err := ParseOwner(owner)
	return Claim{Who: who, Layer: layer, Owner: o}, err
}

// String writes the claim as ParseClaim reads it.
func (c Claim) String() string { return c.Who + ":" + c.Layer + "=" + string(c.Owner) }

// AnsweredBy gives the threats of which one of the roles holds a layer or leads, in
// the order of their ids: what a party that plays them answers for.
func AnsweredBy(r *Register, roles []string) []*Threat {
	var held []*Threat
	for _, t := range r.Threats() {
		if slices.ContainsFunc(roles, func(role string) bool {
			return t.Ownership.Lead == role || slices.ContainsFunc(t.Ownership.Layers[:], func(l LayerOwner) bool { return l.Value.Holds(role) })
		}) {
			held = append(held, t)
		}
	}
	return held
}
