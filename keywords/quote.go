package keywords

import (
	"strings"
	"unicode"
)

// quotation stands where a text quotes another.
const quotation = `"`

// quote is what stands around the first and the last quotation mark of a text: a phone that
// cannot send a reaction sends such a text instead (Liked “…”, 👍 to “…”).
type quote struct {
	around []string
	emoji  bool // a picture stands there
	any    bool // something is quoted
}

var quotationMarks = strings.NewReplacer("“", `"`, "”", `"`, "„", `"`, "‟", `"`, "«", `"`, "»", `"`,
	"‹", `"`, "›", `"`, "''", `"`, "‘‘", `"`, "’’", `"`, "「", `"`, "」", `"`, "〝", `"`, "〞", `"`)

// cutQuotes puts a mark in the place of what a text quotes: three words or more, for a word or
// two are often quoted to stress them. Lines that begin with > are a quoted mail.
func cutQuotes(folded string) (own string, q quote) {
	text := quotationMarks.Replace(cutMail(folded))
	first, last := strings.Index(text, `"`), strings.LastIndex(text, `"`)
	if first < 0 {
		return text, q
	}
	if first == last {
		last = len(text) - 1
	}
	q = around(text[:first] + " " + text[last+1:])
	parts := strings.Split(text, `"`)
	if len(parts)%2 == 0 { // the last mark opens nothing, or inches
		n := len(parts)
		parts = append(parts[:n-2], parts[n-2]+" "+parts[n-1])
	}
	if len(q.around) == 0 && !q.emoji {
		return strings.Join(parts, " "), q
	}
	for i := 1; i < len(parts); i += 2 {
		if len(strings.Fields(parts[i])) > 2 {
			parts[i] = quotation
		}
	}
	return strings.Join(parts, " "), q
}

func around(text string) quote {
	q := quote{any: true}
	q.around = strings.FieldsFunc(text, func(r rune) bool {
		q.emoji = q.emoji || unicode.Is(unicode.So, r)
		return !unicode.IsLetter(r)
	})
	return q
}

// cutMail leaves out quoted lines, unless there are no others.
func cutMail(text string) string {
	if !strings.Contains(text, ">") {
		return text
	}
	var own []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(strings.TrimSpace(line), ">") {
			own = append(own, line)
		}
	}
	if len(own) == 0 {
		return text
	}
	return strings.Join(own, "\n")
}
