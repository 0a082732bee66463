// Package sums keeps the daily sums of decisions in any set of rows, so that all storages do it alike.
//
// All sums of one workflow and day are one row, so that a year of a hundred workflows is read as some ten
// thousand rows, and a commit writes one row for each workflow that it concerns, however many its sums. A
// sum of zero is none.
package sums
