package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Anchor seals a stretch of the log of all hashes.
type Anchor struct {
	N    uint64     `json:"n"`
	At   fsm.Moment `json:"at"`
	From uint64     `json:"from"` // first place in the log,
	To   uint64     `json:"to"`   // and last
	Root string     `json:"root"` // of the tree over the hashes there
	Prev string     `json:"prev"` // hash of the anchor before; empty: it is the first
	Hash string     `json:"hash"`
}

// Sealed is the text that an anchor's hash is the SHA-256 of.
func (a *Anchor) Sealed() string {
	return fmt.Sprintf("parley ledger anchor\nprev %s\nn %d\nat %d\nfrom %d\nto %d\nroot %s\n", a.Prev, a.N, a.At, a.From, a.To, a.Root)
}

func (a *Anchor) hashed() string {
	sum := sha256.Sum256([]byte(a.Sealed()))
	return hex.EncodeToString(sum[:])
}

const prefix = "anchor/"

func key(n uint64) string { return fmt.Sprintf(prefix+"%012d", n) }

// Anchors reads all anchors, the first one first.
func Anchors(ctx context.Context, s store.Store) ([]Anchor, error) {
	values, err := s.List(ctx, prefix)
	if err != nil {
		return nil, fmt.Errorf("read the anchors: %w", err)
	}
	var list []Anchor
	for _, k := range slices.Sorted(maps.Keys(values)) {
		var a Anchor
		if err := json.Unmarshal(values[k], &a); err != nil {
			return nil, fmt.Errorf("read %s: %w", k, err)
		}
		list = append(list, a)
	}
	return list, nil
}

// Head is the latest anchor; store.ErrNotFound where there is none yet.
func Head(ctx context.Context, s store.Store) (Anchor, error) {
	list, err := Anchors(ctx, s)
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("the latest anchor: %w: a server makes the first as soon as there is a fact about consent", store.ErrNotFound)
	}
	if err != nil {
		return Anchor{}, err
	}
	return list[len(list)-1], nil
}

// Extend anchors what is new in the log behind the last anchor, which has N 0 where there is none. It
// gives the new last one: the same where nothing is new.
func Extend(ctx context.Context, s store.Store, last Anchor, now fsm.Moment) (Anchor, error) {
	a := Anchor{N: last.N + 1, At: now, From: last.To + 1, To: last.To, Prev: last.Hash}
	var t tree
	err := s.Ledger(ctx, func(l store.Ledger) error {
		for place, hash := range l.Log(a.From) {
			t.add(hash)
			a.To = place
		}
		return nil
	})
	if err != nil {
		return last, fmt.Errorf("read the log of the ledger: %w", err)
	}
	if a.To == last.To {
		return last, nil
	}
	a.Root = t.root()
	a.Hash = a.hashed()
	value, err := json.Marshal(a)
	if err == nil {
		err = s.Put(ctx, key(a.N), value)
	}
	if err != nil {
		return last, fmt.Errorf("keep anchor %d: %w", a.N, err)
	}
	return a, nil
}
