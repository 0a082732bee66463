package ledger

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Fault is something that is wrong.
type Fault struct {
	Who   string `json:"who,omitempty"`   // phone, redacted, or pseudonym of an erased person
	Entry uint64 `json:"entry,omitempty"` // number in his ledger
	Place uint64 `json:"place,omitempty"` // in the log of all hashes
	N     uint64 `json:"anchor,omitempty"`
	What  string `json:"what"`
}

// String tells the fault in one line.
func (f Fault) String() string {
	where := "the ledger"
	switch {
	case f.Who != "" && f.Entry > 0:
		where = fmt.Sprintf("%s, entry %d", f.Who, f.Entry)
	case f.Who != "":
		where = f.Who
	case f.N > 0:
		where = fmt.Sprintf("anchor %d", f.N)
	case f.Place > 0:
		where = fmt.Sprintf("place %d of the log", f.Place)
	}
	return where + ": " + f.What
}

// Report is what Verify found.
type Report struct {
	People   uint64  `json:"people"`
	Erased   uint64  `json:"erased"` // ledgers of erased people
	Entries  uint64  `json:"entries"`
	Old      uint64  `json:"old"`      // of those, from before there were chains: nothing proves them
	Logged   uint64  `json:"logged"`   // hashes in the log
	Anchored uint64  `json:"anchored"` // of those, under anchors
	Anchors  uint64  `json:"anchors"`
	Head     string  `json:"head,omitempty"` // hash of the latest anchor
	Faults   []Fault `json:"faults"`
	More     uint64  `json:"more,omitempty"` // faults beyond those told
}

// maxFaults is how many faults are told.
const maxFaults = 1000

// Well tells whether nothing is wrong.
func (r *Report) Well() bool { return len(r.Faults) == 0 }

// Verify reads the whole ledger and says what is wrong with it. Kept is the hash of an anchor that was
// kept elsewhere, or empty. Progress is told after each person how many of all facts are done. Beside one
// person's ledger it holds a bit for each fact.
func Verify(ctx context.Context, s store.Store, kept string, progress func(done, of uint64)) (*Report, error) {
	anchors, err := Anchors(ctx, s)
	if err != nil {
		return nil, err
	}
	v := &verifier{report: &Report{Faults: []Fault{}}, progress: progress}
	err = s.Ledger(ctx, func(l store.Ledger) error {
		v.ledger = l
		v.log(anchors)
		for chain, err := range l.Chains() {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			v.chain(&chain, err)
		}
		v.unclaimed()
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("verify the ledger: %w", err)
	}
	v.kept(anchors, kept)
	return v.report, nil
}

type verifier struct {
	ledger   store.Ledger
	report   *Report
	claimed  []uint64 // a bit for each place of the log
	progress func(done, of uint64)
}

func (v *verifier) fault(f Fault) {
	if len(v.report.Faults) == maxFaults {
		v.report.More++
		return
	}
	v.report.Faults = append(v.report.Faults, f)
}

// log checks the log's places and the anchors over it.
func (v *verifier) log(anchors []Anchor) {
	v.anchorChain(anchors)
	at, t := 0, tree{}
	for place, hash := range v.ledger.Log(0) {
		if place != v.report.Logged+1 {
			v.fault(Fault{Place: place, What: fmt.Sprintf("it follows place %d", v.report.Logged)})
		}
		v.report.Logged = place
		for at < len(anchors) && place > anchors[at].To {
			at++
			t = tree{}
		}
		if at == len(anchors) {
			continue
		}
		t.add(hash)
		if place == anchors[at].To && t.root() != anchors[at].Root {
			v.fault(Fault{N: anchors[at].N, What: fmt.Sprintf("the hashes from place %d to %d are not those that it sealed", anchors[at].From, anchors[at].To)})
		}
	}
	if n := len(anchors); n > 0 {
		v.report.Anchored, v.report.Head = anchors[n-1].To, anchors[n-1].Hash
		if v.report.Logged < anchors[n-1].To {
			v.fault(Fault{N: anchors[n-1].N, What: fmt.Sprintf("it seals up to place %d, and the log ends at %d", anchors[n-1].To, v.report.Logged)})
		}
	}
	v.claimed = make([]uint64, v.report.Logged/64+1)
}

// anchorChain checks that each anchor follows the one before.
func (v *verifier) anchorChain(anchors []Anchor) {
	v.report.Anchors = uint64(len(anchors))
	last := Anchor{}
	for _, a := range anchors {
		switch {
		case a.N != last.N+1 || a.From != last.To+1 || a.To < a.From || a.Prev != last.Hash:
			v.fault(Fault{N: a.N, What: fmt.Sprintf("it does not follow anchor %d", last.N)})
		case a.Hash != a.hashed():
			v.fault(Fault{N: a.N, What: "its hash is not that of its contents"})
		}
		last = a
	}
}

// chain checks one person's ledger.
func (v *verifier) chain(c *store.Chain, err error) {
	who := c.Phone.Redacted()
	if v.report.People++; c.Erased != "" {
		who = "erased " + c.Erased
		v.report.People--
		v.report.Erased++
	}
	if err != nil {
		v.fault(Fault{Who: who, What: err.Error()})
	}
	var prev []byte
	for i := range c.Entries {
		e := &c.Entries[i]
		v.entry(c, e, who, uint64(i)+1, prev)
		prev = e.Hash
	}
	if err == nil && (!bytes.Equal(prev, c.Head) || uint64(len(c.Entries)) != c.Last) {
		v.fault(Fault{Who: who, What: fmt.Sprintf("its ledger has %d entries and ends in %.8x, the record says %d and %.8x", len(c.Entries), prev, c.Last, c.Head)})
	}
	v.progress(v.report.Entries-v.report.Old, v.report.Logged)
}

// entry checks one entry, and that the log has its hash.
func (v *verifier) entry(c *store.Chain, e *fsm.LedgerEntry, who string, number uint64, prev []byte) {
	v.report.Entries++
	fault := func(format string, args ...any) {
		v.fault(Fault{Who: who, Entry: number, Place: e.Log, What: fmt.Sprintf(format, args...)})
	}
	if e.Number != number {
		fault("it says that it is entry %d", e.Number)
	}
	if e.Phone != c.Phone {
		fault("it is of another person")
	}
	if len(e.Hash) == 0 {
		if v.report.Old++; len(prev) > 0 || e.Log > 0 || len(e.Digests) > 0 {
			fault("it has no hash")
		}
		return
	}
	if (c.Erased != "") != e.Erased() {
		fault("it tells too much or too little of its person")
	}
	if err := e.Check(); err != nil {
		fault("%v", err)
	}
	if !bytes.Equal(e.Prev, prev) {
		fault("it follows %.8x, and the entry before is %.8x", e.Prev, prev)
	}
	if err := v.claim(e); err != nil {
		fault("%v", err)
	}
}

// claim marks an entry's place in the log.
func (v *verifier) claim(e *fsm.LedgerEntry) error {
	logged := v.ledger.At(e.Log)
	switch {
	case logged == nil:
		return errors.New("the log does not have its hash")
	case !bytes.Equal(logged, e.Hash):
		return fmt.Errorf("at its place the log has %.8x", logged)
	case e.Log > v.report.Logged:
		return fmt.Errorf("its place %d is beyond the log", e.Log)
	case v.claimed[e.Log/64]&(1<<(e.Log%64)) != 0:
		return errors.New("another entry has its place in the log")
	}
	v.claimed[e.Log/64] |= 1 << (e.Log % 64)
	return nil
}

// unclaimed tells of hashes in the log that no chain has.
func (v *verifier) unclaimed() {
	for place := uint64(1); place <= v.report.Logged; place++ {
		if v.claimed[place/64]&(1<<(place%64)) == 0 {
			v.fault(Fault{Place: place, What: fmt.Sprintf("the entry with the hash %x is in nobody's ledger", v.ledger.At(place))})
		}
	}
}

// kept looks for the anchor whose hash was kept elsewhere.
func (v *verifier) kept(anchors []Anchor, hash string) {
	if hash == "" {
		return
	}
	for _, a := range anchors {
		if a.Hash == hash {
			return
		}
	}
	what := "no anchor has the hash that was kept elsewhere: what it sealed was cut off or written anew"
	if _, err := hex.DecodeString(hash); err != nil || len(hash) != 64 {
		what = "what was kept elsewhere is no hash of an anchor: it has 64 characters of 0 to 9 and a to f"
	}
	v.fault(Fault{What: what})
}
