// Package script reads the tests of a program, the files tests/*.yaml: stories of what one person
// and the shop do, and what the person should get. What may stand there is described once, in
// shapes.go, for the reader, the documentation and editors alike.
package script
