package boltstore

import (
	"context"
	"encoding/binary"
	"fmt"
	"iter"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// logHash adds an entry's hash to the log, at the place that the entry was given.
func (w *writer) logHash(e *fsm.LedgerEntry) {
	if len(e.Hash) == 0 {
		return
	}
	n, err := w.log.NextSequence()
	if err != nil && w.failed == nil {
		w.failed = fmt.Errorf("number a hash of the ledger: %w", err)
	}
	w.put(w.log, number(int64(n)), e.Hash)
}

// Sealed implements store.Store.
func (s *Store) Sealed(ctx context.Context) (n uint64, err error) {
	err = s.read(ctx, func(tx *bolt.Tx) error {
		n = tx.Bucket([]byte(ledgerBucket)).Sequence()
		return nil
	})
	return n, err
}

// Ledger implements store.Store.
func (s *Store) Ledger(ctx context.Context, look func(store.Ledger) error) error {
	return s.read(ctx, func(tx *bolt.Tx) error {
		return look(&ledger{tx.Bucket([]byte(rowsBucket)), tx.Bucket([]byte(erasedBucket)), tx.Bucket([]byte(ledgerBucket))})
	})
}

// ledger is a store.Ledger of one transaction.
type ledger struct {
	rows, erased, log *bolt.Bucket
}

// Log implements store.Ledger.
func (l *ledger) Log(from uint64) iter.Seq2[uint64, []byte] {
	return func(yield func(uint64, []byte) bool) {
		c := l.log.Cursor()
		for key, hash := c.Seek(number(int64(from))); len(key) == 8; key, hash = c.Next() {
			if !yield(binary.BigEndian.Uint64(key), hash) {
				return
			}
		}
	}
}

// At implements store.Ledger.
func (l *ledger) At(place uint64) []byte { return l.log.Get(number(int64(place))) }

// Chains implements store.Ledger.
func (l *ledger) Chains() iter.Seq2[store.Chain, error] {
	return func(yield func(store.Chain, error) bool) {
		c := l.rows.Cursor()
		for key, _ := c.First(); key != nil; {
			phone := phoneOf(key)
			if chain, err := l.chain(phone); !yield(chain, err) {
				return
			}
			key, _ = c.Seek(behind(phone))
		}
		c = l.erased.Cursor()
		for key, _ := c.First(); key != nil; {
			pseudonym := phoneOf(key)
			if !l.lives(pseudonym, yield) {
				return
			}
			key, _ = c.Seek(behind(pseudonym))
		}
	}
}

// ChainsOf implements store.Ledger.
func (l *ledger) ChainsOf(pseudonym string, phone fsm.Phone) iter.Seq2[store.Chain, error] {
	return func(yield func(store.Chain, error) bool) {
		if pseudonym != "" && l.erased.Get(recordKey(fsm.Phone(pseudonym))) != nil && !l.lives(fsm.Phone(pseudonym), yield) {
			return
		}
		if phone != "" && l.rows.Get(recordKey(phone)) != nil {
			yield(l.chain(phone))
		}
	}
}

// chain reads the chain of one phone.
func (l *ledger) chain(phone fsm.Phone) (store.Chain, error) {
	chain := store.Chain{Phone: phone}
	_, data := splitRow(l.rows.Get(recordKey(phone)))
	r, err := decodeRecord(phone, data)
	if err != nil {
		return chain, err
	}
	chain.Head, chain.Last = r.Chain, r.Ledger
	chain.Entries, err = entries(l.rows, phone, 0)
	return chain, err
}

// lives gives the chains of an erased person, one for each time that he was erased.
func (l *ledger) lives(pseudonym fsm.Phone, yield func(store.Chain, error) bool) bool {
	s, err := codec.Decode[fsm.Erasure](l.erased.Get(recordKey(pseudonym)))
	if err != nil {
		return yield(store.Chain{Erased: string(pseudonym)}, err)
	}
	for life := range s.Erasures {
		list, err := entries(l.erased, pseudonym, life)
		chain := store.Chain{Erased: string(pseudonym), Last: uint64(len(list)), Entries: list}
		if len(list) > 0 {
			chain.Head = list[len(list)-1].Hash
		}
		if !yield(chain, err) {
			return false
		}
	}
	return true
}

// lifeBits is how far left the number of an erased person's life stands in the numbers of his entries.
const lifeBits = 40

// entries reads a person's ledger in one of his lives; all but the erased have one. An entry that
// cannot be read, or stands where another should, ends it.
func entries(rows *bolt.Bucket, who fsm.Phone, life uint64) (list []fsm.LedgerEntry, err error) {
	c := rows.Cursor()
	first := rowKey(who, ledgerRow, life<<lifeBits)
	for key, data := c.Seek(first); sameRows(key, first); key, data = c.Next() {
		n := binary.BigEndian.Uint64(key[len(key)-8:])
		if n>>lifeBits != life {
			break
		}
		n &= 1<<lifeBits - 1
		e, err := codec.Decode[fsm.LedgerEntry](data)
		if err == nil && e.Number != n {
			err = fmt.Errorf("%w: it says that it is entry %d", store.ErrDamaged, e.Number)
		}
		if err != nil {
			return list, fmt.Errorf("entry %d: %w", n, err)
		}
		list = append(list, e)
	}
	return list, nil
}
