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

// ParseClaim reads "WHO:LAYER=OWNER", and after that where it says so and since when, as
// far as it is known: "MP:Model=AP in AI-CAIQ 3.1 on 2026-05-01".
func ParseClaim(s string) (Claim, error) {
	who, rest, ok := strings.Cut(s, ":")
	layer, owner, ok2 := strings.Cut(rest, "=")
	if !ok || !ok2 || who == "" {
		return Claim{}, fmt.Errorf("%q is no claim; write who:layer=owner, for example MP:Model=AP in AI-CAIQ 3.1 on 2026-05-01", s)
	}
	if LayerIndex(layer) < 0 {
		return Claim{}, fmt.Errorf("%q is no layer; use PI, Model, Orchestrated or Application", layer)
	}
	c := Claim{Who: who, Layer: layer}
	if at := strings.LastIndex(owner, " on "); at >= 0 {
		if _, err := ParseDay(owner[at+len(" on "):]); err == nil {
			owner, c.On = owner[:at], owner[at+len(" on "):]
		}
	}
	owner, c.Document, _ = strings.Cut(owner, " in ")
	var err error
	c.Owner, err = ParseOwner(owner)
	return c, err
}

// String writes the claim as ParseClaim reads it.
func (c Claim) String() string {
	text := c.Who + ":" + c.Layer + "=" + string(c.Owner)
	if c.Document != "" {
		text += " in " + c.Document
	}
	if c.On != "" {
		text += " on " + c.On
	}
	return text
}

// RecordClaim notes what a party says about a layer, in place of what the same party said
// of it before.
func RecordClaim(id string, c Claim) Edit {
	return Edit{Label: fmt.Sprintf("record that %s says %s of %s is %s", c.Who, c.Layer, id, orElse(string(c.Owner), "nobody's")), Do: func(d *Draft) error {
		if LayerIndex(c.Layer) < 0 || c.Who == "" {
			return fmt.Errorf("a claim needs who says it, and of which layer")
		}
		for _, text := range []string{c.Who, c.Document, c.On} {
			if err := checkText("the claim", text); err != nil {
				return err
			}
		}
		if strings.ContainsAny(c.Who+c.Document, ";:=") {
			return fmt.Errorf("a claim holds no ; : or = in who says it or where")
		}
		return d.EditThreat(id, func(t *Threat) error {
			claims := slices.DeleteFunc(slices.Clone(t.Ownership.Claims()), func(have Claim) bool {
				return have.Layer == c.Layer && strings.EqualFold(have.Who, c.Who)
			})
			t.Ownership.Change(func(m *OwnershipMore) { m.Claims = append(claims, c) })
			return nil
		})
	}}
}

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
