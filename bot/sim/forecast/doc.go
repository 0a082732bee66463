// Package forecast tells a marketer what a program would do to many people before it meets any: so
// many made-up people join, answer, buy and leave at the rates that habits give, and the production
// engine texts them on virtual time.
//
// habits.go says how people behave and derives it from a program where nothing is said, file.go reads
// it from a file. life.go makes one person's acts of them, fields.go what events carry. run.go lives
// all lives in order of time in a World, tally.go counts what the decisions say, and report.go,
// text.go and page.go show it.
package forecast
