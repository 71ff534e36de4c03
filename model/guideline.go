package model

import (
	"fmt"
	"slices"
)

// A Guideline is one of the six steps of an audit of TVM-13, as a list of what to look
// for, in our own words.
type Guideline struct {
	ID       string      `json:"id"` // AG1 to AG6
	Title    string      `json:"title"`
	Wording  string      `json:"wording"` // whose guideline it is
	Items    []AuditItem `json:"items"`
	Evidence []string    `json:"evidence"` // records in date that name it
}

// An AuditItem is one thing to look for, with how much of it is there.
type AuditItem struct {
	Text string `json:"text"`
	N    int    `json:"n"`
	M    int    `json:"m"`
}

// Met says whether all of it is there, and not nothing.
func (i AuditItem) Met() bool { return i.M > 0 && i.N == i.M }

// Met counts the items that are.
func (g *Guideline) Met() (n int) {
	for _, i := range g.Items {
		if i.Met() {
			n++
		}
	}
	return n
}

// asForCSP says that the steps are those for the cloud service provider.
const asForCSP = "as worded for the CSP"

// audited notes what the guidelines count of a threat that is one still.
func (k *checker) audited(t *Threat) (notes auditNotes) {
	notes = auditLive
	if t.ratedByName() {
		notes |= auditNamed
	}
	if t.Class.Layer == PI || slices.ContainsFunc(infrastructure, func(name string) bool { return slices.Contains(t.Class.Architecture, name) }) {
		notes |= auditInfra
		if t.Level().Rated() {
			notes |= auditRated
		}
		if t.Review.Next >= k.g.Today {
			notes |= auditAhead
		}
	}
	if t.Ownership.holds(AIC) {
		notes |= auditHeld
		if !slices.ContainsFunc([]int{0, 1, 2, 3}, t.Ownership.Uninformed) {
			notes |= auditTold
		}
	}
	return notes
}

// ratedByName says whether each rating of a threat, and there is one, names its method and version.
func (t *Threat) ratedByName() bool {
	some := false
	for i := range t.Ratings {
		r := &t.Ratings[i]
		if r.Level.Rated() && !r.byMethod() {
			return false
		}
		some = some || r.Level.Rated()
	}
	return some
}

// infrastructure are the parts of the architecture below the AI.
var infrastructure = []string{"Physical", "Network", "Compute", "Storage"}

func guidelinesOf(k *checker, a *Answer, imported *ImportedControl) []Guideline {
	r, g := k.r, k.g
	count := func(text string, of, good auditNotes) AuditItem {
		item := AuditItem{Text: text}
		for i := range k.verdicts {
			notes := k.verdicts[i].audit
			item.M += bit(notes&of == of)
			item.N += bit(notes&of == of && notes&good != 0)
		}
		return item
	}
	sheets := func(text string, kind Kind, good func(*Sheet) bool) AuditItem {
		item := AuditItem{Text: text}
		for _, s := range r.Sheets(kind) {
			item.M++
			if good(s) {
				item.N++
			}
		}
		return item
	}
	check := func(text, id string) AuditItem {
		c := a.Check(id)
		return AuditItem{text, c.N, c.M}
	}
	some := func(field string) func(*Sheet) bool { return func(s *Sheet) bool { return s.Get(field) != "" } }
	day := func(field string, days int) func(*Sheet) bool {
		return func(s *Sheet) bool {
			on := s.Get(field)
			return on != "" && on <= g.Today && !passed(on, g.Today, days)
		}
	}
	list := []Guideline{
		{ID: "AG1", Title: "the infrastructure below the AI is in the threat model", Items: []AuditItem{
			count("threats to infrastructure are rated", auditInfra, auditRated),
			count("and have a review ahead", auditInfra, auditAhead),
			sheets("the system has a boundary", KindSystem, some("boundary")), sheets("assets have a layer", KindAsset, some("layer")),
			sheets("assumptions were checked", KindAssumption, some("checked_on")),
		}},
		{ID: "AG2", Title: "who is responsible is documented, and the documents agree", Items: []AuditItem{
			check("threats without an open question of owners", "E9"), check("cells of providers with evidence in date", "E10"),
			sheets("parties have roles", KindParty, some("roles")), sheets("and a contract", KindParty, some("contract")),
		}},
		{ID: "AG3", Title: "services that detect threats to AI were looked at", Items: []AuditItem{
			check("high threats with a detection tested of late", "E11"),
			sheets("services on offer are decided on", KindService, func(s *Sheet) bool { return s.Get("state") != "" && s.Get("state") != "not looked at" }),
			sheets("detections name techniques", KindDetection, some("techniques")),
		}},
		{ID: "AG4", Title: "the logic of rating and sorting holds", Items: []AuditItem{
			check("the method is approved", "E1"), check("ratings have reasons", "E2"), {"ratings done again come out the same", k.good(checkRepeated), k.good(checkRepeated) + k.failing(checkRepeated)},
			count("threats have a category", 0, auditCategory),
		}},
		{ID: "AG5", Title: "response times for incidents with AI are set and kept", Items: []AuditItem{
			check("times are set, measured and kept", "E12"), check("incidents were held against the register", "E13"),
			incidentsInTime(r, g),
		}},
		{ID: "AG6", Title: "customers take part in the response", Items: []AuditItem{
			check("a contact of each party was tried", "E17"),
			sheets("contacts have a channel", KindContact, some("channel")), sheets("and a format of notice", KindContact, some("notice")),
			sheets("something was tried together within a year", KindExercise, day("on", yearly)),
			count("customers were told their duties", auditHeld, auditTold),
		}},
	}
	for i := range list {
		list[i].Wording, list[i].Evidence = wording(imported, a.Own, a.Roles), r.Shown(list[i].ID, g.Today)
	}
	return list
}

func incidentsInTime(r *Register, g Grounds) AuditItem {
	item, p := AuditItem{Text: "clocks of incidents that were met or still run"}, r.Policy()
	for _, s := range r.Sheets(KindIncident) {
		for _, c := range incidentClocks(s, &p, g.Today) {
			item.M++
			if !c.Breached {
				item.N++
			}
		}
	}
	return item
}

// Shown gives the ids of the records of evidence in date that name a check, a guideline
// or a reference to a standard; never nil.
func (r *Register) Shown(reference, today string) []string {
	ids, names := []string{}, calledAs(reference)
	for _, s := range r.Sheets(KindEvidence) {
		if end := s.Get("expires"); end != "" && end < today {
			continue
		}
		if namesOne(s.List("shows"), names) {
			ids = append(ids, s.ID)
		}
	}
	return ids
}

// String writes an item as a line.
func (i AuditItem) String() string { return fmt.Sprintf("%s: %d of %d", i.Text, i.N, i.M) }
