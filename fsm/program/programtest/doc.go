// Package programtest draws random programs for property tests: definitions that can be written as
// files and compiled, which between them use everything that a program can say.
package programtest
