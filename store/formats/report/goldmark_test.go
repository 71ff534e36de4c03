package report

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"

	"parry/model"
)

// A reader of GitHub's Markdown finds in a report of hostile text what parry wrote and
// nothing else: no link but to a heading, no HTML, no picture, no task, and in every
// table as many cells as its head has.
func TestReadersFindNothingOfTheirs(t *testing.T) {
	for _, in := range []Input{hostileInput(t), exampleInput(t), {Register: model.NewRegister()}} {
		source := []byte(written(t, in))
		tree := goldmark.New(goldmark.WithExtensions(extension.GFM)).Parser().Parse(text.NewReader(source))
		tables, cells := 0, 0
		err := ast.Walk(tree, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
			if !entering {
				return ast.WalkContinue, nil
			}
			switch n := n.(type) {
			case *ast.Link:
				if !bytes.HasPrefix(n.Destination, []byte("#")) {
					t.Errorf("a link to %s", n.Destination)
				}
			case *ast.AutoLink, *ast.RawHTML, *ast.HTMLBlock, *ast.Image, *ast.FencedCodeBlock, *ast.CodeBlock, *east.TaskCheckBox, *east.Strikethrough, *ast.ThematicBreak:
				t.Errorf("a %s: %s", n.Kind(), n.Parent().Kind())
			case *east.Table:
				tables++
				cells = n.FirstChild().ChildCount()
			case *east.TableRow:
				if n.ChildCount() != cells {
					t.Errorf("a row of %d cells under a head of %d", n.ChildCount(), cells)
				}
			}
			return ast.WalkContinue, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if want := strings.Count(string(source), "| --"); tables == 0 || want == 0 {
			t.Errorf("%d tables, %d heads", tables, want)
		}
	}
}

// tags are all there are: a < of the register is written &lt;. A harmless one is of
// those that parry writes, with attributes that do nothing.
var (
	tags        = regexp.MustCompile(`<[^>]*>`)
	harmlessTag = regexp.MustCompile(`^</?(!doctype html|html|head|meta|title|style|body|main|h1|h2|h3|p|ul|ol|li|table|thead|tbody|tr|th|td|code|strong|blockquote|a|svg|defs|pattern|rect|text|span)` +
		`( (lang|charset|class|http-equiv|content|name|id|role|xmlns|viewBox|width|height|font-family|font-size|x|y|fill|stroke|stroke-width|text-anchor|patternUnits|patternTransform|start)="[^"<>]*"| href="#[a-z0-9-]*")*/?>$`)
)

// The page of HTML holds no script, no handler, no outside address, and says so to the
// browser; hostile text stands in it as text.
func TestHTMLIsQuiet(t *testing.T) {
	in := hostileInput(t)
	var page bytes.Buffer
	if err := HTML(&page, in); err != nil {
		t.Fatal(err)
	}
	lower := strings.ToLower(page.String())
	for _, tag := range tags.FindAllString(page.String(), -1) {
		if !harmlessTag.MatchString(tag) {
			t.Errorf("the tag %s", tag)
		}
	}
	for _, good := range []string{"default-src 'none'", "<svg ", "</html>", "&lt;script&gt;"} {
		if !strings.Contains(lower, good) {
			t.Errorf("%s is missing", good)
		}
	}
	for _, r := range page.String() {
		if r < ' ' && r != '\n' || r == '\u202e' || r == '\u200b' {
			t.Fatalf("the page holds %U", r)
		}
	}
}

// The same register gives the same page, with the same headings as the Markdown, each
// of which can be linked to.
func TestHTMLSaysWhatMarkdownSays(t *testing.T) {
	in := exampleInput(t)
	var one, two bytes.Buffer
	if err := HTML(&one, in); err != nil {
		t.Fatal(err)
	}
	if err := HTML(&two, in); err != nil || one.String() != two.String() {
		t.Fatal("two pages of the same register differ", err)
	}
	for line := range strings.Lines(written(t, in)) {
		title, ok := strings.CutPrefix(strings.TrimSpace(line), "## ")
		if ok && !strings.Contains(one.String(), `<h2 id="`+string(anchor(md(title)))+`">`+title+"</h2>") { // no title holds an id or a day
			t.Errorf("no heading %s", title)
		}
	}
	for _, want := range []string{`id="t-010"`, `<span class="n">2026-12-05</span>`, "Current risk by lifecycle phase", "1 H!", "Who owns which layer of each threat"} {
		if !strings.Contains(one.String(), want) {
			t.Errorf("%s is missing", want)
		}
	}
	if got := strings.Count(one.String(), "<svg "); got != 3 {
		t.Errorf("%d pictures", got)
	}
	if err := HTML(failing{errFull}, in); err != errFull {
		t.Errorf("a full disk: %v", err)
	}
}

// A word longer than any column is broken in the page: else it pushes its table off the
// screen and the paper. Ids and days stay whole.
func TestHTMLBreaksLongWords(t *testing.T) {
	in := exampleInput(t)
	long := strings.Repeat("x", 10_000)
	c, err := model.Plan(in.Register, model.SetFields("T-003", model.Assignment{Field: "title", Value: "a " + long + " b"}), "ada", day)
	if err != nil {
		t.Fatal(err)
	}
	c.Seq = in.Register.Version() + 1
	in.Register.Apply(c)
	var page strings.Builder
	if err := HTML(&page, in); err != nil {
		t.Fatal(err)
	}
	if n, whole := strings.Count(page.String(), long), strings.Count(page.String(), `<span class="l">`+long+`</span>`); n == 0 || n != whole {
		t.Errorf("%d of %d long words may be broken", whole, n)
	}
	if !strings.Contains(page.String(), `<span class="n">T-010</span>`) || !strings.Contains(page.String(), ".l { overflow-wrap: anywhere }") {
		t.Error("an id is not kept whole, or the page does not say where words break")
	}
}
