package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"parry/model"
	"parry/store"
	"parry/store/formats/report"
)

func (a *app) heatmapCommand() *cli.Command {
	return &cli.Command{Name: "heatmap", Usage: "count the threats by level", Action: a.heatmap, Description: heatmapHelp, Flags: []cli.Flag{
		&cli.StringFlag{Name: "by", Value: "phase", Usage: "`AXIS` of the rows: phase, activity, category, layer or party"},
		&cli.StringFlag{Name: "state", Value: "current", Usage: "the `STATE` to count: inherent, current or target"},
		&cli.StringFlag{Name: "case", Value: "rated", Usage: "how to take ranges: `CASE` rated, best, pessimistic or sure"},
		&cli.BoolFlag{Name: "maps", Usage: "likelihood x impact of every row"},
		&cli.BoolFlag{Name: "blind", Usage: "phase x category: where nobody found a threat"},
		&cli.StringFlag{Name: "since", Usage: "also what moved since `MOMENT`: a snapshot, a day, a number of the log, or a state such as inherent"},
		&cli.BoolFlag{Name: "flips", Usage: "which one-step change of an answer would alter a level or the order"},
		&cli.StringFlag{Name: "filter", Usage: "only threats that match `EXPR`"},
		&cli.BoolFlag{Name: "svg", Usage: "as a picture that needs nothing else"},
		jsonFlag(), &cli.BoolFlag{Name: "markdown", Usage: "as Markdown"},
		&cli.StringFlag{Name: "output", Aliases: []string{"o"}, Usage: "write to `FILE`"}}}
}

const heatmapHelp = `For example:
  parry heatmap --state inherent                      phase by level
  parry heatmap --maps --svg -o maps.svg              the 5 x 5 map of each phase
  parry heatmap --by category --case pessimistic      each range at its highest
  parry heatmap --since 2026-Q3                       and what moved
  parry heatmap --since inherent                      from inherent to current
  parry heatmap --flips --filter "level>=H"           what is worth most talk
An appetite line for a phase or category: parry record appetite phase=Delivery level=L
Nobody found a threat there, and says so: parry record attestation activity="Data collection" by=Ada on=today why="…"`

// A heatWish is which map is wanted, of which threats, in which form.
type heatWish struct {
	of        model.HeatmapOf
	maps      bool
	blind     bool
	form      string // "json", "markdown", "svg" or "" for words
	register  *model.Register
	since     *model.Heatmap // nil if it is compared with nothing
	sinceName string
}

func (a *app) heatmap(_ context.Context, c *cli.Command) error {
	wish, err := heatWishOf(c)
	if err != nil {
		return badInput(err)
	}
	return a.onDay(c, func(w *store.Workspace, day string) error {
		wish.of.Today, wish.register = day, w.Register()
		if expr := c.String("filter"); expr != "" {
			filter, err := model.ParseOn(expr, day)
			if err != nil {
				return badInput(err)
			}
			wish.register = matching(w.Register(), filter)
		}
		if c.Bool("flips") {
			return a.printFlips(c, w.Register(), wish)
		}
		if err := wish.compare(w, c.String("since")); err != nil {
			return err
		}
		return a.output(c, func(to io.Writer) error { return a.writeHeatmap(to, wish) })
	})
}

// matching is the register of the threats that a filter lets through.
func matching(r *model.Register, filter model.Filter) *model.Register {
	return r.Only(slices.DeleteFunc(slices.Clone(r.Threats()), func(t *model.Threat) bool { return !filter.Match(t) }))
}

func heatWishOf(c *cli.Command) (wish heatWish, err error) {
	if wish.of.By, err = model.ParseAxis(c.String("by")); err != nil {
		return wish, err
	}
	if wish.of.State, err = model.ParseState(c.String("state")); err != nil {
		return wish, err
	}
	if wish.of.Case, err = model.ParseCase(c.String("case")); err != nil {
		return wish, err
	}
	wish.maps, wish.blind = c.Bool("maps"), c.Bool("blind")
	if wish.maps && wish.blind {
		return wish, fmt.Errorf("--maps and --blind are two maps; ask for one")
	}
	for _, form := range []string{"json", "markdown", "svg"} {
		if c.Bool(form) && wish.form != "" {
			return wish, fmt.Errorf("--%s and --%s are two forms; ask for one", wish.form, form)
		}
		if c.Bool(form) {
			wish.form = form
		}
	}
	if wish.blind && c.String("since") != "" {
		return wish, fmt.Errorf("--blind counts what is there now; --since goes with the other maps")
	}
	return wish, nil
}

// compare takes the map that the wish is compared with: of another state, or of the
// register as it was.
func (wish *heatWish) compare(w *store.Workspace, since string) error {
	if since == "" {
		return nil
	}
	wish.sinceName = since
	of := wish.of
	if state, err := model.ParseState(since); err == nil {
		of.State = state
		wish.since = of.Map(wish.register)
		return nil
	}
	past, err := atMoment(w, since)
	if err != nil {
		return err
	}
	wish.since = of.Map(past.Register())
	return nil
}

// writeHeatmap writes the map in its form.
func (a *app) writeHeatmap(to io.Writer, wish heatWish) error {
	if wish.blind {
		return a.writeBlind(to, wish)
	}
	h := wish.of.Map(wish.register)
	switch {
	case wish.form == "svg" && wish.maps:
		return report.WriteMaps(to, h, wish.since, wish.sinceName, wish.register.Settings().Matrix)
	case wish.form == "svg":
		return report.WriteHeatmap(to, h, wish.since, wish.sinceName)
	case wish.form == "json":
		return writeJSON(to, wish.json(h), "  ")
	}
	out := &app{streams: streams{out: to, err: a.err}}
	return out.printHeatmap(h, wish)
}

// json is the map, with what moved if it is compared.
func (wish heatWish) json(h *model.Heatmap) any {
	if wish.since == nil {
		return h.JSON(wish.of.Today)
	}
	type moved struct {
		ID   string `json:"id"`
		From string `json:"from"`
		To   string `json:"to"`
	}
	moves := []moved{}
	for _, m := range model.Movements(wish.since, h) {
		moves = append(moves, moved{m.ID, m.From.String(), m.To.String()})
	}
	return struct {
		Map   any     `json:"heatmap"`
		Since string  `json:"since"`
		Moved []moved `json:"moved"`
	}{h.JSON(wish.of.Today), wish.sinceName, moves}
}

func (a *app) printHeatmap(h *model.Heatmap, wish heatWish) error {
	markdown := wish.form == "markdown"
	title := fmt.Sprintf("%s risk by %s, as of %s", h.State, h.By, wish.of.Today)
	if h.Case != model.AsRated {
		title += ", " + h.Case.Words()
	}
	if !markdown || wish.maps {
		say(a.out, "%s", title)
	}
	var err error
	if wish.maps {
		err = a.printMaps(h, wish.register.Settings().Matrix, markdown)
	} else {
		err = a.printTable(heatTable(h, wish.since), markdown)
	}
	if err != nil {
		return err
	}
	a.sayLeftOut(h, wish.register)
	if wish.since != nil {
		say(a.out, "")
		return a.printMoves(model.Movements(wish.since, h), wish.sinceName, markdown)
	}
	return nil
}

// sayLeftOut says what the counts leave out, and which lines they are held against.
func (a *app) sayLeftOut(h *model.Heatmap, of *model.Register) {
	if h.By == model.ByActivity {
		say(a.out, "")
		say(a.out, "An asterisk marks what TVM-13 asks for.")
	}
	if n := len(h.Unplaced); n > 0 {
		say(a.out, "")
		what := fmt.Sprintf("have no %s rating", h.State)
		if h.Case == model.SureOnly {
			what = fmt.Sprintf("have no %s rating, or one that is not sure", h.State)
		}
		say(a.out, "%d of %d threats %s", n, h.Total, what)
		if rated := inherentlyRated(of); n == h.Total && h.State != model.Inherent && rated > 0 {
			say(a.out, "--state inherent shows %d that have an inherent rating", rated)
		}
	}
	for i := range h.Rows {
		for _, name := range h.Rows[i].Attested {
			say(a.out, "no threat in %s: attested", name)
		}
	}
	if h.Appetite.Lines() {
		say(a.out, "appetite: %s", strings.Join(h.Appetite.Words(), "; "))
	}
}

// inherentlyRated counts the threats that have a place before any control.
func inherentlyRated(r *model.Register) (n int) {
	for _, t := range r.Threats() {
		if t.Ratings[model.Inherent].Placed() {
			n++
		}
	}
	return n
}

func (a *app) printMoves(moves []model.Movement, since string, markdown bool) error {
	if len(moves) == 0 {
		say(a.out, "nothing moved since %s", since)
		return nil
	}
	say(a.out, "%d moved since %s", len(moves), since)
	if markdown {
		say(a.out, "")
	}
	t := table{{"ID", "From", "To", "Title"}}
	for _, m := range moves {
		t = append(t, []string{m.ID, m.From.String(), m.To.String(), m.Title})
	}
	return a.printTable(t, markdown)
}

// printMaps prints the 5 × 5 map of every row that has threats: number and level in each
// cell.
func (a *app) printMaps(h *model.Heatmap, m model.Matrix, markdown bool) error {
	for i := range h.Rows {
		row := &h.Rows[i]
		say(a.out, "\n%s: %d threats, %d without a rating", row.Name, row.Threats, row.Unrated())
		if row.Threats == 0 {
			continue
		}
		if markdown {
			say(a.out, "")
		}
		if err := a.printTable(mapTable(row, m), markdown); err != nil {
			return err
		}
	}
	return nil
}

func mapTable(row *model.HeatRow, m model.Matrix) table {
	t := table{{"likelihood", "impact VL", "L", "M", "H", "VH"}}
	cells, above := row.Cells(), row.AboveIn()
	for i, l := range slices.Backward(model.Levels[:]) {
		line := []string{l.String()}
		for k, n := range cells[i] {
			line = append(line, countCell(n, above[i][k] > 0)+" "+m.Cells[i][k].String())
		}
		t = append(t, line)
	}
	return t
}

// heatTable is the count map as rows of text; "." is none, "!" stands beside counts
// above appetite, and in brackets what changed since another map.
func heatTable(h, since *model.Heatmap) table {
	t := table{{h.By.String(), "VL", "L", "M", "H", "VH", "above appetite", "unrated", "not assessed"}}
	for at := range h.Rows {
		row := &h.Rows[at]
		var change [5]int
		if since != nil {
			change, _ = h.Change(since, at)
		}
		cells := []string{row.Title()}
		for i, n := range row.Counts {
			cell := countCell(n, row.AboveAt[i] > 0)
			if change[i] != 0 {
				cell += fmt.Sprintf(" (%+d)", change[i])
			}
			cells = append(cells, cell)
		}
		t = append(t, append(cells, fmt.Sprint(row.Above), fmt.Sprint(row.Unrated()), strings.Join(row.NotAssessed, ", ")))
	}
	return t
}

func countCell(n int, above bool) string {
	switch {
	case n == 0:
		return "."
	case above:
		return fmt.Sprintf("%d!", n)
	}
	return fmt.Sprint(n)
}

func (a *app) writeBlind(to io.Writer, wish heatWish) error {
	b := model.NewBlindSpots(wish.register, wish.of.State, wish.of.Today)
	switch wish.form {
	case "svg":
		return report.WriteBlindSpots(to, b)
	case "json":
		return writeJSON(to, b.JSON(wish.of.Today), "  ")
	}
	out := &app{streams: streams{out: to, err: a.err}}
	if wish.form == "" {
		say(to, "threats by phase and category, at their worst %s level, as of %s", b.State, wish.of.Today)
	}
	t := table{append([]string{"phase"}, b.Categories...)}
	for i, name := range b.Phases {
		row := []string{name}
		for k, c := range b.Cells[i] {
			row = append(row, blindCell(c, b.Attested[k]))
		}
		t = append(t, row)
	}
	if err := out.printTable(t, wish.form == "markdown"); err != nil {
		return err
	}
	say(to, "")
	say(to, "%d pairs hold no threat; ~ has no rating, = somebody attests that there is none", b.Empty)
	return nil
}

func blindCell(c model.BlindCell, attested bool) string {
	switch {
	case c.Count == 0 && attested:
		return "="
	case c.Count == 0:
		return "."
	case !c.Worst.Rated():
		return fmt.Sprintf("%d ~", c.Count)
	}
	return countCell(c.Count, c.Above > 0) + " " + c.Worst.String()
}

// printFlips prints what one step in one answer would change.
func (a *app) printFlips(c *cli.Command, whole *model.Register, wish heatWish) error {
	flips := model.Sensitivity(whole, gather(whole), wish.register.Threats(), wish.of.State)
	if wish.form == "json" {
		type flip struct {
			ID     string `json:"id"`
			Change string `json:"change"`
			Level  string `json:"level"`
			From   int    `json:"from_place"`
			To     int    `json:"to_place"`
		}
		all := []flip{}
		for _, s := range flips {
			all = append(all, flip{s.Threat.ID, s.Change, s.Level.String(), s.From, s.To})
		}
		return a.printJSON(struct {
			Schema string `json:"schema"`
			State  string `json:"state"`
			Flips  []flip `json:"flips"`
		}{model.Schema, wish.of.State.String(), all})
	}
	t := table{{"ID", "Now", "One step", "Would be", "Place", "Then"}}
	for _, s := range flips {
		t = append(t, []string{s.Threat.ID, s.Threat.Ratings[wish.of.State].Level.String(), s.Change, s.Level.String(), fmt.Sprint(s.From), fmt.Sprint(s.To)})
	}
	return a.printTable(t, wish.form == "markdown")
}
