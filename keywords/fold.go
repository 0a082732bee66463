package keywords

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// longest is how many bytes of a text are read: a carrier's longest text is 1,600 characters.
const longest = 8 << 10

// Fold takes from a text what does not change its meaning: the font, the case, the accents, and
// what cannot be seen. Of a long text it reads the first 8 KiB.
func Fold(body string) string {
	body = strings.TrimSpace(body)
	if len(body) > longest {
		body = body[:longest]
	}
	body = strings.ToValidUTF8(body, " ")
	body = strings.ReplaceAll(body, "№", "#")
	return expand.Replace(strings.Map(foldRune, norm.NFKD.String(body)))
}

func foldRune(r rune) rune {
	switch {
	case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u2028' || r == '\u2029' || r == '\u0085':
		return '\n'
	case unicode.IsSpace(r):
		return ' '
	case unseen(r):
		return -1
	case r >= '🅐' && r <= '🅩':
		return 'a' + r - '🅐'
	case r >= '🅰' && r <= '🆉':
		return 'a' + r - '🅰'
	}
	return unicode.ToLower(r)
}

// unseen tells whether a character is a mark on another, or shows nothing: accents, zero-width
// spaces, soft hyphens, variation selectors, skin tones, blank letters.
func unseen(r rune) bool {
	if unicode.In(r, unicode.Inherited, unicode.Cf, unicode.Cc) {
		return true
	}
	return r >= 0x1F3FB && r <= 0x1F3FF || strings.ContainsRune("\u115F\u1160\u3164\u2800", r)
}

// expand writes out letters that Unicode does not take apart.
var expand = strings.NewReplacer(
	"ß", "ss", "ẞ", "ss", "æ", "ae", "Æ", "ae", "œ", "oe", "Œ", "oe", "ø", "o", "Ø", "o", "đ", "d",
	"Đ", "d", "ł", "l", "Ł", "l", "ı", "i", "ꜱ", "s", "ᴛ", "t", "ᴏ", "o", "ᴘ", "p", "ǫ", "q", "ᴜ", "u",
	"ɪ", "i", "ᴇ", "e", "ɴ", "n", "ᴅ", "d", "ᴄ", "c", "ᴀ", "a", "ʟ", "l", "ʙ", "b", "ʀ", "r", "ʜ", "h",
)

// latin gives the Latin letter that a Cyrillic or Greek one looks like.
var latin = lookalikes(
	"авсԁеӏһнікмоорѕтухјԛԝзαβεηικμνορτυχγѡϲ", "abcdelhhikmoopstyxjqwzabenikmvoptuxywc")

func lookalikes(from, to string) map[rune]rune {
	pairs, i := map[rune]rune{}, 0
	for _, r := range from {
		pairs[r] = rune(to[i])
		i++
	}
	return pairs
}

// unmask spells a word in Latin letters if every other letter of it only looks like one.
func unmask(word string) string {
	if isASCII(word) {
		return word
	}
	masked := strings.Map(func(r rune) rune {
		if l, ok := latin[r]; ok {
			return l
		}
		return r
	}, word)
	if !isASCII(masked) {
		return word
	}
	return masked
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
