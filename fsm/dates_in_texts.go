package fsm

import (
	"fmt"
	"strings"
	"time"
)

// dateSign is one sign of a date's format: how it is written by the layout of package time, and the longest
// and the shortest that it can give.
type dateSign struct{ layout, longest, shortest string }

// dateSigns are the signs of strftime that texts may use.
func dateSigns() map[string]dateSign {
	return map[string]dateSign{
		"a": {"Mon", "Wed", "Wed"}, "A": {"Monday", "Wednesday", "Friday"}, "b": {"Jan", "Sep", "May"}, "B": {"January", "September", "May"},
		"d": {"02", "22", "22"}, "-d": {"2", "22", "2"}, "e": {"_2", "22", "22"}, "m": {"01", "12", "12"}, "-m": {"1", "12", "1"},
		"y": {"06", "26", "26"}, "Y": {"2006", "2026", "2026"}, "H": {"15", "22", "22"}, "I": {"03", "12", "12"}, "-I": {"3", "12", "1"},
		"l": {"3", "12", "1"}, "M": {"04", "44", "44"}, "S": {"05", "55", "55"}, "p": {"PM", "PM", "PM"}, "P": {"pm", "pm", "pm"}, "%": {"%", "%", "%"},
	}
}

// dateParts cuts a format into its signs and the words between them; a reason where it has a sign that there
// is none.
func dateParts(format string) (parts []string, why string) {
	for format != "" {
		words, rest, found := strings.Cut(format, "%")
		if words != "" {
			parts = append(parts, words)
		}
		if !found {
			break
		}
		size := 1
		if strings.HasPrefix(rest, "-") {
			size = 2
		}
		sign := rest[:min(size, len(rest))]
		if _, ok := dateSigns()[sign]; !ok {
			return nil, fmt.Sprintf("%%%s is no sign of a date's format; write it like %%a %%b %%-d, %%H:%%M", sign)
		}
		parts, format = append(parts, "%"+sign), rest[len(sign):]
	}
	return parts, ""
}

// defaultDate is the format of dates in a language: names of months are in English alone.
func defaultDate(language string) string {
	if isEnglish(language) {
		return "%b %-d"
	}
	return "%-d/%-m"
}

func isEnglish(language string) bool { return language == "en" || strings.HasPrefix(language, "en-") }

// date writes a date, or a time by the person's clock.
func (f *filling) date(v any, args []any) any {
	text, ok := v.(string)
	if !ok {
		return nil
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		if at, err = time.Parse(time.RFC3339, text); err != nil {
			return nil
		}
		at = at.In(f.p.zonesOf(f.scene.rec)[0])
	}
	format := defaultDate(f.language)
	if len(args) > 0 {
		format, _ = args[0].(string)
	}
	parts, _ := dateParts(format)
	var b strings.Builder
	for _, part := range parts {
		if sign, ok := strings.CutPrefix(part, "%"); ok {
			part = at.Format(dateSigns()[sign].layout)
		}
		b.WriteString(part)
	}
	return b.String()
}
