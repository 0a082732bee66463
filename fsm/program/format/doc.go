// Package format is how Parley's YAML files are described, read and written. A Shape lists the keys
// that a group of keys may hold, each with what its value is, whether it is needed, and what it means
// in plain words. One list of shapes is all that there is to say about a kind of file: Value.Object
// refuses what it does not allow and suggests what was meant, Schema makes a JSON Schema of it for
// editors, Reference makes a page of it for people, and Write puts keys into its order.
//
// Reading is strict: a key that means nothing is a Finding, and so is a value that is not what its
// key wants, with its file, line, column and what would be right. A Reader collects all of them. It
// also knows where every value stands, by its dotted place ("caps[0]", "workflows.cart.rank"), so
// that whoever finds fault later, with what was read, can show the line.
package format
