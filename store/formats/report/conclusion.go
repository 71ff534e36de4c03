package report

import "parry/model"

// concluded says whether the assessor wrote a conclusion.
func (d *draft) concluded() bool {
	s := d.words()
	return s != nil && (s.Get("summary") != "" || s.Get("questions") != "" || s.Get("residual") != "")
}

func (d *draft) words() *model.Sheet {
	return d.Register.Sheet(model.KindConclusion, string(model.KindConclusion))
}

// conclusion holds the assessor's own words, as a quotation; they stand in every new
// report as they were written.
func (d *draft) conclusion() {
	s := d.words()
	for _, line := range paragraphs(s.Get("summary")) {
		d.say("> " + line)
	}
	d.part("What is left, judged as a whole", or(s.Get("residual"), "not judged yet")+because(s.Get("residual_reason")))
	d.part("Open questions", or(s.Get("questions"), "none were written down"))
	if known, all := model.KnownBefore(d.Register); all > 0 {
		d.part("Incidents that the register knew of before", md(number(known)+" of "+number(all)))
	}
	d.end()
}

func because(reason string) md {
	if reason == "" {
		return ""
	}
	return ": " + esc(reason)
}
