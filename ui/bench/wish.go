package bench

import "parry/model"

// A Wish says which report is wanted.
type Wish struct {
	Audience string   // "" is everybody
	Party    string   // id of the party whose part it is; "" for the whole register
	Redact   []string // what is taken out
	HTML     bool     // a page with pictures instead of Markdown
	Final    string   // the snapshot that a final one names; "" is a draft
}

// Reports writes reports.
type Reports struct {
	// Audiences and Redactions are the words of a Wish, each with what it means.
	Audiences, Redactions [][2]string
	// Text gives the report as Markdown, as it would be written.
	Text func(Wish) (string, error)
	// Write writes it beside the register and answers with its full path.
	Write func(Wish) (string, error)
}

// SayWrote says what was written of a report, and where the proof of the register failed that
// too: the report says so on its front, where nobody may look before it goes out.
func (b *Bench) SayWrote(format string, args ...any) {
	proof, err := b.Work.Prove(false) // it was made for the report
	if err == nil && len(proof.Problems) > 0 {
		b.Refuse(format+", but the proof of the register failed; `parry verify` names what is wrong, `parry restore` brings a backup from before back", args...)
		return
	}
	b.Say(format, args...)
}

// A Picture says which heatmap is wanted, and how it is written.
type Picture struct {
	Of    model.HeatmapOf
	Maps  bool   // the 5 × 5 map of every row
	Blind bool   // phase by category
	Form  string // svg, markdown or json

	Since     *model.Heatmap // what it is compared with; nil for nothing
	SinceName string
}

// Pictures writes heatmaps.
type Pictures struct {
	// Text gives one as it would be written.
	Text func(Picture) (string, error)
	// Write writes it beside the register and answers with its full path.
	Write func(Picture) (string, error)
}
