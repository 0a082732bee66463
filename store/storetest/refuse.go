package storetest

import (
	"context"
	"strings"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure that a decision that does not follow from what is stored, or cannot be stored, is refused
// whole.
func tryRefused(t *testing.T, s store.Store) {
	stored := must(t, s, ann, whole).Next
	for name, edit := range map[string]func(d *fsm.Decision){
		"phone":           func(d *fsm.Decision) { d.Next.Phone = bob },
		"version kept":    func(d *fsm.Decision) { d.Next.Version-- },
		"version skipped": func(d *fsm.Decision) { d.Next.Version++ },
		"foreign message": func(d *fsm.Decision) { text(d, 9, "", true); d.Messages[0].Phone = bob },
		"message without number": func(d *fsm.Decision) {
			text(d, 0, "", true)
		},
		"huge message":         func(d *fsm.Decision) { text(d, 9, strings.Repeat("s", 70<<10), true) },
		"ledger gap":           func(d *fsm.Decision) { d.Ledger = []fsm.LedgerEntry{{Phone: ann, Number: 4}}; d.Next.Ledger = 4 },
		"ledger not counted":   func(d *fsm.Decision) { d.Ledger = []fsm.LedgerEntry{{Phone: ann, Number: 3}} },
		"ledger miscounted":    func(d *fsm.Decision) { d.Next.Ledger++ },
		"foreign ledger entry": func(d *fsm.Decision) { d.Ledger = []fsm.LedgerEntry{{Phone: bob, Number: 3}}; d.Next.Ledger = 3 },
		"counter":              func(d *fsm.Decision) { d.Counters = map[string]int64{"": 1} },
		"foreign link":         func(d *fsm.Decision) { d.Links = []fsm.Link{{Code: "c", Phone: bob}} },
		"link without code":    func(d *fsm.Decision) { d.Links = []fsm.Link{{Phone: ann}} },
		"long code":            func(d *fsm.Decision) { d.Links = []fsm.Link{{Code: strings.Repeat("c", 65), Phone: ann}} },
		"long workflow":        func(d *fsm.Decision) { d.Next.Runs = []fsm.Run{{Workflow: strings.Repeat("w", 1025)}} },
		"long key": func(d *fsm.Decision) {
			d.Next.Runs = []fsm.Run{{Awaits: []string{"e"}, Key: strings.Repeat("k", 1025)}}
		},
		"long sender":      func(d *fsm.Decision) { d.Next.Ready = []fsm.Want{{Sender: strings.Repeat("s", 200)}} },
		"huge record":      func(d *fsm.Decision) { d.Next.Language = strings.Repeat("l", fsm.MaxRecord) },
		"attribute's type": func(d *fsm.Decision) { d.Next.Attributes["n"] = 1 },
	} {
		_, err := s.Update(context.Background(), ann, change(func(d *fsm.Decision) {
			d.Counters = map[string]int64{"inbound": 1}
			edit(d)
		}))
		if err == nil {
			t.Errorf("%s: the decision was stored", name)
		}
	}
	record, err := s.Record(context.Background(), ann)
	compare(t, "record", stored, record, err)
	counters, err := s.Counters(context.Background())
	compare(t, "counters", map[string]int64{"inbound": 1, "released": 1}, counters, err)
	messages, err := s.Messages(context.Background(), ann, 0, 10)
	if len(messages) != 2 || err != nil {
		t.Errorf("%d messages, %v, want the 2 stored first", len(messages), err)
	}
}

// Ensure that a phone that can be no key is refused before anything is decided.
func tryBadPhones(t *testing.T, s store.Store) {
	for _, phone := range []fsm.Phone{"", fsm.Phone(strings.Repeat("1", 65)), "+1\x00500"} {
		_, err := s.Update(context.Background(), phone, func(store.View) (fsm.Decision, error) {
			t.Errorf("phone %q was decided on", phone)
			return fsm.Decision{}, nil
		})
		if err == nil {
			t.Errorf("phone %q was taken", phone)
		}
		if _, err := s.Record(context.Background(), phone); !isNotFound(err) {
			t.Errorf("Record(%q) = %v, want ErrNotFound", phone, err)
		}
	}
}
