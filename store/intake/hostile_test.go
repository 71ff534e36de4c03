package intake

import (
	"strings"
	"testing"
	"time"
)

// Texts that are made to be slow or deep are answered soon.
func TestHostileYAML(t *testing.T) {
	const n = 1 << 18
	for name, text := range map[string]string{
		"lists in a line": strings.Repeat("- ", n), "questions": strings.Repeat("? ", n), "brackets": strings.Repeat("[", n), "braces": strings.Repeat("{a: ", n/4),
		"anchors": strings.Repeat("- &a x\n", n/8), "wide": strings.Repeat("- a\n", n/8), "long": "a: " + strings.Repeat("x", 3*n), "quotes": strings.Repeat("'", 2*n),
		"laughs": "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b]\n", "tabs": strings.Repeat("\t", n), "colons": strings.Repeat(": ", n),
		"tags": strings.Repeat("!!str ", n/8), "comments": strings.Repeat("#\n", n), "documents": strings.Repeat("---\n", n/2), "block": "a: |\n" + strings.Repeat(" x\n", n/2),
	} {
		start := time.Now()
		_, _ = YAML(text) // refused or not: what counts is when
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%s takes %v", name, took)
		}
	}
}
