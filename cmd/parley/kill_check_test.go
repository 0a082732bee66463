package main_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/boltstore"
	"github.com/parley-sms/parley/store/codec"
)

// onTheWire is how long a request that a STOP overtook may take to begin.
const onTheWire = 10 * time.Second

// check holds what phones texted and got against what the server says.
func (f *facts) check(t *testing.T) (n tally) {
	for _, p := range f.people {
		f.checkTexts(t, p, &n)
		f.checkAnswers(t, p, &n)
		f.checkRequests(t, p)
		f.checkStop(t, p, &n)
		if s := f.records[p.phone]; s.Ground != p.ground || s.State != p.ground {
			t.Errorf("%s: state %s over %s at the end, want %s", p.phone, s.State, s.Ground, p.ground)
		}
	}
	f.doubts(&n)
	if n.unknown > 0 {
		t.Errorf("of %d texts in doubt nobody can tell what became, though the list is whole", n.unknown)
	}
	return n
}

// checkTexts: every text from the phone was handled, and once.
func (f *facts) checkTexts(t *testing.T, p *person, n *tally) {
	handled := map[string]int{}
	for _, m := range f.messages[p.phone] {
		if m.Direction == "inbound" {
			handled[m.SID]++
		}
	}
	for _, in := range f.inbounds[p.phone] {
		n.texts++
		if times := handled[in.SID]; times != 1 {
			t.Errorf("%s texted %q (%s, acknowledged: %v) and it was handled %d times", p.phone, in.Body, in.SID, in.Acked, times)
		}
		delete(handled, in.SID)
	}
	if len(handled) > 0 {
		t.Errorf("%s: the server has texts that the phone never sent: %v", p.phone, handled)
	}
}

// checkAnswers: the phone got each answer once, and nothing else.
func (f *facts) checkAnswers(t *testing.T, p *person, n *tally) {
	var got []string
	for _, row := range f.ledger[p.phone] {
		got = append(got, row.Body)
	}
	n.replies += len(got)
	least, most := map[string]int{}, map[string]int{}
	for _, s := range p.steps {
		for _, answer := range s.answers {
			least[answer]++
			most[answer]++
		}
		for _, answer := range s.maybe {
			most[answer]++
		}
	}
	known := 0
	for _, answer := range answers() {
		times := count(got, answer)
		known += times
		n.lost += max(0, least[answer]-times)
		n.doubled += max(0, times-most[answer])
		if times < least[answer] || times > most[answer] {
			t.Errorf("%s got %q %d times, want %d to %d\nall: %q", p.phone, answer, times, least[answer], most[answer], got)
		}
	}
	if known != len(got) {
		t.Errorf("%s got texts that nobody knows: %q", p.phone, got)
	}
}

// checkRequests: one release is one request, ever, and what the server thinks was taken was taken.
func (f *facts) checkRequests(t *testing.T, p *person) {
	asked := map[uint64]bool{}
	for _, r := range f.requests[p.phone] {
		seq := messageOf(r)
		if seq == 0 || asked[seq] {
			t.Errorf("%s: the text %d was handed over twice", p.phone, seq)
		}
		asked[seq] = true
	}
	var taken, reached []string
	for _, m := range f.messages[p.phone] {
		if m.Direction == "outbound" && m.SID != "" {
			taken = append(taken, m.SID)
		}
	}
	for _, row := range f.ledger[p.phone] {
		reached = append(reached, row.SID)
	}
	slices.Sort(taken)
	slices.Sort(reached)
	if !slices.Equal(taken, reached) {
		t.Errorf("%s: the server knows the carrier's ids %q, the phone got %q", p.phone, taken, reached)
	}
}

// checkStop: between STOP and START nothing was released but what a stopped person may get, and
// what began later than the answer to the STOP had been released before it.
func (f *facts) checkStop(t *testing.T, p *person, n *tally) {
	stop, start, acked := f.stopOf(p.phone)
	if stop == 0 {
		return
	}
	names := map[uint64]string{}
	for _, m := range f.messages[p.phone] {
		names[m.ID] = m.Name
	}
	for _, r := range f.requests[p.phone] {
		seq := messageOf(r)
		exempt := names[seq] == fsm.TextStopped || names[seq] == fsm.TextHelp
		switch late := r.StartedAt.Sub(acked); {
		case seq > start || exempt:
		case seq > stop:
			t.Errorf("%s: %s was released after the STOP", p.phone, names[seq])
		case !acked.IsZero() && late > 0:
			n.crossed++
			if late > onTheWire {
				t.Errorf("%s: %s began %v after the STOP was answered", p.phone, names[seq], late)
			}
		}
	}
}

// checkStore: the data that was killed last is whole, and every journal folds to its record.
func checkStore(t *testing.T, w *world) {
	checkProofs(t, w.command("explain", "--verify", "--json", "--data", w.path("data")))
	w.command("backup", "--data", w.path("data"), w.path("backup"))
	w.command("restore", "--data", w.path("restored"), w.path("backup")) // reads every row and page
	s, err := boltstore.Open(w.path("restored"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var after fsm.Phone
	for {
		records, err := s.Subscribers(t.Context(), after, 100)
		if err != nil {
			t.Fatal(err)
		}
		for i := range records {
			checkJournal(t, s, &records[i])
		}
		if len(records) == 0 {
			return
		}
		after = records[len(records)-1].Phone
	}
}

// checkProofs: whatever was killed, everything that was decided can be decided again from the journal.
func checkProofs(t *testing.T, proofs string) {
	for line := range strings.Lines(proofs) {
		var p explain.Proof
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		if !p.Folds || p.Same != p.Changes {
			t.Errorf("%s\n%+v", p.String(), p)
		}
	}
}

func checkJournal(t *testing.T, s *boltstore.Store, rec *fsm.Record) {
	entries, err := s.Journal(t.Context(), rec.Phone, 0, int(rec.Version))
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != int(rec.Version) {
		t.Errorf("%s: %d entries in the journal of version %d", rec.Phone, len(entries), rec.Version)
	}
	var folded []byte
	for _, e := range slices.Backward(entries) {
		if folded, err = codec.Apply(folded, e.Changes); err != nil {
			t.Fatalf("%s: fold version %d: %v", rec.Phone, e.Version, err)
		}
	}
	want, err := codec.Encode(rec)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(folded, want) {
		t.Errorf("%s: the journal does not fold to the record", strings.TrimSpace(string(rec.Phone)))
	}
}
