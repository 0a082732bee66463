package fsm

import (
	"strings"
	"testing"
)

func payload() map[string]any {
	return map[string]any{
		"topic": "orders/paid", "header": map[string]any{"x-shopify-topic": "orders/paid"},
		"body": map[string]any{
			"id": 820982911946154508, "total": "199.00", "cents": 1050, "currency": "jpy", "none": nil, "empty": " ", "yes": true,
			"customer": map[string]any{"phone": "+1 212"}, "lines": []any{map[string]any{"sku": "A"}},
			"meta_data": []any{7, map[string]any{"key": "_sms", "value": "1"}, map[string]any{"name": "box", "value": "on"}},
			"long":      strings.Repeat("x", 5000),
		},
	}
}

// Ensure that expressions find what payloads hold, that part of nothing is nothing, and ids stay exact.
func TestExpressions(t *testing.T) {
	for source, want := range map[string]any{
		"body.customer.phone":                "+1 212",
		"body['customer']?.phone":            "+1 212",
		"body.lines[0].sku":                  "A",
		"body.lines[7].sku":                  nil,
		"body.none.deep.er":                  nil,
		"body.total.deep":                    nil,
		"header['X-Shopify-Topic'] == topic": true,
		"string(body.id)":                    "820982911946154508",
		"float(body.total)":                  199.0,
		"float(body.none)":                   nil,
		"either(body.none, body.empty, body.customer.phone)": "+1 212",
		"either(body.none)":                               nil,
		"pick(body.meta_data, '_sms') == '1'":             true,
		"pick(body.meta_data, 'box')":                     "on",
		"pick(body.total, 'box')":                         nil,
		"units(body.cents, 'USD')":                        10.5,
		"units(body.cents, body.currency)":                1050.0,
		"units(body.cents, 'dollars')":                    nil,
		"body.yes ? 'a' : 'b'":                            "a",
		"len(body.long)":                                  maxPayloadText,
		"topic in ['orders/paid', 'orders/create']":       true,
		"body.none ?? 'x'":                                "x",
		"hasPrefix(topic, 'orders/') && body.cents > 100": true,
		"item.sku": nil,
	} {
		e, faults := compileExpression(source, false)
		if len(faults) > 0 {
			t.Errorf("%s: %v", source, faults)
			continue
		}
		if got := e.value(payload()); got != want {
			t.Errorf("%s = %#v, want %#v", source, got, want)
		}
	}
}

// Ensure that an expression that could reach, cost or mean anything else is refused, with its column.
func TestExpressionsRefused(t *testing.T) {
	for source, why := range map[string]string{
		"":                                   "is wrong",
		"bodi.id":                            `column 1: "bodi" is not known here; did you mean "body"?`,
		"body.id +":                          "is wrong at column",
		"now()":                              `there is no function "now"`,
		"filter(body.lines, true)":           `there is no function "filter"`,
		"repeat(body.total, 100000)":         `there is no function "repeat"`,
		"1..100000000":                       "ranges",
		"body.total matches body.pattern":    "patterns that a payload brings",
		"let x = body.id; x":                 "no variables",
		"{a: body.id}":                       "no variables, maps",
		"body[header.name]":                  "a part is named",
		"body.lines[-1]":                     "a part is named",
		"body.lines[0:2]":                    "no variables",
		"$env":                               `"$env" is not known here`,
		"brand":                              `"brand" is not known here`,
		strings.Repeat("body.id+", 70) + "1": "characters; it may have 500",
	} {
		if _, faults := compileExpression(source, false); !strings.Contains(strings.Join(faults, "\n"), why) {
			t.Errorf("%s: %v, want %q", source, faults, why)
		}
	}
	for source, fine := range map[string]bool{"body.yes": true, "topic == 'x'": true, "'x'": false, "len(topic)": false, "float(body.id)": false} {
		if _, faults := compileExpression(source, true); (len(faults) == 0) != fine {
			t.Errorf("the condition %s: %v", source, faults)
		}
	}
}
