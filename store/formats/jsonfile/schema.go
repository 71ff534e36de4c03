package jsonfile

import (
	"encoding/json"
	"io"
	"reflect"
	"strings"

	"parry/model"
)

// Schema writes the JSON Schema of the file (draft 2020-12), for programs that write
// or check one.
func Schema(w io.Writer) error {
	properties := map[string]any{
		"schema":    map[string]any{"const": model.Schema},
		"from":      described("where the file was written; not read back", typeSchema(reflect.TypeFor[From]())),
		"settings":  described("what the register is judged by: name, method, matrix, appetite", typeSchema(reflect.TypeFor[model.Settings]())),
		threatsName: list("threats, by the names that fields have everywhere", threatSchema()),
	}
	for _, kind := range written() {
		if k, ok := model.SheetKindOf(kind); ok {
			properties[string(kind)] = list(k.Title+": "+k.Means, sheetSchema(k))
		} else {
			properties[string(kind)] = list(string(kind), typeSchema(plain[kind]))
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

// plain are the kinds that are written as their types say.
var plain = map[model.Kind]reflect.Type{
	model.KindFramework: reflect.TypeFor[model.Framework](), model.KindEdition: reflect.TypeFor[model.Edition](),
	model.KindSnapshot: reflect.TypeFor[model.Snapshot](), model.KindView: reflect.TypeFor[model.View](),
	model.KindParking: reflect.TypeFor[model.Parking](), model.KindWorkshop: reflect.TypeFor[model.Workshop](),
}

// typeSchema says what a value of a type may hold, by the names that it has in JSON.
func typeSchema(t reflect.Type) map[string]any {
	if t == reflect.TypeFor[model.Level]() {
		return map[string]any{"enum": levels()}
	}
	switch t.Kind() {
	case reflect.Struct:
		fields, required := map[string]any{}, []string{}
		for i := range t.NumField() {
			name, omitted, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			if name == "" || name == "-" {
				continue
			}
			fields[name] = typeSchema(t.Field(i).Type)
			if omitted == "" && (name == "id" || name == "name") {
				required = append(required, name)
			}
		}
		return map[string]any{"type": "object", "properties": fields, "required": required}
	case reflect.Slice, reflect.Array:
		return map[string]any{"type": "array", "items": typeSchema(t.Elem())}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Int, reflect.Int64, reflect.Uint64:
		return map[string]any{"type": "integer"}
	}
	return map[string]any{"type": "string"}
}

func levels() []string {
	all := []string{""}
	for _, l := range model.Levels {
		all = append(all, l.String())
	}
	return all
}

func described(means string, schema map[string]any) map[string]any {
	schema["description"] = means
	return schema
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
