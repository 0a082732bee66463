package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
)

// Ensure that messages are listed newest first, in pages, and belong to their subscriber alone.
func tryMessages(t *testing.T, s store.Store) {
	must(t, s, bob, func(d *fsm.Decision) { text(d, 1, "", false) })
	must(t, s, eve, func(d *fsm.Decision) { text(d, 3, "", false) })
	for i := range uint64(3) {
		must(t, s, ann, func(d *fsm.Decision) { text(d, 3*i+1, "", false); text(d, 3*i+2, "", true) }) // 1 2 4 5 7 8
	}
	for _, c := range []struct {
		before uint64
		limit  int
		want   string
	}{
		{0, 10, "[8 7 5 4 2 1]"}, {0, 2, "[8 7]"}, {7, 2, "[5 4]"}, {6, 10, "[5 4 2 1]"}, {2, 10, "[1]"},
		{1, 10, "[]"}, {100, 1, "[8]"}, {1 << 63, 1, "[8]"}, {0, 0, "[]"}, {0, -1, "[]"},
	} {
		list, err := s.Messages(context.Background(), ann, c.before, c.limit)
		got := make([]uint64, len(list))
		for i := range list {
			got[i] = list[i].Seq
		}
		if fmt.Sprint(got) != c.want || err != nil {
			t.Errorf("Messages(before %d, limit %d) = %v, %v, want %s", c.before, c.limit, got, err, c.want)
		}
	}
}

// Ensure that the journal is listed newest first, in pages.
func tryJournal(t *testing.T, s store.Store) {
	must(t, s, bob, touch)
	for i := range 5 {
		must(t, s, ann, func(d *fsm.Decision) { d.Cause, d.At = fmt.Sprint(i+1), fsm.Moment(i) })
	}
	for _, c := range []struct {
		before uint64
		limit  int
		want   string
	}{
		{0, 10, "[5 4 3 2 1]"}, {0, 2, "[5 4]"}, {4, 2, "[3 2]"}, {2, 10, "[1]"}, {1, 10, "[]"}, {100, 1, "[5]"},
		{1 << 63, 1, "[5]"}, {0, 0, "[]"}, {0, -1, "[]"},
	} {
		list, err := s.Journal(context.Background(), ann, c.before, c.limit)
		got := make([]uint64, len(list))
		for i, e := range list {
			got[i] = e.Version
			if e.Cause != fmt.Sprint(e.Version) || e.At != fsm.Moment(e.Version-1) || e.Phone != ann {
				t.Errorf("entry %d = %+v", e.Version, e)
			}
		}
		if fmt.Sprint(got) != c.want || err != nil {
			t.Errorf("Journal(before %d, limit %d) = %v, %v, want %s", c.before, c.limit, got, err, c.want)
		}
	}
}

// Ensure that the journal is replayed from its begin, up to a version, and until somebody has enough.
func tryReplay(t *testing.T, s store.Store) {
	phones := slices.Repeat([]fsm.Phone{ann}, 2500) // more than one page
	if _, err := s.Enrol(context.Background(), slices.Values(phones), func(v store.View) (fsm.Decision, error) {
		r := v.Record()
		r.Version++
		return fsm.Decision{Next: r, Cause: fmt.Sprint(r.Version)}, nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ after, to, first, last uint64 }{
		{0, 0, 1, 2500}, {0, 1, 1, 1}, {0, 1999, 1, 1999}, {0, 9999, 1, 2500}, {1999, 0, 2000, 2500}, {7, 9, 8, 9}, {9, 9, 10, 9}, {2500, 0, 2501, 2500}, {9999, 0, 1, 0},
	} {
		next := c.first
		err := s.Replay(context.Background(), ann, c.after, c.to, func(e fsm.Entry) error {
			if e.Version != next || e.Cause != fmt.Sprint(next) {
				t.Fatalf("entry %d is %+v", next, e)
			}
			next++
			return nil
		})
		if next != c.last+1 || err != nil {
			t.Errorf("Replay(after %d to %d) ended before %d, %v", c.after, c.to, next, err)
		}
	}
	enough := errors.New("enough")
	if err := s.Replay(context.Background(), ann, 0, 0, func(fsm.Entry) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("Replay = %v, want the error of each", err)
	}
	if err := s.Replay(context.Background(), bob, 0, 0, func(fsm.Entry) error { return enough }); err != nil {
		t.Errorf("Replay of nobody = %v", err)
	}
}

// Ensure that the changes in the journal, folded from nothing, give the stored record to the byte.
func tryFold(t *testing.T, s store.Store) {
	must(t, s, ann, whole)
	must(t, s, ann, func(d *fsm.Decision) { d.Next.Calendar, d.Next.Ready, d.Next.Doubts = nil, nil, nil })
	must(t, s, ann, touch)
	must(t, s, ann, func(d *fsm.Decision) { d.Next.Attributes = map[string]any{"vip": false}; d.Next.Language = "es" })
	folded(t, s, ann)
}

// folded compares a record with what its journal says.
func folded(t testing.TB, s store.Store, phone fsm.Phone) {
	t.Helper()
	r, err := s.Record(context.Background(), phone)
	if err != nil {
		t.Fatal(err)
	}
	want, err := codec.Encode(&r)
	if err != nil {
		t.Fatal(err)
	}
	journal, err := s.Journal(context.Background(), phone, 0, int(r.Version)+1)
	if uint64(len(journal)) != r.Version || err != nil {
		t.Fatalf("%d entries, %v, want %d", len(journal), err, r.Version)
	}
	var got []byte
	for i := range journal {
		if got, err = codec.Apply(got, journal[len(journal)-1-i].Changes); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(want, got) {
		t.Errorf("the journal of %s folds to\n%x, the record is\n%x", phone, got, want)
	}
}

// Ensure that the ledger is listed whole, oldest first.
func tryConsent(t *testing.T, s store.Store) {
	for _, phone := range []fsm.Phone{bob, ann} {
		for range 3 {
			must(t, s, phone, func(d *fsm.Decision) {
				d.Ledger = []fsm.LedgerEntry{
					{Phone: phone, Number: d.Next.Ledger + 1, Fact: "given"}, {Phone: phone, Number: d.Next.Ledger + 2, Fact: "withdrawn"},
				}
				d.Next.Ledger += 2
			})
		}
	}
	list, err := s.Consent(context.Background(), ann)
	if len(list) != 6 || err != nil {
		t.Fatalf("%d entries, %v, want 6", len(list), err)
	}
	for i, e := range list {
		if e.Number != uint64(i+1) || e.Phone != ann {
			t.Errorf("entry %d is %+v", i, e)
		}
	}
	list, err = s.Consent(context.Background(), eve)
	if len(list) != 0 || err != nil {
		t.Errorf("Consent of a phone never seen = %v, %v", list, err)
	}
}

// Ensure that subscribers are listed in order of phone, in pages.
func trySubscribers(t *testing.T, s store.Store) {
	for _, phone := range []fsm.Phone{"SHOP", eve, ann, "20202", bob} {
		must(t, s, phone, func(d *fsm.Decision) { text(d, 1, "", false) })
		must(t, s, phone, touch)
	}
	for _, c := range []struct {
		after fsm.Phone
		limit int
		want  []fsm.Phone
	}{
		{"", 10, []fsm.Phone{ann, bob, eve, "20202", "SHOP"}}, {"", 2, []fsm.Phone{ann, bob}}, {bob, 2, []fsm.Phone{eve, "20202"}},
		{"+1500", 1, []fsm.Phone{ann}}, {"SHOP", 10, nil}, {"", 0, nil}, {"", -1, nil},
	} {
		list, err := s.Subscribers(context.Background(), c.after, c.limit)
		var got []fsm.Phone
		for i := range list {
			got = append(got, list[i].Phone)
		}
		compare(t, fmt.Sprintf("list after %q, limit %d,", c.after, c.limit), c.want, got, err)
	}
}
