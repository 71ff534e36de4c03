// Package jsonvalid holds JSON files to JSON Schemas, for the tests of the formats. It
// stands alone because the library takes its time to start, and the tests of the commands
// start hundreds of programs made of themselves.
package jsonvalid

import (
	"bytes"
	"regexp"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"
)

// File holds a JSON file to a JSON Schema.
func File(t rapid.TB, schema, file []byte) {
	t.Helper()
	By(t, schema)(t, file)
}

// By gives a check that holds files to a JSON Schema.
func By(t rapid.TB, schema []byte) func(rapid.TB, []byte) {
	t.Helper()
	s, err := compiled(schema)
	if err != nil {
		t.Fatal(err)
	}
	return func(t rapid.TB, file []byte) {
		t.Helper()
		if err := breaks(s, file); err != nil {
			t.Fatalf("%v\n%.3000s", err, file)
		}
	}
}

// Against says how a JSON file breaks a JSON Schema; nil where it keeps it.
func Against(schema, file []byte) error {
	s, err := compiled(schema)
	if err != nil {
		return err
	}
	return breaks(s, file)
}

func compiled(schema []byte) (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.UseRegexpEngine(lenient)
	if err := c.AddResource("schema.json", doc); err != nil {
		return nil, err
	}
	return c.Compile("schema.json")
}

func breaks(s *jsonschema.Schema, file []byte) error {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(file))
	if err != nil {
		return err
	}
	return s.Validate(value)
}

// lenient reads the patterns of a schema that are written for other languages: what
// Go cannot read is not checked.
func lenient(pattern string) (jsonschema.Regexp, error) {
	if re, err := regexp.Compile(pattern); err == nil {
		return re, nil
	}
	return regexp.MustCompile(""), nil
}
