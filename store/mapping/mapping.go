// Package mapping reads tables that other people keep their threats in: a header with
// their own names, a threat a row.
//
//   - header.go: which row names the columns.
//   - mapping.go: which column is taken as which of our fields; said, or guessed.
//   - scale.go: what their numbers and words mean on our five steps.
//   - table.go: the rows. own.go: a table whose columns are all ours.
//   - memory.go: how a table was read the last time.
//
// What a column holds that is not taken, or a cell that is no value of ours, stays
// with the threat under the name of its column.
package mapping

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
)

// A Mapping is how a table is to be read.
type Mapping struct {
	Columns map[string]string // name in the header → our field, or Leave, or Keep; the rest is guessed
	Scale   Scale             // of likelihood, impact and level
	Sheet   string            // of a workbook, the name of the one to read; "" for the first with a table of threats
	Trace   *Trace            // filled by the reading, where somebody wants to remember; or nil
}

// Leave says of a column that it is not to be taken, Keep that it stays with the threat
// under its name, whatever it looks like.
const (
	Leave = "-"
	Keep  = "+"
)

// Parse reads "COLUMN=FIELD"; "=FIELD" speaks of the columns that have no name.
func (m *Mapping) Parse(text string) error {
	at := strings.LastIndexByte(text, '=')
	if at < 0 {
		return fmt.Errorf("%q names no field; write COLUMN=FIELD, COLUMN=- to leave the column out, or COLUMN=+ to keep it with the threats as it is", text)
	}
	column, field := strings.TrimSpace(text[:at]), strings.TrimSpace(text[at+1:])
	if field != Leave && field != Keep {
		f, ok := fieldOf(field)
		if !ok {
			return fmt.Errorf("there is no field %q%s", field, near(field))
		}
		if f.Hidden {
			return fmt.Errorf("%s cannot come from a table: parry keeps it", f.Name)
		}
		field = f.Name
	}
	m.Say(column, field)
	return nil
}

// Say says what a column is taken as.
func (m *Mapping) Say(column, field string) {
	said := map[string]string{}
	for other, its := range m.Columns {
		said[other] = its
	}
	said[word(column)] = field
	m.Columns = said
}

// Instead is Say, and takes back what was said of another column about that field.
func (m *Mapping) Instead(column, field string) {
	for other, its := range m.Columns {
		if its == field && field != Leave && field != Keep {
			m.Say(other, Keep)
		}
	}
	m.Say(column, field)
}

func near(field string) string {
	names := make([]string, len(model.Fields))
	for i, f := range model.Fields {
		names[i] = f.Name
	}
	if name := model.Nearest(field, names); name != "" {
		return "; did you mean " + name + "?"
	}
	return ""
}

// fieldOf finds a field by its name or its CSV name, in any case.
func fieldOf(name string) (model.Field, bool) {
	i, ok := fieldAt[strings.ToLower(strings.TrimSpace(name))]
	if !ok {
		return model.Field{}, false
	}
	return model.Fields[i], true
}

// fieldAt holds the place of each field under each of its names.
var fieldAt = func() map[string]int {
	at := map[string]int{}
	for i := range model.Fields {
		f := &model.Fields[i]
		at[f.Name], at[f.CSVName()] = i, i
	}
	return at
}()

// word is a name without case, blanks and signs.
func word(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune(" _-./()#:\t\n\r\u00a0", r) }), "")
}

// guesses are what people call our fields, in English and in German, without blanks.
var guesses = map[string][]string{
	"title": words("title threat risk name summary threattitle risktitle threatname riskname riskevent threatscenario scenario headline finding " +
		"titel bedrohung risiko bezeichnung gefährdung"),
	"id":                     words("id riskid threatid ref refno reference no nr key identifier riskno nummer"),
	"notes":                  words("description details riskdescription threatdescription risikobeschreibung bedrohungsbeschreibung comment comments remarks notes beschreibung bemerkung bemerkungen kommentar"),
	"threat_source":          words("source threatsource threatactor actor threatagent agent adversary risksource quelle angreifer"),
	"threat_impact":          words("consequence consequences effect effects impactdescription folge folgen auswirkungsbeschreibung"),
	"impacted_assets":        words("asset assets affectedasset affectedassets component components system systems objekt objekte zielobjekt"),
	"inherent_likelihood":    words("likelihood probability inherentlikelihood inherentprobability likelihoodscore grosslikelihood eintrittswahrscheinlichkeit wahrscheinlichkeit eintrittshäufigkeit"),
	"inherent_impact":        words("impact inherentimpact impactscore severityofimpact grossimpact damage auswirkung schadenshöhe schaden schadensausmass schadensausmaß"),
	"inherent_declared_risk": words("severity risklevel riskrating rating level priority inherentrisk inherentrating riskscore score risikostufe risikoklasse schweregrad priorität"),
	"current_likelihood":     words("residuallikelihood currentlikelihood netlikelihood residualprobability restwahrscheinlichkeit currentassessmentlikelihood"),
	"current_impact":         words("residualimpact currentimpact netimpact restschaden currentassessmentimpact"),
	"current_declared_risk":  words("residualrisk residualrating residualrisklevel currentrisk currentrating netrisk restrisiko currentassessmentexposurerating"),
	"target_declared_risk":   words("targetrisk targetrating zielrisiko"),
	"owner_person":           words("owner riskowner threatowner responsible responsibleperson assignee assignedto accountable verantwortlich verantwortlicher risikoeigner eigentümer"),
	"controls_in_place":      words("controls existingcontrols currentcontrols controlsinplace bestehendemassnahmen umgesetztemassnahmen"),
	"controls_planned":       words("mitigation mitigations mitigationplan treatmentplan treatment plannedcontrols actions actionplan remediation recommendation riskresponsedescription massnahmen maßnahmen geplantemassnahmen"),
	"response":               words("response riskresponse treatmentoption treatmentstrategy strategy responsetype riskresponsetype behandlung behandlungsoption strategie"),
	"status":                 words("status state riskstatus"),
	"due":                    words("due duedate deadline targetdate targetcompletiondate plannedcompletion frist fällig fälligam termin zieldatum"),
	"identified":             words("identified identifiedon dateidentified dateraised raised raisedon opened openedon created createdon erfasst erfasstam"),
	"next_review":            words("nextreview reviewdate nextreviewdate überprüfung nächsteüberprüfung"),
	"ticket":                 words("ticket issue jira ticketid"),
	"category":               words("category riskcategory threatcategory kategorie"),
	"stride":                 words("stride stridecategory"),
	"likelihood_rationale":   words("likelihoodrationale likelihoodreason"),
	"impact_rationale":       words("impactrationale impactreason"),
}

func words(text string) []string { return strings.Fields(text) }

// guess gives the field that a column is likely to hold; "" if none is.
func guess(column string) string {
	if f, ok := fieldOf(column); ok && !f.Hidden {
		return f.Name
	}
	w := word(column)
	for field, names := range guesses {
		if slices.Contains(names, w) {
			return field
		}
	}
	return ""
}

// Likely says whether a header is that of a table of threats: one column is likely the
// title, and one speaks of threats or of what only they have.
func Likely(header []string) bool {
	if len(header) < 2 {
		return false
	}
	titled, rated := false, false
	for _, name := range header {
		w, field := word(name), guess(name)
		if field == "title" || slices.Contains(describing, w) {
			titled = true
			rated = rated || strings.Contains(w, "threat") || strings.Contains(w, "risk") || strings.Contains(w, "risiko") || strings.Contains(w, "bedrohung")
		}
		rated = rated || slices.Contains(telling, field)
	}
	return titled && rated
}

// describing are columns that name the threat where nothing else does, as in the register
// of NIST IR 8286.
var describing = words("riskdescription threatdescription risikobeschreibung bedrohungsbeschreibung")

// telling are the fields that only a table of threats has.
var telling = words("inherent_likelihood inherent_impact inherent_declared_risk current_declared_risk stride controls_in_place controls_planned response")

// Others says whether a header has a name for a field of ours that is not ours.
func Others(header []string) bool {
	return slices.ContainsFunc(header, func(name string) bool {
		_, ours := fieldOf(name)
		return !ours && guess(name) != ""
	})
}
