// Package contacts reads and writes contacts as CSV: who they are, and consent with its evidence.
//
// A file is read twice, in memory that does not grow with what its rows hold. First all of it is
// scanned (file.go): rows are found one after another (rows.go), split (row.go) and read (read.go, with
// number.go and moment.go) by what the header says (header.go). Those that are wrong are refused with
// line, column and reason (refused.go), and a small index of phones and places is made. Then contacts
// come in order of phone (ordered.go), several rows of one phone as one, which is how a store takes them
// fastest and an import goes on after it was cut off.
//
// What is written (write.go) has the same columns, so that it can be read again; those of a consent's
// evidence stand in proof.go, and of.go says what of a record a contact is. Values that a spreadsheet
// would take for formulas are guarded (guard.go).
package contacts
