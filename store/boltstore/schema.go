package boltstore

import (
	"encoding/binary"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/store"
)

// schema is the version of the file's layout: its buckets and their keys. Rows have a version of
// their own (package codec).
const schema = 1

// The buckets.
const (
	metaBucket     = "meta"        // schema, and how many rows there are
	rowsBucket     = "subscribers" // records, messages and ledgers: keys.go
	journalBucket  = "journal"     // all commits in order: journal.go
	calendarBucket = "calendar"    // the three queues: places.go
	readyBucket    = "ready"
	flightsBucket  = "flights"
	countersBucket = "counters"
	valuesBucket   = "values"
)

// The keys of the meta bucket, each a number of 8 bytes.
const (
	schemaKey      = "schema"
	subscribersKey = "subscribers"
	messagesKey    = "messages"
)

func buckets() []string {
	return []string{metaBucket, rowsBucket, journalBucket, calendarBucket, readyBucket, flightsBucket, countersBucket, valuesBucket}
}

// layOut makes a new file a store's.
func layOut(tx *bolt.Tx) error {
	for _, name := range buckets() {
		if _, err := tx.CreateBucket([]byte(name)); err != nil {
			return fmt.Errorf("create bucket %s: %w", name, err)
		}
	}
	return tx.Bucket([]byte(metaBucket)).Put([]byte(schemaKey), number(schema))
}

// checkSchema refuses a file that is no store's, or a newer one's, or damaged where every read
// begins: at the ends of its buckets.
func checkSchema(tx *bolt.Tx) error {
	meta := tx.Bucket([]byte(metaBucket))
	if meta == nil {
		return fmt.Errorf("%w: it is a bbolt file, but none of Parley's", store.ErrDamaged)
	}
	switch v := count(meta, schemaKey); {
	case v > schema:
		return fmt.Errorf("%w: its layout is %d, this build knows %d", store.ErrNewer, v, schema)
	case v != schema:
		return fmt.Errorf("%w: its layout is %d, it must be %d", store.ErrDamaged, v, schema)
	}
	for _, name := range buckets() {
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
