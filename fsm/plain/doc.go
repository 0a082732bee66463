// Package plain says in plain words what the machine knows in its own: what happened to a person
// (event.go), what the machine did about it (line.go), what it will do (item.go), how a person stands
// (state.go), and what would have to change for a text to go that a guard keeps back (remedy.go).
//
// Words are for people to read. Programs read the fields that they are made of.
package plain
