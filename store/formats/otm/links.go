package otm

import (
	"slices"
	"strings"

	"parry/store/intake"
)

// pointers are the members of the drawing that name a thing of the file, with those
// they stand under, and the lists in which it may stand.
var pointers = map[string][]string{
	"components.parent.trustZone": {"trustZones"}, "components.parent.component": {"components"},
	"trustZones.parent.trustZone": {"trustZones"}, "trustZones.parent.component": {"components"},
	"dataflows.source": {"components", "trustZones"}, "dataflows.destination": {"components", "trustZones"},
	"components.assets.processed": {"assets"}, "components.assets.stored": {"assets"}, "dataflows.assets": {"assets"},
	"components.representations.representation": {"representations"}, "trustZones.representations.representation": {"representations"},
	"assets.representations.representation": {"representations"},
}

// points are the last names of pointers: most members have others.
var points = func() map[string]bool {
	last := map[string]bool{}
	for path := range pointers {
		last[path[strings.LastIndexByte(path, '.')+1:]] = true
	}
	return last
}()

// links tells the names that lead nowhere in the drawing. It is kept as it is, and goes
// out so again.
func (rd *reader) links() {
	held := map[string][]string{}
	rd.Root.Each(func(path []string, n *intake.Node) {
		if len(path) == 2 && path[1] == "id" {
			held[n.Text()] = append(held[n.Text()], path[0])
		}
	})
	rd.Root.Each(func(path []string, n *intake.Node) {
		if len(path) < 2 || !points[path[len(path)-1]] {
			return
		}
		lists := pointers[strings.Join(path, ".")]
		if lists != nil && !n.Empty() && !slices.ContainsFunc(held[n.Text()], func(list string) bool { return slices.Contains(lists, list) }) {
			rd.Note(n, "%s names %s, which the file does not hold; the name is kept", strings.Join(path, "."), intake.Shown(n.Text()))
		}
	})
}
