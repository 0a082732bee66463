package trial

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/fsm"
)

// evidence is what came of a story: what reached phones, what was acknowledged, and what is on the disk.
type evidence struct {
	Marks map[string]int // faults and rules that were met, and how often
	Trace string         // a hash of everything that was decided

	story     Story
	decisions int
	texts     []string // ids of what people texted
	events    []event  // that were acknowledged
	tried     []done   // deeds of agents, acknowledged or not: they may have happened
	codes     []imported
	desk      []done // deeds of agents that were acknowledged
	sent      []faketwilio.Sent
	received  []faketwilio.Received
	reports   []faketwilio.Callback
	stored    []stored
	end       time.Time
	overdue   []string // what has not settled
	trace     trace
}

// event is one that the shop posted.
type event struct {
	Deed
	id        string
	at, acked time.Time
	code      string // that is bought with
}

// posted is when the shop first told of it, in the grain of what is stored.
func (e event) posted() time.Time { return e.at.Add(e.Late).Truncate(time.Millisecond) }

func (e event) data() map[string]any {
	if e.Text == fsm.Purchase {
		data := map[string]any{"value": 20.0}
		if e.code != "" {
			data["code"] = e.code
		}
		return data
	}
	return map[string]any{"key": e.Key}
}

// imported is a code for gifts and when its import was first tried.
type imported struct {
	code string
	at   time.Time
}

// done is a deed of an agent and when it was acknowledged.
type done struct {
	Deed
	at time.Time
}

// stored is one person on the disk.
type stored struct {
	record   fsm.Record
	messages []fsm.Message
	journal  []fsm.Entry // oldest first
	ledger   []fsm.LedgerEntry
}

func newEvidence(s Story) *evidence { return &evidence{Marks: map[string]int{}, story: s} }

// decided notes a decision that was stored.
func (e *evidence) decided(d *fsm.Decision) {
	e.trace.add(d)
	e.decisions++
	switch x := d.Event.(type) {
	case fsm.Refit:
		e.Marks["a record was refitted"]++
	case fsm.Enrol:
		e.Marks["enrolled: "+x.Workflow]++
	case fsm.Settled:
		if x.Code == "reconciled" {
			e.Marks[map[fsm.Outcome]string{fsm.Accepted: "doubt: found", fsm.NotSent: "doubt: absent", fsm.GivenUp: "doubt: given up"}[x.Outcome]]++
		}
	}
	for _, l := range d.Lines {
		verb, _, _ := strings.Cut(l.Event, ":")
		switch {
		case l.Verdict != nil:
			e.Marks[verb+": "+l.Verdict.Guard]++
		case verb == "redeem" && strings.Contains(l.Why, "before it was given"):
			e.Marks["a code was used before it was given"]++
		case slices.Contains(Marks(), verb):
			e.Marks[verb]++
		}
	}
}

// gather reads the evidence when everything has settled.
func (e *evidence) gather(ctx context.Context, r *run) error {
	e.sent, e.received, e.end = r.fake.Accepted(), r.fake.Inbounds(), r.time.Now()
	e.reports = r.fake.Callbacks()
	e.met(r.fake)
	for who := range people {
		s, err := read(ctx, r, phone(who))
		if err != nil {
			return err
		}
		e.stored = append(e.stored, s)
	}
	e.Trace = e.trace.sum()
	return e.unsettled(ctx, r)
}

func read(ctx context.Context, r *run, p fsm.Phone) (s stored, err error) {
	list, err := r.data.Subscribers(ctx, "", people+10)
	if err != nil {
		return s, fmt.Errorf("read the records: %w", err)
	}
	for _, rec := range list {
		if rec.Phone == p {
			s.record = rec
		}
	}
	if s.messages, err = r.data.Messages(ctx, p, 0, 10_000); err != nil {
		return s, fmt.Errorf("read the messages: %w", err)
	}
	if s.journal, err = r.data.Journal(ctx, p, 0, 100_000); err != nil {
		return s, fmt.Errorf("read the journal: %w", err)
	}
	slices.Reverse(s.journal)
	if s.ledger, err = r.data.Consent(ctx, p); err != nil {
		return s, fmt.Errorf("read the ledger: %w", err)
	}
	return s, nil
}

// unsettled lists what should have come to its end by now.
func (e *evidence) unsettled(ctx context.Context, r *run) error {
	flights, err := r.data.Flights(ctx, 10)
	if err != nil {
		return fmt.Errorf("read what is on the wire: %w", err)
	}
	for _, f := range flights {
		e.overdue = append(e.overdue, fmt.Sprintf("message %d of person %d has no outcome", f.Seq, person(string(f.Phone))))
	}
	due, _, err := r.data.Due(ctx, fsm.At(e.end), 10)
	if err != nil {
		return fmt.Errorf("read what is due: %w", err)
	}
	for _, p := range due {
		e.overdue = append(e.overdue, fmt.Sprintf("person %d has something due", person(string(p))))
	}
	for _, sender := range ours() {
		ready, err := r.data.Ready(ctx, sender, 10)
		if err != nil {
			return fmt.Errorf("read what is ready: %w", err)
		}
		for _, p := range ready {
			e.overdue = append(e.overdue, fmt.Sprintf("a text to person %d still waits for its sender", person(string(p))))
		}
	}
	return nil
}

// erased is when a person was erased last, as far as anybody tried; the zero time: never. Of what was
// before it nothing is left to judge by.
func (e *evidence) erased(who int) (at time.Time) {
	for _, d := range e.tried {
		if d.Kind == Erases && d.Who == who {
			at = d.at
		}
	}
	return at
}
