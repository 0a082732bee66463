package keywords

import (
	"strings"
	"unicode"
)

// shorten writes a letter that is drawn out (stoooop) once.
func shorten(word string) string {
	runes := []rune(word)
	out := make([]rune, 0, len(runes))
	for i := 0; i < len(runes); {
		j := i
		for j < len(runes) && runes[j] == runes[i] {
			j++
		}
		if j-i >= 3 && unicode.IsLetter(runes[i]) {
			out = append(out, runes[i])
		} else {
			out = append(out, runes[i:j]...)
		}
		i = j
	}
	return string(out)
}

// skeleton writes each run of a letter once: a drawn-out "stopall" ends in one l.
func skeleton(word string) string {
	var out strings.Builder
	var last rune
	for _, r := range word {
		if r != last {
			out.WriteRune(r)
		}
		last = r
	}
	return out.String()
}

// once writes each character once, in the order of their first places.
func once(s string) string {
	var out strings.Builder
	seen := map[rune]bool{}
	for _, r := range s {
		if !seen[r] {
			out.WriteRune(r)
		}
		seen[r] = true
	}
	return out.String()
}

var digitLetters = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "$", "s", "@", "a")

// spellOut reads digits inside a word as the letters they look like: st0p, qu1t. A number keeps
// its digits, and so does one with a unit or an ending (2pm, 3rd).
func spellOut(word string) string {
	letters := strings.TrimLeft(word, "0123456789")
	if letters == "" || !strings.ContainsAny(word, "0134578$@") || numberEndings[letters] && letters != word {
		return word
	}
	return shorten(digitLetters.Replace(word))
}

var numberEndings = map[string]bool{
	"st": true, "nd": true, "rd": true, "th": true, "am": true, "pm": true, "h": true, "x": true, "k": true,
	"e": true, "er": true, "ere": true, "eme": true, "o": true, "a": true, "ro": true, "do": true, "g": true,
	"kg": true, "ml": true, "mg": true, "oz": true, "lb": true, "lbs": true, "hrs": true, "min": true, "m": true,
}

// near tells whether a word is another with one slip of the finger. Of short words only likely
// slips count: two letters swapped, one doubled or dropped, or the key beside it.
func near(word, right []rune) bool {
	n, m := len(word), len(right)
	if n-m > 1 || m-n > 1 {
		return false
	}
	i := 0
	for i < n && i < m && word[i] == right[i] {
		i++
	}
	w, r := word[i:], right[i:]
	short := m <= 5
	switch {
	case n == m+1:
		slip := i > 0 && w[0] == word[i-1] || len(r) > 0 && beside(w[0], r[0]) || i > 0 && beside(w[0], word[i-1])
		return same(w[1:], r) && (!short || slip)
	case n == m-1:
		return same(w, r[1:]) && (!short || i > 0)
	case i == n:
		return true
	case len(w) > 1 && w[0] == r[1] && w[1] == r[0] && same(w[2:], r[2:]):
		return true
	}
	return same(w[1:], r[1:]) && (!short || beside(w[0], r[0]))
}

func same(a, b []rune) bool { return string(a) == string(b) }

// beside tells whether two letters are neighbours on a keyboard.
func beside(a, b rune) bool {
	return neighbours[a] != "" && strings.ContainsRune(neighbours[a], b)
}

var neighbours = map[rune]string{
	'q': "wa", 'w': "qeas", 'e': "wrsd", 'r': "etdf", 't': "ryfg", 'y': "tugh", 'u': "yihj", 'i': "uojk",
	'o': "ipkl", 'p': "ol", 'a': "qwsz", 's': "awedxz", 'd': "serfcx", 'f': "drtgvc", 'g': "ftyhbv",
	'h': "gyujnb", 'j': "huikmn", 'k': "jiolm", 'l': "kop", 'z': "asx", 'x': "zsdc", 'c': "xdfv",
	'v': "cfgb", 'b': "vghn", 'n': "bhjm", 'm': "njk",
}
