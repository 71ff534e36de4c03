package report

import (
	"strings"
	"testing"

	"parry/model"
)

// The picture of the 5 × 5 maps shows what moved since another state, in the cell that was
// left and in the one that was entered; without one it shows no change.
func TestMapsShowWhatMoved(t *testing.T) {
	one := &model.Threat{ID: "T-001", Title: "a"}
	one.Class.Phase = "Delivery"
	one.Ratings[model.Inherent] = model.Rating{Likelihood: model.VH, Impact: model.VH, Level: model.VH}
	one.Ratings[model.Current] = model.Rating{Likelihood: model.L, Impact: model.L, Level: model.L}
	r := model.NewRegister()
	r.Load([]model.Record{one}, make([]uint64, 1), 1)
	var m model.Matrix
	for i := range m.Cells {
		for k := range m.Cells[i] {
			m.Cells[i][k] = model.Levels[min(i, k)]
		}
	}
	h, was := model.NewHeatmap(r, model.ByPhase, model.Current), model.NewHeatmap(r, model.ByPhase, model.Inherent)
	var moved, still strings.Builder
	if err := WriteMaps(&moved, h, was, "inherent", m); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{">1 L +1<", ">VH -1<", "+ and -: since inherent"} {
		if !strings.Contains(moved.String(), want) {
			t.Errorf("%s is not in the picture", want)
		}
	}
	if err := WriteMaps(&still, h, nil, "", m); err != nil || strings.Contains(still.String(), "+1") || !strings.Contains(still.String(), ">1 L<") {
		t.Errorf("%v: %s", err, still.String())
	}
}

// What is not classified is no place to look: an empty pair of it is no blind spot.
func TestNotClassifiedIsNoBlindSpot(t *testing.T) {
	r := model.NewRegister()
	r.Load([]model.Record{&model.Threat{ID: "T-001", Title: "a"}}, make([]uint64, 1), 1)
	b := model.NewBlindSpots(r, model.Current, "2026-11-16")
	if n := strings.Count(blindPicture(b).String(), `fill="url(#hatch)"`); n != b.Empty {
		t.Errorf("%d hatched, %d blind spots", n, b.Empty)
	}
}
