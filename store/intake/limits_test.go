package intake

import (
	"fmt"
	"strings"
	"testing"

	"parry/store/trial"
)

// What is just within a limit is read, what is one over it is refused with a sentence that
// says where, what the limit is, and the way out.
func TestLimits(t *testing.T) {
	if trial.Raced() {
		t.Skip("it reads millions of values, one after the other")
	}
	members := func(n int, form string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, form, i)
		}
		return b.String()
	}
	json := func(text string) error { _, err := JSON(text); return err }
	yaml := func(text string) error { _, err := YAML(text); return err }
	walk := func(text string) error {
		nothing := func(string, *Node) error { return nil }
		return Walk(text, nothing, nothing)
	}
	for _, c := range []struct {
		name   string
		read   func(string) error
		within string
		over   string
		says   string
	}{
		{"nesting of JSON", json, strings.Repeat("[", MaxDepth) + "1" + strings.Repeat("]", MaxDepth), strings.Repeat("[", MaxDepth) + "\n[1]" + strings.Repeat("]", MaxDepth),
			"line 2: values stand more than 64 deep in each other; flatten the file"},
		{"nesting of our own JSON", walk, `{"threats":[` + strings.Repeat("[", MaxDepth-1) + "1" + strings.Repeat("]", MaxDepth-1) + "]}", `{"threats":[` + strings.Repeat("[", MaxDepth) + "1" + strings.Repeat("]", MaxDepth) + "]}",
			"line 1: values stand more than 64 deep in each other; flatten the file"},
		{"values of JSON", json, "[1" + strings.Repeat(",1", MaxNodes-2) + "]", "[1" + strings.Repeat(",1", MaxNodes-2) + ",\n1]",
			"line 2: the file holds more than 2000000 values; split it"},
		{"members of JSON", json, "{" + members(maxWide-1, `"%d":1,`) + `"x":1}`, "{" + members(maxWide, `"%d":1,`) + "\n" + `"x":1}`,
			"line 2: an object has more than 200000 members; split the file"},
		{"nesting of YAML", yaml, strings.Repeat("[", MaxDepth) + "1" + strings.Repeat("]", MaxDepth), strings.Repeat("[", MaxDepth+1) + "1" + strings.Repeat("]", MaxDepth+1),
			"line 1: values stand more than 64 deep in each other; flatten the file"},
		{"values of YAML", yaml, "[1" + strings.Repeat(",1", maxYAMLNodes-2) + "]", "[1" + strings.Repeat(",1", maxYAMLNodes-2) + ",\n1]",
			"line 2: the file holds more than 500000 values; split it"},
		{"members of YAML", yaml, members(maxYAMLWide, "k%d: 1\n"), members(maxYAMLWide+1, "k%d: 1\n"),
			"line 10001: an object has more than 10000 members; split the file"},
		{"size of YAML", yaml, "a: " + strings.Repeat("x", MaxYAML-3), "a: " + strings.Repeat("x", MaxYAML-2),
			"the file is larger than 4 MiB; split it"},
	} {
		if err := c.read(c.within); err != nil {
			t.Errorf("%s: what is within is refused: %v", c.name, err)
		}
		if err := c.read(c.over); fmt.Sprint(err) != c.says {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// Half of a sign, which JSON can spell and no text can hold, is told; whole signs are not, and
// neither is the sign that stands for it when somebody wrote just that.
func TestHalfSigns(t *testing.T) {
	for _, c := range []struct{ text, read, told string }{
		{`["\ud83d\ude00 \\ud83d \\\\"]`, "😀 \\ud83d \\\\", "[]"},
		{`["\ufffd �"]`, "� �", "[]"},
		{"[\n" + `"a\ud83d b"]`, "a� b", `[{line 2  half of a sign stands in a text, such as \ud83d alone; � was read in its place true}]`},
		{`["\ude00\ud83d","\ud83d\n"]`, "��", `[{line 1  half of a sign stands in a text, such as \ud83d alone; � was read in its place, and in 1 texts further down true}]`},
		{`["\ud83d\ud83d\ude00"]`, "�😀", `[{line 1  half of a sign stands in a text, such as \ud83d alone; � was read in its place true}]`},
		{`["� \\\ud83d"]`, "� \\�", `[{line 1  half of a sign stands in a text, such as \ud83d alone; � was read in its place true}]`},
	} {
		n, err := JSON(c.text)
		if err != nil {
			t.Errorf("%s: %v", c.text, err)
			continue
		}
		if got := n.All()[0].Text(); got != c.read || fmt.Sprint(n.Halves()) != c.told {
			t.Errorf("%s: %q, %v", c.text, got, n.Halves())
		}
		n.JSON()
		if got := fmt.Sprint(n.Lost()); got != c.told {
			t.Errorf("%s: lost %s", c.text, got)
		}
	}
}
