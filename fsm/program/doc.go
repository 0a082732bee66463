// Package program reads a program as a marketer writes it: a folder with program.yaml (the brand,
// senders, keywords and rules) and workflows/*.yaml (one workflow each).
//
// Reading is strict: a key that means nothing is an error, and so is a value that is not what its
// key wants. All that is wrong is told at once, each with its file, line, column and what would be
// right. Load gives the definition alone; Check also compiles it, and says in which line the
// compiler found fault.
//
// The way of a file: a source splits it into lines and parses the YAML; values, objects and fields
// walk it and collect findings; program.go and workflow.go make a fsm.Definition of it. The words
// that people write for times, spans and rates are in units.go.
package program
