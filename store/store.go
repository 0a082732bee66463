package store

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// The errors that callers tell apart. Others mean that the store could not do its work.
var (
	ErrNotFound = errors.New("not found")
	ErrReopen   = errors.New("the store takes no more updates until it is opened again") // a write failed, and what is on the disk is not known
	ErrClosed   = errors.New("the store is closed")
	ErrLocked   = errors.New("the data folder is held by another process")
	ErrDamaged  = errors.New("the data file is damaged")
	ErrNewer    = errors.New("the data file was written by a newer version")
	ErrTaken    = errors.New("what the decision claims is somebody else's: decide again") // nothing was stored
	ErrMerged   = errors.New("too many customers were merged into this one")
	ErrDecision = errors.New("the decision cannot be stored") // it panicked, or does not follow from the record; nothing was stored
)

// QuarantineKey is the small value that a restored store begins with. As long as it is there, the
// server releases nothing; what it holds is for people to read.
const QuarantineKey = "quarantine"

// View is what a decision may look at: one subscriber, as of the transaction that will store it.
// It is valid only inside the decide function it was given to.
type View interface {
	// Record is the stored record; for a phone never seen, one with only Phone set.
	Record() fsm.Record
	// Message reads one of the subscriber's messages, or ErrNotFound.
	Message(seq uint64) (fsm.Message, error)
	// Known tells whether an inbound text with this carrier id was ever stored for this
	// subscriber. The record's Seen list answers for the newest; this looks further back.
	Known(sid string) (bool, error)
	// FreeCode is a code of an offer's pool that nobody has, the one that was imported first; ErrNotFound
	// where there is none. Another decision may take it before this one is stored: then this one is refused
	// with ErrTaken.
	FreeCode(offer string) (string, error)
	// Coupon tells what is known of a unique code, of whomever it is; ErrNotFound where it is none.
	Coupon(code string) (fsm.Coupon, error)
	// Order reads one of the subscriber's orders, or ErrNotFound.
	Order(id string) (fsm.Order, error)
	// Customer tells whose number a customer of the shop has, or ErrNotFound. Another decision may give him
	// another one before this one is stored: then a claim of this one is refused with ErrTaken.
	Customer(id string) (fsm.Identity, error)
	// Erased is what is kept of a person who was erased, by his pseudonym, or ErrNotFound.
	Erased(pseudonym string) (fsm.Erasure, error)
}

// Decide makes one decision from a view. It may run more than once, so it must be pure.
type Decide func(View) (fsm.Decision, error)

// Store keeps subscribers and carries out Decisions, each whole or not at all.
//
// Calls are safe from many goroutines. Updates of one phone are serial; an Update has reached
// the disk when it returns.
type Store interface {
	// Update reads a subscriber, lets decide decide, and stores the decision. An error of decide
	// is returned as it is, and nothing is stored. A Decision with Nothing set stores nothing. One with
	// Erased set removes the subscriber: all but his ledger without what it tells of him.
	// After an error that came from the storage the outcome is unknown: it may have been stored.
	Update(ctx context.Context, phone fsm.Phone, decide Decide) (fsm.Decision, error)

	// Enrol updates many subscribers, thousands a commit. Phones should come in ascending order.
	// It stops at the first error and says how many were stored; going on from there is safe.
	Enrol(ctx context.Context, phones iter.Seq[fsm.Phone], decide Decide) (int, error)

	// Record reads one record, or ErrNotFound.
	Record(ctx context.Context, phone fsm.Phone) (fsm.Record, error)
	// Messages lists a subscriber's messages with Seq below before (0: from the newest), newest first.
	Messages(ctx context.Context, phone fsm.Phone, before uint64, limit int) ([]fsm.Message, error)
	// Journal lists a subscriber's commits with Version below before (0: from the newest), newest first.
	Journal(ctx context.Context, phone fsm.Phone, before uint64, limit int) ([]fsm.Entry, error)
	// Replay calls each with a subscriber's commits behind a Version, oldest first, up to another (0: all).
	// It ends at the first error of each. However many they are, they are read in pages.
	Replay(ctx context.Context, phone fsm.Phone, after, to uint64, each func(fsm.Entry) error) error
	// Consent lists a subscriber's ledger entries, oldest first.
	Consent(ctx context.Context, phone fsm.Phone) ([]fsm.LedgerEntry, error)
	// Ledger calls look with the whole consent ledger as one moment has it. It may take long, and the
	// store's file grows with what is written meanwhile.
	Ledger(ctx context.Context, look func(Ledger) error) error
	// Sealed says how many entries of the consent ledger, of all subscribers, the log holds.
	Sealed(ctx context.Context) (uint64, error)
	// Subscribers lists records in order of phone, after the given one.
	Subscribers(ctx context.Context, after fsm.Phone, limit int) ([]fsm.Record, error)

	// Due lists subscribers whose earliest calendar item is at or before now, earliest first,
	// and the time of the next one after those (zero: none).
	Due(ctx context.Context, now fsm.Moment, limit int) (due []fsm.Phone, next fsm.Moment, err error)
	// Held lists subscribers whose marketing is held until a person has looked, the one that must be looked
	// at first before the others.
	Held(ctx context.Context, limit int) ([]fsm.Phone, error)
	// Ready lists subscribers whose best text wants to go out by sender, best first.
	Ready(ctx context.Context, sender string, limit int) ([]fsm.Phone, error)
	// ReadySenders lists the senders that have anything ready.
	ReadySenders(ctx context.Context) ([]string, error)
	// Queues tells what wants to go, by sender and then priority. Of each queue it counts so many at most.
	Queues(ctx context.Context, most int) ([]Queue, error)
	// Flights lists released texts without an outcome, on the wire or in doubt, oldest first.
	Flights(ctx context.Context, limit int) ([]Flight, error)

	// Watchers lists subscribers who wait for an event without a phone, in order of phone, after the given one.
	Watchers(ctx context.Context, w fsm.Watch, after fsm.Phone, limit int) ([]fsm.Phone, error)

	// Standing counts the live runs of all subscribers by where they stand. The counts are kept, and
	// belong to the same commits as the records. Where they are still being made for the data of an
	// older version, it waits until they are whole.
	Standing(ctx context.Context) (map[fsm.Stand]int64, error)

	// Link reads a tracked link by its code, or ErrNotFound.
	Link(ctx context.Context, code string) (fsm.Link, error)

	// AddCodes puts codes into an offer's pool, in their order, and says of each that is refused why: what can
	// be no code, and what is one already, of whatever offer. At most MaxAddCodes at a time.
	AddCodes(ctx context.Context, offer string, codes []string) ([]RefusedCode, error)
	// Pools counts the codes that nobody has, by offer. An offer that never had any is not among them.
	Pools(ctx context.Context) (map[string]int64, error)
	// Grants lists the offers that were made, also those whose text did not go, in order of phone and Seq,
	// after the given one.
	Grants(ctx context.Context, phone fsm.Phone, seq uint64, limit int) ([]fsm.Grant, error)

	// Threads lists the open threads of a tray in its order, behind the given place.
	Threads(ctx context.Context, tray fsm.Tray, after ThreadPlace, limit int) ([]ThreadPlace, error)

	// Note keeps what a member of the staff did, under the next number. It has reached the disk when it returns.
	Note(ctx context.Context, act Act) error
	// Acts lists what the staff did with Number below before (0: from the newest), newest first.
	Acts(ctx context.Context, before uint64, limit int) ([]Act, error)

	// Orders lists the orders of all subscribers by when they were made, then by phone and id, after a place. One of
	// which only a refund is known comes first, as made at no time.
	Orders(ctx context.Context, after fsm.OrderPlace, limit int) ([]fsm.Order, error)
	// OrdersOf lists a subscriber's orders, newest first; of one with more than 2000 some are missing.
	OrdersOf(ctx context.Context, phone fsm.Phone, limit int) ([]fsm.Order, error)

	// Customer tells whose number a customer of the shop has, or ErrNotFound.
	Customer(ctx context.Context, id string) (fsm.Identity, error)
	// Customers lists the customers of the shop who have a number.
	Customers(ctx context.Context, phone fsm.Phone) ([]string, error)
	// Merge makes two customers one: both have the number of the second from now on, or, where that has none,
	// of the first. Done again it changes nothing. ErrMerged: there would be more than 16 beside the second.
	Merge(ctx context.Context, from, into string) error

	// Outboxes tells how every webhook stands of which there is anything to tell, in order of name.
	Outboxes(ctx context.Context) ([]Outbox, error)
	// Outgoing lists what is to be posted to a webhook now, of each person the first that waits, the earliest due
	// first, and when the next one after those is due (zero: none).
	Outgoing(ctx context.Context, webhook string, now fsm.Moment, limit int) (due []Outgoing, next fsm.Moment, err error)
	// Posted keeps what came of posting what Outgoing gave: with Later, when it is due again, how often it failed and
	// why. What goes next no more, since the person was erased or the webhook was dropped, is left alone.
	Posted(ctx context.Context, o Outgoing, came Posted) error
	// DeadOutgoing lists what was given up for a webhook, the oldest first.
	DeadOutgoing(ctx context.Context, webhook string, limit int) ([]Outgoing, error)
	// ReviveOutgoing lets all that was given up for a webhook be posted again, and says how many.
	ReviveOutgoing(ctx context.Context, webhook string, now fsm.Moment) (int, error)
	// DropOutgoing removes what a webhook was to be told, up to a limit, and says how much; zero: nothing is left.
	DropOutgoing(ctx context.Context, webhook string, limit int) (int, error)

	// Counters reads all kept counters.
	Counters(ctx context.Context) (map[string]int64, error)
	// Measures calls each with the daily sums of the days from one to another, both included, in order of day,
	// workflow, name, step, arm and detail; none is zero. It ends at the first error of each.
	Measures(ctx context.Context, from, to fsm.Day, each func(fsm.Measure) error) error
	// Get reads a small value of the server itself, or ErrNotFound.
	Get(ctx context.Context, key string) ([]byte, error)
	// Put writes a small value of the server itself; nil removes it.
	Put(ctx context.Context, key string, value []byte) error
	// List reads all small values whose key has the prefix.
	List(ctx context.Context, prefix string) (map[string][]byte, error)

	// Backup writes a whole, consistent copy while the store serves, and says how many bytes.
	Backup(ctx context.Context, w io.Writer) (int64, error)
	// Stats says how large the store is.
	Stats(ctx context.Context) (Stats, error)
	// Close finishes what was begun and releases the data folder.
	Close() error
}

// MaxAddCodes bounds the codes of one AddCodes.
const MaxAddCodes = 10_000

// RefusedCode is a code that was not put into a pool.
type RefusedCode struct {
	Code string `json:"code"`
	Why  string `json:"why"`
}

// Ledger is the consent ledger of all subscribers. It is valid only inside the function it was given to.
type Ledger interface {
	// Log gives the hashes of all entries from a place on, in the order of their commits, with their
	// places 1, 2, 3….
	Log(from uint64) iter.Seq2[uint64, []byte]
	// At is the hash at a place; nil: there is none.
	At(place uint64) []byte
	// Chains gives every person's chain, in order of phone, then those of erased people.
	Chains() iter.Seq2[Chain, error]
	// ChainsOf gives one person's chains: those that were erased under a pseudonym, oldest first, then that
	// of a phone. Either may be empty, or unknown: then it gives none.
	ChainsOf(pseudonym string, phone fsm.Phone) iter.Seq2[Chain, error]
}

// Chain is one person's ledger and what the record says of it.
type Chain struct {
	Phone   fsm.Phone         // empty: the person was erased,
	Erased  string            // and this is his pseudonym
	Head    []byte            // the last hash, by the record; none: there is no hash yet
	Last    uint64            // the last number, by the record
	Entries []fsm.LedgerEntry // oldest first
}

// ThreadPlace is a place in the order of a tray: by time, then by phone. The zero place is before all.
type ThreadPlace struct {
	At    fsm.Moment
	Phone fsm.Phone
}

// Queue is the ready texts of a sender and a priority: one of each subscriber, his best.
type Queue struct {
	Sender   string
	Priority fsm.Priority
	Waiting  int
	Oldest   fsm.Moment // since when the first of them wants to go
}

// Flight is one released text whose outcome is not known.
type Flight struct {
	Phone fsm.Phone
	Seq   uint64
	At    fsm.Moment // released
}

// Stats describes a store.
type Stats struct {
	Subscribers int64
	Messages    int64
	Bytes       int64
	LastCommit  time.Duration // what the latest commit took on the disk
}
