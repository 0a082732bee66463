package program

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/format"
)

var currencyForm = regexp.MustCompile(`^[A-Z]{3}$`)

// parseWindow reads "Mon-Sat 10:00-20:00", "Sat,Sun 12:00-18:00" or "10:00-20:00" for every day.
func parseWindow(s string) (fsm.Window, error) {
	h, err := format.ParseHours(s)
	return fsm.Window{Days: h.Days, From: h.From, To: h.To}, err
}

// parsePace reads segments per second.
func parsePace(s string) (float64, error) {
	return parseNumber(s, 1000, "pace; write the segments per second")
}

// parsePrice reads the price of a segment.
func parsePrice(s string) (float64, error) {
	return parseNumber(s, 100, "price of a segment; write it like 0.0083")
}

func parseCost(s string) (float64, error) {
	return parseNumber(s, 1_000_000, "cost of a redemption; write it like 4.50")
}

func parseNumber(s string, most float64, what string) (float64, error) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || !(n > 0 && n <= most) {
		return 0, fmt.Errorf("%q is no %s, from above 0 to %g", s, what, most)
	}
	return n, nil
}

// parseType reads the type of a field; a ? behind it is read elsewhere.
func parseType(s string) (string, error) {
	known := []string{string(fsm.StringType), string(fsm.NumberType), string(fsm.BoolType), string(fsm.DateType), string(fsm.TimeType)}
	name, _ := strings.CutSuffix(s, "?")
	return of(name, func(s string) bool { return slices.Contains(known, s) }, "is not known; "+format.Remedy(name, known))
}

func parseAddress(s string) (string, error) {
	return of(s, addressForm.MatchString, "is no sender; write a number as +15550100100, a short code, or a Messaging Service as MG and 32 digits")
}

func parseLanguage(s string) (string, error) {
	return of(s, languageForm.MatchString, "is no language; write it as two letters like en, or with a country like pt-BR")
}

func parseCurrency(s string) (string, error) {
	return of(s, currencyForm.MatchString, "is no currency; write its three letters like USD")
}

func parseHost(s string) (string, error) {
	return of(s, hostForm.MatchString, "is no host name; write it in small letters like go.acme.test, without https:// or a path")
}

func parseURL(s string) (string, error) {
	return of(s, urlForm.MatchString, "is no address that may be posted to; write it like https://shop.acme.test/hook")
}

func parseSecret(s string) (string, error) {
	return of(s, secretForm.MatchString, "is no environment variable; write its name like LOYALTY_SECRET, never the key itself")
}

// of gives a text that has its form, and else says what would be right.
func of(s string, fits func(string) bool, remedy string) (string, error) {
	if !fits(s) {
		return "", fmt.Errorf("%q %s", s, remedy)
	}
	return s, nil
}
