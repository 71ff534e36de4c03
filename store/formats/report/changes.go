package report

import (
	"fmt"
	"io"
	"strings"

	"parry/model"
)

// WriteDiff writes what differs between two moments, told in words, as Markdown:
// first what moved, word by word, then every field. A warning, if any, stands
// before all of it.
func WriteDiff(w io.Writer, from, to, warning string, d model.Diff) error {
	p := newPage(w)
	p.heading(1, "What changed")
	p.part("From", esc(from))
	p.part("To", esc(to))
	if warning != "" {
		p.part("Beware", esc(warning))
	}
	p.part("Threats", esc(d.Summary()))
	p.end()
	if len(d.Settings) > 0 {
		p.heading(2, "What the register is judged by")
		p.head("What", "Before", "After")
		for _, c := range d.Settings {
			p.row(esc(c.Field), or(c.Before, "none"), or(c.After, "none"))
		}
		p.end()
	}
	if len(d.Records) > 0 {
		p.heading(2, "Other records")
		p.head("Kind", "Which", "What happened", "Fields")
		for _, r := range d.Records {
			var fields []string
			for _, c := range r.Fields {
				fields = append(fields, c.Field+": "+orNothing(c.Before)+" to "+orNothing(c.After))
			}
			p.row(esc(r.Kind), esc(r.ID), esc(r.Act), or(strings.Join(fields, "; "), "-"))
		}
		p.end()
	}
	for _, word := range model.DiffWords {
		if threats := d.With(word); len(threats) > 0 {
			p.heading(2, md(fmt.Sprintf("%s: %d", strings.ToUpper(word[:1])+word[1:], len(threats))))
			p.changes(word, threats)
		}
	}
	return p.w.Flush()
}

// changes writes the threats that one word tells of. What lies behind is told
// where it belongs: levels under the level words, owners under theirs.
func (p page) changes(word string, threats []model.ThreatDiff) {
	p.head("Threat", "Title", "What lies behind it")
	for _, t := range threats {
		p.row(esc(t.ID), esc(t.Title), or(strings.Join(behind(word, t), "; "), "-"))
	}
	p.end()
}

func orNothing(text string) string {
	if text == "" {
		return "nothing"
	}
	return text
}
