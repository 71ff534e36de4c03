package importing

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"parry/model"
	"parry/store/mapping"
	"parry/ui/widget"
)

// isTable says whether the file is a table that other people keep.
func (o *offer) isTable() bool {
	return o.filled == nil && o.mapping.Trace != nil && len(o.mapping.Trace.Columns) > 0
}

// fresh says whether nobody has said yet, or agreed, what is what in the table.
func (o *offer) fresh() bool { return o.isTable() && !o.known }

// remembers says whether the register remembers how this table was read, and nobody said
// anything else of it yet.
func (x *Box) remembers(o *offer) bool {
	trace := o.mapping.Trace
	if o.known || o.mapping.Said() || trace.Key == "" {
		return false
	}
	sheet := o.mapping.Sheet
	o.mapping = mapping.Remembered(x.bench.Work.Draft(trace.Draft()))
	o.mapping.Trace, o.mapping.Sheet = trace, sheet
	o.known = o.mapping.Said()
	return o.known
}

// What may be done with the columns, beside choosing one of them by its number.
const (
	goOn    = "go on"
	numbers = "numbers"
	sheets  = "sheets"
)

// columns shows each column of a table with what stands in it and the field that it goes
// to, and lets both be changed: at is the option under the cursor.
func (x *Box) columns(o *offer, at string) {
	err := o.mapping.Retrace()
	onward := widget.Option{Value: goOn, Explain: o.columnsAs()}
	if err != nil {
		onward.Explain = "not yet: " + sentence(err)
	}
	options := []widget.Option{onward, {Value: numbers, Label: "what numbers mean", Explain: o.numbersMean()}}
	if o.isWorkbook() {
		options = append(options, widget.Option{Value: sheets, Label: "another sheet", Explain: o.sheetsAs()})
	}
	wide := 0
	for _, c := range o.mapping.Trace.Columns {
		wide = max(wide, len([]rune(goesTo(c))))
	}
	for i, c := range o.mapping.Trace.Columns {
		options = append(options, widget.Option{Value: strconv.Itoa(i), Label: nameOf(c, i), Explain: fmt.Sprintf("%-*s   %s", wide, goesTo(c), strings.Join(c.Examples, " · "))})
	}
	if at == "" {
		at = goOn
	}
	x.then = nil
	x.popup.Pick(o.name()+": which column is which", at, options, func(what string) {
		switch n, isColumn := strconv.Atoi(what); {
		case isColumn == nil:
			x.askField(o, n)
		case what == numbers:
			x.askScale(o, nil)
		case what == sheets:
			x.askSheet(o, func() { x.columns(o, at) })
		case err != nil:
			x.bench.Refuse("%s", sentence(err))
			x.columns(o, at)
		default:
			o.mapping.Agree()
			o.known = true
			x.read(o)
		}
	})
}

// isWorkbook says whether the file has more than one sheet to choose from.
func (o *offer) isWorkbook() bool {
	return o.filled == nil && o.mapping.Trace != nil && len(o.mapping.Trace.Sheets) > 1
}

// sheetsAs says which sheet is read, and which are not.
func (o *offer) sheetsAs() string {
	var others []string
	for _, name := range o.mapping.Trace.Sheets {
		if name != o.mapping.Trace.Sheet {
			others = append(others, widget.Clean(name))
		}
	}
	return widget.Clean(o.mapping.Trace.Sheet) + " is read, not " + strings.Join(others, ", ")
}

// askSheet asks which sheet of a workbook is read; what was said of the columns of another
// does not hold for it.
func (x *Box) askSheet(o *offer, back func()) {
	var options []widget.Option
	for _, name := range o.mapping.Trace.Sheets {
		options = append(options, widget.Option{Value: name, Label: widget.Clean(name)})
	}
	x.popup.Pick("Which sheet of "+o.name()+"?", o.mapping.Trace.Sheet, options, func(name string) {
		o.mapping, o.known = mapping.Mapping{Sheet: name, Trace: new(mapping.Trace)}, false
		x.read(o)
	})
	x.then = back
}

// sentence is what is said of columns, without the way out of the command line.
func sentence(err error) string {
	text, _, _ := strings.Cut(err.Error(), "; ")
	if errors.Is(err, mapping.ErrScale) {
		return text
	}
	return text + "; choose it below"
}

func nameOf(c mapping.Taken, at int) string {
	if c.Name == "" {
		return fmt.Sprintf("column %d", at+1)
	}
	return c.Name
}

// goesTo says where the cells of a column go.
func goesTo(c mapping.Taken) string {
	switch c.Field {
	case "":
		return "stays with the threat"
	case mapping.Leave:
		return "left out"
	}
	return "→ " + c.Field
}

// columnsAs says in a line what is what.
func (o *offer) columnsAs() string {
	var taken, kept, left int
	for _, c := range o.mapping.Trace.Columns {
		switch c.Field {
		case "":
			kept++
		case mapping.Leave:
			left++
		default:
			taken++
		}
	}
	says := fmt.Sprintf("%d columns go to fields, %d stay with their threats, %d left out", taken, kept, left)
	if o.known && o.mapping.Scale != mapping.Words {
		says += "; numbers: " + o.numbersMean()
	}
	return says
}

func (o *offer) numbersMean() string {
	if o.mapping.Scale == mapping.Words {
		return "asked if likelihood, impact or level are numbers"
	}
	return string(o.mapping.Scale) + ": " + o.mapping.Scale.Means()
}

// What a column may be beside a field.
const (
	stays = "it stays with the threat"
	goes  = "it is left out"
)

// askField asks which field a column goes to.
func (x *Box) askField(o *offer, column int) {
	c := o.mapping.Trace.Columns[column]
	if c.Name == "" {
		x.bench.Refuse("the header has no name for this column; it stays with the threats, unless you give it one in the file")
		x.columns(o, strconv.Itoa(column))
		return
	}
	options := []widget.Option{
		{Value: mapping.Keep, Label: stays, Explain: "under its name, at the end of the notes"},
		{Value: mapping.Leave, Label: goes, Explain: "nothing of it is kept"},
	}
	taken := map[string]string{}
	for _, other := range o.mapping.Trace.Columns {
		taken[other.Field] = other.Name
	}
	for _, f := range model.Fields {
		if f.Hidden {
			continue
		}
		explain := f.Name
		if other := taken[f.Name]; other != "" && other != c.Name {
			explain += "   now from " + other
		}
		options = append(options, widget.Option{Value: f.Name, Label: f.Title, Explain: explain})
	}
	now := c.Field
	if now == "" {
		now = mapping.Keep
	}
	x.popup.Pick(c.Name+": "+strings.Join(c.Examples, " · "), now, options, func(field string) {
		o.mapping.Instead(c.Name, field)
		x.columns(o, strconv.Itoa(column))
	})
	x.then = func() { x.columns(o, strconv.Itoa(column)) }
}

// askScale asks what the numbers of a table mean: why is that they stand there, and nobody
// said it; nil where somebody wants to say so.
func (x *Box) askScale(o *offer, why error) {
	var options []widget.Option
	for _, s := range mapping.Scales {
		options = append(options, widget.Option{Value: string(s), Label: string(s), Explain: s.Means()})
	}
	title := "What do its numbers mean?"
	if why != nil {
		said, _, _ := strings.Cut(why.Error(), ";")
		title += " " + said
	}
	x.popup.Pick(title, string(o.mapping.Scale), options, func(scale string) {
		o.mapping.Scale = mapping.Scale(scale)
		if why == nil {
			x.columns(o, "")
			return
		}
		x.read(o)
	})
	x.then = func() { x.columns(o, "") }
}
