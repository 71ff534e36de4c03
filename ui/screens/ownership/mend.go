package ownership

import (
	"slices"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// concerned are the findings that the cell under the cursor has to do with, those that
// weigh most first; on the id all of the row.
func (s *Screen) concerned() []model.Finding {
	row := s.row()
	if row == nil {
		return nil
	}
	column := s.table.Chosen()
	layer, onLayer := layerAt(column)
	var fs []model.Finding
	for _, f := range row.Findings {
		switch {
		case f.Severity == model.SeverityInfo:
		case onLayer && !slices.ContainsFunc(row.Cell(layer), func(c model.Finding) bool { return c.ID == f.ID }):
		case column == lead && f.Rule != "S4" && f.Rule != "S9":
		case column == person && f.Rule != "S7":
		default:
			fs = append(fs, f)
		}
	}
	return fs
}

// mendable is the first of them that can be put right without a word.
func (s *Screen) mendable() (model.Finding, model.Edit, bool) {
	for _, f := range s.concerned() {
		if e, ok := model.Fix(s.bench.Register(), f, s.bench.Today); ok {
			return f, e, true
		}
	}
	return model.Finding{}, model.Edit{}, false
}

func (s *Screen) cannotMend() string {
	if why := s.cannotEdit(); why != "" {
		return why
	}
	fs := s.concerned()
	if len(fs) == 0 {
		return "no finding is on the cell; ! goes to the next one"
	}
	if _, _, ok := s.mendable(); !ok {
		return fs[0].Rule + " needs a word from you: " + fs[0].Text
	}
	return ""
}

func (s *Screen) mend() {
	s.arrive()
	if _, e, ok := s.mendable(); ok {
		s.bench.Do(e)
	}
}

func (s *Screen) cannotTurn() string {
	if why := s.cannotEdit(); why != "" {
		return why
	}
	if _, ok := layerAt(s.table.Chosen()); !ok {
		return "the cursor is on no layer; go to PI, Model, Orch. or App"
	}
	return ""
}

// turnOwner gives the layer the next value that is allowed on it; not applicable and unset
// come last.
func (s *Screen) turnOwner(by int) {
	s.arrive()
	layer, _ := layerAt(s.table.Chosen())
	values := append(s.bench.Register().Deployment().Allowed(layer), model.NotApplicable, model.Unset)
	at := slices.Index(values, s.row().Owner(layer))
	if at < 0 && by < 0 {
		at = 0
	}
	next := values[(at+by+len(values))%len(values)]
	s.bench.Do(model.SetFields(s.here(), model.Assignment{Field: model.OwnerFields[layer], Value: string(next)}))
}

// turnLead gives the threat the next lead of the roles that hold a layer; none comes last.
func (s *Screen) turnLead() {
	s.arrive()
	o := &s.row().Threat.Ownership
	var roles []string
	for _, role := range model.Roles {
		if slices.ContainsFunc(o.Layers[:], func(l model.LayerOwner) bool { return l.Value.Holds(role) }) {
			roles = append(roles, role)
		}
	}
	roles = append(roles, "")
	next := roles[(slices.Index(roles, o.Lead)+1)%len(roles)]
	s.bench.Do(model.SetFields(s.here(), model.Assignment{Field: "lead_role", Value: next}))
}

// claim asks who says that the layer is whose, and where.
func (s *Screen) claim() {
	s.arrive()
	layer, _ := layerAt(s.table.Chosen())
	id := s.here()
	s.popup.Ask(s.bench, "Who says something about "+model.Layers[layer]+" of "+id+"?", "a party or role: MP, Acme Cloud", "", func(who string) {
		if strings.TrimSpace(who) == "" {
			s.bench.Refuse("a claim needs who says it")
			return
		}
		var options []widget.Option
		for _, o := range model.Owners {
			options = append(options, widget.Option{Value: string(o), Label: ownerName(o)})
		}
		s.popup.Pick("According to "+who+", "+model.Layers[layer]+" is owned by", string(s.row().Owner(layer)), options, func(owner string) {
			s.popup.Ask(s.bench, "In which document does "+who+" say so?", "such as: AI-CAIQ 3.1; the day is today's, and can be changed in the field", "", func(document string) {
				s.bench.Do(model.RecordClaim(id, model.Claim{Who: strings.TrimSpace(who), Layer: model.Layers[layer], Owner: model.Owner(owner), Document: strings.TrimSpace(document), On: s.bench.Today}))
			})
		})
	})
}

// evidence opens the evidence of the layer, or of the threat.
func (s *Screen) evidence() {
	s.arrive()
	name := "evidence"
	if layer, ok := layerAt(s.table.Chosen()); ok {
		name += "_" + strings.ToLower(model.Layers[layer])
	}
	s.box.Open(s.bench, s.threat(), name)
}

func (s *Screen) cannotAccept() string {
	if why := s.cannotEdit(); why != "" {
		return why
	}
	if len(s.concerned()) == 0 {
		return "no finding is on the cell; ! goes to the next one"
	}
	return ""
}

// accept asks for all that an exception needs, and makes it.
func (s *Screen) accept() {
	s.arrive()
	fs := s.concerned()
	if len(fs) > 1 {
		var options []widget.Option
		for _, f := range fs {
			options = append(options, widget.Option{Value: f.ID, Explain: f.Text})
		}
		s.popup.Pick("Which finding is accepted?", "", options, func(id string) {
			s.acceptOne(fs[slices.IndexFunc(fs, func(f model.Finding) bool { return f.ID == id })])
		})
		return
	}
	s.acceptOne(fs[0])
}

func (s *Screen) acceptOne(f model.Finding) { s.popup.Accept(s.bench, f, f.Text) }

func (s *Screen) turnBase() {
	s.base = !s.base
	s.matrix.stamp++
	if !s.base {
		s.bench.Say("only findings are marked")
		return
	}
	n := 0
	for _, d := range model.BaselineDiffs(s.bench.Register()) {
		n += len(d.Threats)
	}
	s.bench.Say("~ differs from TVM-13's own ownership (PI CSP, Model MP, Orchestrated MP-OSP, Application OSP-AP): %s", number(n, "cell"))
}
