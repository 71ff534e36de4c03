package csvfile

import (
	"cmp"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"parry/model"
)

// ir8286 are the columns of the risk register that NIST IR 8286 shows.
var ir8286 = []string{
	"ID", "Priority", "Risk Description", "Risk Category", "Current Assessment: Likelihood", "Current Assessment: Impact",
	"Current Assessment: Exposure Rating", "Risk Response Type", "Risk Response Cost", "Risk Response Description", "Risk Owner", "Status",
}

// WriteIR8286 writes the threats under the columns of NIST IR 8286, the highest level
// first. Its assessment is the current one: what is not rated stays empty. We keep no
// cost of a response.
func WriteIR8286(w io.Writer, r *model.Register, threats []*model.Threat) error {
	ranked := slices.Clone(threats)
	slices.SortStableFunc(ranked, func(a, b *model.Threat) int {
		return cmp.Or(cmp.Compare(b.Level(), a.Level()), cmp.Compare(orLast(a.Response.Due), orLast(b.Response.Due)))
	})
	out := csv.NewWriter(w)
	if err := out.Write(ir8286); err != nil {
		return err
	}
	for i, t := range ranked {
		now := t.Ratings[model.Current]
		row := []string{
			t.ID, strconv.Itoa(i + 1), describe(t), t.Class.Category, now.Likelihood.Words(), now.Impact.Words(), now.Level.Words(),
			t.Response.Kind, "", treatment(r, t), t.Ownership.Person, t.Status,
		}
		for i := range row {
			if row[i] = Guard(strings.ToValidUTF8(row[i], "\uFFFD")); row[i] == model.Unrated.Words() {
				row[i] = ""
			}
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// orLast puts what has no day behind every day.
func orLast(day string) string {
	if day == "" {
		return "9"
	}
	return day
}

// describe tells a threat in a sentence, its title first.
func describe(t *model.Threat) string {
	sentence := t.Statement.Sentence()
	switch {
	case sentence == "" || strings.EqualFold(sentence, t.Title):
		return t.Title
	case t.Title == "":
		return sentence
	}
	return t.Title + ": " + sentence
}

// treatment tells what is done about a threat: in the words of its fields, and the
// controls that name it.
func treatment(r *model.Register, t *model.Threat) string {
	var parts []string
	for _, text := range []string{t.Response.ControlsInPlace, t.Response.ControlsPlanned} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	for _, s := range r.Links().To(t.Key(), model.KindControl) {
		name := s.Name()
		if state := s.Get("state"); state != "" {
			name += " (" + state + ")"
		}
		parts = append(parts, name)
	}
	return strings.Join(parts, "; ")
}
