package register

import (
	"fmt"
	"slices"

	"parry/model"
	"parry/ui/widget"
)

// groupFields are what the rows may be grouped by, in the order of the key; "" is
// no group.
var groupFields = []string{"", "lifecycle_phase", "category", "layer", "owner_person", "status"}

// A grouping puts the rows under headings.
type grouping struct {
	by   string          // a field; "" for none
	shut map[string]bool // values whose rows are hidden
}

// A heading stands over the rows that have one value of the group's field.
type heading struct {
	value string
	count int
	shut  bool
}

// groupByNext groups by the next field.
func (s *Screen) groupByNext() {
	at := slices.Index(groupFields, s.group.by)
	s.setGroup(groupFields[(at+1)%len(groupFields)])
	if s.group.by == "" {
		s.bench.Say("not grouped")
		return
	}
	s.bench.Say("grouped by %s: enter on a heading shuts it and opens it", s.groupName())
}

func (s *Screen) setGroup(field string) {
	if _, ok := model.FieldNamed(field); !ok { // of a view that another parry saved
		field = ""
	}
	s.group.by, s.group.shut, s.rows.stale = field, map[string]bool{}, true
	s.refresh()
}

func (s *Screen) groupName() string {
	c, _ := columnOf(s.group.by)
	return c.Title
}

// under gives the value that a row is grouped under.
func (s *Screen) under(r *row) string {
	f, _ := model.FieldNamed(s.group.by)
	return f.Get(r.threat)
}

// arrange puts headings into the index, whose rows come by what they are grouped by: values
// that sort alike, as Ann and ann do, are under one heading.
func (s *Screen) arrange(index []int) []int {
	s.rows.heads = s.rows.heads[:0]
	if s.group.by == "" {
		return index
	}
	list := s.rows.list
	arranged := make([]int, 0, len(index)+16)
	for i := 0; i < len(index); {
		first, end := &list[index[i]], i
		for end < len(index) && list[index[end]].standing[:1].Compare(first.standing[:1]) == 0 {
			end++
		}
		value := s.under(first)
		arranged = append(arranged, len(list)+len(s.rows.heads))
		s.rows.heads = append(s.rows.heads, heading{value, end - i, s.group.shut[value]})
		if !s.group.shut[value] {
			arranged = append(arranged, index[i:end]...)
		}
		i = end
	}
	return arranged
}

// orderWithin is the whole order of the rows: by the group, and in it as sorted.
func (s *Screen) orderWithin() model.Order {
	if s.group.by == "" {
		return s.order.keys
	}
	return append(model.Order{{Column: s.group.by}}, s.order.keys...)
}

// atHeading gives the heading under the cursor; nil if it is on a threat.
func (s *Screen) atHeading() *heading {
	row, ok := s.table.Row()
	if !ok || row < len(s.rows.list) || s.detail != nil {
		return nil
	}
	return &s.rows.heads[row-len(s.rows.list)]
}

// toggleHeading shuts a group or opens it.
func (s *Screen) toggleHeading(h *heading) {
	s.group.shut[h.value] = !s.group.shut[h.value]
	s.rows.stale = true
	s.refresh()
}

// told says in a line what a heading stands over.
func (h heading) told(group, value string) string {
	if value == "" {
		value = "none"
	}
	does := "shuts"
	if h.shut {
		does = "opens"
	}
	return fmt.Sprintf("%s %s: %d of the threats on show; enter %s it", group, value, h.count, does)
}

// cells draw a heading in the widest column.
func (h heading) cells(s *Screen, cells []widget.Cell) {
	name, sign := s.bench.FieldText(s.group.by, h.value), "v "
	if name == "" {
		name = "(none)"
	}
	if h.shut {
		sign = "> "
	}
	at := slices.IndexFunc(s.columns, func(c column) bool { return c.Flex })
	cells[at] = widget.Cell{Text: fmt.Sprintf("%s%s: %d", sign, name, h.count), Look: s.bench.Pen.Accent}
}
