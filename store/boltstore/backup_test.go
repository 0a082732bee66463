package boltstore_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/boltstore"
)

// backup gives the path of a backup of a store.
func backup(t *testing.T, s store.Store) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "monday.backup")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Backup(context.Background(), f); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// Ensure that a backup that is made while updates go on holds all that was stored before it began,
// and begins in quarantine when it is restored.
func TestBackupWhileServing(t *testing.T) {
	s := open(t, t.TempDir())
	phones := update(t, s, 20)
	stop := make(chan struct{})
	var busy sync.WaitGroup
	busy.Go(func() {
		for {
			select {
			case <-stop:
				return
			default:
				if _, err := s.Update(context.Background(), phones[0], bump); err != nil {
					t.Error(err)
					return
				}
			}
		}
	})
	file := backup(t, s)
	close(stop)
	busy.Wait()
	dir := t.TempDir()
	if err := boltstore.Restore(dir, file); err != nil {
		t.Fatal(err)
	}
	again := open(t, dir)
	for _, phone := range phones[1:] {
		want, _ := s.Record(context.Background(), phone)
		got, err := again.Record(context.Background(), phone)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("record of %s: %v (-want +got):\n%s", phone, err, diff)
		}
	}
	note, err := again.Get(context.Background(), store.QuarantineKey)
	if string(note) != "restored from monday.backup" || err != nil {
		t.Errorf("the restored store is marked %q, %v", note, err)
	}
	if _, err := s.Get(context.Background(), store.QuarantineKey); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("the serving store is marked: %v", err)
	}
	update(t, again, 3)
}

// Ensure that a restored backup holds counts, watchers and links.
func TestBackupDerived(t *testing.T) {
	s := open(t, t.TempDir())
	phones := update(t, s, 20)
	link := fsm.Link{Code: "c", Phone: phones[3], To: "https://acme.test"}
	_, err := s.Update(context.Background(), phones[3], func(v store.View) (fsm.Decision, error) {
		d, err := step(v)
		d.Next.Runs[0].Key, d.Next.Runs[0].Awaits = "k", []string{"back"}
		d.Links = []fsm.Link{link}
		return d, err
	})
	if err != nil {
		t.Fatal(err)
	}
	again := open(t, copied(t, s))
	counted(t, again)
	if list, err := again.Watchers(context.Background(), fsm.Watch{Event: "back", Key: "k"}, "", 9); len(list) != 1 || err != nil {
		t.Errorf("Watchers = %v, %v, want one", list, err)
	}
	if got, err := again.Link(context.Background(), "c"); got != link || err != nil {
		t.Errorf("Link = %+v, %v, want %+v", got, err, link)
	}
}

// Ensure that a folder in which a restore was killed is not opened as an empty store, and that the
// restore can be run again.
func TestRestoreInterrupted(t *testing.T) {
	s := open(t, t.TempDir())
	phones := update(t, s, 3)
	file := backup(t, s)
	dir := t.TempDir()
	for _, name := range []string{"parley.restoring", "parley-1.tmp"} { // what a kill leaves
		if err := os.WriteFile(filepath.Join(dir, name), []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := boltstore.Open(dir); !errors.Is(err, boltstore.ErrRestoring) {
		t.Fatalf("the folder opened with %v", err)
	}
	if err := boltstore.Restore(dir, file); err != nil {
		t.Fatal(err)
	}
	restored := open(t, dir)
	if _, err := restored.Record(t.Context(), phones[0]); err != nil {
		t.Error(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 { // the data and the lock
		t.Errorf("left are %v (%v)", left, err)
	}
}

// Ensure that a store is never overwritten by a backup.
func TestRestoreOccupied(t *testing.T) {
	path, phones := filled(t, 2)
	other, _ := filled(t, 5)
	err := boltstore.Restore(filepath.Dir(path), other)
	if !errors.Is(err, boltstore.ErrOccupied) || !strings.Contains(err.Error(), path) {
		t.Errorf("Restore = %v, want ErrOccupied and the file", err)
	}
	s := open(t, filepath.Dir(path))
	if list, err := s.Subscribers(context.Background(), "", 10); len(list) != len(phones) || err != nil {
		t.Errorf("%d subscribers, %v, want %d", len(list), err, len(phones))
	}
}

// Ensure that a backup that is damaged anywhere is refused, with nothing left in the folder.
func TestRestoreDamaged(t *testing.T) {
	s := open(t, t.TempDir())
	update(t, s, 60)
	file := backup(t, s)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	damaged := map[string][]byte{"empty": {}, "text": []byte("hello"), "half": data[:len(data)/2]}
	for page := 2; page < len(data)/4096; page++ {
		wiped := append([]byte{}, data...)
		copy(wiped[page*4096:], strings.Repeat("\xa5", 4096))
		damaged[fmt.Sprint("page ", page)] = wiped
	}
	found := 0
	for name, content := range damaged {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		err := boltstore.Restore(dir, file)
		if err == nil {
			continue // the page was free: what is free may hold anything
		}
		if found++; !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: Restore = %v, want ErrDamaged", name, err)
		}
		left, err := filepath.Glob(filepath.Join(dir, "parley*"))
		if len(left) != 1 || err != nil { // the lock
			t.Errorf("%s: the folder holds %v, %v", name, left, err)
		}
	}
	if found < 10 {
		t.Errorf("only %d of %d damages were found", found, len(damaged))
	}
}

// Ensure that a backup that is not there is refused.
func TestRestoreMissing(t *testing.T) {
	if err := boltstore.Restore(t.TempDir(), "nowhere"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Restore = %v, want %v", err, os.ErrNotExist)
	}
}

// Ensure that an ended context ends a backup.
func TestBackupCancelled(t *testing.T) {
	s := open(t, t.TempDir())
	update(t, s, 1)
	ctx, cancel := context.WithCancel(context.Background())
	n, err := s.Backup(ctx, writer(func(p []byte) (int, error) { cancel(); return len(p), nil }))
	if !errors.Is(err, context.Canceled) || n == 0 {
		t.Errorf("Backup = %d, %v, want %v after a part", n, err, context.Canceled)
	}
}

type writer func(p []byte) (int, error)

func (w writer) Write(p []byte) (int, error) { return w(p) }
