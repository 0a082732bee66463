package boltstore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
)

// Ensure that a full disk fails updates whole, and that the store then goes on: reading, and
// storing again what fits.
func TestFull(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, boltstore.MaxBytes(20<<20)).Unsynced()
	stored, failed := 0, 0
	for failed < 3 {
		phones := make([]fsm.Phone, 2000)
		for i := range phones {
			phones[i] = fsm.Phone(fmt.Sprintf("+1500%07d", stored+i))
		}
		n, err := s.Enrol(context.Background(), slices.Values(phones), bump)
		if stored += n; err == nil {
			continue
		}
		failed++
		if !errors.Is(err, bolterrors.ErrMaxSizeReached) || n != 0 {
			t.Fatalf("Enrol = %d, %v, want none and the cause", n, err)
		}
	}
	if err := s.Put(context.Background(), "small", []byte("x")); err != nil {
		t.Errorf("a small value no longer fits: %v", err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	if list, err := s.Subscribers(context.Background(), "", stored+1); len(list) != stored || err != nil {
		t.Errorf("%d subscribers, %v, want %d", len(list), err, stored)
	}
	if n, err := s.Enrol(context.Background(), slices.Values([]fsm.Phone{"+1", "+2"}), bump); n != 2 || err != nil {
		t.Errorf("with more room Enrol = %d, %v", n, err)
	}
}

// Ensure that updates fail whole while the disk refuses to be written, and go on when it does not.
func TestWriteRefused(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir)
	phones := update(t, s, 50)
	mend := breakWrites(t, filepath.Join(dir, "parley.db"))
	for range 3 {
		_, err := s.Update(context.Background(), phones[0], bump)
		if !errors.Is(err, syscall.EBADF) {
			t.Fatalf("Update = %v, want %v", err, syscall.EBADF)
		}
	}
	if r, err := s.Record(context.Background(), phones[0]); r.Version != 1 || err != nil {
		t.Errorf("Record = version %d, %v, want 1", r.Version, err)
	}
	mend()
	for range 3 {
		update(t, s, 50)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir)
	if r, err := s.Record(context.Background(), phones[0]); r.Version != 4 || err != nil {
		t.Errorf("Record = version %d, %v, want 4", r.Version, err)
	}
	verified(t, s)
}

// breakWrites puts a file that is open for reading alone in the place of the open data file.
func breakWrites(t *testing.T, path string) (mend func()) {
	t.Helper()
	readOnly, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { readOnly.Close() })
	fd := descriptor(t, path, int(readOnly.Fd()))
	kept, err := syscall.Dup(fd)
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Dup3(int(readOnly.Fd()), fd, syscall.O_CLOEXEC); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := errors.Join(syscall.Dup3(kept, fd, syscall.O_CLOEXEC), syscall.Close(kept)); err != nil {
			t.Fatal(err)
		}
	}
}

// descriptor finds the process's open descriptor of a file, other than one.
func descriptor(t *testing.T, path string, other int) int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range list {
		var fd int
		if _, err := fmt.Sscan(e.Name(), &fd); err != nil || fd == other {
			continue
		}
		if to, err := os.Readlink(filepath.Join("/proc/self/fd", e.Name())); err == nil && strings.HasPrefix(to, path) {
			return fd
		}
	}
	t.Fatalf("%s is not open", path)
	return 0
}

// verified backs a store up and restores it, which reads everything.
func verified(t *testing.T, s store.Store) {
	t.Helper()
	if err := boltstore.Restore(t.TempDir(), backup(t, s)); err != nil {
		t.Error(err)
	}
}
