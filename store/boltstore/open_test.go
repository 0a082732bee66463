package boltstore_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
)

// bump stores one more commit.
func bump(v store.View) (fsm.Decision, error) {
	r := v.Record()
	r.Version++
	r.Language = strings.Repeat("l", 500)
	return fsm.Decision{Next: r, Messages: []fsm.Message{{Phone: r.Phone, Seq: r.Version}}}, nil
}

// update stores a commit of each of n phones, and gives them.
func update(t testing.TB, s store.Store, n int) []fsm.Phone {
	t.Helper()
	phones := make([]fsm.Phone, n)
	for i := range phones {
		phones[i] = fsm.Phone(fmt.Sprintf("+1500%07d", i))
	}
	if stored, err := s.Enrol(context.Background(), slices.Values(phones), bump); stored != n || err != nil {
		t.Fatalf("%d of %d phones stored: %v", stored, n, err)
	}
	return phones
}

// filled gives the path of a closed data file with n subscribers.
func filled(t testing.TB, n int) (path string, phones []fsm.Phone) {
	t.Helper()
	dir := t.TempDir()
	s := open(t, dir)
	phones = update(t, s, n)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "parley.db"), phones
}

// Ensure that a store that is opened again holds all that was stored.
func TestReopen(t *testing.T) {
	path, phones := filled(t, 3)
	s := open(t, filepath.Dir(path))
	for _, phone := range phones {
		if r, err := s.Record(context.Background(), phone); r.Version != 1 || err != nil {
			t.Errorf("Record(%s) = %+v, %v", phone, r, err)
		}
	}
	update(t, s, 4)
	if stats, err := s.Stats(context.Background()); stats.Subscribers != 4 || stats.Messages != 7 || stats.LastCommit <= 0 || err != nil {
		t.Errorf("Stats = %+v, %v, want 4 subscribers and 7 messages", stats, err)
	}
}

// Ensure that a folder is held by one store at a time, and named to the other one.
func TestLocked(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there")
	s := open(t, dir)
	_, err := boltstore.Open(dir, boltstore.LockWait(time.Millisecond))
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), dir) {
		t.Errorf("Open = %v, want ErrLocked and the folder", err)
	}
	if err := boltstore.Restore(dir, "any", boltstore.LockWait(0)); !errors.Is(err, store.ErrLocked) {
		t.Errorf("Restore = %v, want ErrLocked", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
}

// Ensure that what a crash left unfinished is removed.
func TestUnfinished(t *testing.T) {
	dir := t.TempDir()
	left := filepath.Join(dir, "parley-123.tmp")
	if err := os.WriteFile(left, []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	open(t, dir)
	if _, err := os.Stat(left); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("it is still there: %v", err)
	}
}

// Ensure that a file that is none of Parley's, or damaged, is refused and left as it is.
func TestDamaged(t *testing.T) {
	good, _ := filled(t, 3)
	data, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{
		"empty":         {},
		"text":          []byte("hello"),
		"long text":     []byte(strings.Repeat("hello ", 10_000)),
		"zeroes":        make([]byte, 1<<16),
		"a page":        data[:4096],
		"two pages":     data[:8192],
		"a few pages":   data[:5*4096],
		"meta wiped":    append(make([]byte, 8192), data[8192:]...),
		"rest wiped":    append(append([]byte{}, data[:8192]...), make([]byte, len(data)-8192)...),
		"foreign bbolt": foreign(t, func(*bolt.Tx) error { return nil }),
		"no layout":     foreign(t, func(tx *bolt.Tx) error { _, err := tx.CreateBucket([]byte("meta")); return err }),
	} {
		refused(t, name, content, store.ErrDamaged)
	}
	refused(t, "newer", foreign(t, func(tx *bolt.Tx) error {
		b, err := tx.CreateBucket([]byte("meta"))
		if err != nil {
			return err
		}
		return b.Put([]byte("schema"), []byte{0, 0, 0, 0, 0, 0, 0, 200})
	}), store.ErrNewer)
}

// foreign gives the bytes of a bbolt file.
func foreign(t *testing.T, fill func(tx *bolt.Tx) error) []byte {
	t.Helper()
	path := filepath.Join(t.TempDir(), "foreign.db")
	db, err := bolt.Open(path, 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(db.Update(fill), db.Close()); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func refused(t *testing.T, name string, content []byte, want error) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, "parley.db")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	for range 2 { // the first time lets go of the folder
		s, err := boltstore.Open(dir, boltstore.LockWait(0))
		if err == nil {
			s.Close()
		}
		if !errors.Is(err, want) || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: Open = %v, want %v and the file's name", name, err, want)
		}
	}
	after, err := os.ReadFile(path)
	if string(after) != string(content) || err != nil {
		t.Errorf("%s: the file was changed: %v", name, err)
	}
}

// Ensure that a file cut short anywhere is refused, unless only unused space was cut off: then
// every commit is there. Nothing panics.
func TestTruncated(t *testing.T) {
	path, phones := filled(t, 40)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	used := len(strings.TrimRight(string(data), "\x00"))
	rng := rand.New(rand.NewPCG(1, 2))
	whole := 0
	for range 60 {
		cut := rng.IntN(used + used/4)
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "parley.db"), data[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := boltstore.Open(dir)
		if err != nil {
			if !errors.Is(err, store.ErrDamaged) {
				t.Errorf("cut to %d of %d bytes: %v, want ErrDamaged", cut, used, err)
			}
			continue
		}
		whole++
		for _, phone := range phones {
			if r, err := s.Record(context.Background(), phone); r.Version != 1 || err != nil {
				t.Errorf("cut to %d of %d bytes: record %+v, %v", cut, used, r, err)
			}
		}
		update(t, s, 2)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
	if whole == 0 || whole == 60 {
		t.Errorf("%d of 60 cuts left the file whole: the test tries one side alone", whole)
	}
}

// Ensure that pages wiped in a file that opens are found when they are read: an answer that is
// right or ErrDamaged, never a panic.
func TestWiped(t *testing.T) {
	path, phones := filled(t, 60)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	used := len(strings.TrimRight(string(data), "\x00")) / 4096
	data = data[:(used+8)*4096] // the rest was never used
	rng := rand.New(rand.NewPCG(3, 4))
	for page := 2; page <= used; page++ {
		dir := t.TempDir()
		wiped := append([]byte{}, data...)
		for i := page * 4096; i < min(len(wiped), page*4096+4096); i++ {
			wiped[i] = byte(rng.Uint32())
		}
		if err := os.WriteFile(filepath.Join(dir, "parley.db"), wiped, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := boltstore.Open(dir)
		if err != nil {
			if !errors.Is(err, store.ErrDamaged) {
				t.Errorf("page %d wiped: Open = %v, want ErrDamaged", page, err)
			}
			continue
		}
		for _, phone := range phones {
			r, err := s.Record(context.Background(), phone)
			if err == nil && r.Version != 1 || err != nil && !errors.Is(err, store.ErrDamaged) && !errors.Is(err, store.ErrNotFound) {
				t.Errorf("page %d wiped: Record = %+v, %v", page, r, err)
			}
		}
		if _, err := s.Update(context.Background(), phones[7], bump); err != nil && !errors.Is(err, store.ErrDamaged) {
			t.Errorf("page %d wiped: Update = %v, want ErrDamaged", page, err)
		}
		s.Close()
	}
}

// Ensure that a file of layout 2 gets what it lacks, and keeps its people.
func TestLayoutTwo(t *testing.T) {
	dir := t.TempDir()
	again := func() {
		t.Helper()
		if err := open(t, dir).Close(); err != nil {
			t.Fatal(err)
		}
	}
	again()
	db, err := bolt.Open(filepath.Join(dir, "parley.db"), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bolt.Tx) error {
		for _, name := range []string{"ledger", "codes", "held", "audit", "sums"} {
			if err := tx.DeleteBucket([]byte(name)); err != nil {
				return err
			}
		}
		return tx.Bucket([]byte("meta")).Put([]byte("schema"), []byte{0, 0, 0, 0, 0, 0, 0, 2})
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	again()
	again() // and is one of the present layout from then on
}
