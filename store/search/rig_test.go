package search_test

import (
	"context"
	"slices"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
	"github.com/parley-sms/parley/store/search"
)

const (
	ann fsm.Phone = "+15005550001"
	bob fsm.Phone = "+447700900123"
	eve fsm.Phone = "+15005550003"
)

// rig is a store and an index of it.
type rig struct {
	testing.TB
	store store.Store
	dir   string
	index *search.Index
	now   fsm.Moment
}

func newRig(t testing.TB) *rig {
	r := &rig{TB: t, store: memstore.New(), dir: t.TempDir(), now: 1_700_000_000_000}
	r.open()
	return r
}

func (r *rig) open() {
	r.Helper()
	x, err := search.Open(r.dir)
	if err != nil {
		r.Fatal(err)
	}
	x.NoSync()
	r.index = x
	r.Cleanup(func() { _ = x.Close() })
}

func (r *rig) change(phone fsm.Phone, edit func(d *fsm.Decision)) {
	r.Helper()
	_, err := r.store.Update(context.Background(), phone, func(v store.View) (fsm.Decision, error) {
		d := fsm.Decision{Next: v.Record()}
		d.Next.Version++
		edit(&d)
		return d, nil
	})
	if err != nil {
		r.Fatal(err)
	}
}

// says stores texts of a person, each later than the ones before.
func (r *rig) says(phone fsm.Phone, bodies ...string) {
	r.Helper()
	r.change(phone, func(d *fsm.Decision) {
		for _, body := range bodies {
			r.now++
			d.Next.Seq++
			d.Messages = append(d.Messages, fsm.Message{Phone: phone, Seq: d.Next.Seq, At: r.now, Body: body})
		}
	})
}

// erase removes a person.
func (r *rig) erase(phone fsm.Phone) {
	r.Helper()
	r.change(phone, func(d *fsm.Decision) { d.Erased = &fsm.Erasure{Pseudonym: "p" + string(phone)} })
}

// follow brings people up to date.
func (r *rig) follow(phones ...fsm.Phone) (d search.Done) {
	r.Helper()
	for more := true; more; more = d.More {
		var err error
		if d, err = r.index.Follow(context.Background(), r.store, phones); err != nil {
			r.Fatal(err)
		}
		phones = phones[d.People:]
	}
	return d
}

// walk brings everybody up to date.
func (r *rig) walk(limit int) (all search.Done) {
	r.Helper()
	for more := true; more; {
		d, err := r.index.Walk(context.Background(), r.store, all.To, limit)
		if err != nil {
			r.Fatal(err)
		}
		all.To, more = d.To, d.More
		all.People, all.Texts, all.Gone = all.People+d.People, all.Texts+d.Texts, all.Gone+d.Gone
	}
	return all
}

func (r *rig) find(text string) search.Found {
	r.Helper()
	f, err := r.index.Find(context.Background(), search.Query{Text: text, Limit: 100})
	if err != nil {
		r.Fatal(err)
	}
	return f
}

// wants checks which texts are found, newest first.
func (r *rig) wants(text string, want ...search.Text) {
	r.Helper()
	if got := r.find(text).Texts; !slices.Equal(got, want) {
		r.Errorf("%q finds the texts %v, want %v", text, got, want)
	}
}

// wantsPeople checks which people are found.
func (r *rig) wantsPeople(text string, want ...fsm.Phone) {
	r.Helper()
	if got := r.find(text).People; !slices.Equal(got, want) {
		r.Errorf("%q finds the people %v, want %v", text, got, want)
	}
}

func at(phone fsm.Phone, seq uint64) search.Text { return search.Text{Phone: phone, Seq: seq} }
