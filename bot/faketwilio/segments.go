package faketwilio

import (
	"strings"
	"unicode/utf8"
)

// The GSM 03.38 alphabet: one septet each, and two for those behind the escape.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtended = "\f^{}\\[~]|€"
)

// encoding is how much fits in a text alone, and in each part of a longer one.
type encoding struct {
	alone, part int
	units       func(rune) int
}

var (
	gsm7 = encoding{160, 153, gsmUnits}
	ucs2 = encoding{70, 67, ucsUnits}
)

// segments counts the parts in which body travels. A character of two units is never
// divided between parts.
func segments(body string) int {
	enc := gsm7
	if strings.IndexFunc(body, func(r rune) bool { return gsmUnits(r) == 0 }) >= 0 {
		enc = ucs2
	}
	total, parts, used := 0, 1, 0
	for _, r := range body {
		n := enc.units(r)
		total += n
		if used+n > enc.part {
			parts, used = parts+1, 0
		}
		used += n
	}
	if total <= enc.alone {
		return 1
	}
	return parts
}

// gsmUnits gives the septets of r, 0 where the alphabet lacks it.
func gsmUnits(r rune) int {
	switch {
	case r == utf8.RuneError:
		return 0
	case strings.ContainsRune(gsmBasic, r):
		return 1
	case strings.ContainsRune(gsmExtended, r):
		return 2
	}
	return 0
}

// ucsUnits gives the UTF-16 units of r.
func ucsUnits(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}
