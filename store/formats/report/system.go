package report

import (
	"parry/model"
)

// system says what was assessed, who has a part in it, and what the assessment
// rests on; nothing where nobody wrote it down.
func (d *draft) system() {
	r := d.Register
	if s := r.Sheet(model.KindSystem, string(model.KindSystem)); s != nil {
		kind, _ := model.SheetKindOf(model.KindSystem)
		for _, f := range kind.Fields {
			if text := s.Get(f.Name); text != "" {
				d.part(md(f.Title), esc(text))
			}
		}
		d.end()
	}
	for _, list := range []struct {
		kind  model.Kind
		title md
	}{{model.KindParty, "Parties"}, {model.KindAsset, "Assets"}, {model.KindAssumption, "Assumptions"}} {
		d.sheets(list.kind, list.title)
	}
	d.howFar(r)
}

// howFar says how far this assessment goes and how long it holds, where the assessor
// wrote it.
func (d *draft) howFar(r *model.Register) {
	s := r.Sheet(model.KindConclusion, string(model.KindConclusion))
	if s == nil || s.Get("limits") == "" && s.Get("next_assessment") == "" {
		return
	}
	d.part("Limits of this assessment", or(s.Get("limits"), "not written"))
	d.part("Holds until", or(s.Get("next_assessment"), "no day is set for the next one"))
	d.end()
}

// scoped says whether anything of the scope was written down.
func (d *draft) scoped() bool {
	return kind(model.KindSystem, model.KindParty, model.KindAsset, model.KindAssumption)(d)
}

// sheets writes the records of a kind as a table of its first fields.
func (d *draft) sheets(kind model.Kind, title md) {
	all := d.Register.Sheets(kind)
	if len(all) == 0 {
		return
	}
	k, _ := model.SheetKindOf(kind)
	shown := k.Fields[:min(len(k.Fields), maxColumns-1)]
	d.heading(3, title)
	head := []md{"ID"}
	for _, f := range shown {
		head = append(head, md(f.Title))
	}
	d.head(head...)
	for _, s := range all {
		row := []md{esc(s.ID)}
		for _, f := range shown {
			row = append(row, or(s.Get(f.Name), "-"))
		}
		d.row(row...)
	}
	d.end()
}

// approval says who approved the register's method; "" if nobody is on record.
func (d *draft) approval() md {
	last := d.Register.Approval(d.AsOf).By
	if last == nil {
		return ""
	}
	text := md(" by ") + or(last.Get("by"), "somebody who was not written down")
	if on := last.Get("on"); on != "" {
		text += " on " + esc(on)
	}
	if until := last.Get("until"); until != "" {
		text += " until " + esc(until)
	}
	return text
}
