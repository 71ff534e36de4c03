package tmlibrary

import (
	"slices"
	"strings"

	"parry/store/intake"
)

// pointers are the members that name a thing of the file, beside those that threats,
// controls and risks are read by, and the lists in which it may stand; none for any.
var pointers = map[string][]string{
	"trust_zone": {"trust_zones"}, "trust_zone_a": {"trust_zones"}, "trust_zone_b": {"trust_zones"}, "parent_component": {"components"},
	"data_store": {"data_stores"}, "object": nil, "topics": nil,
}

// links tells the names that lead nowhere in what is not taken, or stays with a record
// as it was written. They are looked at only: that a list was not taken is told beside.
func (rd *reader) links() {
	held := map[string][]string{}
	rd.Root.Each(func(path []string, n *intake.Node) {
		if len(path) == 2 && path[1] == "symbolic_name" {
			held[n.Text()] = append(held[n.Text()], path[0])
		}
	})
	rd.Root.Each(func(path []string, n *intake.Node) {
		if len(path) < 2 || path[0] == "extensions" || n.Empty() {
			return
		}
		lists, points := pointers[path[len(path)-1]]
		if points && !slices.ContainsFunc(held[n.Text()], func(list string) bool { return lists == nil || slices.Contains(lists, list) }) {
			rd.Note(n, "%s names %s, which the file does not hold", strings.Join(path, "."), intake.Shown(n.Text()))
		}
	})
}
