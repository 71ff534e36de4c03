package model

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const asOf = "2026-11-16"

func findingNames(fs []Finding) []string { return findingIDs(fs) }

// The example's planted faults are found, and nothing else.
func TestOwnershipRulesOnTheExample(t *testing.T) {
	expect(t, "findings", findingNames(NewOwnershipView(exampleRegister(t), asOf).Findings),
		"S2/T-003/Orchestrated",
		"S3/T-008/Model",
		"S5/T-010/Model", "S6/T-010", "S8/T-010",
		"S4/T-016",
		"S6/T-017",
		"S1/T-018/Orchestrated",
		"S4/T-019",
		"S3/T-023/PI", "S8/T-023",
		"S6/T-024",
		"S7/T-026",
		"S4/T-037")
}

// owned is a threat without a fault, to plant one in.
func owned(change func(*Ownership)) *Threat {
	t := &Threat{ID: "T-001"}
	o := &t.Ownership
	o.Layers[0].Value, o.Layers[1].Value, o.Layers[2].Value, o.Layers[3].Value = CSP, MP, "OSP-AP", AP
	o.Lead, o.Person, o.Evidence = AP, "Head of it", "EV-01"
	change(o)
	return t
}

// Each rule finds its fault and leaves what is next to it alone.
func TestOwnershipRules(t *testing.T) {
	claim := func(s string) Claim {
		c, err := ParseClaim(s)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	for _, story := range []struct {
		name   string
		change func(*Ownership)
		want   string
	}{
		{"all in order", func(o *Ownership) {}, ""},
		{"unset", func(o *Ownership) { o.Layers[1].Value = Unset }, "S1/T-001/Model"},
		{"two unset are two findings", func(o *Ownership) { o.Layers[0].Value, o.Layers[3].Value = Unset, Unset }, "S1/T-001/PI S1/T-001/Application"},
		{"not applicable is not unset", func(o *Ownership) { o.Layers[1].Value = NotApplicable }, ""},

		{"both claim", func(o *Ownership) {
			o.Change(func(p *OwnershipMore) { p.Claims = []Claim{claim("OSP:Model=OSP"), claim("AP:Model=AP")} })
		}, "S2/T-001/Model"},
		{"both claim, one of them rightly", func(o *Ownership) {
			o.Change(func(p *OwnershipMore) { p.Claims = []Claim{claim("MP:Model=MP"), claim("AP:Model=AP")} })
		}, "S2/T-001/Model"},
		{"shared claims do not clash", func(o *Ownership) {
			o.Change(func(p *OwnershipMore) {
				p.Claims = []Claim{claim("OSP:Orchestrated=OSP-AP"), claim("AP:Orchestrated=AP")}
			})
		}, "S3/T-001/Orchestrated"},
		{"claims on two layers do not clash", func(o *Ownership) {
			o.Change(func(p *OwnershipMore) { p.Claims = []Claim{claim("A:PI=CSP"), claim("B:Model=MP")} })
		}, ""},
		{"two who say the same do not clash", func(o *Ownership) {
			o.Change(func(p *OwnershipMore) { p.Claims = []Claim{claim("A:Model=AP"), claim("B:Model=AP")} })
		}, "S3/T-001/Model"},

		{"claim agrees", func(o *Ownership) { o.Change(func(p *OwnershipMore) { p.Claims = []Claim{claim("MP:Model=MP")} }) }, ""},
		{"claim disagrees", func(o *Ownership) { o.Change(func(p *OwnershipMore) { p.Claims = []Claim{claim("MP:Model=AP")} }) }, "S3/T-001/Model"},
		{"claim against unset", func(o *Ownership) {
			o.Layers[1].Value = Unset
			o.Change(func(p *OwnershipMore) { p.Claims = []Claim{claim("MP:Model=AP")} })
		}, "S1/T-001/Model S3/T-001/Model"},
		{"claim against not applicable", func(o *Ownership) {
			o.Layers[1].Value = NotApplicable
			o.Change(func(p *OwnershipMore) { p.Claims = []Claim{claim("MP:Model=AP")} })
		}, "S3/T-001/Model"},
		{"claim of not applicable", func(o *Ownership) { o.Change(func(p *OwnershipMore) { p.Claims = []Claim{claim("MP:Model=NA")} }) }, "S3/T-001/Model"},

		{"shared, no lead", func(o *Ownership) { o.Lead = "" }, "S4/T-001"},
		{"shared, another leads", func(o *Ownership) { o.Lead = CSP }, "S4/T-001"},
		{"the layer's own lead shares", func(o *Ownership) { o.Lead = ""; o.Layers[2].Change(func(p *LayerMore) { p.Lead = OSP }) }, ""},
		{"the layer's own lead does not share", func(o *Ownership) { o.Layers[2].Change(func(p *LayerMore) { p.Lead = MP }) }, "S4/T-001"},
		{"any role may lead the chain", func(o *Ownership) {
			o.Layers[2].Value = AcrossChain
			o.Lead = CSP
			o.Change(func(p *OwnershipMore) { p.Duty = "x" })
			o.Change(func(p *OwnershipMore) { p.ToldOn = asOf })
		}, "S5/T-001/Orchestrated"},
		{"nobody leads the chain", func(o *Ownership) {
			o.Layers[2].Value = AcrossChain
			o.Lead = ""
			o.Change(func(p *OwnershipMore) { p.Duty = "x" })
			o.Change(func(p *OwnershipMore) { p.ToldOn = asOf })
		}, "S4/T-001 S5/T-001/Orchestrated"},

		{"outside the layer's owners", func(o *Ownership) { o.Layers[0].Value = MP; o.Layers[3].Value = MP }, "S5/T-001/PI S5/T-001/Application"},

		{"customer without duty", func(o *Ownership) {
			o.Layers[3].Value = "AP-AIC"
			o.Change(func(p *OwnershipMore) { p.Notified = "yes" })
		}, "S6/T-001"},
		{"customer not told", func(o *Ownership) {
			o.Layers[3].Value = "AP-AIC"
			o.Change(func(p *OwnershipMore) { p.Duty = "check" })
			o.Change(func(p *OwnershipMore) { p.Notified = "no" })
		}, "S6/T-001"},
		{"customer told, day unknown", func(o *Ownership) {
			o.Layers[3].Value = "AP-AIC"
			o.Change(func(p *OwnershipMore) { p.Duty = "check"; p.Notified = "yes" })
		}, ""},
		{"customer told on a day", func(o *Ownership) {
			o.Layers[3].Value = "AP-AIC"
			o.Change(func(p *OwnershipMore) { p.Duty = "check" })
			o.Change(func(p *OwnershipMore) { p.ToldOn = "2026-01-01" })
		}, ""},
		{"customer told about the layer", func(o *Ownership) {
			o.Layers[3] = LayerOwner{Value: AIC, LayerMore: &LayerMore{Duty: "check", ToldOn: "2026-01-01"}}
		}, ""},
		{"customer told about another layer", func(o *Ownership) {
			o.Layers[3].Value = AIC
			o.Layers[2].Change(func(p *LayerMore) { p.Duty = "check"; p.ToldOn = "2026-01-01" })
		}, "S6/T-001"},

		{"no person", func(o *Ownership) { o.Person = "" }, "S7/T-001"},
		{"a person on a layer", func(o *Ownership) { o.Person = ""; o.Layers[1].Change(func(p *LayerMore) { p.Person = "ML Lead" }) }, ""},

		{"no evidence", func(o *Ownership) { o.Evidence = "" }, "S8/T-001"},
		{"evidence on a layer", func(o *Ownership) { o.Evidence = ""; o.Layers[1].Change(func(p *LayerMore) { p.Evidence = "EV-02" }) }, ""},
		{"evidence good to this day", func(o *Ownership) { o.Change(func(p *OwnershipMore) { p.Expires = asOf }) }, ""},
		{"evidence expired yesterday", func(o *Ownership) { o.Change(func(p *OwnershipMore) { p.Expires = "2026-11-15" }) }, "S8/T-001"},
		{"a layer's evidence expired", func(o *Ownership) {
			o.Layers[1].Change(func(p *LayerMore) { p.Evidence = "EV-02" })
			o.Layers[1].Change(func(p *LayerMore) { p.Expires = "2026-01-01" })
		}, "S8/T-001"},
		{"a layer's newer evidence helps that layer only", func(o *Ownership) {
			o.Change(func(p *OwnershipMore) { p.Expires = "2026-01-01" })
			o.Layers[1].Change(func(p *LayerMore) { p.Evidence = "EV-02" })
		}, "S8/T-001"},
		{"what is not applicable needs none", func(o *Ownership) {
			o.Layers[1] = LayerOwner{Value: NotApplicable, LayerMore: &LayerMore{Evidence: "EV-02", Expires: "2026-01-01"}}
		}, ""},

		{"lead owns nothing", func(o *Ownership) { o.Layers[2].Value, o.Lead = OSP, AIC }, "S9/T-001"},
		{"a layer's lead owns nothing", func(o *Ownership) { o.Layers[0].Change(func(p *LayerMore) { p.Lead = AIC }) }, "S9/T-001"},
		{"a layer's lead owns another layer", func(o *Ownership) { o.Layers[0].Change(func(p *LayerMore) { p.Lead = MP }) }, ""},
	} {
		got := findingNames(CheckOwnership(owned(story.change), Grounds{Today: asOf}))
		if strings.Join(got, " ") != story.want {
			t.Errorf("%s: %q, want %q", story.name, got, story.want)
		}
	}
}

// A finding says in one sentence what is wrong and what to do.
func TestFindingsSayWhatToDo(t *testing.T) {
	for want, change := range map[string]func(*Ownership){
		"Nobody owns Model; choose an owner, or NA with the reason.": func(o *Ownership) { o.Layers[1].Value = Unset },
		"For Model, Acme says that MP owns it and Bolt says AP; agree on one owner and have both documents say so.": func(o *Ownership) {
			o.Change(func(p *OwnershipMore) {
				p.Claims = []Claim{{Who: "Acme", Layer: ModelLayer, Owner: MP}, {Who: "Bolt", Layer: ModelLayer, Owner: AP}}
			})
		},
		"Acme says that Model is shared by MP-OSP, the register says owned by MP; settle it and correct the one that is wrong.": func(o *Ownership) {
			o.Change(func(p *OwnershipMore) { p.Claims = []Claim{{Who: "Acme", Layer: ModelLayer, Owner: "MP-OSP"}} })
		},
		"Shared and led by nobody: Orchestrated (OSP-AP); make one of those who share it the lead.": func(o *Ownership) { o.Lead = "" },
		"Shared, but the lead CSP is none of those who share: Orchestrated (OSP-AP); make one of them the lead.": func(o *Ownership) {
			o.Lead = CSP
		},
		"PI may not be owned by AIC; choose CSP or CSP-MP.": func(o *Ownership) {
			o.Layers[0].Value = AIC
			o.Change(func(p *OwnershipMore) { p.Duty = "check" })
			o.Change(func(p *OwnershipMore) { p.Notified = "yes" })
		},
		"The AI customer holds Application but its duty is not written down; write it and tell the customer.": func(o *Ownership) { o.Layers[3].Value = AIC },
		"The AI customer holds Application but was not told its duty; tell it and record the day.": func(o *Ownership) {
			o.Layers[3].Value = AIC
			o.Change(func(p *OwnershipMore) { p.Duty = "check" })
		},
		"No person or team is named; name one who answers for it.":                         func(o *Ownership) { o.Person = "" },
		"There is no evidence; record what shows that the owners do their part.":           func(o *Ownership) { o.Evidence = "" },
		"Evidence expired on 2026-01-01; ask for it again or record what took its place.":  func(o *Ownership) { o.Change(func(p *OwnershipMore) { p.Expires = "2026-01-01" }) },
		"AIC leads but owns no layer; name a lead among the owners, or give it its layer.": func(o *Ownership) { o.Layers[2].Value, o.Lead = OSP, AIC },
	} {
		fs := CheckOwnership(owned(change), Grounds{Today: asOf})
		if len(fs) != 1 || fs[0].Text != want {
			t.Errorf("%+v\nwant %s", fs, want)
		}
	}
}

// Looking at a threat that is in order costs no memory.
func TestNothingFoundCostsNothing(t *testing.T) {
	one := owned(func(o *Ownership) {
		o.Change(func(p *OwnershipMore) { p.Claims = []Claim{{Who: "MP", Layer: ModelLayer, Owner: MP}} })
	})
	if n := testing.AllocsPerRun(100, func() { CheckOwnership(one, Grounds{Today: asOf}) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// anyOwnership draws any ownership that the fields can hold.
func anyOwnership(t *rapid.T, id string) *Threat {
	one := &Threat{ID: id}
	for _, f := range Fields {
		if f.Group == GroupOwnership && rapid.Bool().Draw(t, "set") {
			if err := f.Load(one, anyValue(t, f)); err != nil {
				t.Fatal(err)
			}
		}
	}
	return one
}

// Ids are unique and say rule, threat and layer; the matrix has the same
// findings as the check, each in its row, and each of a cell in its cell.
func TestMatrixAndCheckAgree(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := registerOf(anyOwnership(t, "T-001"), anyOwnership(t, "T-002"))
		v := NewOwnershipView(r, asOf)
		var owned []Finding
		for _, f := range Check(r, Grounds{Today: asOf}) {
			if strings.HasPrefix(f.Rule, "S") {
				owned = append(owned, f)
			}
		}
		all, inRows := strings.Join(findingNames(owned), " "), ""
		seen := map[string]bool{}
		for _, row := range v.Rows {
			for _, f := range row.Findings {
				inRows += " " + f.ID
				want := strings.TrimSuffix(fmt.Sprintf("%s/%s/%s", f.Rule, row.Threat.ID, f.Layer), "/")
				if f.ID != want || seen[f.ID] || f.Text == "" {
					t.Errorf("id %s, want %s; %q", f.ID, want, f.Text)
				}
				seen[f.ID] = true
				marked := 0
				for layer := range Layers {
					marked += strings.Count(" "+strings.Join(findingNames(row.Cell(layer)), " ")+" ", " "+f.ID+" ")
				}
				switch {
				case f.Layer != "" && marked != 1:
					t.Errorf("%s marks %d cells", f.ID, marked)
				case (f.Rule == "S4" || f.Rule == "S6") && marked == 0:
					t.Errorf("%s marks no cell", f.ID)
				}
			}
		}
		if strings.TrimSpace(inRows) != all || strings.Join(findingNames(v.Findings), " ") != all {
			t.Errorf("rows have %s, check has %s", inRows, all)
		}
	})
}

// The sums of the matrix count every cell once.
func TestMatrixSums(t *testing.T) {
	good := owned(func(o *Ownership) {})
	bad := owned(func(o *Ownership) { o.Layers[1].Value, o.Lead = Unset, "" })
	bad.ID, bad.Ratings[Current].Level, bad.Ratings[Inherent].Level = "T-002", M, VH
	v := NewOwnershipView(registerOf(good, bad), asOf)
	model, orchestrated := v.Layers[1], v.Layers[2]
	if model.Layer != ModelLayer || model.Unset != 1 || model.Owners[ownerIndex(MP)] != 1 || model.Findings != 1 {
		t.Errorf("Model: %+v", model)
	}
	if orchestrated.WithoutLead != 1 || orchestrated.Owners[ownerIndex("OSP-AP")] != 2 || orchestrated.Findings != 1 {
		t.Errorf("Orchestrated: %+v", orchestrated)
	}
	for i, want := range []RoleSummary{
		{CSP, 2, 2, 2, M}, {MP, 1, 1, 0, Unrated}, {OSP, 2, 2, 2, M}, {AP, 4, 2, 2, M}, {AIC, 0, 0, 0, Unrated},
	} {
		if v.Roles[i] != want {
			t.Errorf("%+v, want %+v", v.Roles[i], want)
		}
	}
}

// The JSON of the matrix keeps its shape.
func TestMatrixJSON(t *testing.T) {
	one := owned(func(o *Ownership) { o.Layers[1].Value = Unset; o.Layers[2].Change(func(p *LayerMore) { p.Lead = CSP }) })
	got, err := json.Marshal(NewOwnershipView(registerOf(one), asOf).JSON(asOf))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`{"schema":"parry/1","as_of":"2026-11-16","rows":[{"threat":"T-001","cells":{"PI":{"value":"CSP","lead":"AP","findings":[]},` +
			`"Model":{"value":"","lead":"AP","findings":["S1/T-001/Model"]},"Orchestrated":{"value":"OSP-AP","lead":"CSP","findings":["S4/T-001"]},` +
			`"Application":{"value":"AP","lead":"AP","findings":[]}},"findings":["S1/T-001/Model","S4/T-001"]}],`,
		`"layers":{"PI":{"owners":{"AIC":0,"ALL":0,"AP":0,"AP-AIC":0,"CSP":1,"CSP-MP":0,"MP":0,"MP-OSP":0,"NA":0,"OSP":0,"OSP-AP":0},"unset":0,"shared_without_lead":0,"findings":0},`,
		`"parties":[{"role":"CSP","cells":1,"threats":1,"findings":2,"highest_level":""},`,
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("got %s\nwithout %s", got, want)
		}
	}
}

// The JSON of a check has an array even when there is nothing in it.
func TestCheckJSON(t *testing.T) {
	none, _ := json.Marshal(CheckJSON(nil, asOf))
	if string(none) != `{"schema":"parry/1","as_of":"2026-11-16","findings":[]}` {
		t.Errorf("%s", none)
	}
	fs := CheckOwnership(owned(func(o *Ownership) { o.Person = "" }), Grounds{Today: asOf})
	one, _ := json.Marshal(CheckJSON(fs, asOf))
	if want := `"findings":[{"id":"S7/T-001","rule":"S7","severity":"medium","threat":"T-001","text":"No person`; !strings.Contains(string(one), want) {
		t.Errorf("%s", one)
	}
	if Stands(nil) || !Stands(fs) || Stands([]Finding{{Severity: SeverityInfo}}) {
		t.Error("what is only information stands")
	}
}

func BenchmarkOwnershipView(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		for b.Loop() {
			NewOwnershipView(r, asOf)
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	sizes(b, func(b *testing.B, r *Register) {
		for b.Loop() {
			Check(r, Grounds{Today: asOf})
		}
	})
}
