package fsm

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/currency"
)

// The bounds of what a text shows of numbers; what is beyond them is as if it were not known.
const (
	maxDigits = 15      // of a number, sign and point included
	maxWhole  = 999_999 // of what is counted
	maxMoney  = 999_999_999
)

// sign is how an amount of a currency is written, in as few characters of the GSM alphabet as say it.
type sign struct {
	symbol string
	behind bool
}

// signs are the currencies that have a sign of their own; others are written with their code.
func signs() map[string]sign {
	return map[string]sign{
		"USD": {"$", false}, "CAD": {"$", false}, "AUD": {"$", false}, "NZD": {"$", false}, "MXN": {"$", false}, "SGD": {"$", false}, "HKD": {"$", false},
		"EUR": {"€", false}, "GBP": {"£", false}, "JPY": {"¥", false}, "CNY": {"¥", false}, "BRL": {"R$", false}, "ZAR": {"R", false},
		"SEK": {" kr", true}, "NOK": {" kr", true}, "DKK": {" kr", true}, "PLN": {" zl", true},
	}
}

// decimals is how many digits a currency has behind the point; false where there is no such currency.
func decimals(code string) (int, bool) {
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 0, false
	}
	digits, _ := currency.Standard.Rounding(unit)
	return digits, true
}

// money writes an amount in the program's currency: "$1,234.50"; nil where it is no amount.
func (p *Program) money(v any) any {
	amount, ok := asNumber(v)
	if !ok || math.Abs(amount) > maxMoney {
		return nil
	}
	digits, _ := decimals(p.currency())
	text := grouped(strconv.FormatFloat(math.Abs(amount), 'f', digits, 64))
	s, known := signs()[p.currency()]
	switch {
	case !known:
		text = p.currency() + " " + text
	case s.behind:
		text += s.symbol
	default:
		text = s.symbol + text
	}
	if amount < 0 {
		return "-" + text
	}
	return text
}

// currency is the program's; dollars where it names none.
func (p *Program) currency() string {
	if p.Currency == "" {
		return "USD"
	}
	return strings.ToUpper(p.Currency)
}

// grouped puts commas between the thousands.
func grouped(s string) string {
	whole, rest, point := strings.Cut(s, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if point {
		return whole + "." + rest
	}
	return whole
}

func asNumber(v any) (float64, bool) {
	switch n := v.(type) {
	case float64:
		return n, finite(n)
	case int:
		return float64(n), true
	}
	return 0, false
}

// shortNumber is a number of at most maxDigits characters; nil where it is too large for that.
func shortNumber(n float64) any {
	for places := 6; places >= 0; places-- {
		short := roundTo(n, places)
		if len(strconv.FormatFloat(short, 'f', -1, 64)) <= maxDigits {
			return short
		}
	}
	return nil
}

func roundTo(n float64, places int) float64 {
	scale := math.Pow10(places)
	if r := math.Round(n*scale) / scale; finite(r) {
		return r + 0 // never -0
	}
	return n
}

// rounded rounds to some decimal places.
func rounded(v any, args []any) any {
	n, ok := asNumber(v)
	if !ok {
		return v
	}
	places := 0.0
	if len(args) > 0 {
		places, _ = args[0].(float64)
	}
	return roundTo(n, int(max(0, min(places, 6))))
}
