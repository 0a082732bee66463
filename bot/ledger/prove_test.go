package ledger_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/ledger"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

func prove(t *testing.T, s store.Store, phone fsm.Phone) *ledger.Proof {
	t.Helper()
	secret, err := bot.Secret(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	p, err := ledger.Prove(t.Context(), s, fsm.Pseudonym(secret, phone), phone)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// climbed is the root that a hash leads to by a path, worked out here once more.
func climbed(hash []byte, path []ledger.Sibling) string {
	at := sha256.Sum256(append([]byte{0}, hash...))
	for _, s := range path {
		other, _ := hex.DecodeString(s.Hash)
		pair := append(append([]byte{1}, at[:]...), other...)
		if s.Left {
			pair = append(append([]byte{1}, other...), at[:]...)
		}
		at = sha256.Sum256(pair)
	}
	return hex.EncodeToString(at[:])
}

// Ensure that every entry of a person, also of one who was erased, leads to the root of its anchor.
func TestProve(t *testing.T) {
	s := filled(t)
	for who, want := range []string{"2 under [1 2]", "1 under [1]", "2 under [1 2]"} {
		p := prove(t, s, fsm.Phone(fmt.Sprintf("+1212555010%d", who)))
		if len(p.Faults) > 0 || len(p.Chains) != 1 || len(p.Anchors) != 2 {
			t.Fatalf("person %d: %+v", who, p)
		}
		var under []uint64
		for _, e := range p.Chains[0].Entries {
			place, there := p.Places[e.Log]
			if !there || climbed(e.Hash, place.Path) != p.Anchors[place.Anchor-1].Root {
				t.Errorf("person %d: entry %d is at %+v", who, e.Number, place)
			}
			under = append(under, place.Anchor)
		}
		if got := fmt.Sprintf("%d under %v", len(under), under); got != want {
			t.Errorf("person %d has %s, want %s", who, got, want)
		}
	}
	if p := prove(t, s, "+12125550199"); len(p.Chains)+len(p.Anchors)+len(p.Faults) > 0 {
		t.Errorf("of a stranger it proves %+v", p)
	}
}

// Ensure that what was changed in the person's chain, or in the log under its anchors, is told.
func TestProveTampered(t *testing.T) {
	s := filled(t)
	flip := func(place uint64, hash []byte) []byte {
		if place == 2 { // another person's
			hash = bytes.Clone(hash)
			hash[0] ^= 1
		}
		return hash
	}
	for what, by := range map[string]tampered{"log": {log: flip}, "end": {log: func(place uint64, hash []byte) []byte {
		if place > 3 {
			return nil
		}
		return hash
	}}} {
		by.Store = s
		if p := prove(t, by, "+12125550100"); len(p.Faults) == 0 {
			t.Errorf("%s: nothing is found", what)
		}
	}
	a, err := s.Get(t.Context(), "anchor/000000000001")
	if err == nil {
		err = s.Put(t.Context(), "anchor/000000000001", []byte(strings.Replace(string(a), `"root":"`, `"root":"0`, 1)))
	}
	if p := prove(t, s, "+12125550100"); err != nil || len(p.Faults) == 0 {
		t.Errorf("%v: a changed anchor is not found", err)
	}
}
