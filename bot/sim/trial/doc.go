// Package trial puts the server on trial: a story drawn from a seed, of people who text, a shop, agents,
// a carrier and a disk that fail, and a process that is killed, is lived by the production engine on
// virtual time. Then the faults stop, everything must settle, and checkers judge what happened by what
// reached phones, what was acknowledged, and the ledger of consent alone.
//
// story.go draws a story, run.go lives it, evidence.go is what came of it. Each checker has a file of
// its own; rules.go holds what they know of the program by heart, since they must not ask the code that
// they judge. marks.go tells which faults were met. shrink.go leaves of a story that fails as little
// as still fails. The same seed always lives the same story.
package trial
