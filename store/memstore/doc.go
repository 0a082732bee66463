// Package memstore keeps a store in memory. It is the model: simple enough to be right by looking
// at it, and what storetest compares other stores with. Simulations and tests run on it.
//
// It keeps rows encoded, as a disk would, so that nobody shares memory with it and what cannot be
// encoded fails here too. Queues, watchers and counts are found by looking at every
// subscriber.
package memstore
