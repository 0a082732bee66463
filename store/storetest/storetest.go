package storetest

import (
	"context"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Exercise tries everything that a Store promises on stores that open gives, each new and empty.
// Open sees to it that they are closed when the test ends.
func Exercise(t *testing.T, open func(t testing.TB) store.Store) {
	for _, part := range []struct {
		name string
		try  func(*testing.T, store.Store)
	}{
		{"update", tryUpdate},
		{"update/decision", tryWholeDecision},
		{"update/error", tryError},
		{"update/nothing", tryNothing},
		{"update/panic", tryPanic},
		{"update/refused", tryRefused},
		{"update/badphone", tryBadPhones},
		{"update/cancelled", tryCancelled},
		{"update/concurrent", tryConcurrent},
		{"update/neighbours", tryNeighbours},
		{"view/message", tryViewMessage},
		{"view/known", tryKnown},
		{"enrol", tryEnrol},
		{"enrol/error", tryEnrolError},
		{"read/messages", tryMessages},
		{"read/journal", tryJournal},
		{"read/replay", tryReplay},
		{"read/fold", tryFold},
		{"read/consent", tryConsent},
		{"read/subscribers", trySubscribers},
		{"queue/calendar", tryCalendar},
		{"queue/ready", tryReady},
		{"queue/queues", tryQueues},
		{"queue/flights", tryFlights},
		{"watchers", tryWatchers},
		{"standing", tryStanding},
		{"standing/enrol", tryStandingEnrol},
		{"queue/held", tryHeld},
		{"ledger", tryLedger},
		{"erase", tryErase},
		{"links", tryLinks},
		{"links/taken", tryTakenLinks},
		{"offers/pools", tryPools},
		{"offers/claims", tryClaims},
		{"offers/last", tryLastCodes},
		{"offers/grants", tryGrants},
		{"threads", tryThreads},
		{"audit", tryAudit},
		{"orders", tryOrders},
		{"orders/refused", tryBadOrders},
		{"customers", tryCustomers},
		{"customers/claims", tryCustomerClaims},
		{"customers/merge", tryMerge},
		{"customers/bounds", tryCustomerBounds},
		{"customers/erase", tryCustomersErased},
		{"outbox", tryOutbox},
		{"outbox/dropped", tryOutboxDropped},
		{"outbox/dead", tryOutboxDead},
		{"outbox/refused", tryBadNews},
		{"counters", tryCounters},
		{"measures", tryMeasures},
		{"measures/refused", tryBadMeasures},
		{"values", tryValues},
		{"values/refused", tryBadValues},
		{"stats", tryStats},
		{"backup", tryBackup},
		{"closed", tryClosed},
	} {
		t.Run(part.name, func(t *testing.T) { part.try(t, open(t)) })
	}
}

// The phones of the tests, in order.
const (
	ann fsm.Phone = "+15005550001"
	bob fsm.Phone = "+15005550002"
	eve fsm.Phone = "+150055500020" // begins with bob
)

// change gives a Decide that changes the record, and one more commit to its count.
func change(edit func(d *fsm.Decision)) store.Decide {
	return func(v store.View) (fsm.Decision, error) {
		d := fsm.Decision{Next: v.Record()}
		d.Next.Version++
		edit(&d)
		return d, nil
	}
}

// must stores a change.
func must(t *testing.T, s store.Store, phone fsm.Phone, edit func(d *fsm.Decision)) fsm.Decision {
	t.Helper()
	d, err := s.Update(context.Background(), phone, change(edit))
	if err != nil {
		t.Fatalf("update %s: %v", phone, err)
	}
	return d
}

func touch(*fsm.Decision) {}

// text adds a message to a decision.
func text(d *fsm.Decision, seq uint64, sid string, out bool) {
	d.Messages = append(d.Messages, fsm.Message{Phone: d.Next.Phone, Seq: seq, SID: sid, Out: out, At: fsm.Moment(seq)})
	d.Next.Seq = max(d.Next.Seq, seq)
}

// absent fails the test unless nothing is stored of a phone.
func absent(t *testing.T, s store.Store, phone fsm.Phone) {
	t.Helper()
	if r, err := s.Record(context.Background(), phone); !isNotFound(err) {
		t.Errorf("Record(%s) = %+v, %v, want ErrNotFound", phone, r, err)
	}
	messages, err := s.Messages(context.Background(), phone, 0, 10)
	if len(messages) != 0 || err != nil {
		t.Errorf("Messages(%s) = %v, %v, want none", phone, messages, err)
	}
	journal, err := s.Journal(context.Background(), phone, 0, 10)
	if len(journal) != 0 || err != nil {
		t.Errorf("Journal(%s) = %v, %v, want none", phone, journal, err)
	}
}
