// Package explain tells what happened to one person, why, and what comes next.
//
// Everything is read from what is stored: the journal's entries with what was decided about
// (story.go), the texts (rows.go), the calendar and what keeps texts back (next.go), and of one text what
// let it go (message.go). A past moment is the journal folded up to then (past.go), told by the program of
// that time.
//
// That this is the truth can be proved (proof.go): the journal, folded from its begin, gives the stored
// record to the byte, and each decision, made again from what was kept of it, comes out the same within a
// build. The words come from package fsm/plain, and text.go writes a report for a terminal.
package explain
