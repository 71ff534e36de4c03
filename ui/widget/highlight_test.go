package widget

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"parry/ui/theme"
)

// Words are marked wherever they stand, in any case, the longest of those that
// begin at one place; nothing is added to the text itself, and the look around is
// taken up again.
func TestWordsAreMarked(t *testing.T) {
	th, err := theme.New(theme.Options{Name: "dark", Color: "always"})
	if err != nil {
		t.Fatal(err)
	}
	p := NewPen(th, false)
	mark := func(s string) string { return p.Match.Paint(s) }
	for _, story := range []struct {
		text  string
		words []string
		want  string
	}{
		{"Refunds split", []string{"refund"}, p.Dim.Pre + p.Dim.Post + mark("Refund") + p.Dim.Pre + "s split" + p.Dim.Post},
		{"a refund tool", []string{"refund", "refund tool"}, p.Dim.Pre + "a " + p.Dim.Post + mark("refund tool") + p.Dim.Pre + p.Dim.Post},
		{"nothing", []string{"x", ""}, p.Dim.Paint("nothing")},
		{"no words", nil, p.Dim.Paint("no words")},
		{"İstanbul x", []string{"x"}, p.Dim.Paint("İstanbul x")},
	} {
		got := p.Highlight(story.text, story.words, p.Dim)
		if got != story.want || ansi.Strip(got) != story.text {
			t.Errorf("%q, %q:\n got %q\nwant %q", story.text, story.words, got, story.want)
		}
	}
}

// A table marks words in its rows, under the cursor too, and only as long as it is
// told to.
func TestTableMarksWords(t *testing.T) {
	th, err := theme.New(theme.Options{Name: "dark", Color: "always"})
	if err != nil {
		t.Fatal(err)
	}
	p := NewPen(th, false)
	table := NewTable(fewRows{"find me", "leave me", "find"}, Column{Title: "Text", Width: 10, Flex: true})
	table.SetIndex([]int{0, 1, 2})
	plain := table.Draw(p, 20, 4)
	table.Highlight([]string{"find"})
	marked := table.Draw(p, 20, 4)
	for i, want := range []int{0, 1, 0, 1} {
		if n := strings.Count(marked[i], p.Match.Paint("find")); n != want || ansi.Strip(marked[i]) != ansi.Strip(plain[i]) {
			t.Errorf("line %d: %q", i, marked[i])
		}
	}
	table.Highlight(nil)
	for i, line := range table.Draw(p, 20, 4) {
		if line != plain[i] {
			t.Errorf("line %d is not as before: %q", i, line)
		}
	}
}

type fewRows []string

func (r fewRows) Key(i int) string          { return r[i] }
func (r fewRows) Version(int) uint64        { return 0 }
func (r fewRows) Cells(i int, cells []Cell) { cells[0].Text = r[i] }
