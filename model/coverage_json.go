package model

// tallyJSON is a tally under the words of its rungs.
func (n Tally) json() map[string]int {
	of := make(map[string]int, len(Rungs))
	for _, v := range Rungs {
		of[v.String()] = n[v]
	}
	return of
}

type coverageJSON struct {
	ID      string         `json:"id"`
	Title   string         `json:"title"`
	Version string         `json:"version"`
	InUse   bool           `json:"in_use"`
	Count   int            `json:"count"`
	Totals  map[string]int `json:"totals"`
	Applies string         `json:"applies,omitempty"`
	Why     string         `json:"why,omitempty"`
	Claims  string         `json:"claims,omitempty"`
	Groups  []groupJSON    `json:"groups,omitempty"`
	Entries []coveredJSON  `json:"entries,omitempty"`
}

type groupJSON struct {
	Name   string         `json:"name"`
	Count  int            `json:"count"`
	Totals map[string]int `json:"totals"`
	Note   string         `json:"note,omitempty"`
}

type coveredJSON struct {
	ID       string       `json:"id"`
	Kind     string       `json:"kind"`
	Name     string       `json:"name"`
	Verdict  string       `json:"verdict"`
	Says     string       `json:"says"`
	Threats  []citingJSON `json:"threats"`
	Controls []string     `json:"controls"`
	Awaited  []string     `json:"awaited_controls"`
	InWords  int          `json:"controls_in_words_only"`
	Evidence []ShownBy    `json:"evidence"`
	Scope    string       `json:"scope,omitempty"`
	Parts    int          `json:"parts,omitempty"`
	Named    int          `json:"parts_named,omitempty"`
	Note     string       `json:"note,omitempty"`
}

type citingJSON struct {
	ID    string `json:"id"`
	Level string `json:"level"`
	Open  bool   `json:"open"`
}

// CoverageJSON gives coverages in the shape that `parry coverage --json` prints: their totals,
// and with whole their entries as well.
func CoverageJSON(r *Register, asOf string, all []*Coverage, whole bool) any {
	list := make([]coverageJSON, len(all))
	for i, v := range all {
		c := v.Catalogue
		list[i] = coverageJSON{ID: c.ID, Title: c.Title, Version: c.Version, InUse: v.InUse(), Count: len(v.Entries), Totals: v.Tally.json(), Applies: v.Applies, Why: v.Why, Claims: v.Claims}
		if !whole {
			continue
		}
		for _, g := range v.Groups {
			list[i].Groups = append(list[i].Groups, groupJSON{g.Name, g.Tally.Sum(), g.Tally.json(), g.Note})
		}
		for k := range v.Entries {
			list[i].Entries = append(list[i].Entries, v.Entries[k].json(r))
		}
	}
	return struct {
		Schema     string         `json:"schema"`
		AsOf       string         `json:"as_of"`
		Catalogues []coverageJSON `json:"catalogues"`
	}{Schema, asOf, list}
}

func (v *Covered) json(r *Register) coveredJSON {
	some := func(ids []string) []string { return append([]string{}, ids...) }
	one := coveredJSON{ID: v.ID, Kind: v.Kind, Name: v.Name, Verdict: v.Rung.String(), Says: v.Says(), Threats: []citingJSON{},
		Controls: some(v.Controls), Awaited: some(v.Awaited), InWords: v.InWords, Evidence: append([]ShownBy{}, v.Evidence...), Parts: v.Parts, Named: v.Named, Note: v.Note}
	for _, id := range v.Threats {
		t := r.Threat(id)
		one.Threats = append(one.Threats, citingJSON{id, t.Level().String(), !t.Gone()})
	}
	if v.Scope != nil {
		one.Scope = v.Scope.ID
	}
	return one
}
