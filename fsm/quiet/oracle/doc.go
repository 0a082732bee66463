// Package oracle says minute by minute whether a marketing text may go. It is the second opinion
// on fsm/quiet: written from the law's side alone, slow and plain, it shares no function and no
// data with what decides in production, so that the two can only agree by both being right.
// Tests and the simulator ask it; nothing that runs in production may.
//
// It asks of one minute at a time, for every zone that the person may be in: which local date,
// weekday and minute is it there, which rule of each candidate jurisdiction is in force on that
// date, and does that rule open this minute? One no anywhere is a no. It never computes when
// something opens: First walks the minutes.
//
//   - table.go: the rules, one line per jurisdiction
//   - holidays.go: days of the years 2025 to 2029, written out
//   - person.go: who is asked about, with unsure zones and jurisdictions
//   - allowed.go: the question
package oracle
