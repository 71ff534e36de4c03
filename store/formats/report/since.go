package report

import (
	"strings"

	"parry/model"
)

// changed tells what moved since an earlier snapshot.
func (d *draft) changed() {
	d.say("Since the snapshot " + esc(d.Since.Name) + " of " + or(d.Since.Day, "an unknown day") + ": " + esc(d.diff.Summary()) + ".")
	var rows [][]md
	for _, word := range model.DiffWords {
		if word == "changed" {
			continue
		}
		for _, t := range d.diff.With(word) {
			rows = append(rows, []md{esc(t.ID), esc(t.Title), esc(word), or(strings.Join(behind(word, t), "; "), "-")})
		}
	}
	if len(rows) == 0 {
		d.none("threats that were added, closed or reopened, whose level or owner changed, that fell due or whose acceptance ended")
		return
	}
	d.head("Threat", "Title", "What happened", "What lies behind it")
	for _, row := range rows {
		d.row(row...)
	}
	d.end()
}

// behind is what a word about a threat rests on: levels behind the level words, owners
// behind theirs.
func behind(word string, t model.ThreatDiff) []string {
	switch word {
	case "added", "rated", "level up", "level down", "not rated any more":
		return model.ThreatDiff{Levels: t.Levels}.Details()
	case "owner changed":
		return model.ThreatDiff{Owners: t.Owners}.Details()
	case "changed", "closed", "reopened":
		return model.ThreatDiff{Fields: t.Fields}.Details()
	}
	return nil
}
