package fsm

import "slices"

// Functions lists the functions that conditions may call.
func Functions() []string { return slices.Sorted(slices.Values(append(builtins(), own()...))) }

// OwnTexts gives the texts that the machine sends by itself, by name, in English. A program may word
// each anew.
func OwnTexts() map[string]string { return builtinTexts() }
