package fsm

import (
	"errors"
	"math"
	"strings"

	"github.com/expr-lang/expr"
)

// payloadOwn lists the functions that expressions over payloads have beside those of the language.
func payloadOwn() []string { return []string{"either", "pick", "units"} }

// payloadFunctions are these functions.
func payloadFunctions() []expr.Option {
	return []expr.Option{
		expr.Function("either", firstSaid, new(func(...any) any)),
		expr.Function("pick", pickNamed, new(func(any, string) any)),
		expr.Function("units", wholeUnits, new(func(any, any) any)),
	}
}

// firstSaid is the first of some values that says something.
func firstSaid(of ...any) (any, error) {
	for _, v := range of {
		if s, text := v.(string); v != nil && (!text || strings.TrimSpace(s) != "") {
			return v, nil
		}
	}
	return nil, nil
}

// pickNamed is the value in a list of names with values, as shops keep what they have no field for.
func pickNamed(args ...any) (any, error) {
	list, _ := args[0].([]any)
	for _, item := range list {
		pair, _ := item.(map[string]any)
		for _, key := range []string{"key", "name"} {
			if pair[key] == args[1] {
				return follow(pair, []string{"value"}), nil
			}
		}
	}
	return nil, nil
}

// wholeUnits is an amount that was given in a currency's smallest unit, such as cents.
func wholeUnits(args ...any) (any, error) {
	amount, ok := asNumber(args[0])
	code, _ := args[1].(string)
	digits, known := decimals(strings.ToUpper(code))
	if !ok || !known {
		return nil, errors.New("no amount of a currency")
	}
	return amount / math.Pow10(digits), nil
}
