package api

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// document reads the API's description as a client would, without a token.
func document(t *testing.T, r *rig) map[string]any {
	a := r.send("GET", "/v1/openapi.json", "", nil)
	if a.status != http.StatusOK {
		t.Fatalf("%d %s", a.status, a.body)
	}
	return decoded[map[string]any](t, a)
}

// at walks into nested objects.
func at(v any, path ...string) any {
	for _, name := range path {
		object, _ := v.(map[string]any)
		v = object[name]
	}
	return v
}

// Ensure every road that is mounted is described, and nothing else.
func TestDescribed(t *testing.T) {
	r := newRig(t)
	var mounted, described []string
	for _, route := range r.router.Routes() {
		mounted = append(mounted, strings.ToLower(route.Method)+" "+strings.NewReplacer(":phone", "{phone}", ":name", "{name}", ":customer", "{customer}").Replace(route.Path))
	}
	ids := map[any]bool{}
	paths, _ := at(document(t, r), "paths").(map[string]any)
	for path, operations := range paths {
		for method, operation := range operations.(map[string]any) {
			described = append(described, method+" "+path)
			if id := at(operation, "operationId"); id == nil || ids[id] {
				t.Errorf("%s %s: operationId %v", method, path, id)
			} else {
				ids[id] = true
			}
		}
	}
	slices.Sort(mounted)
	slices.Sort(described)
	if diff := cmp.Diff(mounted, described); diff != "" {
		t.Error(diff)
	}
}

// Ensure each answer has the shape that is described for it, and each field is described.
func TestAnswersAsDescribed(t *testing.T) {
	r := newRig(t)
	doc := document(t, r)
	r.texts(ada, "SM1", "join")
	r.texts(ada, "SM2", "yes")
	r.texts(ada, "SM3", "agent")
	r.hold(ada)
	const person = "/v1/subscribers/{phone}"
	for _, c := range []struct{ method, path, described, body string }{
		{"POST", "/v1/events", "/v1/events", `{"id":"e1","type":"purchase","phone":"+12125550123","data":{"order":"o1","value":1}}`},
		{"PUT", subs + ada, person, `{"attributes":{"first_name":"Ada"}}`},
		{"GET", subs + ada, person, ""},
		{"GET", subs + ada + "/messages", person + "/messages", ""},
		{"GET", subs + ada + "/journal?limit=1", person + "/journal", ""},
		{"GET", subs + ada + "/consent", person + "/consent", ""},
		{"GET", subs + ada + "/explain", person + "/explain", ""},
		{"GET", subs + ada + "/explain?message=1", person + "/explain", ""},
		{"GET", subs + ada + "/explain?message=99", person + "/explain", ""},
		{"POST", subs + ada + "/opt-in", person + "/opt-in", `{"purpose":"service","source":"form","evidence":{"ip":"::1"}}`},
		{"POST", subs + ada + "/opt-out", person + "/opt-out", `{"id":"o1"}`},
		{"POST", subs + ada + "/release-hold", person + "/release-hold", `{"by":"Bo"}`},
		{"POST", "/v1/offers/vip/codes", "/v1/offers/{name}/codes", `{"codes":["A1","A1"]}`},
		{"GET", "/v1/offers", "/v1/offers", ""},
		{"GET", "/v1/alerts", "/v1/alerts", ""},
		{"GET", "/v1/report?workflow=hello", "/v1/report", ""},
		{"GET", "/v1/orders", "/v1/orders", ""},
		{"PUT", subs + ada, person, `{"customer_id":"c1"}`},
		{"GET", "/v1/customers/c1", "/v1/customers/{customer}", ""},
		{"POST", "/v1/customers/merge", "/v1/customers/merge", `{"from":"a","into":"c1"}`},
		{"GET", "/v1/experiments", "/v1/experiments", ""},
		{"GET", subs + "1", person, ""},
		{"POST", "/v1/events", "/v1/events", `{"id":1}`},
	} {
		a := r.do(c.method, c.path, c.body)
		status, kind := "200", "application/json"
		if a.status != http.StatusOK {
			status, kind = "default", "application/problem+json"
		}
		schema := at(doc, "paths", c.described, strings.ToLower(c.method), "responses", status, "content", kind, "schema")
		if schema == nil {
			t.Errorf("%s %s: %d is not described", c.method, c.path, a.status)
			continue
		}
		for _, wrong := range differs(doc, schema, decoded[any](t, a), "answer") {
			t.Errorf("%s %s: %s", c.method, c.path, wrong)
		}
	}
}

// Ensure each request has the fields that are described: those are taken, others and missing ones
// are not.
func TestRequestsAsDescribed(t *testing.T) {
	r := newRig(t)
	for _, row := range (&handlers{Options: Options{Engine: r.engine, Store: r.store}}).routes() {
		path := strings.NewReplacer(":phone", ada, ":name", "vip").Replace(row.path)
		for _, p := range row.body {
			a := r.do(row.method, path, fmt.Sprintf(`{%q:[]}`, p.name))
			if strings.Contains(a.body, "is not a field") || a.status != 422 {
				t.Errorf("%s %s: %s is described and not taken: %s", row.method, path, p.name, a.body)
			}
		}
		if row.body != nil {
			if a := r.do(row.method, path, `{"unheard_of":1}`); a.status != 422 || !strings.Contains(a.body, "is not a field") {
				t.Errorf("%s %s: %s", row.method, path, a.body)
			}
		}
	}
}

// differs says where a value is not as its schema says.
func differs(doc map[string]any, schema, value any, where string) []string {
	s, _ := schema.(map[string]any)
	if ref, ok := s["$ref"].(string); ok {
		return differs(doc, at(doc, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...), value, where)
	}
	if choices, ok := s["anyOf"].([]any); ok {
		var wrong []string
		for _, choice := range choices {
			if wrong = differs(doc, choice, value, where); wrong == nil {
				return nil
			}
		}
		return wrong
	}
	if types := fmt.Sprint(s["type"]); !strings.Contains(types, typeOf(value)) && !(typeOf(value) == "integer" && strings.Contains(types, "number")) {
		return []string{fmt.Sprintf("%s is %s, described as %s", where, typeOf(value), types)}
	}
	var wrong []string
	switch v := value.(type) {
	case string:
		if _, err := time.Parse(time.RFC3339, v); s["format"] == "date-time" && err != nil {
			wrong = append(wrong, where+" is no time: "+v)
		}
	case []any:
		for i, e := range v {
			wrong = append(wrong, differs(doc, s["items"], e, fmt.Sprintf("%s[%d]", where, i))...)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			field := at(s, "properties", name)
			if field == nil {
				field = s["additionalProperties"]
			}
			if field == nil || field == false {
				wrong = append(wrong, where+"."+name+" is not described")
				continue
			}
			wrong = append(wrong, differs(doc, field, v[name], where+"."+name)...)
		}
		required, _ := s["required"].([]any)
		for _, name := range required {
			if _, ok := v[name.(string)]; !ok {
				wrong = append(wrong, fmt.Sprintf("%s.%v is missing", where, name))
			}
		}
	}
	return wrong
}

func typeOf(v any) string {
	switch n := v.(type) {
	case nil:
		return "null"
	case string:
		return "string"
	case bool:
		return "boolean"
	case float64:
		if n == float64(int64(n)) {
			return "integer"
		}
		return "number"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "unknown"
}
