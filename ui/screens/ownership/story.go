package ownership

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/theme"
	"parry/ui/widget"
)

// A story is what is known about the cell under the cursor, line by line.
type story struct {
	pen    widget.Pen
	w      int
	person func(string) string // a name as it may be shown
	lines  []string
}

// tell gives the story of a row: about one layer if the cursor is on its
// column, else about all.
func (s *Screen) tell(row *model.OwnershipRow, w int) []string {
	t := &story{pen: s.bench.Pen, w: w, person: s.bench.Person}
	t.head(row.Threat.ID + "  " + row.Threat.Title)
	layer, onLayer := layerAt(s.table.Chosen())
	if onLayer {
		t.findings(row.Cell(layer))
		t.findings(others(row, layer))
		t.layer(row, layer)
	} else {
		t.findings(row.Findings)
		t.allLayers(row)
	}
	t.claims(row, layer, onLayer)
	t.customer(row, layer, onLayer)
	t.upstream(row, layer, onLayer)
	t.proof(row, layer, onLayer, s.bench.Today)
	t.raci(row, layer, onLayer)
	return t.lines
}

// others are the row's findings that the cell has no part in.
func others(row *model.OwnershipRow, layer int) []model.Finding {
	own := map[string]bool{}
	for _, f := range row.Cell(layer) {
		own[f.ID] = true
	}
	var fs []model.Finding
	for _, f := range row.Findings {
		if !own[f.ID] {
			fs = append(fs, f)
		}
	}
	return fs
}

// inWords says what an owner value means.
func inWords(o *model.LayerOwner) string {
	switch o.Value {
	case model.Unset:
		return "nobody, not decided yet"
	case model.NotApplicable:
		return "not applicable, " + orElse(o.NAReason(), "no reason is given")
	}
	field, _ := model.FieldNamed(fieldOf(firstLayer))
	for _, c := range field.Choices {
		if c.Value == string(o.Value) {
			return string(o.Value) + ", " + c.Means
		}
	}
	return string(o.Value)
}

// broad is from where the story lies below the matrix: cells are many there,
// lines few.
const broad = 60

func (t *story) head(text string) {
	lines := t.pen.Wrap(text, t.w-2)
	if t.w >= broad {
		lines = []string{text}
	}
	for _, line := range lines {
		t.lines = append(t.lines, t.pen.Title.Paint(t.pen.Fit(" "+line, t.w)))
	}
}

// findings tells what is wrong; what is for information only is dim.
func (t *story) findings(fs []model.Finding) {
	for _, f := range fs {
		look := t.pen.Error
		if f.Severity == model.SeverityInfo {
			look = t.pen.Dim
		}
		for i, line := range t.pen.Wrap(f.ID+"  "+f.Text, t.w-4) {
			sign := "   "
			if i == 0 {
				sign = " " + t.pen.Glyphs.Problem + " "
			}
			t.lines = append(t.lines, look.Paint(sign)+line)
		}
	}
}

// labelWidth is the room for what a line is about.
const labelWidth = 10

// say adds a line under a label, wrapped under itself.
func (t *story) say(label, text string, look theme.Look) {
	for _, line := range t.pen.Wrap(text, max(t.w-labelWidth-1, 1)) {
		t.lines = append(t.lines, t.pen.Dim.Paint(t.pen.Fit(" "+label, labelWidth))+look.Paint(line))
		label = ""
	}
}

// layer tells who holds the layer, who leads and who in person.
func (t *story) layer(row *model.OwnershipRow, layer int) {
	o := &row.Threat.Ownership
	text := inWords(&o.Layers[layer])
	if row.Owner(layer) != model.NotApplicable {
		if layer == model.LayerIndex(model.ModelLayer) && o.Tuned() != model.Unset {
			text += "; its tuned part: " + ownerName(o.Tuned())
		}
		text += "; lead: " + orElse(o.LeadOn(layer), "nobody")
		text += "; person: " + orElse(t.person(o.PersonOn(layer)), "nobody")
	}
	t.say(layerTitles[layer], text, t.pen.Text)
}

// allLayers tells the whole row in short.
func (t *story) allLayers(row *model.OwnershipRow) {
	o := &row.Threat.Ownership
	var parts []string
	for layer, name := range model.Layers {
		parts = append(parts, name+": "+ownerName(row.Owner(layer)))
	}
	parts = append(parts, "lead: "+orElse(o.Lead, "nobody"), "person: "+orElse(t.person(o.Person), "nobody"))
	t.say("owners", strings.Join(parts, "; "), t.pen.Text)
}

// claims tells what the parties' documents say.
func (t *story) claims(row *model.OwnershipRow, layer int, onLayer bool) {
	var said []string
	for _, c := range row.Threat.Ownership.Claims() {
		switch {
		case !onLayer:
			said = append(said, fmt.Sprintf("%s says %s is %s", c.Who, c.Layer, ownerName(c.Owner))+where(c))
		case c.Layer == model.Layers[layer]:
			said = append(said, fmt.Sprintf("%s says %s", c.Who, ownerName(c.Owner))+where(c))
		}
	}
	if len(said) > 0 {
		t.say("claims", strings.Join(said, "; "), t.pen.Text)
	}
}

// where says in which document a claim stands, and since when.
func where(c model.Claim) string {
	text := ""
	if c.Document != "" {
		text = " in " + c.Document
	}
	if c.On != "" {
		text += " on " + c.On
	}
	return text
}

// upstream tells what a partner upstream must do, and whether it was told.
func (t *story) upstream(row *model.OwnershipRow, layer int, onLayer bool) {
	for i := range model.Layers {
		o := &row.Threat.Ownership.Layers[i]
		if o.UpstreamDuty() == "" || onLayer && i != layer {
			continue
		}
		t.say("upstream", o.UpstreamDuty()+" ("+orElse(prefixed("told on ", o.UpstreamTold()), "not told")+")", t.pen.Text)
	}
}

func prefixed(prefix, text string) string {
	if text == "" {
		return ""
	}
	return prefix + text
}

// raci tells who is responsible, accountable, consulted and informed.
func (t *story) raci(row *model.OwnershipRow, layer int, onLayer bool) {
	for _, x := range row.Threat.RACI() {
		if onLayer && x.Layer != model.Layers[layer] {
			continue
		}
		for i := range x.Consulted {
			x.Consulted[i] = t.person(x.Consulted[i])
		}
		t.say("RACI", x.Words(), t.pen.Dim)
	}
}

func ownerName(o model.Owner) string {
	switch o {
	case model.Unset:
		return "nobody"
	case model.NotApplicable:
		return "n/a"
	case model.AcrossChain:
		return "all"
	}
	return string(o)
}

// customer tells the customer's duty and whether the customer knows of it,
// where the customer holds a part.
func (t *story) customer(row *model.OwnershipRow, layer int, onLayer bool) {
	o := &row.Threat.Ownership
	if !onLayer {
		for layer = 0; layer < len(model.Layers)-1 && !row.Owner(layer).Holds(model.AIC); {
			layer++ // to the layer that the customer holds, or the application
		}
	}
	duty := o.DutyOn(layer)
	if duty == "" && !row.Owner(layer).Holds(model.AIC) {
		return
	}
	look := t.pen.Text
	if o.Uninformed(layer) {
		look = t.pen.Warning
	}
	t.say("customer", orElse(duty, "no duty is written down")+" ("+told(o, layer)+")", look)
}

// told says whether the customer was told.
func told(o *model.Ownership, layer int) string {
	switch day := orElse(o.Layers[layer].ToldOn(), o.ToldOn()); {
	case day != "":
		return "told on " + day
	case o.ToldAbout(layer):
		return "told, the day is not known"
	}
	return "not told"
}

// proof tells what shows that the owners do their part.
func (t *story) proof(row *model.OwnershipRow, layer int, onLayer bool, today string) {
	o := &row.Threat.Ownership
	evidence, expires := o.Evidence, o.Expires()
	if onLayer {
		evidence, expires = o.EvidenceOn(layer)
	}
	text, look := orElse(evidence, "none"), t.pen.Text
	switch {
	case evidence == "" || expires == "":
	case expires < today:
		text, look = text+" (expired on "+expires+")", t.pen.Warning
	default:
		text += " (until " + expires + ")"
	}
	t.say("evidence", text, look)
}

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
