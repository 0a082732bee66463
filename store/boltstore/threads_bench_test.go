package boltstore_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// BenchmarkThreads measures what the inbox reads while 100,000 threads are open: a page of a tray with its people and their newest texts, from
// the front and from the middle, and a tray's count up to a thousand.
func BenchmarkThreads(b *testing.B) {
	const threads, page = 100_000, 50
	s := open(b, b.TempDir())
	phones := make([]fsm.Phone, threads)
	for i := range phones {
		phones[i] = fsm.Phone(fmt.Sprintf("+1500%07d", i))
	}
	_, err := s.Enrol(b.Context(), slices.Values(phones), func(v store.View) (fsm.Decision, error) {
		r := v.Record()
		r.Version, r.Seq = 1, 1
		r.Thread = fsm.Thread{OpenedAt: 10, WaitingSince: fsm.Moment(len(r.Phone)) + fsm.Moment(r.Phone[9])}
		text := fsm.Message{Phone: r.Phone, Seq: 1, At: 10, Body: "where is my parcel? it was to be here on Monday"}
		return fsm.Decision{Next: r, Messages: []fsm.Message{text}}, nil
	})
	if err != nil {
		b.Fatal(err)
	}
	all := fsm.Tray{Name: fsm.TrayAll}
	read := func(b *testing.B, after store.ThreadPlace) {
		for b.Loop() {
			places, err := s.Threads(b.Context(), all, after, page)
			if err != nil || len(places) != page {
				b.Fatal(len(places), err)
			}
			for _, p := range places {
				if _, err := s.Record(b.Context(), p.Phone); err != nil {
					b.Fatal(err)
				}
				if _, err := s.Messages(b.Context(), p.Phone, 0, 1); err != nil {
					b.Fatal(err)
				}
			}
		}
	}
	b.Run("first_page", func(b *testing.B) { read(b, store.ThreadPlace{}) })
	b.Run("middle_page", func(b *testing.B) { read(b, store.ThreadPlace{At: 10, Phone: phones[threads/2]}) })
	b.Run("count", func(b *testing.B) {
		for b.Loop() {
			if list, err := s.Threads(b.Context(), all, store.ThreadPlace{}, 1000); err != nil || len(list) != 1000 {
				b.Fatal(len(list), err)
			}
		}
	})
}
