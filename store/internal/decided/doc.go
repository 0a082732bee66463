// Package decided is what all storages do alike with a Decision: run the function that makes it,
// check that it follows from what is stored, and encode the rows that it asks for. Everything
// that can be wrong with a Decision is found here, before anything is written.
package decided
