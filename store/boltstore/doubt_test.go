package boltstore

import (
	"context"
	"errors"
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/store"
)

// Ensure that the store goes on after a commit that left no trace in the file, and not after one
// that did, or that met damage.
func TestDoubt(t *testing.T) {
	s, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if err := s.Put(context.Background(), "k", []byte("v")); err != nil {
		t.Fatal(err)
	}
	latest := 0
	err = s.db.View(func(tx *bolt.Tx) error {
		latest = tx.ID()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	failed := errors.New("i/o error")
	if err := s.doubt(failed, latest+1); err != nil {
		t.Errorf("no trace: %v, want the store to go on", err)
	}
	if err := s.doubt(failed, latest); !errors.Is(err, failed) {
		t.Errorf("a trace: %v, want a refusal with its cause", err)
	}
	if err := s.doubt(store.ErrDamaged, latest+1); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("damage: %v, want a refusal with its cause", err)
	}
}
