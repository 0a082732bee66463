package storetest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

func isNotFound(err error) bool { return errors.Is(err, store.ErrNotFound) }

// Ensure that a phone never seen has an empty record, and that the next decision sees the last.
func tryUpdate(t *testing.T, s store.Store) {
	absent(t, s, ann)
	for version := range uint64(3) {
		want := fsm.Record{Phone: ann, Version: version}
		if version > 0 {
			want.Language = fmt.Sprint(version)
		}
		var got fsm.Record
		d := must(t, s, ann, func(d *fsm.Decision) {
			got = d.Next
			got.Version--
			d.Next.Language = fmt.Sprint(d.Next.Version)
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the decision saw another record (-want +got):\n%s", diff)
		}
		stored, err := s.Record(context.Background(), ann)
		if diff := cmp.Diff(d.Next, stored); diff != "" || err != nil {
			t.Errorf("another record was stored (-want +got): %v\n%s", err, diff)
		}
	}
	absent(t, s, bob)
	absent(t, s, eve)
}

// Ensure that all parts of a decision are stored and can be read back as they were.
func tryWholeDecision(t *testing.T, s store.Store) {
	d := must(t, s, ann, whole)
	ctx := context.Background()
	record, err := s.Record(ctx, ann)
	compare(t, "record", d.Next, record, err)
	messages, err := s.Messages(ctx, ann, 0, 10)
	compare(t, "messages", []fsm.Message{d.Messages[1], d.Messages[0]}, messages, err)
	ledger, err := s.Consent(ctx, ann)
	compare(t, "ledger", d.Ledger, ledger, err)
	journal, err := s.Journal(ctx, ann, 0, 10)
	if len(journal) == 1 {
		journal[0].Changes = nil // tryFold looks at them
	}
	compare(t, "journal", []fsm.Entry{{Phone: ann, Version: 1, At: d.At, Cause: d.Cause, Lines: d.Lines}}, journal, err)
	counters, err := s.Counters(ctx)
	compare(t, "counters", d.Counters, counters, err)
}

// whole fills a first decision.
func whole(d *fsm.Decision) {
	d.At, d.Cause = 1000, "inbound SM1"
	d.Lines = []fsm.Line{{Event: "join", From: "unknown", To: "pending", Seq: 1, Why: "keyword"}}
	d.Messages = []fsm.Message{
		{Phone: d.Next.Phone, Seq: 1, At: 999, Body: "JOIN \xff", SID: "SM1", Media: []fsm.Media{{URL: "u"}}, Params: map[string]string{"NumMedia": "1"}},
		{Phone: d.Next.Phone, Seq: 2, At: 1000, Out: true, Body: "Reply YES", Class: fsm.Service, Segments: 1},
	}
	d.Ledger = []fsm.LedgerEntry{
		{Phone: d.Next.Phone, Number: 1, At: 999, Recorded: 1000, Fact: "requested", Purpose: fsm.ForMarketing, Source: "keyword", Evidence: map[string]string{"text": "JOIN"}},
		{Phone: d.Next.Phone, Number: 2, At: 999, Recorded: 1000, Fact: "held", Source: "test"},
	}
	d.Counters = map[string]int64{"inbound": 1, "released": 1}
	r := &d.Next
	r.Ledger, r.Seq, r.State, r.Seen = 2, 2, "pending", []uint64{1, 1 << 63}
	r.Attributes = map[string]any{"name": "Ann", "vip": true, "score": 1.5}
	r.Calendar = []fsm.Item{{At: 5000, Kind: fsm.ItemPending}}
	r.Ready = []fsm.Want{{Since: 1000, Sender: "+15005550099", Body: "b"}}
	r.Doubts = []fsm.Flight{{Seq: 2, At: 1000}}
}

func compare(t *testing.T, what string, want, got any, err error) {
	t.Helper()
	if err != nil {
		t.Errorf("read the %s: %v", what, err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the %s differs (-want +got):\n%s", what, diff)
	}
}

// Ensure that an error of decide comes back as it is and stores nothing, whatever decide did to
// the record it was shown.
func tryError(t *testing.T, s store.Store) {
	stored := must(t, s, ann, whole).Next
	refusal := errors.New("no")
	for _, phone := range []fsm.Phone{ann, bob} {
		_, err := s.Update(context.Background(), phone, func(v store.View) (fsm.Decision, error) {
			r := v.Record()
			if phone == ann {
				r.Seen[0], r.Attributes["name"], r.Calendar[0].At = 7, "Eve", 1
			}
			return fsm.Decision{Next: r}, refusal
		})
		if err != refusal {
			t.Errorf("Update(%s) = %v, want the refusal itself", phone, err)
		}
	}
	record, err := s.Record(context.Background(), ann)
	compare(t, "record", stored, record, err)
	absent(t, s, bob)
}

// Ensure that a Decision with Nothing set stores nothing and is given back.
func tryNothing(t *testing.T, s store.Store) {
	d, err := s.Update(context.Background(), ann, func(v store.View) (fsm.Decision, error) {
		return fsm.Decision{Next: v.Record(), Cause: "repeat", Nothing: true, Counters: map[string]int64{"a": 1}}, nil
	})
	if !d.Nothing || d.Cause != "repeat" || err != nil {
		t.Errorf("Update = %+v, %v, want the decision", d, err)
	}
	absent(t, s, ann)
	counters, err := s.Counters(context.Background())
	compare(t, "counters", map[string]int64{}, counters, err)
}

// Ensure that a panic in decide is an error of that update alone.
func tryPanic(t *testing.T, s store.Store) {
	_, err := s.Update(context.Background(), ann, func(store.View) (fsm.Decision, error) { panic("out of order") })
	if err == nil || !strings.Contains(err.Error(), "out of order") {
		t.Errorf("Update = %v, want an error that holds the panic", err)
	}
	absent(t, s, ann)
	must(t, s, ann, touch)
}

// Ensure that a call whose context has ended does nothing.
func tryCancelled(t *testing.T, s store.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := s.Update(ctx, ann, func(store.View) (fsm.Decision, error) {
		t.Error("it was decided")
		return fsm.Decision{Nothing: true}, nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Update = %v, want %v", err, context.Canceled)
	}
	if _, err := s.Record(ctx, ann); !errors.Is(err, context.Canceled) {
		t.Errorf("Record = %v, want %v", err, context.Canceled)
	}
	if err := s.Put(ctx, "k", []byte("v")); !errors.Is(err, context.Canceled) {
		t.Errorf("Put = %v, want %v", err, context.Canceled)
	}
}
