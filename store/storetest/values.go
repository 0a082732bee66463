package storetest

import (
	"bytes"
	"context"
	"errors"
	"iter"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure that counters add up, down too.
func tryCounters(t *testing.T, s store.Store) {
	for i := range int64(4) {
		must(t, s, ann, func(d *fsm.Decision) { d.Counters = map[string]int64{"up": i, "down": -2, "zero": 0} })
	}
	counters, err := s.Counters(context.Background())
	compare(t, "counters", map[string]int64{"up": 6, "down": -8, "zero": 0}, counters, err)
}

// Ensure that small values are written, overwritten, listed and removed, and never shared.
func tryValues(t *testing.T, s store.Store) {
	ctx := context.Background()
	if _, err := s.Get(ctx, "k"); !isNotFound(err) {
		t.Errorf("Get of nothing = %v, want ErrNotFound", err)
	}
	put := func(key string, value []byte) {
		t.Helper()
		if err := s.Put(ctx, key, value); err != nil {
			t.Fatal(err)
		}
	}
	mine := []byte("one")
	put("a/1", mine)
	mine[0] = 'X'
	put("a/2", []byte("two"))
	put("a/2", []byte("deux"))
	put("a/empty", []byte{})
	put("b", []byte("\x00\xff"))
	put("a/gone", []byte("x"))
	put("a/gone", nil)
	put("never", nil)
	want := map[string][]byte{"a/1": []byte("one"), "a/2": []byte("deux"), "a/empty": {}}
	list, err := s.List(ctx, "a/")
	compare(t, "list", want, list, err)
	got, err := s.Get(ctx, "a/1")
	compare(t, "value", []byte("one"), got, err)
	got[0] = 'X'
	got, err = s.Get(ctx, "a/1")
	compare(t, "value", []byte("one"), got, err)
	got, err = s.Get(ctx, "a/empty")
	compare(t, "value", []byte{}, got, err)
	if _, err := s.Get(ctx, ""); !isNotFound(err) {
		t.Errorf("Get of no key = %v, want ErrNotFound", err)
	}
	if _, err := s.Get(ctx, "a/gone"); !isNotFound(err) {
		t.Errorf("Get of a removed value = %v, want ErrNotFound", err)
	}
	list, err = s.List(ctx, "c")
	compare(t, "list", map[string][]byte{}, list, err)
	list, err = s.List(ctx, "")
	if len(list) != 4 || err != nil {
		t.Errorf("List of all = %q, %v, want 4", list, err)
	}
}

// Ensure that a value that is not small, or has no key, is refused.
func tryBadValues(t *testing.T, s store.Store) {
	for name, err := range map[string]error{
		"no key":     s.Put(context.Background(), "", []byte("x")),
		"long key":   s.Put(context.Background(), strings.Repeat("k", 513), []byte("x")),
		"huge value": s.Put(context.Background(), "k", make([]byte, 4<<20+1)),
	} {
		if err == nil {
			t.Errorf("%s: it was stored", name)
		}
	}
	list, err := s.List(context.Background(), "")
	compare(t, "list", map[string][]byte{}, list, err)
}

// Ensure that Stats counts subscribers and messages, an overwritten one once.
func tryStats(t *testing.T, s store.Store) {
	must(t, s, ann, func(d *fsm.Decision) { text(d, 1, "", false); text(d, 2, "", true) })
	must(t, s, ann, func(d *fsm.Decision) { text(d, 2, "SM2", true); text(d, 3, "", true) })
	must(t, s, bob, touch)
	stats, err := s.Stats(context.Background())
	if stats.Subscribers != 2 || stats.Messages != 3 || stats.Bytes <= 0 || err != nil {
		t.Errorf("Stats = %+v, %v, want 2 subscribers and 3 messages", stats, err)
	}
}

// Ensure that Backup says how many bytes it wrote, and gives a writer's error.
func tryBackup(t *testing.T, s store.Store) {
	must(t, s, ann, whole)
	var b bytes.Buffer
	n, err := s.Backup(context.Background(), &b)
	if n == 0 || n != int64(b.Len()) || err != nil {
		t.Errorf("Backup = %d, %v, it wrote %d bytes", n, err, b.Len())
	}
	full := errors.New("no room")
	if _, err := s.Backup(context.Background(), broken{full}); !errors.Is(err, full) {
		t.Errorf("Backup = %v, want %v", err, full)
	}
	must(t, s, ann, touch)
}

type broken struct{ err error }

func (b broken) Write([]byte) (int, error) { return 0, b.err }

// Ensure that a closed store answers every call with ErrClosed, and can be closed again.
func tryClosed(t *testing.T, s store.Store) {
	must(t, s, ann, touch)
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatalf("Close = %v", err)
		}
	}
	ctx := context.Background()
	none := iter.Seq[fsm.Phone](func(yield func(fsm.Phone) bool) { yield(ann) })
	for name, call := range map[string]func() error{
		"Update":       func() error { _, err := s.Update(ctx, ann, change(touch)); return err },
		"Enrol":        func() error { _, err := s.Enrol(ctx, none, change(touch)); return err },
		"Record":       func() error { _, err := s.Record(ctx, ann); return err },
		"Messages":     func() error { _, err := s.Messages(ctx, ann, 0, 1); return err },
		"Journal":      func() error { _, err := s.Journal(ctx, ann, 0, 1); return err },
		"Consent":      func() error { _, err := s.Consent(ctx, ann); return err },
		"Subscribers":  func() error { _, err := s.Subscribers(ctx, "", 1); return err },
		"Due":          func() error { _, _, err := s.Due(ctx, 1, 1); return err },
		"Ready":        func() error { _, err := s.Ready(ctx, "", 1); return err },
		"ReadySenders": func() error { _, err := s.ReadySenders(ctx); return err },
		"Flights":      func() error { _, err := s.Flights(ctx, 1); return err },
		"Watchers":     func() error { _, err := s.Watchers(ctx, fsm.Watch{}, "", 1); return err },
		"Standing":     func() error { _, err := s.Standing(ctx); return err },
		"Link":         func() error { _, err := s.Link(ctx, "c"); return err },
		"Counters":     func() error { _, err := s.Counters(ctx); return err },
		"Measures":     func() error { return s.Measures(ctx, 0, 9, nil) },
		"Get":          func() error { _, err := s.Get(ctx, "k"); return err },
		"Put":          func() error { return s.Put(ctx, "k", []byte("v")) },
		"List":         func() error { _, err := s.List(ctx, ""); return err },
		"Outboxes":     func() error { _, err := s.Outboxes(ctx); return err },
		"Posted":       func() error { return s.Posted(ctx, store.Outgoing{}, store.Taken) },
		"Backup":       func() error { _, err := s.Backup(ctx, &bytes.Buffer{}); return err },
		"Stats":        func() error { _, err := s.Stats(ctx); return err },
	} {
		if err := call(); !errors.Is(err, store.ErrClosed) {
			t.Errorf("%s = %v, want %v", name, err, store.ErrClosed)
		}
	}
}
