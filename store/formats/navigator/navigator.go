// Package navigator writes a layer of the ATLAS Navigator, version 4.5 of its format:
// each technique that threats name, coloured by the highest level of these. It reads
// layers of the ATLAS and the ATT&CK Navigator: each technique that somebody marked.
//
//   - navigator.go: threats into a layer.
//   - read.go: a layer, or several, into draft threats.
package navigator

import (
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"parry/model"
)

// Name is the name of the format.
const Name = "navigator"

type layer struct {
	Name        string            `json:"name"`
	Versions    map[string]string `json:"versions"`
	Domain      string            `json:"domain"`
	Description string            `json:"description"`
	Sorting     int               `json:"sorting"` // 3: highest score first
	Techniques  []*technique      `json:"techniques"`
	Gradient    gradient          `json:"gradient"`
	Legend      []legend          `json:"legendItems"`
	Metadata    []metadata        `json:"metadata"`
}

type technique struct {
	ID       string     `json:"techniqueID"`
	Score    int        `json:"score"`
	Comment  string     `json:"comment,omitempty"`
	Metadata []metadata `json:"metadata,omitempty"`
	ShowSub  bool       `json:"showSubtechniques,omitempty"`

	threats []string
}

type gradient struct {
	Colors []string `json:"colors"`
	Min    int      `json:"minValue"`
	Max    int      `json:"maxValue"`
}

type legend struct {
	Label string `json:"label"`
	Color string `json:"color"`
}

type metadata struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// colours are one for each level and, first, for what is not rated.
var colours = []string{"#e8e8e8", "#c7e6c1", "#e6efa6", "#fbdf8b", "#f4a35d", "#d95340"}

// fromRegister names the metadata of a technique that threats of a register name.
const fromRegister = "threats"

var techniqueID = regexp.MustCompile(`AML\.T\d{4}(?:\.\d{3})?`)

// Write writes a layer of these threats. A technique's score is the level of the
// highest threat that names it, current where it is rated, else inherent: 1 for VL to
// 5 for VH, 0 where none is rated.
func Write(w io.Writer, r *model.Register, threats []*model.Threat, asOf string) error {
	l := layer{
		Name: orElse(r.Settings().Name, "Threat register"), Domain: "atlas-atlas", Sorting: 3,
		Versions: map[string]string{"layer": "4.5", "navigator": "5.1.0"},
		Gradient: gradient{Colors: colours, Min: 0, Max: len(model.Levels)}, Techniques: []*technique{},
		Metadata: []metadata{{"as of", asOf}},
	}
	without := l.gather(threats)
	l.Description = fmt.Sprintf("%d threats name %d techniques", len(threats)-without, len(l.Techniques))
	if without > 0 {
		l.Description += fmt.Sprintf("; %d name none and are not shown", without)
	}
	for i, colour := range colours {
		label := "not rated"
		if i > 0 {
			label = model.Levels[i-1].Words()
		}
		l.Legend = append(l.Legend, legend{label, colour})
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(l)
}

func orElse(text, other string) string {
	if text == "" {
		return other
	}
	return text
}

// gather fills the techniques, and counts the threats that name none.
func (l *layer) gather(threats []*model.Threat) (without int) {
	at := map[string]*technique{}
	of := func(id string) *technique {
		if at[id] == nil {
			at[id] = &technique{ID: id}
			l.Techniques = append(l.Techniques, at[id])
		}
		return at[id]
	}
	for _, t := range threats {
		ids := techniqueID.FindAllString(strings.Join(t.Class.ATLAS, " "), -1)
		slices.Sort(ids)
		ids = slices.Compact(ids)
		if len(ids) == 0 {
			without++
		}
		for _, id := range ids {
			x := of(id)
			x.Score = max(x.Score, int(t.Level()))
			x.threats = append(x.threats, t.ID+" "+strings.Join(strings.Fields(t.Title), " "))
			if parent := id[:len("AML.T0000")]; parent != id {
				of(parent).ShowSub = true
			}
		}
	}
	slices.SortFunc(l.Techniques, func(a, b *technique) int { return strings.Compare(a.ID, b.ID) })
	for _, x := range l.Techniques {
		x.Comment = strings.Join(x.threats, "\n")
		if len(x.threats) > 0 {
			x.Metadata = []metadata{{fromRegister, strconv.Itoa(len(x.threats))}}
		}
	}
	return without
}
