// Package store says what Parley needs of a storage: the Store interface, and the errors that
// every storage answers with.
//
// A store speaks in subscribers and Decisions. It hands the record of one subscriber to a pure
// decide function, and carries out what that decides, whole or not at all: the record, its
// journal entry, messages, ledger entries, tracked links, counters, and what follows from the
// record: its places in the three queues (calendar, ready, flights) and among the watchers of
// events, and the counts of where people stand. It knows fsm's data and none of its rules.
//
// The packages below it:
//
//   - boltstore keeps everything in one bbolt file and is what Parley runs on;
//   - memstore does the same in memory: the model that tests compare with;
//   - storetest is the conformance suite that every Store passes;
//   - faultstore wraps a Store and makes it fail, by a seed;
//   - codec turns records and rows into bytes and back.
package store
