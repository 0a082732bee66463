package ledger

import (
	"context"
	"encoding/hex"
	"fmt"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Proof is what shows that one person's chains are those that were written when they say so.
type Proof struct {
	Chains  []store.Chain    // of the times that he was erased, oldest first, then the present one
	Places  map[uint64]Place // of the entries whose places are under anchors, by those
	Anchors []Anchor         // from the first that seals one of the entries to the latest
	Faults  []Fault          // what is wrong with the chains
}

// Place shows that a hash of the log is under an anchor: hashed with the siblings, one after the other,
// it gives the anchor's root.
type Place struct {
	Anchor uint64    `json:"anchor"`
	Path   []Sibling `json:"path"` // from the leaf up
}

// Sibling is the other half of a node of an anchor's tree.
type Sibling struct {
	Left bool   `json:"left"` // it stands on the left
	Hash string `json:"hash"`
}

// Prove reads one person's chains, by the pseudonym that he was erased under, by his phone, or by both,
// checks them as Verify does, and finds the places of their entries under the anchors. It reads every
// hash under an anchor that seals one of them: as many as there were facts within that hour.
func Prove(ctx context.Context, s store.Store, pseudonym string, phone fsm.Phone) (*Proof, error) {
	anchors, err := Anchors(ctx, s)
	if err != nil {
		return nil, err
	}
	p := &Proof{Places: map[uint64]Place{}}
	err = s.Ledger(ctx, func(l store.Ledger) error {
		v := &verifier{report: &Report{}, ledger: l, progress: func(uint64, uint64) {}}
		v.anchorChain(anchors)
		p.check(v, pseudonym, phone)
		p.place(v, anchors)
		p.Faults = v.report.Faults
		return ctx.Err()
	})
	if err != nil {
		return nil, fmt.Errorf("prove a person's ledger: %w", err)
	}
	return p, nil
}

// check reads the chains and checks them, as far as the log goes for their entries.
func (p *Proof) check(v *verifier, pseudonym string, phone fsm.Phone) {
	var failed []error
	for chain, err := range v.ledger.ChainsOf(pseudonym, phone) {
		p.Chains, failed = append(p.Chains, chain), append(failed, err)
		for i := range chain.Entries {
			if place := chain.Entries[i].Log; v.ledger.At(place) != nil {
				v.report.Logged = max(v.report.Logged, place)
			}
		}
	}
	v.claimed = make([]uint64, v.report.Logged/64+1)
	for i := range p.Chains {
		v.chain(&p.Chains[i], failed[i])
	}
}

// place finds the entries' places under the anchors.
func (p *Proof) place(v *verifier, anchors []Anchor) {
	var places []uint64
	for _, chain := range p.Chains {
		for i := range chain.Entries {
			places = append(places, chain.Entries[i].Log)
		}
	}
	slices.Sort(places)
	for i := range anchors {
		a := &anchors[i]
		first, _ := slices.BinarySearch(places, a.From)
		last, _ := slices.BinarySearch(places, a.To+1)
		under := places[first:last]
		if len(under) > 0 && v.ledger.At(a.To) != nil {
			for _, place := range under {
				p.Places[place] = Place{Anchor: a.N, Path: []Sibling{}}
			}
			if root := hex.EncodeToString(p.climb(v.ledger, a.From, a.To, under)); root != a.Root {
				v.fault(Fault{N: a.N, What: fmt.Sprintf("the hashes from place %d to %d are not those that it sealed", a.From, a.To)})
			}
		}
		if len(under) > 0 || len(p.Anchors) > 0 {
			p.Anchors = append(p.Anchors, *a)
		}
	}
}

// climb gives the root of the tree over a stretch of the log, and adds to the paths of the places in it.
func (p *Proof) climb(l store.Ledger, from, to uint64, under []uint64) []byte {
	if from == to {
		return leaf(l.At(from))
	}
	if len(under) == 0 {
		return rootOf(l, from, to)
	}
	half := uint64(1)
	for half*2 < to-from+1 {
		half *= 2
	}
	split, _ := slices.BinarySearch(under, from+half)
	left, right := p.climb(l, from, from+half-1, under[:split]), p.climb(l, from+half, to, under[split:])
	p.pass(under[:split], Sibling{Hash: hex.EncodeToString(right)})
	p.pass(under[split:], Sibling{Left: true, Hash: hex.EncodeToString(left)})
	return node(left, right)
}

// pass adds a step to the paths of places.
func (p *Proof) pass(places []uint64, s Sibling) {
	for _, place := range places {
		at := p.Places[place]
		at.Path = append(at.Path, s)
		p.Places[place] = at
	}
}

// rootOf is the root of the tree over a stretch of the log.
func rootOf(l store.Ledger, from, to uint64) []byte {
	var t tree
	for place, hash := range l.Log(from) {
		if place > to {
			break
		}
		t.add(hash)
	}
	return t.top()
}
