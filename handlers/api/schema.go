package api

import (
	"maps"
	"reflect"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// refer describes a type that is answered: a struct is put among the schemas under its name and
// referred to.
func refer(schemas dict, t reflect.Type) dict {
	switch {
	case t == reflect.TypeFor[fsm.Moment]():
		return dict{"type": []string{"string", "null"}, "format": "date-time"}
	case t.Kind() == reflect.Pointer && t.Elem().Kind() == reflect.Struct:
		return dict{"anyOf": []any{refer(schemas, t.Elem()), dict{"type": "null"}}}
	case t.Kind() == reflect.Pointer:
		s := refer(schemas, t.Elem())
		s["type"] = []string{s["type"].(string), "null"}
		return s
	case t.Kind() == reflect.Slice:
		return dict{"type": "array", "items": refer(schemas, t.Elem())}
	case t.Kind() == reflect.Map && t.Elem().Kind() == reflect.String:
		return dict{"type": "object", "additionalProperties": dict{"type": "string"}}
	case t.Kind() == reflect.Map:
		return dict{"type": "object", "additionalProperties": dict{"type": []string{"string", "number", "boolean"}}}
	case t.Kind() == reflect.Struct:
		if schemas[t.Name()] == nil {
			schemas[t.Name()] = structure(schemas, t)
		}
		return dict{"$ref": "#/components/schemas/" + t.Name()}
	}
	return dict{"type": plainType(t.Kind())}
}

func plainType(k reflect.Kind) string {
	switch k {
	case reflect.Bool:
		return "boolean"
	case reflect.Float64:
		return "number"
	case reflect.String:
		return "string"
	}
	return "integer"
}

// structure describes a struct by the tags of its fields.
func structure(schemas dict, t reflect.Type) dict {
	properties, required := dict{}, []string{}
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		property := refer(schemas, field.Type)
		if options == "omitempty" && field.Type.Kind() == reflect.Pointer {
			property = refer(schemas, field.Type.Elem()) // left out rather than null
		}
		if doc := field.Tag.Get("doc"); doc != "" {
			property["description"] = doc
		}
		properties[name] = property
		if options == "" {
			required = append(required, name)
		}
	}
	return dict{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

// schema describes a request.
func (s shape) schema() dict {
	properties, required := dict{}, []string{}
	for _, p := range s {
		properties[p.name] = p.schema()
		if p.required {
			required = append(required, p.name)
		}
	}
	return dict{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
}

func (p property) schema() dict {
	s := dict{"description": p.doc}
	switch p.kind {
	case text:
		maps.Copy(s, dict{"type": "string", "maxLength": p.max})
	case moment:
		maps.Copy(s, dict{"type": "string", "format": "date-time"})
	case flat:
		maps.Copy(s, dict{"type": "object", "maxProperties": p.max,
			"additionalProperties": dict{"type": []string{"string", "number", "boolean", "null"}}})
	case texts:
		maps.Copy(s, dict{"type": "array", "minItems": 1, "maxItems": p.max, "items": dict{"type": "string"}})
	case proofs:
		maps.Copy(s, dict{"type": "object", "maxProperties": p.max, "additionalProperties": dict{"type": "string", "maxLength": maxValue}})
	}
	return s
}

// required tells whether any field must be there, and so a body.
func (s shape) required() bool {
	for _, p := range s {
		if p.required {
			return true
		}
	}
	return false
}
