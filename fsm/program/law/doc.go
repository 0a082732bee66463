// Package law reads and writes rules of places: when the law of a country, state or province lets
// marketing texts go, and how many. Those that come with Parley stand in data/rules.yaml; a program's
// own rules.yaml has the same format and adds places to them or replaces them by name.
//
// What may be written is told in shapes.go, read.go makes rules of it, check.go refuses what leaves a
// gap or contradicts itself, each with its line, holiday.go knows the words for days of the year, and
// print.go writes rules as a file. When a text may go by them is for package quiet to say.
//
// The rules are data, not legal advice: each names its source and the day on which somebody last read
// it. Who sends texts answers for them, and should have them reviewed; where a source was unclear the
// stricter reading stands, with a note.
package law
