package register

import (
	"fmt"
	"slices"
	"strings"

	"parry/model"
	"parry/ui/widget"
)

// current is what is on show, as a view under a name.
func (s *Screen) current(name string) model.View {
	return model.View{Name: name, Filter: s.filter.text, Sort: model.Order(s.order.keys).String(), Columns: s.names, Group: s.group.by}
}

// show shows the register through a view; nil shows all of it as at the start.
func (s *Screen) show(v *model.View) {
	if v == nil {
		v = &model.View{}
	}
	s.view.name = v.Name
	s.names, s.order = slices.Clone(v.Columns), order{}
	for part := range strings.SplitSeq(v.Sort, ",") {
		if name, down := strings.CutPrefix(part, "-"); name != "" {
			s.order.keys = append(s.order.keys, model.OrderKey{Column: name, Down: down})
		}
	}
	s.setColumns(s.names)
	s.visit = nil
	s.setFilter(v.Filter)
	s.setGroup(v.Group)
	if v.Name == "" {
		s.bench.Say("all threats, as at the start")
		return
	}
	s.bench.Say("view %s: %d of %d threats", v.Name, len(s.rows.index), s.rows.total())
}

// changed says whether what is on show is no longer what the view says.
func (s *Screen) changed() bool {
	v := s.bench.Register().View(s.view.name)
	if s.view.name == "" || v == nil {
		return false
	}
	now := s.current(v.Name)
	return now.Filter != v.Filter || now.Sort != v.Sort || now.Group != v.Group || !slices.Equal(now.Columns, v.Columns)
}

// nextView goes through the saved views, and between the last and the first all
// threats.
func (s *Screen) nextView(by int) func() {
	return func() {
		views := s.bench.Register().Views()
		at := slices.IndexFunc(views, func(v *model.View) bool { return v.Name == s.view.name })
		n := len(views) + 1
		at = (at + 1 + by + n) % n
		if at == 0 {
			s.show(nil)
			return
		}
		s.show(views[at-1])
	}
}

func (s *Screen) noViews() string {
	if len(s.bench.Register().Views()) == 0 {
		return "no view is saved yet; v saves what is on show"
	}
	return ""
}

// The entries of the list of views that are none.
const (
	viewAll    = "\x00all"
	viewSave   = "\x00save"
	viewRename = "\x00rename"
	viewRemove = "\x00remove"
)

// chooseView lists the saved views, and what can be done with them.
func (s *Screen) chooseView() {
	options := []widget.Option{{Value: viewAll, Label: "all threats", Explain: "no filter, the usual columns, by id"}}
	for _, v := range s.bench.Register().Views() {
		options = append(options, widget.Option{Value: v.Name, Label: v.Name, Explain: viewWords(v)})
	}
	options = append(options, widget.Option{Value: viewSave, Label: "save as…", Explain: "what is on show now: " + viewWords(ptr(s.current("")))})
	if len(s.bench.Register().Views()) > 0 {
		options = append(options, widget.Option{Value: viewRename, Label: "rename…", Explain: "one of the saved views"})
		options = append(options, widget.Option{Value: viewRemove, Label: "remove…", Explain: "one of the saved views; undo brings it back"})
	}
	s.popup.Pick("Views", s.view.name, options, func(name string) {
		switch name {
		case viewAll:
			s.show(nil)
		case viewSave:
			s.saveView()
		case viewRename:
			s.renameView()
		case viewRemove:
			s.removeView()
		default:
			s.show(s.bench.Register().View(name))
		}
	})
}

func ptr(v model.View) *model.View { return &v }

// viewWords tells a view in a line.
func viewWords(v *model.View) string {
	var parts []string
	add := func(name, text string) {
		if text != "" {
			parts = append(parts, name+" "+text)
		}
	}
	add("filter", v.Filter)
	add("sort", v.Sort)
	add("group", v.Group)
	if n := len(v.Columns); n > 0 {
		parts = append(parts, fmt.Sprintf("%d columns", n))
	}
	if len(parts) == 0 {
		return "all threats"
	}
	return strings.Join(parts, ", ")
}

// saveView asks for a name; the one of the view on show saves it anew.
func (s *Screen) saveView() {
	if why := s.bench.CannotEdit(); why != "" {
		s.bench.Refuse("%s", why)
		return
	}
	s.popup.Ask(s.bench, "Save this view as", "a name such as Mine or Board; a name that is there already is saved anew", s.view.name, func(name string) {
		if s.bench.Do(model.SaveView(s.current(name))) {
			s.view.name = strings.TrimSpace(name)
		}
	})
}

// pickView asks for one of the saved views.
func (s *Screen) pickView(question string, then func(name string)) {
	var options []widget.Option
	for _, v := range s.bench.Register().Views() {
		options = append(options, widget.Option{Value: v.Name, Label: v.Name, Explain: viewWords(v)})
	}
	s.popup.Pick(question, s.view.name, options, then)
}

func (s *Screen) renameView() {
	if why := s.bench.CannotEdit(); why != "" {
		s.bench.Refuse("%s", why)
		return
	}
	s.pickView("Rename which view?", func(old string) {
		s.popup.Ask(s.bench, "Rename "+old, "a name that no other view has", old, func(name string) {
			if s.bench.Do(model.RenameView(old, name)) && s.view.name == old {
				s.view.name = strings.TrimSpace(name)
			}
		})
	})
}

func (s *Screen) removeView() {
	s.pickView("Remove which view?", func(name string) {
		if s.bench.Do(model.DropView(name)) && s.view.name == name {
			s.view.name = ""
		}
	})
}

// chips shows the saved views, the one on show marked.
func (s *Screen) chips() string {
	var parts []string
	for _, v := range s.bench.Register().Views() {
		parts = append(parts, s.chip(v))
	}
	return strings.Join(parts, " ")
}

func (s *Screen) chip(v *model.View) string {
	name := widget.Clean(v.Name)
	if v.Name != s.view.name {
		return name
	}
	if s.changed() {
		name += "*"
	}
	return "[" + name + "]"
}

// viewing is the saved view on show.
type viewing struct {
	name  string     // "" for none
	chips []chipSpot // of the views in the last second row, for clicks
}

// A chipSpot is where a saved view stands in the second row.
type chipSpot struct {
	name     string
	from, to int
}

// placeChips remembers where the views stand in a row of w cells: behind what is running.
func (s *Screen) placeChips(running, chips string, w int) {
	s.view.chips = s.view.chips[:0]
	if chips == "" {
		return
	}
	p, x := s.bench.Pen, 1
	if running != "" {
		x += p.Width(running) + 3
	}
	for _, v := range s.bench.Register().Views() {
		end := x + p.Width(s.chip(v))
		s.view.chips = append(s.view.chips, chipSpot{v.Name, x, min(end, w)})
		x = end + 1
	}
}

// ClickStatus shows the view that was clicked; the one on show gives way to all threats.
func (s *Screen) ClickStatus(x int) {
	for _, at := range s.view.chips {
		if s.detail != nil || x < at.from || x >= at.to {
			continue
		}
		if at.name == s.view.name && !s.changed() {
			s.show(nil)
		} else {
			s.show(s.bench.Register().View(at.name))
		}
		return
	}
}
