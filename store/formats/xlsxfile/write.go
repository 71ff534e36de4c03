package xlsxfile

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"parry/model"
	"parry/store/intake"
	"parry/store/workbook"
)

// The parts around the sheet. The second cell format is the header's.
const (
	declaration = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	mainSpace   = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	relSpace    = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`

	contentTypes = declaration + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
		`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
		`<Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>` +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`
	packageRels = declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + relSpace + `/officeDocument" Target="xl/workbook.xml"/></Relationships>`
	workbookRels = declaration + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
		`<Relationship Id="rId1" Type="` + relSpace + `/worksheet" Target="worksheets/sheet1.xml"/>` +
		`<Relationship Id="rId2" Type="` + relSpace + `/styles" Target="styles.xml"/></Relationships>`
	book   = declaration + `<workbook ` + mainSpace + ` xmlns:r="` + relSpace + `"><sheets><sheet name="Threats" sheetId="1" r:id="rId1"/></sheets></workbook>`
	styles = declaration + `<styleSheet ` + mainSpace + `><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
		`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>` +
		`<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>` +
		`<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs></styleSheet>`
	sheetHead = declaration + `<worksheet ` + mainSpace + `><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>`
	sheetFoot = `</sheetData></worksheet>`
)

// Write writes the threats in the order given, with the columns of our CSV that they
// need. The same threats give the same bytes. What parry would not read back is refused.
func Write(w io.Writer, threats []*model.Threat) error {
	packed, opened := &counting{to: w}, &counting{}
	z := zip.NewWriter(packed)
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", contentTypes}, {"_rels/.rels", packageRels}, {"xl/workbook.xml", book},
		{"xl/_rels/workbook.xml.rels", workbookRels}, {"xl/styles.xml", styles},
	} {
		f, err := z.Create(part.name)
		if err != nil {
			return err
		}
		if _, err := io.WriteString(f, part.text); err != nil {
			return err
		}
	}
	f, err := z.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		return err
	}
	opened.to = f
	if err := writeSheet(bufio.NewWriter(opened), threats); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	if around := int64(len(contentTypes + packageRels + book + workbookRels + styles)); !intake.Fits(packed.n, around+opened.n) {
		return fmt.Errorf("parry would not read a workbook of these %d threats back: it is too large, or too much in it is the same; export fewer (--filter), or as CSV", len(threats))
	}
	return nil
}

// counting counts what is written.
type counting struct {
	to io.Writer
	n  int64
}

func (c *counting) Write(p []byte) (int, error) {
	n, err := c.to.Write(p)
	c.n += int64(n)
	return n, err
}

// A column is a field, or a further part of one that is too long for a cell.
type columnOf struct {
	field *model.Field
	part  int // from 0
}

func writeSheet(w *bufio.Writer, threats []*model.Threat) error {
	columns := columnsFor(threats)
	w.WriteString(sheetHead) // a bufio.Writer remembers its first error until Flush
	w.WriteString(`<row r="1">`)
	for i, c := range columns {
		name := c.field.CSVName()
		if c.part > 0 {
			name += "+" + strconv.Itoa(c.part+1)
		}
		writeText(w, cellName(i, 1), ` s="1"`, name)
	}
	w.WriteString("</row>")
	for n, t := range threats {
		fmt.Fprintf(w, "\n<row r=\"%d\">", n+2)
		var of *model.Field
		var parts []string
		for i, c := range columns {
			if c.field != of {
				of, parts = c.field, split(strings.ToValidUTF8(c.field.Get(t), "\uFFFD"))
			}
			if c.part < len(parts) {
				writeCell(w, cellName(i, n+2), c.field, parts[c.part])
			}
		}
		w.WriteString("</row>")
	}
	w.WriteString(sheetFoot)
	return w.Flush()
}

// columnsFor gives the columns that these threats need, in the table's order.
func columnsFor(threats []*model.Threat) []columnOf {
	var columns []columnOf
	for i := range model.Fields {
		f := &model.Fields[i]
		if f.Hidden {
			continue
		}
		most := 0
		if f.Base {
			most = 1
		}
		for _, t := range threats {
			if text := f.Get(t); text != "" && text != f.Implied {
				most = max(most, 1)
				if len(text) > longCell {
					most = max(most, len(split(text)))
				}
			}
		}
		for part := range most {
			columns = append(columns, columnOf{f, part})
		}
	}
	return columns
}

// split cuts a text into what a cell holds, between signs.
func split(text string) []string {
	if text == "" {
		return nil
	}
	var parts []string
	units, start := 0, 0
	for i, r := range text {
		n := 1
		if r > 0xFFFF {
			n = 2
		}
		if units+n > longCell {
			parts, start, units = append(parts, text[start:i]), i, 0
		}
		units += n
	}
	return append(parts, text[start:])
}

// writeCell writes a number as a number where that is how it is written, all else as
// text.
func writeCell(w *bufio.Writer, name string, f *model.Field, text string) {
	if n, err := strconv.ParseFloat(text, 64); f.Sort == model.Number && err == nil && strconv.FormatFloat(n, 'f', -1, 64) == text && len(text) <= 15 {
		fmt.Fprintf(w, `<c r="%s"><v>%s</v></c>`, name, text)
		return
	}
	writeText(w, name, "", text)
}

func writeText(w *bufio.Writer, name, style, text string) {
	w.WriteString(`<c r="` + name + `"` + style + ` t="inlineStr"><is><t xml:space="preserve">`)
	for i, r := range text {
		_, looks := workbook.Escaped(text[i:])
		switch {
		case r == '&':
			w.WriteString("&amp;")
		case r == '<':
			w.WriteString("&lt;")
		case r == '>':
			w.WriteString("&gt;")
		case looks:
			w.WriteString("_x005F_")
		case r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF:
			fmt.Fprintf(w, "_x%04X_", r)
		default:
			w.WriteString(text[i : i+utf8.RuneLen(r)])
		}
	}
	w.WriteString("</t></is></c>")
}

// cellName is what a cell is called: C12.
func cellName(column, row int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name + strconv.Itoa(row)
}
