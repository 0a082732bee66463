// Package storetest is the suite that every store.Store passes.
//
// Exercise tries one promise of the interface after the other. Compare runs drawn sequences of
// decisions on a store and on memstore, which must agree on everything that can be read. Reopen
// does so with stores in a folder, across a close.
package storetest
