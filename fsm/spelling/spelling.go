// Package spelling finds the word that a misspelt one was meant to be.
package spelling

import (
	"slices"
	"strconv"
	"strings"
)

// Remedy suggests the nearest of the known words, or lists them where none is near.
func Remedy(word string, known []string) string {
	if near := Nearest(word, known); near != "" {
		return "did you mean " + strconv.Quote(near) + "?"
	}
	if len(known) == 0 {
		return "there is none yet"
	}
	return "it may be " + strings.Join(slices.Sorted(slices.Values(known)), ", ")
}

// Nearest is the word of a list that a misspelt one was probably meant to be; "" if none is near.
func Nearest(word string, words []string) string {
	best, least := "", max(1, len(word)/3)+1
	if len(word) > 40 {
		return ""
	}
	for _, w := range words {
		if d := distance(word, w); d < least {
			best, least = w, d
		}
	}
	return best
}

// distance counts the letters to add, drop, change or swap with their neighbour to make b of a.
func distance(a, b string) int {
	var before []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next := make([]int, len(b)+1)
		next[0] = i + 1
		for j := range len(b) {
			change := row[j]
			if a[i] != b[j] {
				change++
			}
			next[j+1] = min(change, row[j+1]+1, next[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], before[j-1]+1)
			}
		}
		before, row = row, next
	}
	return row[len(b)]
}
