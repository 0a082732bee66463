package boltstore_test

import (
	"context"
	"errors"
	"math"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
)

// step moves a subscriber's only run on, from a step to its other one.
func step(v store.View) (fsm.Decision, error) {
	r := v.Record()
	r.Version++
	name := "remind"
	if len(r.Runs) == 1 && r.Runs[0].Step == name {
		name = "offer"
	}
	r.Runs = []fsm.Run{{ID: 1, Workflow: "cart", Step: name}}
	return fsm.Decision{Next: r}, nil
}

// older gives the folder of a data file as the version before counts wrote it, with n subscribers
// who each have a run.
func older(t *testing.T, n int) (dir string, phones []fsm.Phone) {
	t.Helper()
	dir = t.TempDir()
	s := open(t, dir)
	phones = update(t, s, n)
	if _, err := s.Enrol(context.Background(), slices.Values(phones), step); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := bolt.Open(filepath.Join(dir, "parley.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range []string{"watchers", "links", "standing", "ledger", "codes", "held", "audit", "sums"} {
			if err := tx.DeleteBucket([]byte(name)); err != nil {
				return err
			}
		}
		return tx.Bucket([]byte("meta")).Put([]byte("schema"), []byte{0, 0, 0, 0, 0, 0, 0, 1})
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	return dir, phones
}

// counted holds the counts against the records.
func counted(t *testing.T, s store.Store) {
	t.Helper()
	list, err := s.Subscribers(context.Background(), "", math.MaxInt)
	if err != nil {
		t.Fatal(err)
	}
	want := map[fsm.Stand]int64{}
	for i := range list {
		for _, stand := range list[i].Stands() {
			want[stand]++
		}
	}
	got, err := s.Standing(context.Background())
	if diff := cmp.Diff(want, got); diff != "" || err != nil || len(want) == 0 {
		t.Errorf("the counts differ from the records: %v (-want +got):\n%s", err, diff)
	}
}

// Ensure that the data of the version before counts is counted once, while updates go on.
func TestOlderLayout(t *testing.T) {
	dir, phones := older(t, 5000)
	s := open(t, dir)
	var busy sync.WaitGroup
	for i := range 8 {
		busy.Go(func() {
			for j := range 40 {
				if _, err := s.Update(context.Background(), phones[(i*40+j)*15%len(phones)], step); err != nil {
					t.Error(err)
				}
			}
		})
	}
	counted(t, open(t, copied(t, s)))
	busy.Wait()
	counted(t, s)
	link := fsm.Link{Code: "c", Phone: phones[0]}
	_, err := s.Update(context.Background(), phones[0], func(v store.View) (fsm.Decision, error) {
		d, err := step(v)
		d.Links = []fsm.Link{link}
		return d, err
	})
	if err != nil {
		t.Fatal(err)
	}
	counted(t, s)
	if got, err := s.Link(context.Background(), "c"); got != link || err != nil {
		t.Errorf("Link = %+v, %v", got, err)
	}
}

// copied restores a backup of a store, and gives the folder.
func copied(t *testing.T, s store.Store) string {
	t.Helper()
	dir := t.TempDir()
	if err := boltstore.Restore(dir, backup(t, s)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Ensure that counting that is cut short goes on where it was, whatever changes in between.
func TestCountingInterrupted(t *testing.T) {
	dir, phones := older(t, 6000)
	for i := range 6 {
		s := open(t, dir)
		for j := range 3 {
			if _, err := s.Update(context.Background(), phones[(i*2000+j*777)%len(phones)], step); err != nil {
				t.Fatal(err)
			}
		}
		update(t, s, 7)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	counted(t, open(t, dir))
}

// Ensure that a backup that the version before counts made is restored, and then counted.
func TestOlderBackup(t *testing.T) {
	from, _ := older(t, 30)
	dir := t.TempDir()
	if err := boltstore.Restore(dir, filepath.Join(from, "parley.db")); err != nil {
		t.Fatal(err)
	}
	counted(t, open(t, dir))
}

// Ensure that an older file that cannot be read to its end opens, serves what it can, and says why
// there are no counts.
func TestUncountable(t *testing.T) {
	dir, phones := older(t, 3)
	db, err := bolt.Open(filepath.Join(dir, "parley.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		rows := tx.Bucket([]byte("subscribers"))
		key, _ := rows.Cursor().Seek([]byte(phones[1] + "\x00\x02"))
		return rows.Put(key, make([]byte, 20))
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir)
	if _, err := s.Standing(context.Background()); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("Standing = %v, want %v", err, store.ErrDamaged)
	}
	if _, err := s.Update(context.Background(), phones[0], step); err != nil {
		t.Error(err)
	}
}

// Ensure that a file of the present layout is opened without being written to.
func TestOpenReads(t *testing.T) {
	path, _ := filled(t, 5)
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := open(t, filepath.Dir(path)).Close(); err != nil {
		t.Fatal(err)
	}
	if after, err := os.ReadFile(path); string(after) != string(before) || err != nil {
		t.Errorf("the file was changed: %v", err)
	}
}
