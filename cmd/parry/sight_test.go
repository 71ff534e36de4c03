package main

import (
	"bytes"
	"fmt"
	"math"
	"regexp"
	"strconv"
	"testing"

	"parry/frameworks/methods/nist80030"
	"parry/model"
	"parry/store/formats/report"
	"parry/ui/theme"
	"parry/ui/widget"
)

// A shade is one level as it is drawn: its ground, and the letters on it, 0xRRGGBB.
type shade struct{ ground, ink int }

// The five levels stay apart for every colour vision, and their letters can be read: in
// every theme with colours, on the dark and on the light ground, and in the pictures. The
// usual green, yellow and red fall to 1 ΔE for protan sight; that the measure sees this is
// tested too.
func TestLevelsStayApartForEveryEye(t *testing.T) {
	shades := map[string][]shade{"pictures": pictureShades(t)}
	for _, name := range []string{"dark", "light", "contrast", "safe"} {
		for _, dark := range []bool{true, false} {
			look, err := theme.New(theme.Options{Name: name, Color: "always", Env: func(key string) string {
				return map[string]string{"TERM": "xterm-256color", "COLORTERM": "truecolor"}[key]
			}})
			if err != nil {
				t.Fatal(err)
			}
			shades[fmt.Sprintf("%s, dark %v", name, dark)] = themeShades(t, look.On(dark))
		}
	}
	for name, all := range shades {
		if c := leastContrast(all); c < 4.5 {
			t.Errorf("%s: letters have a contrast of %.1f, want 4.5", name, c)
		}
		for sight, matrix := range sights {
			if d := leastDistance(all, matrix); d < 18 {
				t.Errorf("%s, %s sight: two levels are %.0f apart, want 18", name, sight, d)
			}
		}
	}
	usual := []shade{{ground: 0x63BE7B}, {ground: 0xFFEB84}, {ground: 0xF8696B}}
	if d := leastDistance(usual, sights["protan"]); d > 25 {
		t.Errorf("green, yellow and red are %.0f apart for protan sight: the measure sees nothing", d)
	}
}

var truecolour = regexp.MustCompile(`38;2;(\d+);(\d+);(\d+);48;2;(\d+);(\d+);(\d+)m`)

func themeShades(t *testing.T, look *theme.Theme) []shade {
	t.Helper()
	var all []shade
	pen := widget.NewPen(look, false)
	for _, l := range model.Levels {
		found := truecolour.FindStringSubmatch(pen.Band(l).Paint(l.String()))
		if found == nil {
			t.Fatalf("%s is painted %q", l, pen.Band(l).Paint(l.String()))
		}
		rgb := func(at int) int {
			sum := 0
			for _, part := range found[at : at+3] {
				n, _ := strconv.Atoi(part)
				sum = sum<<8 | n
			}
			return sum
		}
		all = append(all, shade{ground: rgb(4), ink: rgb(1)})
	}
	return all
}

var drawnLevel = regexp.MustCompile(`fill="#([0-9a-f]{6})" stroke="#[0-9a-f]{6}" stroke-width="\d"/><text[^>]* fill="#([0-9a-f]{6})">1 (VL|L|M|H|VH)<`)

// pictureShades are the colours of a picture of five threats, one at each level.
func pictureShades(t *testing.T) []shade {
	t.Helper()
	r := model.NewRegister()
	records := []model.Record{&model.Settings{Matrix: nist80030.Matrix()}}
	for i, l := range model.Levels {
		one := &model.Threat{ID: model.ThreatID(uint64(i + 1))}
		one.Ratings[model.Current] = model.Rating{Likelihood: model.VH, Impact: l, Level: l}
		records = append(records, one)
	}
	r.Load(records, make([]uint64, len(records)), 0)
	var picture bytes.Buffer
	if err := report.WriteHeatmap(&picture, model.NewHeatmap(r, model.ByLayer, model.Current), nil, ""); err != nil {
		t.Fatal(err)
	}
	var all []shade
	for _, found := range drawnLevel.FindAllStringSubmatch(picture.String(), -1) {
		ground, _ := strconv.ParseInt(found[1], 16, 32)
		ink, _ := strconv.ParseInt(found[2], 16, 32)
		all = append(all, shade{int(ground), int(ink)})
	}
	if len(all) != len(model.Levels) {
		t.Fatalf("%d levels in %s", len(all), picture.String())
	}
	return all
}

// sights are how colours are seen, as matrices on linear RGB: Machado, Oliveira and
// Fernandes 2009, at full severity.
var sights = map[string][3][3]float64{
	"normal": {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protan": {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deutan": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritan": {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// linear takes the gamma off a colour.
func linear(rgb int) (c [3]float64) {
	for i := range c {
		v := float64(rgb>>(16-8*i)&0xFF) / 255
		if c[i] = v / 12.92; v > 0.04045 {
			c[i] = math.Pow((v+0.055)/1.055, 2.4)
		}
	}
	return c
}

// leastContrast is the smallest of letters on their ground, by WCAG.
func leastContrast(all []shade) float64 {
	light := func(rgb int) float64 {
		c := linear(rgb)
		return 0.2126*c[0] + 0.7152*c[1] + 0.0722*c[2] + 0.05
	}
	least := math.Inf(1)
	for _, s := range all {
		a, b := light(s.ground), light(s.ink)
		least = min(least, max(a, b)/min(a, b))
	}
	return least
}

// leastDistance is the smallest ΔE (CIE 1976) between the grounds of two levels.
func leastDistance(all []shade, sight [3][3]float64) float64 {
	least := math.Inf(1)
	for i, a := range all {
		for _, b := range all[i+1:] {
			p, q := lab(a.ground, sight), lab(b.ground, sight)
			least = min(least, math.Sqrt((p[0]-q[0])*(p[0]-q[0])+(p[1]-q[1])*(p[1]-q[1])+(p[2]-q[2])*(p[2]-q[2])))
		}
	}
	return least
}

// lab is a colour as it is seen, in CIE L*a*b* under D65.
func lab(rgb int, sight [3][3]float64) [3]float64 {
	c := linear(rgb)
	var seen [3]float64
	for i, row := range sight {
		seen[i] = max(0, min(1, row[0]*c[0]+row[1]*c[1]+row[2]*c[2]))
	}
	curve := func(v float64) float64 {
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (24389.0/27*v + 16) / 116
	}
	x := curve((0.4124564*seen[0] + 0.3575761*seen[1] + 0.1804375*seen[2]) / 0.95047)
	y := curve(0.2126729*seen[0] + 0.7151522*seen[1] + 0.0721750*seen[2])
	z := curve((0.0193339*seen[0] + 0.1191920*seen[1] + 0.9503041*seen[2]) / 1.08883)
	return [3]float64{116*y - 16, 500 * (x - y), 200 * (y - z)}
}
