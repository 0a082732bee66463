package boltstore

import (
	"fmt"
	"hash/crc32"
	"math"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/coupons"
	"github.com/parley-sms/parley/store/internal/identities"
	"github.com/parley-sms/parley/store/internal/orders"
	"github.com/parley-sms/parley/store/internal/outbox"
	"github.com/parley-sms/parley/store/internal/sums"
)

// verify reads all of a data file: every row must decode, and every page must be in its place.
// Rows come first, in this goroutine, since bbolt's own check is not guarded against pages that
// point out of the file.
func verify(path string) error {
	return look(path, func(tx *bolt.Tx) error {
		if err := checkSchema(tx); err != nil {
			return err
		}
		if err := tx.ForEach(func(_ []byte, b *bolt.Bucket) error { return b.ForEach(touch) }); err != nil {
			return err
		}
		if err := tx.Bucket([]byte(rowsBucket)).ForEach(decodable); err != nil {
			return err
		}
		if err := tx.Bucket([]byte(journalBucket)).ForEach(decodableEntry); err != nil {
			return err
		}
		if links := tx.Bucket([]byte(linksBucket)); links != nil { // a layout 1 has none
			if err := links.ForEach(decodableLink); err != nil {
				return err
			}
		}
		if codes := tx.Bucket([]byte(codesBucket)); codes != nil { // layouts 1 and 2 have none
			if err := coupons.Verify(shelfOf(tx, codesBucket)); err != nil {
				return err
			}
		}
		if list := tx.Bucket([]byte(ordersBucket)); list != nil { // layouts up to 5 have none
			if err := orders.Verify(shelfOf(tx, ordersBucket)); err != nil {
				return err
			}
		}
		if customers := tx.Bucket([]byte(customersBucket)); customers != nil { // layouts up to 6 have none
			if err := identities.Verify(shelfOf(tx, customersBucket)); err != nil {
				return err
			}
		}
		if out := tx.Bucket([]byte(outboxBucket)); out != nil { // layouts up to 8 have none
			if err := outbox.Verify(shelfOf(tx, outboxBucket)); err != nil {
				return err
			}
		}
		if b := tx.Bucket([]byte(sumsBucket)); b != nil { // layouts 1 to 4 have none
			if err := sums.Each(sumsOf(b, math.MinInt64, math.MaxInt64-1), func(fsm.Measure) error { return nil }); err != nil {
				return err
			}
		}
		return pagesInPlace(tx)
	})
}

// touch reads every byte of a key and its value.
func touch(key, value []byte) error {
	crc32.ChecksumIEEE(key)
	crc32.ChecksumIEEE(value)
	return nil
}

// decodable refuses a subscriber's row that cannot be read.
func decodable(key, data []byte) error {
	var err error
	switch kindOf(key) {
	case ledgerRow:
		_, err = codec.Decode[fsm.LedgerEntry](data)
	case recordRow:
		_, data = splitRow(data)
		_, err = codec.Decode[fsm.Record](data)
	case messageRow:
		_, err = codec.Decode[fsm.Message](data)
	default:
		err = fmt.Errorf("%w: a row of no kind", store.ErrDamaged)
	}
	if err != nil {
		return fmt.Errorf("a row of %s: %w", phoneOf(key).Redacted(), err)
	}
	return nil
}

// decodableEntry refuses an entry of the journal that cannot be read.
func decodableEntry(key, data []byte) error {
	_, data = splitRow(data)
	if _, err := codec.Decode[fsm.Entry](data); err != nil {
		return fmt.Errorf("row %x of the journal: %w", key, err)
	}
	return nil
}

// decodableLink refuses a tracked link that cannot be read.
func decodableLink(code, data []byte) error {
	if _, err := codec.Decode[fsm.Link](data); err != nil {
		return fmt.Errorf("link %.20q: %w", code, err)
	}
	return nil
}

// pagesInPlace runs bbolt's own check to its end, and gives the first thing it found.
func pagesInPlace(tx *bolt.Tx) error {
	var first error
	for err := range tx.Check() {
		if first == nil {
			first = fmt.Errorf("%w: %w", store.ErrDamaged, err)
		}
	}
	return first
}
