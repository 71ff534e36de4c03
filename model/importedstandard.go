package model

import (
	"slices"
	"strings"
)

// NoMapping is the state of a publication that the matrix says the control maps to nothing
// in.
const NoMapping = "no mapping"

const (
	actPrefix  = "EU AI Act "
	asksUnsaid = "what the publication says; parry has no words of its own for it"
)

// frameworksMapped are the publications that parry knows what the control maps to, as facts
// name them.
var frameworksMapped = []string{"ISO", "EU AI Act", "NIST AI 600-1", "BSI"}

// frameworkOf says which of them a reference of the answer belongs to.
func frameworkOf(reference string) string {
	for _, f := range [][2]string{{"ISO ", "ISO"}, {actPrefix, "EU AI Act"}, {"NIST ", "NIST AI 600-1"}} {
		if strings.HasPrefix(reference, f[0]) {
			return f[1]
		}
	}
	return "BSI"
}

// standards are the references of the control as the imported matrix maps it. Where that has
// no column for a publication, ours stand; our words stand for what both refer to.
func (c *ImportedControl) standards(ours []Standard) (list []Standard) {
	frameworks := slices.Clone(frameworksMapped)
	for _, f := range c.entry.Texts {
		if name, ok := strings.CutPrefix(f.Name, "mapping "); ok && !slices.Contains(frameworks, name) {
			frameworks = append(frameworks, name)
		}
	}
	for _, name := range frameworks {
		list = append(list, c.mapped(name, slices.DeleteFunc(slices.Clone(ours), func(s Standard) bool { return frameworkOf(s.ID) != name }))...)
	}
	return list
}

func (c *ImportedControl) mapped(framework string, ours []Standard) []Standard {
	gap, mapping := c.entry.Fact("gap "+framework), c.entry.Text("mapping "+framework)
	if gap == "" && mapping == "" {
		for i := range ours {
			ours[i].Note = c.Edition + " has no column for it; it stands as in AICM 1.0.3"
		}
		return ours
	}
	addendum := orElse(c.entry.Text("addendum "+framework), "nothing")
	note := "mapped by " + c.Of
	ids := c.references(framework)
	if len(ids) == 0 {
		return []Standard{{ID: framework, Gap: gap, Asks: "nothing: " + c.Of + " maps the control to no part of it", Addendum: addendum, State: NoMapping, Evidence: []string{}, Note: note}}
	}
	var list []Standard
	for _, id := range ids {
		s := Standard{ID: id, Asks: asksUnsaid}
		if i := slices.IndexFunc(ours, func(o Standard) bool { return o.ID == id }); i >= 0 {
			s = ours[i]
		} else if len(ours) > 0 {
			s.Catalogue = ours[0].Catalogue
		}
		s.Gap, s.Addendum, s.Note = gap, addendum, note
		list = append(list, s)
	}
	return list
}

// references are what the control refers to in a publication, as the answer writes it. The
// range of NIST actions that 1.0.3 names stays one.
func (c *ImportedControl) references(framework string) (ids []string) {
	for _, f := range c.entry.Facts {
		if f.Name == "reference "+framework {
			if id := answersReference(framework, f.Value); !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if framework == "NIST AI 600-1" && "NIST AI 600-1 "+strings.Join(trimAll(ids, "NIST AI 600-1 "), "; ") == nistRange {
		return []string{nistRange}
	}
	return ids
}

func trimAll(texts []string, prefix string) []string {
	cut := make([]string, len(texts))
	for i, t := range texts {
		cut[i] = strings.TrimPrefix(t, prefix)
	}
	return cut
}

// answersReference writes a reference of the matrix with its edition.
func answersReference(framework, value string) string {
	of, number, _ := strings.Cut(value, ":")
	switch framework {
	case "ISO":
		edition := map[string]string{"27001": "27001:2022", "27002": "27002:2022", "42001": "42001:2023"}[of]
		if edition == "" {
			return "ISO " + number + ", whose standard is not said"
		}
		return "ISO " + edition + " " + number
	case "EU AI Act":
		return actPrefix + strings.TrimPrefix(strings.ReplaceAll(value, " (", "("), "Article ")
	case "BSI":
		switch of {
		case "C4":
			return "AIC4 " + number
		case "C5":
			return "C5:2020 " + number
		}
	}
	return framework + " " + value
}
