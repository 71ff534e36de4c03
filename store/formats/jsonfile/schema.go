package jsonfile

import (
	"encoding/json"
	"io"

	"parry/model"
)

// Schema writes the JSON Schema of the file (draft 2020-12), for programs that write
// or check one.
func Schema(w io.Writer) error {
	properties := map[string]any{
		"schema":    map[string]any{"const": model.Schema},
		"from":      map[string]any{"type": "object", "description": "where the file was written; not read back"},
		"settings":  map[string]any{"type": "object", "description": "what the register is judged by: name, method, matrix, appetite"},
		threatsName: list("threats, by the names that fields have everywhere", threatSchema()),
	}
	for _, kind := range written() {
		if k, ok := model.SheetKindOf(kind); ok {
			properties[string(kind)] = list(k.Title+": "+k.Means, sheetSchema(k))
		} else {
			properties[string(kind)] = list(string(kind), map[string]any{"type": "object"})
		}
	}
	out := json.NewEncoder(w)
	out.SetEscapeHTML(false)
	out.SetIndent("", "  ")
	return out.Encode(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "parry register", "type": "object",
		"required": []string{"schema"}, "properties": properties,
	})
}

func list(means string, of any) map[string]any {
	return map[string]any{"type": "array", "description": means, "items": of}
}

func threatSchema() map[string]any {
	fields := map[string]any{}
	for _, f := range model.Fields {
		s := valueSchema(f.Sort, f.Choices)
		s["description"] = f.Title
		fields[f.Name] = s
	}
	return map[string]any{"type": "object", "properties": fields, "anyOf": []any{
		map[string]any{"required": []string{"id"}}, map[string]any{"required": []string{"title"}}}}
}

func sheetSchema(k model.SheetKind) map[string]any {
	fields := map[string]any{"id": map[string]any{"type": "string"}}
	for _, f := range k.Fields {
		s := valueSchema(f.Sort, f.Choices)
		s["description"] = f.Title
		fields[f.Name] = s
	}
	return map[string]any{"type": "object", "properties": fields}
}

// valueSchema says what a field may hold. Nothing said is always "", [] or {}.
func valueSchema(sort model.FieldSort, choices []model.Choice) map[string]any {
	text := map[string]any{"type": "string"}
	switch sort {
	case model.OneOf, model.LevelOf:
		return map[string]any{"enum": append([]string{""}, words(choices)...)}
	case model.SomeOf:
		return map[string]any{"type": "array", "items": map[string]any{"enum": words(choices)}}
	case model.List, model.Claims:
		return map[string]any{"type": "array", "items": text}
	case model.AnswerOf:
		return map[string]any{"type": "object", "additionalProperties": text}
	case model.JSONOf:
		return map[string]any{"type": []string{"object", "array"}}
	case model.Number:
		return map[string]any{"type": []string{"number", "string"}}
	case model.Date:
		return map[string]any{"type": "string", "pattern": `^(\d{4}-\d{2}-\d{2})?$`}
	}
	return text
}

func words(choices []model.Choice) []string {
	var all []string
	for _, c := range choices {
		if c.Value != "" {
			all = append(all, c.Value)
		}
	}
	return all
}
