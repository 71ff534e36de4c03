package tryout

import (
	"bytes"
	"regexp"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

// Valid holds a JSON file to a JSON Schema.
func Valid(t rapid.TB, schema, file []byte) {
	t.Helper()
	Schema(t, schema)(t, file)
}

// Schema gives a check that holds files to a JSON Schema.
func Schema(t rapid.TB, schema []byte) func(rapid.TB, []byte) {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.UseRegexpEngine(lenient)
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return func(t rapid.TB, file []byte) {
		t.Helper()
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(file))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Validate(value); err != nil {
			t.Fatalf("%v\n%.3000s", err, file)
		}
	}
}

// lenient reads the patterns of a schema that are written for other languages: what
// Go cannot read is not checked.
func lenient(pattern string) (jsonschema.Regexp, error) {
	if re, err := regexp.Compile(pattern); err == nil {
		return re, nil
	}
	return regexp.MustCompile(""), nil
}
