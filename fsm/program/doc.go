// Package program reads a program as a marketer writes it: a folder with program.yaml (the brand,
// senders, keywords and rules), workflows/*.yaml (one workflow each) and rules.yaml (what the law of
// places demands, where it is to be another than the built-in one: package law). What lies beside them, such as
// tests and a README, is no part of it.
//
// What may be written is told once, in the shapes (settings_shapes.go, data_shapes.go,
// workflow_shapes.go, step_shapes.go, kind_shapes.go), of which package format makes a strict reader,
// and manual.go the documentation and a schema for editors.
// Load gives the definition alone; Check also compiles it, and says in which line the compiler found
// fault. All that is wrong is told at once, each with its file, line, column and what would be right.
//
// settings.go, data.go, workflow.go and steps.go make a fsm.Definition of the files. The words that
// people write for times and spans are in wait.go, enter.go, units.go and in package format. The other
// way round, print.go and its companions write a definition as files.
package program
