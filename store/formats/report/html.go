package report

import (
	"bufio"
	"bytes"
	"fmt"
	"html"
	"io"
	"regexp"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
)

// HTML writes the report as one page that needs nothing else: the same text as
// Markdown, with pictures of the heatmaps and of the matrix. It holds no script, asks
// for nothing from anywhere, and says so to the browser.
func HTML(w io.Writer, in Input) error {
	var text bytes.Buffer
	d := newDraft(newPage(&text), in)
	out := &htmlPage{w: bufio.NewWriterSize(w, 64<<10), text: &text, ids: parser.NewContext().IDs(),
		markdown: goldmark.New(goldmark.WithExtensions(extension.Table), goldmark.WithParserOptions(parser.WithAutoHeadingID()))}
	title := oneLine("Threat report: " + d.settings.Name)
	fmt.Fprintf(out.w, htmlHead, html.EscapeString(title))
	d.front()
	if err := out.take(&d.page); err != nil {
		return err
	}
	for i, s := range d.sections {
		d.section(i)
		if err := out.take(&d.page); err != nil {
			return err
		}
		if s.shows != nil {
			for _, picture := range s.shows(d) {
				out.w.WriteString(picture.String())
			}
		}
	}
	out.w.WriteString("</main></body></html>\n")
	return out.w.Flush()
}

// An htmlPage is a page being written. It turns what was written as Markdown into
// HTML, part by part; goldmark passes raw HTML over, and there is none.
type htmlPage struct {
	w        *bufio.Writer
	text     *bytes.Buffer
	ids      parser.IDs // of headings, across the parts
	markdown goldmark.Markdown
}

// take turns what stands in the page of the draft into HTML.
func (o *htmlPage) take(p *page) error {
	if err := p.w.Flush(); err != nil {
		return err
	}
	context := parser.NewContext(parser.WithIDs(o.ids))
	var part bytes.Buffer
	if err := o.markdown.Convert(o.text.Bytes(), &part, parser.WithContext(context)); err != nil {
		return err
	}
	o.text.Reset()
	_, err := o.w.Write(texts.ReplaceAllFunc(part.Bytes(), func(text []byte) []byte {
		return whole.ReplaceAllFunc(text, func(word []byte) []byte {
			class := "n"
			if len(word) > longWord {
				class = "l"
			}
			return fmt.Appendf(nil, `<span class="%s">%s</span>`, class, word)
		})
	}))
	return err
}

// Browsers break a line at a hyphen and a blank: ids, days and shares are kept whole, wherever they stand
// in the text between two tags. A word that is longer than a column is broken anywhere:
// else it would push its table off the paper.
var (
	texts = regexp.MustCompile(`>[^<]+<`)
	whole = regexp.MustCompile(`[^\s<>]{41,}|\b([0-9]{1,6} of [0-9]{1,6}|[A-Z]{1,2}-[0-9]+|[0-9]{4}-[0-9]{2}-[0-9]{2})\b`)
)

// longWord is what every column takes.
const longWord = 40

// htmlHead is the beginning of the page. What is printed keeps its table heads on
// every sheet and tears no row.
const htmlHead = `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>%s</title>
<style>
body { font: 15px/1.5 system-ui, "Segoe UI", "Liberation Sans", Arial, sans-serif; color: #1a1a1a; background: #fff; margin: 0 }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1.5rem }
h1 { font-size: 1.9rem } h2 { margin-top: 2.5rem; border-bottom: 2px solid #1a1a1a } h3 { margin-top: 1.6rem }
table { border-collapse: collapse; width: 100%%; margin: 1rem 0; font-size: .9rem }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: break-word }
.n { white-space: nowrap } .l { overflow-wrap: anywhere }
th { background: #eee } code { font-family: ui-monospace, "Liberation Mono", monospace; overflow-wrap: anywhere }
a { color: #0b4a8f } svg { max-width: 100%%; height: auto; margin: 1rem 0; display: block }
@media print {
  @page { size: A4; margin: 16mm }
  body { font-size: 10.5pt } main { max-width: none; padding: 0 } a { color: inherit; text-decoration: none }
  thead { display: table-header-group } tr, svg { break-inside: avoid } h2, h3 { break-after: avoid }
}
</style></head><body><main>
`
