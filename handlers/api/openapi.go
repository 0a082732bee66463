package api

import (
	"net/http"
	"reflect"
	"strings"

	"github.com/gin-gonic/gin"
)

// dict is a JSON object of the API's description.
type dict = map[string]any

// getDescription describes the API. It tells no secrets, and asks for no token.
func (h *handlers) getDescription(c *gin.Context) { c.JSON(http.StatusOK, h.description()) }

// description is the OpenAPI description of what routes lists.
func (h *handlers) description() dict {
	schemas := dict{}
	paths := dict{"/v1/openapi.json": dict{"get": dict{
		"summary": "This description", "operationId": "getDescription", "security": []any{},
		"responses": dict{"200": answered("An OpenAPI 3.1 document.", "application/json", dict{"type": "object"})},
	}}}
	problems := refer(schemas, reflect.TypeFor[problem]())
	for _, row := range h.routes() {
		path := strings.NewReplacer(":phone", "{phone}", ":name", "{name}", ":customer", "{customer}").Replace(row.path)
		if paths[path] == nil {
			paths[path] = dict{}
		}
		paths[path].(dict)[strings.ToLower(row.method)] = row.describe(schemas, problems)
	}
	return dict{
		"openapi": "3.1.0",
		"info": dict{"title": "Parley", "version": h.Version,
			"description": "Two-way SMS for shops. Errors are RFC 9457 problems; bad input changes nothing."},
		"paths": paths,
		"components": dict{"schemas": schemas, "securitySchemes": dict{"token": dict{"type": "http", "scheme": "bearer",
			"description": "A token of parley token create, with the scope that the operation names."}}},
	}
}

// describe describes one operation.
func (r route) describe(schemas, problems dict) dict {
	status, answer := "204", dict{"description": "Done; there is nothing to say."}
	if r.answer != nil {
		status, answer = "200", answered("Done.", "application/json", refer(schemas, reflect.TypeOf(r.answer)))
	}
	op := dict{
		"summary": r.summary, "operationId": r.name(), "security": []any{dict{"token": []any{string(r.scope)}}},
		"responses": dict{
			status:    answer,
			"default": answered("What was wrong, where, and what would be right.", "application/problem+json", problems),
		},
	}
	if r.later {
		op["responses"].(dict)["202"] = answered("Accepted: it is on disk, and reaches those whom it is about as soon as it can.",
			"application/json", refer(schemas, reflect.TypeOf(r.answer)))
	}
	if params := r.parameters(); len(params) > 0 {
		op["parameters"] = params
	}
	if r.body != nil {
		content := dict{"application/json": dict{"schema": r.body.schema()}}
		if r.batch {
			content["application/x-ndjson"] = dict{"schema": r.body.schema()}
			answer["content"].(dict)["application/x-ndjson"] = dict{"schema": refer(schemas, reflect.TypeOf(r.answer))}
		}
		op["requestBody"] = dict{"content": content, "required": r.body.required()}
	}
	return op
}

// name is the operation's id: "getSubscribersMessages".
func (r route) name() string {
	name := strings.ToLower(r.method)
	for part := range strings.SplitSeq(strings.TrimPrefix(r.path, "/v1/"), "/") {
		for word := range strings.SplitSeq(part, "-") {
			if !strings.HasPrefix(word, ":") {
				name += strings.ToUpper(word[:1]) + word[1:]
			}
		}
	}
	return name
}

func (r route) parameters() []any {
	var params []any
	if strings.Contains(r.path, ":phone") {
		params = append(params, dict{"name": "phone", "in": "path", "required": true, "schema": dict{"type": "string"},
			"description": "The number with its country code, such as %2B12125550123; the plus may be left out. Or customer: and the shop's id of a customer, such as customer:c-17."})
	}
	if strings.Contains(r.path, ":name") {
		params = append(params, dict{"name": "name", "in": "path", "required": true, "schema": dict{"type": "string"}, "description": "The offer's name in the program."})
	}
	if strings.Contains(r.path, ":customer") {
		params = append(params, dict{"name": "customer", "in": "path", "required": true, "schema": dict{"type": "string"}, "description": "The shop's id of the customer."})
	}
	if r.paged {
		params = append(params,
			dict{"name": "limit", "in": "query", "description": "How many at most.",
				"schema": dict{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit}},
			dict{"name": "before", "in": "query", "description": "The next of the page before.",
				"schema": dict{"type": "integer", "minimum": 1}})
	}
	return append(params, r.query...)
}

func answered(what, kind string, schema dict) dict {
	return dict{"description": what, "content": dict{kind: dict{"schema": schema}}}
}
