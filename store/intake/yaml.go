package intake

import (
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"
)

// Limits of a YAML file, whose reader makes much more of a byte than that of JSON does.
const (
	maxYAMLNodes = 500_000
	maxYAMLWide  = 10_000 // members of one object
)

// YAML reads one YAML document. Anchors, aliases and merge keys are refused:
// a few lines of them become gigabytes, and none of our formats needs them.
func YAML(text string) (*Node, error) {
	if int64(len(text)) > MaxYAML {
		return nil, TooLarge(MaxYAML)
	}
	if err := deepYAML(text); err != nil {
		return nil, err
	}
	var root yaml.Node
	switch err := yaml.Load([]byte(text), &root); {
	case err != nil && strings.Contains(err.Error(), "no documents"):
		return nil, errors.New("the file holds no YAML document")
	case err != nil && strings.Contains(err.Error(), "single document"):
		return nil, errors.New("the file holds more than one YAML document; keep one")
	case err != nil:
		return nil, yamlFault(err)
	}
	if root.Kind != yaml.DocumentNode || len(root.Content) != 1 {
		return nil, errors.New("the file holds no YAML document")
	}
	t := yamlTree{doc: &document{}}
	return t.take(root.Content[0], 0)
}

// deepYAML refuses a text that opens far more than it closes, before the reader of
// the library goes as deep.
func deepYAML(text string) error {
	depth, line := 0, 1
	for i := range len(text) {
		switch text[i] {
		case '[', '{':
			depth++
		case ']', '}':
			depth--
		case '\n':
			line++
		}
		if depth > 100*MaxDepth {
			return &Fault{line, tooDeep()}
		}
	}
	return nil
}

var yamlLine = regexp.MustCompile(`line (\d+)`)

// yamlFault makes one sentence with a line of what the library says.
func yamlFault(err error) error {
	says := strings.TrimPrefix(strings.Join(strings.Fields(err.Error()), " "), "yaml: ")
	line := 1
	if at := yamlLine.FindStringSubmatch(says); at != nil {
		line, _ = strconv.Atoi(at[1])
	}
	return &Fault{line, "this is no YAML: " + Shown(says)}
}

type yamlTree struct {
	doc   *document
	nodes int
}

func (t *yamlTree) take(y *yaml.Node, depth int) (*Node, error) {
	n := &Node{Line: max(y.Line, 1), doc: t.doc}
	if t.nodes++; t.nodes > maxYAMLNodes {
		return nil, &Fault{n.Line, fmt.Sprintf("the file holds more than %d values; split it", maxYAMLNodes)}
	}
	if depth > MaxDepth {
		return nil, &Fault{n.Line, tooDeep()}
	}
	switch y.Kind {
	case yaml.ScalarNode:
		n.scalar(y)
		return n, nil
	case yaml.SequenceNode:
		n.Sort, n.kids = List, &kids{}
		for _, item := range y.Content {
			got, err := t.take(item, depth+1)
			if err != nil {
				return nil, err
			}
			n.items = append(n.items, got)
		}
		return n, nil
	case yaml.MappingNode:
		n.Sort, n.kids = Object, &kids{}
		return n, t.members(n, y, depth)
	}
	return nil, &Fault{n.Line, "an alias (*name) stands there; write out what it stands for"}
}

func (t *yamlTree) members(n *Node, y *yaml.Node, depth int) error {
	seen := map[string]bool{}
	for i := 0; i+1 < len(y.Content); i += 2 {
		key := y.Content[i]
		switch {
		case key.Kind != yaml.ScalarNode:
			return &Fault{max(key.Line, 1), "a name is no plain text"}
		case key.Tag == "!!merge" || key.Value == "<<":
			return &Fault{max(key.Line, 1), "a merge key (<<) stands there; write out what it brings"}
		case seen[key.Value]:
			return &Fault{max(key.Line, 1), fmt.Sprintf("%q stands twice in the same object; keep one", Shown(key.Value))}
		case len(seen) >= maxYAMLWide:
			return &Fault{max(key.Line, 1), fmt.Sprintf("an object has more than %d members; split the file", maxYAMLWide)}
		}
		seen[key.Value] = true
		item, err := t.take(y.Content[i+1], depth+1)
		if err != nil {
			return err
		}
		n.names, n.items, n.asked = append(n.names, key.Value), append(n.items, item), append(n.asked, false)
	}
	return nil
}

// scalar takes a value that is no list and no object. What YAML calls a number and
// JSON does not is text.
func (n *Node) scalar(y *yaml.Node) {
	n.Sort, n.text = String, y.Value
	switch y.ShortTag() {
	case "!!null":
		n.Sort, n.text = Null, ""
	case "!!bool":
		if word := strings.ToLower(y.Value); word == "true" || word == "false" {
			n.Sort, n.text = Bool, word
		}
	case "!!int", "!!float":
		if json.Valid([]byte(y.Value)) {
			n.Sort = Number
		}
	}
}

// Tree reads a text that is JSON or YAML, as its first sign says.
func Tree(text string) (*Node, error) {
	if trimmed := strings.TrimSpace(text); strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
		return JSON(text)
	}
	return YAML(text)
}
