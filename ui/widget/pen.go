package widget

import (
	"parry/model"
	"parry/ui/theme"
)

// A Pen is what everything is drawn with: the looks of the theme and the ruler
// that measures. There is one at a time; when the terminal reports another
// background or width rule the app makes a new one, and what was remembered
// under the old one is drawn again.
//
//	line := p.Dim.Paint(p.Fit(title, 30)) + p.Band(level).Paint(" H ")
type Pen struct {
	*theme.Theme
	Ruler
}

// NewPen pairs a theme with a ruler that cuts with the theme's ellipsis. See
// ClustersAfter for when to count clusters.
func NewPen(th *theme.Theme, clusters bool) Pen {
	return Pen{th, Ruler{Clusters: clusters, Ellipsis: th.Glyphs.Ellipsis}}
}

// FromTo writes how a level moves, as from → to; what is not assessed is "~".
func (p Pen) FromTo(from, to model.Level) string {
	show := func(l model.Level) string {
		if !l.Rated() {
			return p.Glyphs.NotAssessed
		}
		return l.String()
	}
	return show(from) + p.Glyphs.Arrow + show(to)
}
