package memstore_test

import (
	"bytes"
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
	"github.com/parley-sms/parley/store/storetest"
)

// Ensure that the model itself keeps what a Store promises.
func TestStore(t *testing.T) {
	storetest.Exercise(t, func(testing.TB) store.Store { return memstore.New() })
}

// Ensure that a restored backup holds what the store held.
func TestRestore(t *testing.T) {
	s := memstore.New()
	_, err := s.Update(context.Background(), "+15005550006", func(v store.View) (fsm.Decision, error) {
		r := v.Record()
		r.Version++
		r.Calendar = []fsm.Item{{At: 5}}
		r.Runs = []fsm.Run{{Workflow: "stock", Step: "wait", Key: "k", Awaits: []string{"back"}}}
		return fsm.Decision{Next: r, Counters: map[string]int64{"n": 1}, Links: []fsm.Link{{Code: "c", Phone: r.Phone}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := s.Backup(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	again, err := memstore.Restore(&b)
	if err != nil {
		t.Fatal(err)
	}
	want, _ := s.Record(context.Background(), "+15005550006")
	got, err := again.Record(context.Background(), "+15005550006")
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("another record (-want +got): %v\n%s", err, diff)
	}
	due, _, err := again.Due(context.Background(), 5, 1)
	if len(due) != 1 || err != nil {
		t.Errorf("Due = %v, %v, want the subscriber", due, err)
	}
	if standing, err := again.Standing(context.Background()); standing[fsm.Stand{Workflow: "stock", Step: "wait"}] != 1 || err != nil {
		t.Errorf("Standing = %v, %v, want the run", standing, err)
	}
	if list, err := again.Watchers(context.Background(), fsm.Watch{Event: "back", Key: "k"}, "", 1); len(list) != 1 || err != nil {
		t.Errorf("Watchers = %v, %v, want the subscriber", list, err)
	}
	if _, err := again.Link(context.Background(), "c"); err != nil {
		t.Error(err)
	}
}

// Ensure that what is no backup is refused.
func TestRestoreRefuses(t *testing.T) {
	if _, err := memstore.Restore(bytes.NewReader([]byte("none"))); err == nil {
		t.Error("it was restored")
	}
}

// Ensure that the model agrees with itself: what is drawn depends on nothing but the draw.
func TestModel(t *testing.T) {
	storetest.Compare(t, func(testing.TB) store.Store { return memstore.New() })
}
