package tryout

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
)

// A Page is a sheet of a workbook: its name and its rows. A cell "TRUE" or "FALSE" is a
// truth value, as spreadsheets keep ticks.
type Page struct {
	Name string
	Rows [][]string
}

// Workbook makes the file of a spreadsheet.
func Workbook(pages ...Page) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	part := func(name, text string) {
		f, err := z.Create(name)
		if err == nil {
			_, err = f.Write([]byte(text))
		}
		if err != nil {
			panic(err) // memory only: it cannot fail
		}
	}
	part("[Content_Types].xml", "<Types/>")
	var sheets, rels strings.Builder
	for i, p := range pages {
		fmt.Fprintf(&sheets, `<sheet name="%s" r:id="r%d"/>`, escaped(p.Name), i)
		fmt.Fprintf(&rels, `<Relationship Id="r%d" Target="worksheets/s%d.xml"/>`, i, i)
	}
	part("xl/workbook.xml", `<workbook xmlns:r="x"><sheets>`+sheets.String()+`</sheets></workbook>`)
	part("xl/_rels/workbook.xml.rels", `<Relationships>`+rels.String()+`</Relationships>`)
	for i, p := range pages {
		part(fmt.Sprintf("xl/worksheets/s%d.xml", i), p.xml())
	}
	if err := z.Close(); err != nil {
		panic(err)
	}
	return b.Bytes()
}

func (p Page) xml() string {
	var b strings.Builder
	b.WriteString("<worksheet><sheetData>")
	for _, row := range p.Rows {
		b.WriteString("<row>")
		for _, cell := range row {
			switch cell {
			case "TRUE":
				b.WriteString(`<c t="b"><v>1</v></c>`)
			case "FALSE":
				b.WriteString(`<c t="b"><v>0</v></c>`)
			default:
				b.WriteString(`<c t="inlineStr"><is><t xml:space="preserve">` + escaped(cell) + `</t></is></c>`)
			}
		}
		b.WriteString("</row>")
	}
	return b.String() + "</sheetData></worksheet>"
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // to memory
	return b.String()
}

// A MatrixControl is a control of a workbook that has the shape of the AI Controls Matrix.
type MatrixControl struct {
	ID, Domain, Title, Specification, Type string

	Owners     [4]string // as the cells have them
	Components [6]bool
	Lifecycle  [6]string
	Threats    [9]bool
	Mappings   map[string][3]string // by framework: mapping, gap level, addendum
	Guidelines map[string]string    // implementation, by role; and by "shared"
	Auditing   map[string]string    // by role
	Questions  []string
}

// Matrix makes a workbook that has the shape of the AI Controls Matrix: its sheets, its
// headers, its stamp. What stands in it is the caller's.
func Matrix(version string, frameworks []string, controls ...MatrixControl) []byte {
	stamp := fmt.Sprintf(`{"specification_name":"AI Controls Matrix","specification_version":%q}`, version)
	lead := []string{"Control Domain", "Control Title", "Control ID", "Control Specification"}
	header := append([]string{}, append(lead, "Control Type",
		"Cloud/AI Processing Infrastructure (PI)", "Model", "Orchestrated Services", "Application",
		"Phys", "Network", "Compute", "Storage", "App", "Data",
		"Preparation", "Development", "Evaluation/Validation", "Deployment", "Delivery", "Service Retirement",
		"Model manipulation", "Data poisoning", "Sensitive data disclosure", "Model theft", "Model/Service Failure/Malfunctioning",
		"Insecure supply chain", "Insecure apps/plugins", "Denial of Service (DoS)", "Loss of governance/compliance")...)
	group := make([]string, len(header))
	group[0], group[5], group[9], group[15], group[21] = "AI Controls Matrix", "Typical Control Applicability and Ownership", "Architectural Relevance - AI Stack Components", "Lifecycle Relevance", "Threat Category"
	matrix := Page{"AICM", [][]string{{stamp}, group, header}}
	mapGroup, mapHeader := make([]string, 4), lead
	for _, f := range frameworks {
		mapGroup = append(mapGroup, f, "", "")
		mapHeader = append(mapHeader[:len(mapHeader):len(mapHeader)], "Control Mapping", "Gap Level", "Addendum")
	}
	mappings := Page{"Scope Applicability (Mappings)", [][]string{{stamp}, mapGroup, mapHeader}}
	guides := []string{"shared", "MP", "OSP", "AP", "AIC", "CSP"}
	guideHeader := append(lead[:4:4], "Shared Implementation Guidelines", "Implementation Guidelines for Model Provider (MP)", "Implementation Guidelines for Orchestrated Service Provider (OSP)",
		"Implementation Guidelines for Application Provider (AP)", "Implementation Guidelines for AI Customer (AIC)", "Implementation Guidelines for Cloud Service Provider (CSP)")
	implementation := Page{"Implementation Guidelines", [][]string{{stamp}, {"Guidelines"}, guideHeader}}
	audits := []string{"AP", "OSP", "MP", "AIC", "CSP"}
	auditing := Page{"Auditing Guidelines", [][]string{{stamp}, append(lead[:4:4], "Application Provider", "Orchestrated Service Provider", "Model Provider", "AI Customer", "Cloud Service Provider")}}
	questions := Page{"AI-CAIQ", [][]string{{stamp}, append(lead[:4:4], "Question ID", "Consensus Assessments Question")}}
	domain := ""
	for _, c := range controls {
		if c.Domain != domain {
			domain = c.Domain
			prefix, _, _ := strings.Cut(c.ID, "-")
			matrix.Rows = append(matrix.Rows, []string{domain + " - " + prefix})
		}
		four := []string{c.Domain, c.Title, c.ID, c.Specification}
		row := append(append(four[:4:4], c.Type), c.Owners[:]...)
		row = append(row, ticks(c.Components[:])...)
		row = append(row, c.Lifecycle[:]...)
		matrix.Rows = append(matrix.Rows, append(row, ticks(c.Threats[:])...))
		row = four[:4:4]
		for _, f := range frameworks {
			m := c.Mappings[f]
			row = append(row, m[:]...)
		}
		mappings.Rows = append(mappings.Rows, row)
		row = four[:4:4]
		for _, role := range guides {
			row = append(row, c.Guidelines[role])
		}
		implementation.Rows = append(implementation.Rows, row)
		row = four[:4:4]
		for _, role := range audits {
			row = append(row, c.Auditing[role])
		}
		auditing.Rows = append(auditing.Rows, row)
		for i, q := range c.Questions {
			questions.Rows = append(questions.Rows, append(four[:4:4], fmt.Sprintf("%s.%d", c.ID, i+1), q))
		}
	}
	return Workbook(Page{"Introduction", [][]string{{stamp}, {"what this is"}}}, matrix, mappings, implementation, auditing, questions)
}

func ticks(which []bool) []string {
	cells := make([]string, len(which))
	for i, yes := range which {
		cells[i] = strings.ToUpper(fmt.Sprint(yes))
	}
	return cells
}
