package memstore

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Sealed implements store.Store.
func (s *Store) Sealed(ctx context.Context) (n uint64, err error) {
	err = s.read(ctx, func() error {
		n = uint64(len(s.data.Log))
		return nil
	})
	return n, err
}

// Ledger implements store.Store.
func (s *Store) Ledger(ctx context.Context, look func(store.Ledger) error) error {
	return s.read(ctx, func() error { return look(&ledger{s}) })
}

// ledger is a store.Ledger while the store is held.
type ledger struct{ s *Store }

// Log implements store.Ledger.
func (l *ledger) Log(from uint64) iter.Seq2[uint64, []byte] {
	return func(yield func(uint64, []byte) bool) {
		for place := max(from, 1); place <= uint64(len(l.s.data.Log)); place++ {
			if !yield(place, l.s.data.Log[place-1]) {
				return
			}
		}
	}
}

// At implements store.Ledger.
func (l *ledger) At(place uint64) []byte {
	if place == 0 || place > uint64(len(l.s.data.Log)) {
		return nil
	}
	return l.s.data.Log[place-1]
}

// Chains implements store.Ledger.
func (l *ledger) Chains() iter.Seq2[store.Chain, error] {
	return func(yield func(store.Chain, error) bool) {
		for _, phone := range l.s.phones {
			if !yield(l.chain(phone)) {
				return
			}
		}
		for _, pseudonym := range slices.Sorted(maps.Keys(l.s.data.Erased)) {
			if !l.lives(pseudonym, yield) {
				return
			}
		}
	}
}

// ChainsOf implements store.Ledger.
func (l *ledger) ChainsOf(pseudonym string, phone fsm.Phone) iter.Seq2[store.Chain, error] {
	return func(yield func(store.Chain, error) bool) {
		if l.s.data.Erased[pseudonym] != nil && !l.lives(pseudonym, yield) {
			return
		}
		if l.s.data.Subscribers[phone] != nil {
			yield(l.chain(phone))
		}
	}
}

// chain reads the chain of one phone.
func (l *ledger) chain(phone fsm.Phone) (store.Chain, error) {
	r, err := l.s.record(phone)
	chain := store.Chain{Phone: phone, Head: r.Chain, Last: r.Ledger}
	if err == nil {
		chain.Entries, err = decoded(l.s.data.Subscribers[phone].Ledger)
	}
	return chain, err
}

// lives gives the chains of an erased person, one for each time that he was erased.
func (l *ledger) lives(pseudonym string, yield func(store.Chain, error) bool) bool {
	for _, rows := range l.s.data.Erased[pseudonym].Ledgers {
		list, err := decoded(rows)
		chain := store.Chain{Erased: pseudonym, Last: uint64(len(list)), Entries: list}
		if len(list) > 0 {
			chain.Head = list[len(list)-1].Hash
		}
		if !yield(chain, err) {
			return false
		}
	}
	return true
}

func decoded(rows [][]byte) ([]fsm.LedgerEntry, error) {
	var list []fsm.LedgerEntry
	for i, data := range rows {
		e, err := codec.Decode[fsm.LedgerEntry](data)
		if err != nil {
			return list, fmt.Errorf("entry %d: %w", i+1, err)
		}
		list = append(list, e)
	}
	return list, nil
}
