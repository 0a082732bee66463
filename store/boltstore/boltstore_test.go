package boltstore_test

import (
	"testing"

	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
	"github.com/parley-sms/parley/store/storetest"
)

// open opens a store that is closed when the test ends.
func open(t testing.TB, dir string, options ...boltstore.Option) *boltstore.Store {
	t.Helper()
	s, err := boltstore.Open(dir, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Ensure that the store keeps what a Store promises.
func TestStore(t *testing.T) {
	storetest.Exercise(t, func(t testing.TB) store.Store { return open(t, t.TempDir()) })
}

// Ensure that the store and the model agree on whatever is done to them.
func TestModel(t *testing.T) {
	storetest.Compare(t, func(t testing.TB) store.Store { return open(t, t.TempDir()).Unsynced() })
}

// Ensure that the store and the model agree after it was closed and opened, too.
func TestModelReopened(t *testing.T) {
	storetest.Reopen(t, func(t testing.TB, dir string) store.Store { return open(t, dir).Unsynced() })
}
