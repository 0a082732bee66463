package memstore

import (
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/coupons"
	"github.com/parley-sms/parley/store/internal/decided"
	"github.com/parley-sms/parley/store/internal/identities"
	"github.com/parley-sms/parley/store/internal/orders"
	"github.com/parley-sms/parley/store/internal/outbox"
)

// erase removes a subscriber, and keeps his ledger's chain under a pseudonym.
func (s *Store) erase(sub *subscriber, d *fsm.Decision) error {
	kept := s.data.Erased[d.Erased.Pseudonym]
	if kept == nil {
		kept = &erased{}
	}
	ledger, err := blank(sub, d)
	if err != nil {
		return err
	}
	suppression := *d.Erased
	suppression.Erasures = uint64(len(kept.Ledgers)) + 1
	data, err := codec.Encode(&suppression)
	if err != nil {
		return err
	}
	if err := s.unlink(sub, d.Next.Phone); err != nil {
		return err
	}
	if err := coupons.Forget(&s.data.Codes, d.Next.Phone); err != nil {
		return err
	}
	if err := orders.Forget(&s.data.Orders, d.Next.Phone); err != nil {
		return err
	}
	if err := outbox.Forget(&s.data.Outbox, d.Next.Phone); err != nil {
		return err
	}
	identities.Forget(&s.data.Customers, d.Next.Phone)
	kept.Suppression, kept.Ledgers = data, append(kept.Ledgers, ledger)
	s.data.Erased[suppression.Pseudonym] = kept
	s.log(d.Ledger)
	s.index.move(d.Next.Phone, sub.queued, queued{})
	delete(s.data.Subscribers, d.Next.Phone)
	if at, found := slices.BinarySearch(s.phones, d.Next.Phone); found {
		s.phones = slices.Delete(s.phones, at, at+1)
	}
	return s.count(d)
}

// blank gives the whole ledger without what it tells of the person.
func blank(sub *subscriber, d *fsm.Decision) ([][]byte, error) {
	var list []fsm.LedgerEntry
	for _, data := range sub.Ledger {
		e, err := codec.Decode[fsm.LedgerEntry](data)
		if err != nil {
			return nil, err
		}
		list = append(list, e)
	}
	var rows [][]byte
	for _, e := range append(list, d.Ledger...) {
		e = e.Erase()
		data, err := codec.Encode(&e)
		if err != nil {
			return nil, err
		}
		rows = append(rows, data)
	}
	return rows, nil
}

// unlink removes the tracked links in a subscriber's messages.
func (s *Store) unlink(sub *subscriber, phone fsm.Phone) error {
	for _, data := range slices.Collect(maps.Values(sub.Messages)) {
		m, err := codec.Decode[fsm.Message](data)
		if err != nil {
			return err
		}
		for _, code := range decided.Codes(&m) {
			if l, err := codec.Decode[fsm.Link](s.data.Links[code]); err == nil && l.Phone == phone {
				delete(s.data.Links, code)
			}
		}
	}
	return nil
}

// log adds the hashes of entries to the log.
func (s *Store) log(entries []fsm.LedgerEntry) {
	for i := range entries {
		if hash := entries[i].Hash; len(hash) > 0 {
			s.data.Log = append(s.data.Log, hash)
		}
	}
}
