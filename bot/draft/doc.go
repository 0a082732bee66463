// Package draft keeps programs while they are being written: named copies of a program's files, which several people
// may work on (draft.go). A file is saved only over the text that its author has read; over another one it is refused
// with that (book.go). A draft changes nothing for anybody: package deploy plans it and lets it go live.
package draft
