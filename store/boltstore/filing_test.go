package boltstore_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
)

// opened opens a thread.
func opened(v store.View) (fsm.Decision, error) {
	r := v.Record()
	r.Version++
	r.Thread = fsm.Thread{OpenedAt: 10, WaitingSince: 20}
	return fsm.Decision{Next: r}, nil
}

// unfiled gives the folder of a data file as a version without trays wrote it.
func unfiled(t *testing.T, n int) (dir string, phones []fsm.Phone) {
	t.Helper()
	dir = t.TempDir()
	s := open(t, dir)
	for i := range n {
		phones = append(phones, fsm.Phone(fmt.Sprintf("+1500%07d", i)))
	}
	_, err := s.Enrol(context.Background(), slices.Values(phones), opened)
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(filepath.Join(dir, "parley.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		meta := tx.Bucket([]byte("meta"))
		return errors.Join(tx.DeleteBucket([]byte("threads")), meta.Delete([]byte("filed")), meta.Put([]byte("schema"), []byte{0, 0, 0, 0, 0, 0, 0, 7}))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return dir, phones
}

// Ensure threads that were open before there were trays are listed, though the process ends before all are, and that what changes
// meanwhile is right.
func TestFiling(t *testing.T) {
	dir, phones := unfiled(t, 3500)
	s := open(t, dir)
	if err := s.Close(); err != nil { // wherever the filing was
		t.Fatal(err)
	}
	s = open(t, dir)
	closes := func(v store.View) (fsm.Decision, error) {
		r := v.Record()
		r.Version++
		r.Thread = fsm.Thread{}
		return fsm.Decision{Next: r}, nil
	}
	for _, phone := range []fsm.Phone{phones[0], phones[3499]} {
		if _, err := s.Update(t.Context(), phone, closes); err != nil {
			t.Fatal(err)
		}
	}
	boltstore.AwaitFiling(s)
	for _, tray := range []fsm.TrayName{fsm.TrayAll, fsm.TrayQueue} {
		list, err := s.Threads(t.Context(), fsm.Tray{Name: tray}, store.ThreadPlace{}, 10_000)
		if err != nil || len(list) != 3498 || list[0].Phone != phones[1] {
			t.Errorf("%s: %d threads, %v", tray, len(list), err)
		}
	}
}
