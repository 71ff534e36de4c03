package answer

import (
	"fmt"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// rows are what the list shows: checks, guidelines, the roles' own, standards, the block.
type rows struct {
	screen  *Screen
	answer  *model.Answer // nil until it is asked for
	kept    model.Answering
	proof   model.Proof
	version uint64 // of the register it was computed at
	today   string
	present bool // others looked on when it was told
	stamp   uint64
	list    []row
}

// A row is one line of the list, and what is told of it.
type row struct {
	key, state, of, what string
	bad                  bool
	story                []string
	fails, excepted      []string // of a check: there may be very many
}

// blockKey begins the keys of the rows of the answer block.
const blockKey = "caiq "

// refresh computes the answer once for a version of the register.
func (s *Screen) refresh() {
	r, register := &s.rows, s.bench.Register()
	if r.answer != nil && r.version == register.Version() && r.today == s.bench.Today && r.present == s.bench.Present {
		return
	}
	lib := model.Library{}
	if s.bench.Gather != nil {
		lib = s.bench.Library()
	}
	r.answer = r.kept.Answer(register, s.bench.Grounds(), lib, r.proof)
	r.version, r.today, r.present = register.Version(), s.bench.Today, s.bench.Present
	r.stamp++
	r.fill()
	index := make([]int, len(r.list))
	for i := range index {
		index[i] = i
	}
	s.table.SetIndex(index)
	s.cover.refresh()
}

func (r *rows) fill() {
	r.list = r.list[:0]
	a := r.answer
	for _, c := range a.Checks {
		r.list = append(r.list, row{key: c.ID, state: c.Word(), of: fmt.Sprintf("%d of %d", c.N, c.M), what: c.Title, bad: !c.Passed && !c.Covered(),
			story: []string{c.Note}, fails: c.Failing, excepted: c.Excepted})
	}
	for _, g := range a.Guidelines {
		var story []string
		for _, i := range g.Items {
			story = append(story, i.String())
		}
		story = append(story, g.Wording+"; "+evidence(g.Evidence))
		state := "ok"
		if g.Met() < len(g.Items) {
			state = "part"
		}
		r.list = append(r.list, row{key: g.ID, state: state, of: fmt.Sprintf("%d of %d", g.Met(), len(g.Items)), what: g.Title, story: story})
	}
	for _, own := range a.Own {
		state := "ok"
		if len(own.Evidence) == 0 {
			state = "none"
		}
		_, n, _ := strings.Cut(own.ID, ".")
		story := append(strings.Split(own.Text, "\n")[1:], "", "a step of an audit of the "+own.Role+", in the words of "+own.Of+"; "+evidence(own.Evidence))
		r.list = append(r.list, row{key: own.ID, state: state, what: own.Role + " " + n + ": " + strings.SplitN(own.Text, "\n", 2)[0], story: story})
	}
	for _, st := range a.Standards {
		story := []string{"gap: " + st.Gap + "; to add: " + st.Addendum, evidence(st.Evidence), st.Note, "asks: " + st.Asks}
		for _, one := range st.Added {
			story = append(story, one.Asks+": "+one.Has)
		}
		r.list = append(r.list, row{key: st.ID, state: short[st.State], what: st.ID + ": " + st.State, story: story})
	}
	b := a.Block
	if r.present {
		b.Implementation = r.hidden(b.Implementation)
	}
	for _, f := range [][2]string{{"Answer", b.Answer}, {"Ownership", b.Ownership}, {"Implementation", b.Implementation}, {"Customer", b.Customer}} {
		r.list = append(r.list, row{key: blockKey + f[0], what: "AI-CAIQ " + strings.ToLower(f[0]) + ": " + f[1], story: append([]string{f[1]}, a.Lint...)})
	}
}

// told is the story of a row, as much of it as fits so many cells.
func (r *row) told(room int) []string {
	what := strings.TrimPrefix(r.what, r.key+": ")
	if r.block() {
		what = "" // the story tells it whole
	}
	story := append([]string{what}, r.story...)
	for _, of := range []struct {
		name string
		ids  []string
	}{{"fails: ", r.fails}, {"excepted: ", r.excepted}} {
		if len(of.ids) > 0 {
			story = append(story, of.name+joined(of.ids, room))
		}
	}
	return story
}

// block says whether the row is a field of the answer block.
func (r *row) block() bool { return strings.HasPrefix(r.key, blockKey) }

// title heads what is told of the row.
func (r *row) title() string {
	if r.block() {
		return "AI-CAIQ " + strings.ToLower(strings.TrimPrefix(r.key, blockKey))
	}
	return strings.TrimSpace(r.key + "  " + r.of)
}

// joined joins ids until nobody would see one more: each is seen as a cell at least.
func joined(ids []string, room int) string {
	if len(ids) > room {
		ids = ids[:room]
	}
	return strings.Join(ids, ", ")
}

// hidden takes the name of who owns the plan out of the text that tells the plan.
func (r *rows) hidden(text string) string {
	b := r.screen.bench
	block := b.Register().Sheet(model.KindAnswer, string(model.KindAnswer))
	if block == nil || block.Get("plan_owner") == "" {
		return text
	}
	name := block.Get("plan_owner")
	return strings.ReplaceAll(text, name, b.SheetText(model.KindAnswer, "plan_owner", name))
}

// short are the states of a standard in the width of their column.
var short = map[string]string{model.Evidenced: "ok", model.PartlyShown: "part", model.NotEvidenced: "none", model.NotInScope: "out", "does not apply": "n/a", "unknown": "?", model.NoMapping: "-"}

func evidence(ids []string) string {
	if len(ids) == 0 {
		return "evidence: none names it"
	}
	return "evidence: " + strings.Join(ids, ", ")
}

// Key names a row by the check, guideline, standard or field.
func (r *rows) Key(row int) string { return r.list[row].key }

// Version changes with each computing.
func (r *rows) Version(int) uint64 { return r.stamp }

func columns() []widget.Column {
	return []widget.Column{
		{Title: "Check", Width: 5, Priority: 4},
		{Title: "State", Width: 5, Priority: 3},
		{Title: "Of", Width: 9, Priority: 2, Right: true},
		{Title: "What", Width: 20, Flex: true},
	}
}

// Cells are one row in words.
func (r *rows) Cells(at int, cells []widget.Cell) {
	one := &r.list[at]
	if len(one.key) <= 3 {
		cells[0].Text = one.key
	}
	cells[1].Text, cells[2].Text, cells[3].Text = one.state, one.of, one.what
	if one.bad {
		cells[1].Look = r.screen.bench.Pen.Error
	}
}
