// Package experiments tells what came of the splits of workflows and of the program's holdout. Read adds up
// the daily sums that decisions keep of each arm (fsm.SumExposed and the like), judge.go compares the arms with
// package lift, and Text says it on a terminal.
//
// Arms are compared by everybody who came to where they part, whether or not the texts could go: so quiet hours,
// caps and a phone that is off change nothing about who is compared with whom. What a person does counts on the
// day on which he came there, so the sums of any days are of the same people; those of the last days have not had
// all of their time yet, which is the same for every arm.
//
// An experiment is decided by its conversions alone, and by an interval that holds however often one looks. All
// other figures are for reading. Harmful tells of arms that drive people away: the engine pauses their workflow.
package experiments
