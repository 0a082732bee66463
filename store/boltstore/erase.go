package boltstore

import (
	"bytes"
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/coupons"
	"github.com/parley-sms/parley/store/internal/decided"
	"github.com/parley-sms/parley/store/internal/identities"
	"github.com/parley-sms/parley/store/internal/orders"
	"github.com/parley-sms/parley/store/internal/outbox"
)

// Of an erased person the erased bucket keeps a suppression and the ledger, under rows like a
// subscriber's, with a pseudonym in place of the phone. Whoever comes back and is erased again begins
// another life there.

// erase removes a subscriber. Last is his newest row in the journal.
func (w *writer) erase(d *fsm.Decision, last uint64) error {
	s, err := w.suppress(d)
	if err != nil {
		return err
	}
	if err := w.eraseLedger(d, fsm.Phone(s.Pseudonym), (s.Erasures-1)<<lifeBits); err != nil {
		return err
	}
	if err := w.eraseMessages(d.Next.Phone); err != nil {
		return err
	}
	if err := coupons.Forget(w.coupons(), d.Next.Phone); err != nil {
		return err
	}
	if err := orders.Forget(w.orders(), d.Next.Phone); err != nil {
		return err
	}
	if err := outbox.Forget(w.outbox(), d.Next.Phone); err != nil {
		return err
	}
	identities.Forget(w.customers(), d.Next.Phone)
	w.eraseJournal(last)
	w.delete(w.rows, recordKey(d.Next.Phone))
	w.subscribers--
	w.count(d)
	return nil
}

// suppress keeps what is known of the person from now on.
func (w *writer) suppress(d *fsm.Decision) (fsm.Erasure, error) {
	s, key := *d.Erased, recordKey(fsm.Phone(d.Erased.Pseudonym))
	if data := w.erased.Get(key); data != nil {
		before, err := codec.Decode[fsm.Erasure](data)
		if err != nil {
			return s, err
		}
		s.Erasures = before.Erasures
	}
	s.Erasures++
	data, err := codec.Encode(&s)
	if err == nil {
		w.put(w.erased, key, data)
	}
	return s, err
}

// eraseLedger takes what the ledger tells of the person away, and keeps its chain under the pseudonym.
func (w *writer) eraseLedger(d *fsm.Decision, pseudonym fsm.Phone, life uint64) error {
	phone := d.Next.Phone
	list, err := entries(w.rows, phone, 0)
	if err != nil {
		return fmt.Errorf("read the ledger of %s: %w", phone.Redacted(), err)
	}
	for i := range list {
		w.delete(w.rows, rowKey(phone, ledgerRow, list[i].Number))
	}
	for i := range d.Ledger {
		w.logHash(&d.Ledger[i])
	}
	for _, e := range append(list, d.Ledger...) {
		e = e.Erase()
		data, err := codec.Encode(&e)
		if err != nil {
			return err
		}
		w.put(w.erased, rowKey(pseudonym, ledgerRow, life|e.Number), data)
	}
	return nil
}

// eraseMessages removes a subscriber's messages, and the tracked links in them.
func (w *writer) eraseMessages(phone fsm.Phone) error {
	links := w.tx.Bucket([]byte(linksBucket))
	first := messageKey(phone, maxSeq)
	var keys [][]byte
	c := w.rows.Cursor()
	for key, data := c.Seek(first); sameRows(key, first); key, data = c.Next() {
		keys = append(keys, bytes.Clone(key))
		m, err := codec.Decode[fsm.Message](data)
		if err != nil {
			return fmt.Errorf("read a message of %s: %w", phone.Redacted(), err)
		}
		for _, code := range decided.Codes(&m) {
			if l, err := codec.Decode[fsm.Link](links.Get([]byte(code))); err == nil && l.Phone == phone {
				w.delete(links, []byte(code))
			}
		}
	}
	for _, key := range keys {
		w.delete(w.rows, key)
	}
	w.messages -= int64(len(keys))
	return nil
}

// eraseJournal removes a subscriber's entries, going back from the newest.
func (w *writer) eraseJournal(last uint64) {
	for last != 0 {
		key := number(int64(last))
		last, _ = splitRow(w.journal.Get(key))
		w.delete(w.journal, key)
	}
}
