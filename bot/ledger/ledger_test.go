package ledger_test

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/ledger"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// silent is a carrier that takes nothing.
type silent struct{ bot.Carrier }

func (silent) Name() string { return "silent" }

// filled is a store with the consent of three people, one of them erased, and two anchors over it.
func filled(t *testing.T) store.Store {
	t.Helper()
	s := memstore.New()
	p, err := fsm.Compile(fsm.Definition{Brand: "Acme", Contact: "help@acme.test", Frequency: "few"}, "test")
	if err != nil {
		t.Fatal(err)
	}
	e, err := bot.New(t.Context(), bot.Options{Store: s, Carrier: silent{}, Program: p, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	apply := func(who int, ev fsm.Event) {
		t.Helper()
		if _, err := e.Apply(t.Context(), fsm.Phone(fmt.Sprintf("+1212555010%d", who)), ev); err != nil {
			t.Fatal(err)
		}
	}
	optIn := fsm.OptIn{ID: "1", Purpose: fsm.ForMarketing, Source: "form", Evidence: map[string]string{"ip": "192.0.2.1", "text": "yes"}, Import: true}
	for who := range 3 {
		apply(who, optIn)
	}
	anchored(t, s)
	apply(0, fsm.OptOut{ID: "2", Source: "phone"})
	apply(2, fsm.Erase{})
	anchored(t, s)
	return s
}

func anchored(t *testing.T, s store.Store) {
	t.Helper()
	list, err := ledger.Anchors(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	last := ledger.Anchor{}
	if len(list) > 0 {
		last = list[len(list)-1]
	}
	if _, err := ledger.Extend(t.Context(), s, last, fsm.At(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC))); err != nil {
		t.Fatal(err)
	}
}

func verify(t *testing.T, s store.Store, kept string) *ledger.Report {
	t.Helper()
	r, err := ledger.Verify(t.Context(), s, kept, func(uint64, uint64) {})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Ensure a ledger that nobody touched is proven, whole and under its anchors, also to who kept one.
func TestUntouched(t *testing.T) {
	s := filled(t)
	r := verify(t, s, "")
	if !r.Well() || r.Entries < 5 || r.Erased != 1 || r.Anchors != 2 || r.Anchored != r.Logged || r.Old != 0 {
		t.Errorf("it is %+v", r)
	}
	list, err := ledger.Anchors(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if r := verify(t, s, list[0].Hash); !r.Well() {
		t.Errorf("to who kept the first anchor it is %v", r.Faults)
	}
	for _, kept := range []string{strings.Repeat("0", 64), "nonsense"} {
		if verify(t, s, kept).Well() {
			t.Errorf("%q is taken for an anchor", kept)
		}
	}
}

// tampered is a store in which somebody changed something.
type tampered struct {
	store.Store
	chain func(*store.Chain)
	log   func(place uint64, hash []byte) []byte // nil: the place is gone
}

func (s tampered) Ledger(ctx context.Context, look func(store.Ledger) error) error {
	return s.Store.Ledger(ctx, func(l store.Ledger) error { return look(changed{l, s}) })
}

type changed struct {
	store.Ledger
	by tampered
}

func (c changed) Chains() iter.Seq2[store.Chain, error] {
	return func(yield func(store.Chain, error) bool) {
		for chain, err := range c.Ledger.Chains() {
			if c.by.chain != nil {
				c.by.chain(&chain)
			}
			if !yield(chain, err) {
				return
			}
		}
	}
}

func (c changed) Log(from uint64) iter.Seq2[uint64, []byte] {
	return func(yield func(uint64, []byte) bool) {
		for place, hash := range c.Ledger.Log(from) {
			if hash = c.at(place, hash); hash != nil && !yield(place, hash) {
				return
			}
		}
	}
}

func (c changed) At(place uint64) []byte { return c.at(place, c.Ledger.At(place)) }

func (c changed) at(place uint64, hash []byte) []byte {
	if c.by.log == nil || hash == nil {
		return hash
	}
	return c.by.log(place, bytes.Clone(hash))
}

// Ensure whatever is changed, removed, added or swapped in a chain or in the log is found.
func TestTampered(t *testing.T) {
	s := filled(t)
	first := func(change func(*store.Chain)) func(*store.Chain) {
		return func(c *store.Chain) {
			if strings.HasSuffix(string(c.Phone), "0100") {
				change(c)
			}
		}
	}
	for what, by := range map[string]tampered{
		"a fact":               {chain: first(func(c *store.Chain) { c.Entries[0].Fact = "withdrawn" })},
		"a time":               {chain: first(func(c *store.Chain) { c.Entries[0].At++ })},
		"when it was recorded": {chain: first(func(c *store.Chain) { c.Entries[0].Recorded-- })},
		"a source":             {chain: first(func(c *store.Chain) { c.Entries[0].Source = "import" })},
		"evidence":             {chain: first(func(c *store.Chain) { c.Entries[0].Evidence["ip"] = "192.0.2.2" })},
		"evidence added":       {chain: first(func(c *store.Chain) { c.Entries[0].Evidence["more"] = "x" })},
		"a salt":               {chain: first(func(c *store.Chain) { c.Entries[0].Salt = []byte("0123456789abcdef") })},
		"the last entry gone":  {chain: first(func(c *store.Chain) { c.Entries = c.Entries[:len(c.Entries)-1] })},
		"the first entry gone": {chain: first(func(c *store.Chain) { c.Entries = c.Entries[1:] })},
		"an entry twice":       {chain: first(func(c *store.Chain) { c.Entries = append(c.Entries, c.Entries[0]) })},
		"two swapped":          {chain: first(func(c *store.Chain) { c.Entries[0], c.Entries[1] = c.Entries[1], c.Entries[0] })},
		"all of it gone":       {chain: first(func(c *store.Chain) { c.Entries, c.Head, c.Last = nil, nil, 0 })},
		"another's":            {chain: first(func(c *store.Chain) { c.Entries[0].Phone = "+12125550199" })},
		"a hash of the log": {log: func(place uint64, hash []byte) []byte {
			hash[7] ^= byte(place) // of every place but 0
			return hash
		}},
		"the log's end gone": {log: func(place uint64, hash []byte) []byte {
			if place > 3 {
				return nil
			}
			return hash
		}},
	} {
		by.Store = s
		if r := verify(t, by, ""); r.Well() {
			t.Errorf("%s was changed, and nothing is found", what)
		}
	}
}

// Ensure an anchor that was changed, or one that is missing, is found.
func TestAnchorsTampered(t *testing.T) {
	for what, change := range map[string]func(string) []byte{
		"its time":  func(v string) []byte { return []byte(strings.Replace(v, `"at":"2026`, `"at":"2025`, 1)) },
		"its root":  func(v string) []byte { return []byte(strings.Replace(v, `"root":"`, `"root":"0`, 1)) },
		"all of it": func(string) []byte { return nil },
	} {
		s := filled(t)
		values, err := s.List(t.Context(), "anchor/")
		if err != nil {
			t.Fatal(err)
		}
		for key, value := range values {
			if strings.HasSuffix(key, "1") {
				if err := s.Put(t.Context(), key, change(string(value))); err != nil {
					t.Fatal(err)
				}
			}
		}
		if r := verify(t, s, ""); r.Well() {
			t.Errorf("%s was changed, and nothing is found", what)
		}
	}
}
