package format

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// File is a kind of file: what stands in it, and the key by which it is told from the others.
type File struct {
	Shape *Shape
	Mark  string // empty: the kind of all files that have no other's mark
}

// Schema writes a JSON Schema (draft 2020-12) of kinds of files, for editors.
func Schema(title string, files ...File) ([]byte, error) {
	definitions := map[string]any{}
	var roots []*Shape
	for _, f := range files {
		roots = append(roots, f.Shape)
	}
	for _, s := range Shapes(roots...) {
		definitions[s.ID()] = s.schema()
	}
	root := map[string]any{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, "$defs": definitions}
	at := root
	for _, f := range slices.Backward(files) { // a later kind may also have an earlier one's mark
		if f.Mark != "" {
			rest := map[string]any{}
			at["if"] = map[string]any{"required": []string{f.Mark}}
			at["then"], at["else"] = map[string]any{"$ref": f.Shape.ref()}, rest
			at = rest
		}
	}
	for _, f := range files {
		if f.Mark == "" {
			at["$ref"] = f.Shape.ref()
		}
	}
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(root)
	return []byte(b.String()), err
}

var notInID = regexp.MustCompile(`[^a-z0-9]+`)

// ID is the shape's name as a schema's definition has it.
func (s *Shape) ID() string {
	return strings.Trim(notInID.ReplaceAllString(strings.TrimSuffix(s.Name, ".yaml"), "_"), "_")
}

func (s *Shape) ref() string { return "#/$defs/" + s.ID() }

func (s *Shape) schema() map[string]any {
	properties := map[string]any{}
	needed := []string{}
	for _, k := range s.Keys {
		property := k.Kind.schema()
		property["description"] = k.About
		properties[k.Name] = property
		if k.Needed {
			needed = append(needed, k.Name)
		}
	}
	return map[string]any{
		"type": "object", "description": s.About, "properties": properties, "required": needed,
		"additionalProperties": false,
	}
}

func (k *Kind) schema() map[string]any {
	switch {
	case k.Either != nil:
		return map[string]any{"anyOf": schemas(k.Either)}
	case k.Shape != nil:
		return map[string]any{"$ref": k.Shape.ref()}
	case k.Keys != nil:
		return map[string]any{
			"type": "object", "propertyNames": map[string]any{"pattern": k.Keys.String()},
			"additionalProperties": k.Item.schema(), "maxProperties": k.Max,
		}
	case k.Item != nil:
		list := map[string]any{"type": "array", "items": k.Item.schema(), "minItems": 1, "maxItems": k.Max}
		return map[string]any{"anyOf": []any{k.Item.schema(), list}}
	}
	return k.single()
}

func schemas(kinds []Kind) []any {
	out := make([]any, len(kinds))
	for i := range kinds {
		out[i] = kinds[i].schema()
	}
	return out
}

// single is the schema of a single value.
func (k *Kind) single() map[string]any {
	s := map[string]any{"type": k.types}
	switch {
	case k.types[0] == "boolean":
	case k.Words != nil:
		s["enum"] = k.Words
	case k.Low != 0 || k.High != 0:
		s["minimum"], s["maximum"] = k.Low, k.High
	case k.Form != nil:
		s["pattern"] = k.Form.String()
	}
	if k.Max > 0 && k.types[0] == "string" {
		s["minLength"], s["maxLength"] = 1, k.Max
	}
	return s
}
