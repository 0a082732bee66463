package fsm

import (
	"maps"
	"slices"
)

// Functions lists the functions that conditions may call.
func Functions() []string { return slices.Sorted(slices.Values(append(builtins(), own()...))) }

// Filters lists the filters that texts may use.
func Filters() []string { return slices.Sorted(maps.Keys(filters())) }

// OwnTexts gives the texts that the machine sends by itself, by name, in English. A program may word
// each anew.
func OwnTexts() map[string]string { return builtinTexts() }
