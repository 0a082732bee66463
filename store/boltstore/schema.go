package boltstore

import (
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/store"
)

// schema is the version of the file's layout: its buckets and their keys. Rows have a version of
// their own (package codec). Layout 1 had no watchers, links and standing, layout 2 no ledger, codes and
// held, layout 3 no audit, layout 4 no sums, layout 5 no orders, layout 6 no customers, layout 7 no
// threads, layout 8 no outbox; upgrade adds them.
const schema = 9

// The buckets.
const (
	metaBucket      = "meta"        // schema, and how many rows there are
	rowsBucket      = "subscribers" // records, messages and ledgers: keys.go
	journalBucket   = "journal"     // all commits in order: journal.go
	calendarBucket  = "calendar"    // the three queues: places.go
	readyBucket     = "ready"
	flightsBucket   = "flights"
	watchersBucket  = "watchers"  // who waits for which event: places.go
	linksBucket     = "links"     // tracked links by code
	standingBucket  = "standing"  // how many live runs stand where: standing.go
	ledgerBucket    = "ledger"    // hashes of all entries of the consent ledger, in the order of their commits
	erasedBucket    = "erased"    // ledgers and suppressions of erased people, by pseudonym: erase.go
	codesBucket     = "codes"     // unique codes of offers
	heldBucket      = "held"      // whose marketing is held until a person has looked, by when that must be
	auditBucket     = "audit"     // what the staff did, by number
	sumsBucket      = "sums"      // daily sums by day and workflow: package sums
	ordersBucket    = "orders"    // of all people
	customersBucket = "customers" // whose number a shop's customers have
	threadsBucket   = "threads"   // open threads by tray, and by when in its order: places.go
	outboxBucket    = "outbox"    // what webhooks are to be told: package outbox
	countersBucket  = "counters"
	valuesBucket    = "values"
)

// The keys of the meta bucket, each a number of 8 bytes but the last two.
const (
	schemaKey      = "schema"
	subscribersKey = "subscribers"
	messagesKey    = "messages"
	countingKey    = "counting" // phone up to which runs are counted; none where all are: counting.go
	filedKey       = "filed"    // phone up to which threads are filed, none at first, everybody at last: filing.go
)

// buckets lists the buckets of a layout.
func buckets(version int64) []string {
	list := []string{metaBucket, rowsBucket, journalBucket, calendarBucket, readyBucket, flightsBucket, countersBucket, valuesBucket}
	if version > 1 {
		list = append(list, watchersBucket, linksBucket, standingBucket)
	}
	if version > 2 {
		list = append(list, ledgerBucket, erasedBucket, codesBucket, heldBucket)
	}
	if version > 3 {
		list = append(list, auditBucket)
	}
	if version > 4 {
		list = append(list, sumsBucket)
	}
	if version > 5 {
		list = append(list, ordersBucket)
	}
	if version > 6 {
		list = append(list, customersBucket)
	}
	if version > 7 {
		list = append(list, threadsBucket)
	}
	if version > 8 {
		list = append(list, outboxBucket)
	}
	return list
}

// layOut makes a new file a store's.
func layOut(tx *bolt.Tx) error {
	for _, name := range buckets(schema) {
		if _, err := tx.CreateBucket([]byte(name)); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	meta := tx.Bucket([]byte(metaBucket))
	if err := meta.Put([]byte(filedKey), []byte(everybody)); err != nil {
		return err
	}
	return meta.Put([]byte(schemaKey), number(schema))
}

// upgrade brings the file of an older version to this layout, in one short commit: the runs that
// stand in a file of layout 1 are counted later.
func upgrade(db *bolt.DB) error {
	version := int64(0)
	err := db.View(func(tx *bolt.Tx) error {
		version = count(tx.Bucket([]byte(metaBucket)), schemaKey)
		return nil
	})
	if err != nil || version == schema {
		return err
	}
	return db.Update(func(tx *bolt.Tx) error { return addLayout(tx, version) })
}

// addLayout adds what an older layout lacks.
func addLayout(tx *bolt.Tx, version int64) error {
	meta := tx.Bucket([]byte(metaBucket))
	for _, name := range buckets(schema) {
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	if version < 2 {
		if err := meta.Put([]byte(countingKey), []byte{}); err != nil {
			return err
		}
	}
	return meta.Put([]byte(schemaKey), number(schema))
}

// checkSchema refuses a file that is no store's, or a newer one's, or damaged where every read
// begins: at the ends of its buckets.
func checkSchema(tx *bolt.Tx) error {
	meta := tx.Bucket([]byte(metaBucket))
	if meta == nil {
		return fmt.Errorf("%w: it is a bbolt file, but none of Parley's", store.ErrDamaged)
	}
	version := count(meta, schemaKey)
	switch {
	case version > schema:
		return fmt.Errorf("%w: its layout is %d, this build knows %d", store.ErrNewer, version, schema)
	case version < 1:
		return fmt.Errorf("%w: its layout is %d, it must be 1 to %d", store.ErrDamaged, version, schema)
	}
	for _, name := range buckets(version) {
		b := tx.Bucket([]byte(name))
		if b == nil {
			return fmt.Errorf("%w: bucket %s is missing", store.ErrDamaged, name)
		}
		b.Cursor().First()
		b.Cursor().Last()
	}
	return nil
}

// number is how numbers are stored: equal order of bytes and numbers.
func number(n int64) []byte { return binary.BigEndian.AppendUint64(nil, uint64(n)) }

// count reads a number, zero where there is none.
func count(b *bolt.Bucket, key string) int64 {
	value := b.Get([]byte(key))
	if len(value) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(value))
}
