package search

import (
	"slices"
	"strings"
)

// query is what is looked for.
type query struct {
	words  []string // whole ones, each once
	begun  string   // of the last word the beginning; empty: there is none
	digits string   // of the end of a number; empty: it can be none
}

// shortest is how many digits of a number, and how many bytes of a word's beginning, are looked for at least.
const (
	shortestEnd   = 3
	shortestBegun = 2
)

// read reads what somebody looks for.
func read(text string) query {
	list := cut(text, maxAsked)
	var q query
	if n := len(list); n > 0 && len(list[n-1].folded) >= shortestBegun {
		q.begun, list = list[n-1].folded, list[:n-1]
	}
	q.words, q.digits = distinct(list), digits(text)
	return q
}

func (q query) empty() bool { return len(q.words) == 0 && q.begun == "" }

// digits gives the digits of what may be a part of a phone number.
func digits(text string) string {
	all := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return r
		case strings.ContainsRune(" +-./()", r):
			return -1
		}
		return 'x'
	}, text)
	if len(all) < shortestEnd || strings.Contains(all, "x") {
		return ""
	}
	return all
}

// Part is a piece of a text, and whether it is what was looked for.
type Part struct {
	Text string
	Hit  bool
}

// Mark cuts a text into pieces at the words that a query looks for. Hit tells whether all of them are there.
func Mark(text, asked string) (parts []Part, hit bool) {
	q, found, at := read(asked), map[string]bool{}, 0
	for _, w := range cut(text, maxWords) {
		whole, begun := slices.Contains(q.words, w.folded), q.begun != "" && strings.HasPrefix(w.folded, q.begun)
		if !whole && !begun {
			continue
		}
		found[w.folded] = found[w.folded] || whole
		found[""] = found[""] || begun
		parts = append(parts, Part{text[at:w.from], false}, Part{text[w.from:w.to], true})
		at = w.to
	}
	parts = append(parts, Part{text[at:], false})
	return slices.DeleteFunc(parts, func(p Part) bool { return p.Text == "" }), q.met(found)
}

// met tells whether all words of the query were found; under the empty word stands whether one with the beginning was.
func (q query) met(found map[string]bool) bool {
	return !q.empty() && (q.begun == "" || found[""]) && !slices.ContainsFunc(q.words, func(w string) bool { return !found[w] })
}
