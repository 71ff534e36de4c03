// Package ssvc decides how soon to act on a vulnerability, by the decision
// tables of CERT/CC's SSVC: as who deploys the component, as who supplies it,
// and as CISA coordinates.
//
//   - tables/: the tables as published, without their prose
//   - ssvc.go: which table decides, and which its inputs follow from
//   - words.go: what is asked, in our own words
//
// SSVC judges a vulnerability. On a threat that names none it speaks only by
// analogy, and the rating says so.
package ssvc

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"

	"parry/frameworks/decisiontable"
	"parry/model"
)

//go:embed tables/*.json
var tables embed.FS

// The ids that ratings made by these methods carry.
const (
	Deployer    = "ssvc-deployer"
	Supplier    = "ssvc-supplier"
	Coordinator = "ssvc-cisa"
)

const source = "CERT/CC, SSVC decision table %s, as of July 2026"

// Methods are the tables as parry asks them.
func Methods() []model.Method {
	human, utility, public := table("human_impact"), table("utility"), table("public_safety_impact")
	return []model.Method{
		method(Deployer, "SSVC, as the deployer", table("deployer"), human),
		method(Supplier, "SSVC, as the supplier", table("supplier"), utility, public),
		method(Coordinator, "SSVC, as CISA coordinates", table("cisa")),
	}
}

func method(id, title string, decides decisiontable.Table, behind ...decisiontable.Table) model.Method {
	m, err := decisiontable.Rule{ID: id, Title: title, Source: fmt.Sprintf(source, decides),
		Decides: decides, Behind: behind, Words: words, Facts: facts(id)}.Method()
	if err != nil {
		panic(err) // the tables are part of the program, and proved by its tests
	}
	return m
}

func table(name string) decisiontable.Table {
	text, err := fs.ReadFile(tables, "tables/"+name+".json")
	if err != nil {
		panic(err)
	}
	t, err := decisiontable.Read(bytes.NewReader(text))
	if err != nil {
		panic(fmt.Errorf("tables/%s.json: %w", name, err))
	}
	return t
}

// facts gives what the threat's own fields say of a method's questions.
func facts(id string) func(*model.Threat) model.Answers {
	return func(t *model.Threat) model.Answers {
		u := t.Urgency
		a := model.Answers{}.With("exploitation", u.Exploitation).With("automatable", u.Automatable)
		if id == Deployer {
			return a.With("system_exposure", u.Exposure)
		}
		return a.With("technical_impact", u.TechnicalImpact)
	}
}
