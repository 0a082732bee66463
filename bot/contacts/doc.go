// Package contacts reads and writes contacts as CSV: who they are, and consent with its evidence.
//
// A file is read twice, in memory that does not grow with what its rows hold. First all of it is
// scanned (scan.go): rows are split (row.go) and read (read.go) by what the header says
// (header.go), those that are wrong are refused with line, column and reason, and a small index of
// phones and places is made. Then contacts come in order of phone (ordered.go), several rows of one
// phone as one, which is how a store takes them fastest and an import goes on after it was cut off.
//
// What is written (write.go) has the same columns, so that it can be read again: see Of for what of a
// record a contact is. Values that a spreadsheet would take for formulas are guarded (guard.go).
package contacts
