// Package report tells how workflows do, from the daily sums that decisions keep (fsm.Measure). It only reads.
//
// metrics.go defines every metric beside its formula; a metric is a ratio of sums, so it can be asked of
// everything, of a workflow, of a step and of a week. book.go adds the sums of a span up, report.go makes a Report of
// them, findings.go says what an owner should look at, and text.go and page.go print it.
//
// Rates are of what happened in the span. Those of texts are of the texts that went out in it, whatever became of
// them later; the others, such as conversions, divide what happened in the span by what happened in it, so that
// somebody who entered before it and bought within it counts above the line alone.
package report
