// Package boltstore keeps a store in one bbolt file, parley.db, in a data folder. It is what
// Parley runs on.
//
// # The committer
//
// One goroutine writes. It takes all updates that wait, up to a thousand, lets each decide against
// what the ones before it left, and commits them together: one wait for the disk serves them all,
// and none waits for a timer. An update that is refused leaves nothing behind and does not disturb
// its neighbours; no decide function runs twice. Callers get their answer when the commit is on the
// disk. If it fails, all of the batch get the error, and nothing of it is stored.
//
// # The layout
//
// bbolt writes whole pages of 4 KiB, each changed page once a commit. With 200,000 subscribers every
// update changes another page, so what counts is how many pages one update touches. What it needs
// stands together, in one bucket, in this order:
//
//	phone 0 1 number    ledger entry
//	phone 0 2           record
//	phone 0 3 ^seq      message, newest first
//
// so that the record and the newest messages, which are what an update reads and writes, are
// neighbours on one page. A listing of messages is a range of keys, and a message is found by its
// number without an index. The journal is only ever added to and seldom read: its entries stand in
// the order of their commits, several to a page, and point back to the subscriber's entry before.
// Measured with 200,000 subscribers and 150 updates a commit, an update writes about 3.5 pages: its
// own, the branch above it, two of the calendar every other time, and its share of the rest.
//
// The queues have a bucket each, whose keys are the places that follow from the record: calendar
// (due, phone), ready (sender, priority, since, phone), flights (released, phone, seq); and so have the
// watchers of events (event, key, phone). A commit compares the places before and after and writes
// the difference. Tracked links stand by their code, customers of
// the shop by their id; what webhooks are to be told stands in the outbox (package outbox). Where live runs stand is counted
// (standing.go); the data of a version that did not count is counted after Open, while the store
// serves (counting.go), and the threads of one without trays are filed likewise (filing.go). The daily sums of a workflow are one row a day (package sums); they begin with
// the version that keeps them.
//
// # Files
//
// Open holds parley.lock (by flock, so on Unix alone) before it touches anything, and looks at the
// file read-only before it is opened for writing. What it refuses it does not change. New files are
// made under another name and then renamed, so an empty parley.db is a damaged one.
package boltstore
