// Package rehearse plays the tests of a program: stories of one person each, with a clock, told in
// tests/*.yaml and read by package program.
//
// A rehearsal is the whole server for one person, without the server: a world (world.go) holds the
// person's record and asks fsm what every event means, as the engine does. Its clock (clock.go) moves
// only where a test says so, and stops at everything that is due on the way: the person's calendar,
// schedules and broadcasts, and what a carrier finds out later. Its carrier (carrier.go) takes and
// delivers every text at once unless a test says otherwise, and the endpoints of calls answer.
//
// prepare.go makes the person known, deeds.go does the lines of a test, receive.go, expect.go and match.go
// look at what came of them, and transcript.go with words.go writes down, for people, what happened. Coverage (coverage.go) lists all
// that can happen in a workflow, and what of it the journal of no test has shown (taken.go).
//
// The package does no I/O and reads no clock; the same tests of the same program give the same report.
package rehearse
