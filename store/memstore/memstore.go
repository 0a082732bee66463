package memstore

import (
	"context"
	"sync"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Store is a store.Store in memory.
type Store struct {
	mu     sync.RWMutex
	closed bool
	data   data
	index  index
	phones []fsm.Phone // all of them, in order
}

var _ store.Store = (*Store)(nil)

// data is all that is kept. Its names are those of a backup.
type data struct {
	Subscribers map[fsm.Phone]*subscriber
	Counters    map[string]int64
	Values      map[string][]byte
	Links       map[string][]byte // by code
	Codes       shelf
	Sums        shelf // by day and workflow
	Orders      shelf
	Customers   shelf
	Outbox      shelf
	Erased      map[string]*erased // by pseudonym
	Acts        [][]byte           // of the staff, oldest first
	Dropped     uint64             // acts that fell off
	Log         [][]byte           // hashes of the consent ledger, that of place n at n-1
}

// subscriber is everything of one phone.
type subscriber struct {
	Record   []byte
	Messages map[uint64][]byte // by Seq
	Journal  [][]byte          // the entry of version v at v-1
	Ledger   [][]byte          // entry n at n-1

	queued queued
}

// erased is what is kept of an erased person.
type erased struct {
	Suppression []byte
	Ledgers     [][][]byte // of each of his lives, entry n at n-1
}

// queued is what queues, watchers and counts need of a record.
type queued struct {
	due     fsm.Moment
	held    fsm.Moment
	head    fsm.Want
	ready   bool
	flights []fsm.Flight
	stands  []fsm.Stand
	watches []fsm.Watch
	filed   []fsm.Filed
}

func queuedBy(r *fsm.Record) queued {
	head, ready := r.Head()
	q := queued{due: r.NextDue(), head: head, ready: ready, flights: r.Flights(), stands: r.Stands(), watches: r.Watches(), filed: r.Filed()}
	if r.Hold != nil {
		q.held = r.Hold.Due
	}
	return q
}

// New gives an empty store.
func New() *Store {
	return &Store{index: index{ready: map[string]sorted{}}, data: data{
		Subscribers: map[fsm.Phone]*subscriber{},
		Counters:    map[string]int64{},
		Values:      map[string][]byte{},
		Links:       map[string][]byte{},
		Codes:       shelf{Rows: map[string][]byte{}},
		Sums:        shelf{Rows: map[string][]byte{}},
		Orders:      shelf{Rows: map[string][]byte{}},
		Customers:   shelf{Rows: map[string][]byte{}},
		Outbox:      shelf{Rows: map[string][]byte{}},
		Erased:      map[string]*erased{},
	}}
}

// Close makes every later call fail with store.ErrClosed.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

// read runs a function that only looks.
func (s *Store) read(ctx context.Context, look func() error) error {
	s.mu.RLock()
	defer s.mu.RUnlock()
	if err := s.usable(ctx); err != nil {
		return err
	}
	return look()
}

// write runs a function that changes something.
func (s *Store) write(ctx context.Context, change func() error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.usable(ctx); err != nil {
		return err
	}
	return change()
}

func (s *Store) usable(ctx context.Context) error {
	if s.closed {
		return store.ErrClosed
	}
	return ctx.Err()
}

// record decodes the record of a phone, which may never have been seen.
func (s *Store) record(phone fsm.Phone) (fsm.Record, error) {
	sub := s.data.Subscribers[phone]
	if sub == nil {
		return fsm.Record{Phone: phone}, nil
	}
	return codec.Decode[fsm.Record](sub.Record)
}
