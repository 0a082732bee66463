package boltstore

import (
	"errors"
	"fmt"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/coupons"
	"github.com/parley-sms/parley/store/internal/decided"
	"github.com/parley-sms/parley/store/internal/identities"
	"github.com/parley-sms/parley/store/internal/orders"
	"github.com/parley-sms/parley/store/internal/outbox"
	"github.com/parley-sms/parley/store/internal/sums"
)

// writer carries out the jobs of one commit.
type writer struct {
	tx      *bolt.Tx
	rows    *bolt.Bucket
	journal *bolt.Bucket
	log     *bolt.Bucket // of the consent ledger's hashes
	erased  *bolt.Bucket
	changed bool  // something was written
	failed  error // something could not be written: nothing of the commit may stand

	counting  bool      // some records are not counted in standing yet:
	countedTo fsm.Phone // those after this one

	counters    map[string]int64 // to add, summed over the commit
	sums        sums.Batch
	standing    map[fsm.Stand]int64
	subscribers int64 // new ones
	messages    int64
}

func newWriter(tx *bolt.Tx) *writer {
	w := &writer{tx: tx, rows: tx.Bucket([]byte(rowsBucket)), journal: tx.Bucket([]byte(journalBucket)),
		log: tx.Bucket([]byte(ledgerBucket)), erased: tx.Bucket([]byte(erasedBucket)), counters: map[string]int64{}, sums: sums.Batch{}, standing: map[fsm.Stand]int64{}}
	w.journal.FillPercent, w.log.FillPercent = journalFill, journalFill
	if to := tx.Bucket([]byte(metaBucket)).Get([]byte(countingKey)); to != nil {
		w.counting, w.countedTo = true, fsm.Phone(to)
	}
	return w
}

// update decides and stores for one subscriber. Nothing is written unless all can be.
func (w *writer) update(phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	if err := decided.CheckPhone(phone); err != nil {
		return fsm.Decision{}, err
	}
	last, data := splitRow(w.rows.Get(recordKey(phone)))
	record, err := decodeRecord(phone, data)
	if err != nil {
		return fsm.Decision{}, err
	}
	was, left, stood := record, placesOf(&record), record.Stands() // decide owns what the record points to
	d, err := decided.Run(decide, &view{record, w.rows, w.coupons(), w.orders(), w.customers(), w.erased})
	if err != nil || d.Nothing {
		return d, err
	}
	decided.Place(&d, w.log.Sequence())
	rows, err := decided.Prepare(&was, data, &d)
	if err != nil {
		return fsm.Decision{}, err
	}
	if err := decided.CheckCodes(&d, &rows, w.linked); err != nil {
		return fsm.Decision{}, err
	}
	if err := coupons.Check(w.coupons(), &d); err != nil {
		return fsm.Decision{}, err
	}
	if err := orders.Check(&d); err != nil {
		return fsm.Decision{}, err
	}
	if err := identities.Check(w.customers(), &d); err != nil {
		return fsm.Decision{}, err
	}
	if err := outbox.Check(&d); err != nil {
		return fsm.Decision{}, err
	}
	if d.Erased != nil {
		w.move(left, nil)
		w.stand(phone, stood, nil)
		if err := w.erase(&d, last); err != nil && w.failed == nil {
			w.failed = fmt.Errorf("erase %s: %w", phone.Redacted(), err)
		}
		return d, w.failed
	}
	if data == nil {
		w.subscribers++
	}
	w.keep(rows, &d, last)
	if err := errors.Join(coupons.Keep(w.coupons(), &d), identities.Keep(w.customers(), &d), outbox.Keep(w.outbox(), &d)); err != nil && w.failed == nil {
		w.failed = fmt.Errorf("keep what was claimed and is told: %w", err)
	}
	if err := orders.Keep(w.orders(), &d); err != nil && w.failed == nil {
		w.failed = fmt.Errorf("keep orders: %w", err)
	}
	w.move(left, placesOf(&d.Next))
	w.stand(phone, stood, d.Next.Stands())
	return d, w.failed
}

// decodeRecord reads a record; no bytes are a phone never seen.
func decodeRecord(phone fsm.Phone, data []byte) (fsm.Record, error) {
	if data == nil {
		return fsm.Record{Phone: phone}, nil
	}
	r, err := codec.Decode[fsm.Record](data)
	if err != nil {
		return r, fmt.Errorf("record of %s: %w", phone.Redacted(), err)
	}
	return r, nil
}

// keep writes a decision's rows. Last is the subscriber's newest row in the journal.
func (w *writer) keep(rows decided.Rows, d *fsm.Decision, last uint64) {
	phone := d.Next.Phone
	w.put(w.rows, recordKey(phone), joinRow(w.record(last, rows.Entry), rows.Record))
	for _, m := range rows.Messages {
		key := messageKey(phone, m.Seq)
		if w.rows.Get(key) == nil {
			w.messages++
		}
		w.put(w.rows, key, m.Data)
	}
	for i := range rows.Ledger {
		w.put(w.rows, rowKey(phone, ledgerRow, d.Ledger[i].Number), rows.Ledger[i])
		w.logHash(&d.Ledger[i])
	}
	links := w.tx.Bucket([]byte(linksBucket))
	for i, data := range rows.Links {
		w.put(links, []byte(d.Links[i].Code), data)
	}
	w.count(d)
}

// count adds what a decision counts.
func (w *writer) count(d *fsm.Decision) {
	for name, n := range d.Counters {
		w.counters[name] += n
	}
	w.sums.Add(d.Measures)
}

// move writes what changed between two lists of places.
func (w *writer) move(from, to []place) {
	for _, p := range from {
		if !slices.Contains(to, p) {
			w.delete(w.tx.Bucket([]byte(p.bucket)), []byte(p.key))
		}
	}
	for _, p := range to {
		if !slices.Contains(from, p) {
			w.put(w.tx.Bucket([]byte(p.bucket)), []byte(p.key), []byte{})
		}
	}
}

// finish writes what is summed over the commit.
func (w *writer) finish() error {
	if !w.changed {
		return errIdle
	}
	counters := w.tx.Bucket([]byte(countersBucket))
	for name, n := range w.counters {
		w.add(counters, name, n)
	}
	w.finishSums()
	w.finishStanding()
	meta := w.tx.Bucket([]byte(metaBucket))
	w.add(meta, subscribersKey, w.subscribers)
	w.add(meta, messagesKey, w.messages)
	return w.failed
}

func (w *writer) add(b *bolt.Bucket, name string, n int64) {
	w.put(b, []byte(name), number(count(b, name)+n))
}

func (w *writer) put(b *bolt.Bucket, key, value []byte) {
	w.changed = true
	if err := b.Put(key, value); err != nil && w.failed == nil {
		w.failed = fmt.Errorf("write a row: %w", err)
	}
}

func (w *writer) delete(b *bolt.Bucket, key []byte) {
	w.changed = true
	if err := b.Delete(key); err != nil && w.failed == nil {
		w.failed = fmt.Errorf("delete a row: %w", err)
	}
}
