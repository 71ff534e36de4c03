package aicmworkbook

import (
	"regexp"
	"strings"

	"parry/model"
	"parry/store/intake"
)

// each hands over the rows of a sheet that stand beside a control of the matrix.
func (f *file) each(g *grid, do func(row gridRow, e *model.Entry)) {
	id := g.column("control id")
	for _, row := range g.rows {
		name := oneLine(row.cell(id))
		if at, ok := f.at[name]; ok {
			do(row, &f.c.Entries[at])
		} else if name != "" {
			f.lose(row.place, "the matrix has no control %q; the row was left out", intake.Shown(name))
		}
	}
}

// mappings reads what each control is mapped to: three columns for each framework, under
// the header of its group.
func (f *file) mappings() error {
	g, err := f.grid(sheetMappings, "control id")
	if g == nil {
		return err
	}
	type framework struct{ key, mapping, gap, addendum int }
	var keys []string
	var all []framework
	for at, label := range g.header {
		if label != "control mapping" || g.group[at] == "" {
			continue
		}
		of := framework{len(keys), at, -1, -1}
		for next := at + 1; next < len(g.header) && g.group[next] == g.group[at]; next++ {
			switch g.header[next] {
			case "gap level":
				of.gap = next
			case "addendum":
				of.addendum = next
			}
		}
		keys, all = append(keys, frameworkKey(g.group[at])), append(all, of)
	}
	if len(all) == 0 {
		f.lose("the sheet "+sheetMappings, "it names no framework above its columns; no mapping was taken")
		return nil
	}
	f.each(g, func(row gridRow, e *model.Entry) {
		for _, of := range all {
			key, mapping := keys[of.key], row.cell(of.mapping)
			put(&e.Facts, "gap "+key, oneLine(row.cell(of.gap)))
			for _, r := range references(key, mapping) {
				put(&e.Facts, "reference "+key, r)
			}
			put(&e.Texts, "mapping "+key, mapping)
			if text := row.cell(of.addendum); !saysNothing(text) {
				put(&e.Texts, "addendum "+key, text)
			}
		}
	})
	return nil
}

// frameworkKey is what a framework is called in facts: the same in every version.
func frameworkKey(group string) string {
	for _, k := range [][2]string{{"iso", "ISO"}, {"eu ai act", "EU AI Act"}, {"600-1", "NIST AI 600-1"}, {"bsi", "BSI"}} {
		if strings.Contains(strings.ToLower(group), k[0]) {
			return k[1]
		}
	}
	return group
}

func saysNothing(text string) bool {
	switch strings.ToLower(oneLine(text)) {
	case "", "n/a", "na", "none", "-":
		return true
	}
	return false
}

func (f *file) implementation() error { return f.guidelines(sheetImplementation, "implementation ") }

func (f *file) auditing() error { return f.guidelines(sheetAuditing, "auditing ") }

var roleCode = regexp.MustCompile(`\((csp|mp|osp|ap|aic)\)`)

// guidelines reads a sheet with a column for each role.
func (f *file) guidelines(sheet, name string) error {
	g, err := f.grid(sheet, "control id")
	if g == nil {
		return err
	}
	roles := map[int]string{}
	for at, label := range g.header {
		switch label {
		case "", "control id", "control title", "control domain", "control specification":
			continue
		}
		if role := roleOf(label); role != "" {
			roles[at] = role
		} else {
			f.lose("the sheet "+sheet, "its column %q names no role; it was not taken", intake.Shown(g.title(at)))
		}
	}
	f.each(g, func(row gridRow, e *model.Entry) {
		for at := range g.header {
			if role := roles[at]; role != "" && !saysNothing(row.cell(at)) {
				put(&e.Texts, name+role, row.cell(at))
			}
		}
	})
	return nil
}

// roleOf is the role that a column is for, by its code or its words.
func roleOf(label string) string {
	if m := roleCode.FindStringSubmatch(label); m != nil {
		return strings.ToUpper(m[1])
	}
	for _, w := range [][2]string{{"shared", "shared"}, {"all ", "shared"}, {"orchestrat", "OSP"}, {"model", "MP"}, {"application", "AP"}, {"customer", "AIC"}, {"cloud", "CSP"}} {
		if strings.Contains(label, w[0]) {
			return w[1]
		}
	}
	return ""
}

// questions reads the questions of the AI-CAIQ, which may be left out of a workbook.
func (f *file) questions() error {
	if f.place(sheetQuestions) < 0 {
		f.note("the workbook", "it has no sheet %q: questions are those that parry knows", sheetQuestions)
		return nil
	}
	g, err := f.grid(sheetQuestions, "question id")
	if g == nil {
		return err
	}
	id, text := g.column("question id"), -1
	for at, label := range g.header {
		if strings.Contains(label, "question") && at != id && text < 0 {
			text = at
		}
	}
	for _, row := range g.rows {
		name := oneLine(row.cell(id))
		control, _, _ := strings.Cut(name, ".")
		at, ok := f.at[control]
		switch {
		case name == "":
		case !ok:
			f.lose(row.place, "the question %q belongs to no control of the matrix; it was left out", intake.Shown(name))
		default:
			put(&f.c.Entries[at].Facts, "question", name)
			put(&f.c.Entries[at].Texts, "question "+name, row.cell(text))
		}
	}
	return nil
}
