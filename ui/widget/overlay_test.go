package widget

import (
	"strings"
	"testing"
)

// A box lies on the base, is moved into the window, and leaves the looks of
// the base around it as they were.
func TestOver(t *testing.T) {
	p := plainPen(t)
	base := []string{"\x1b[7mabcdef\x1b[m", "日本語", "uvwxyz"}
	box := []string{"##", "##"}
	for _, c := range []struct {
		story string
		x, y  int
		want  []string
	}{
		{"inside", 1, 0, []string{"\x1b[7ma\x1b[m##\x1b[7mdef\x1b[m", " ## 語", "uvwxyz"}},
		{"too far right and down", 50, 50, []string{"\x1b[7mabcdef\x1b[m", "日本##", "uvwx##"}},
		{"too far left and up", -9, -9, []string{"##\x1b[7mcdef\x1b[m", "##本語", "uvwxyz"}},
	} {
		got, at := p.Over(base, box, c.x, c.y, 6, 3)
		if strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s: %q, want %q", c.story, got, c.want)
		}
		if x, y, ok := at.Inside(at.X+1, at.Y+1); !ok || x != 1 || y != 1 {
			t.Errorf("%s: a click in the box is at %d,%d", c.story, x, y)
		}
		if _, _, ok := at.Inside(at.X+2, at.Y); ok {
			t.Errorf("%s: a click beside the box is in it", c.story)
		}
	}
	if base[0] != "\x1b[7mabcdef\x1b[m" {
		t.Error("the base was changed")
	}
}

// A box larger than the window is cut to it.
func TestOverLarge(t *testing.T) {
	p := plainPen(t)
	got, at := p.Centre([]string{"abc"}, p.Box("title", []string{"text"}, 20, 9), 7, 3)
	if at != (Place{0, 0, 7, 3}) || got[0] != "+- titl" || got[1] != "| text " {
		t.Errorf("%q at %+v", got, at)
	}
}

func TestBox(t *testing.T) {
	p := plainPen(t)
	for _, c := range []struct {
		title, body string
		w, h        int
		want        string
	}{
		{"Owner", "text", 16, 3, "+- Owner ------+\n| text         |\n+--------------+"},
		{"", "text", 9, 3, "+-------+\n| text  |\n+-------+"},
		{"A long title", "a\nb", 12, 4, "+- A lon_ -+\n| a        |\n| b        |\n+----------+"},
		{"x", "text", 3, 2, "tex\n   "},
		{"x", "text", 6, 2, "+----+\n+----+"},
	} {
		got := strings.Join(p.Box(c.title, strings.Split(c.body, "\n"), c.w, c.h), "\n")
		if got != c.want {
			t.Errorf("%q in %d × %d:\n%s\nwant\n%s", c.title, c.w, c.h, got, c.want)
		}
	}
}
