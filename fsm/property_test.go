package fsm

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Ensure that whatever happens, under whatever small program, every decision keeps the invariants:
// no marketing without consent, no text at night, no run that nothing moves, no record too large.
func TestInvariants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p, err := Compile(randomDefinition(t), "r1")
		if err != nil {
			t.Fatal(err)
		}
		p.counted = map[string]bool{"a": true, Replied: true}
		w := &world{t: t, p: p, rec: Record{Phone: thePerson}, now: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), rows: map[uint64]Message{}}
		programs := []*Program{p, revised(t)}
		for range rapid.IntRange(1, 60).Draw(t, "events") {
			w.p = programs[rapid.IntRange(0, 15).Draw(t, "revision")/15]
			w.step()
		}
		w.stop()
	})
}

// revised draws another program, to which workflows and steps have moved that may have been in the first.
func revised(t *rapid.T) *Program {
	def := randomDefinition(t)
	def.Moved = map[string]string{"w4": "w3", "w3": "w2", "w2": "w1", "w1": "w0"}
	for i := range def.Workflows {
		def.Workflows[i].Moved = map[string]string{"s5": "s4", "s4": "s1", "s3": "s0", "s2": "s0"}
	}
	p, err := Compile(def, "r2")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// world drives one record with events in any order, texts with tokens or without, and outcomes of
// every kind, early, late and never.
type world struct {
	t    *rapid.T
	p    *Program
	rec  Record
	now  time.Time
	rows map[uint64]Message

	ledger   []LedgerEntry
	measures []Measure
}

func (w *world) step() {
	if due := w.rec.NextDue(); due > 0 && rapid.IntRange(0, 2).Draw(w.t, "go to what is due") == 0 && due.Time().After(w.now) {
		w.now = due.Time()
		w.decide(Tick{})
		return
	}
	switch rapid.IntRange(0, 7).Draw(w.t, "turn") {
	case 0:
		w.now = w.now.Add(rapid.SampledFrom([]time.Duration{time.Second, 20 * time.Second, 11 * time.Minute, 5 * time.Hour, 30 * time.Hour}).Draw(w.t, "later"))
		w.decide(Tick{})
	case 1, 2:
		w.decide(Pull{})
	case 3, 4:
		if flights := w.rec.Flights(); len(flights) > 0 {
			w.settle(rapid.SampledFrom(flights).Draw(w.t, "flight"))
			return
		}
		w.decide(Pull{})
	default:
		w.decide(randomEvent(w.t, &w.rec, At(w.now)))
	}
}

// stop sends a STOP, wherever the person is, and lets everything that was on the way come to its end.
func (w *world) stop() {
	w.now = w.now.Add(time.Minute)
	w.decide(Inbound{ID: "the end", Sender: theSender, Body: "STOP"})
	if w.rec.State != Stopped || len(w.rec.Runs)+len(w.rec.Calendar)+len(w.rec.Stack) > 0 {
		w.t.Fatalf("after STOP: %s, %+v", w.rec.State, w.rec)
	}
	for range 5 {
		for _, f := range w.rec.Flights() {
			w.settle(f)
		}
		w.now = w.now.Add(20 * time.Hour)
		w.decide(Tick{})
		w.decide(Pull{})
	}
	if w.rec.State != Stopped || len(w.rec.Runs) > 0 {
		w.t.Fatalf("long after STOP: %s, %+v", w.rec.State, w.rec.Runs)
	}
}

func (w *world) settle(f Flight) {
	outcomes := []Outcome{Accepted, Accepted, Accepted, InDoubt, NotSent, Throttled, Refused, GivenUp}
	w.decide(Settled{Seq: f.Seq, SID: "SM", Outcome: rapid.SampledFrom(outcomes).Draw(w.t, "outcome"),
		Lesson: rapid.SampledFrom([]Lesson{"", "", "", LessonOptOut}).Draw(w.t, "lesson")})
}

func (w *world) decide(ev Event) {
	in := Inputs{Secret: []byte(testSecret), Salt: []byte("salt of a decision"), Zones: []string{theZone}}
	in.Paused = map[string]Pause{"w1": rapid.SampledFrom([]Pause{"", "", "", "", PauseEntries, PauseSends, PauseDrain}).Draw(w.t, "paused")}
	if head, ok := w.rec.Head(); ok && rapid.IntRange(0, 3).Draw(w.t, "token") > 0 {
		in.Token = &Token{Sender: head.Sender}
	}
	if e, ok := ev.(Inbound); ok {
		in.Token = &Token{Sender: e.Sender}
	}
	ev = withRow(ev, w.rows)
	dec, err := decideChecked(w.p, w.rec, in, ev, At(w.now))
	if err != nil {
		w.t.Fatalf("%v\nby %.500s\nin %s\nlines: %.3000s", err, fmt.Sprintf("%T %+v", ev, ev), w.rec.State, fmt.Sprint(dec.Lines))
	}
	for _, m := range dec.Messages {
		w.rows[m.Seq] = m
	}
	w.rec = roundTrip(w.t, dec.Next)
	w.ledger = append(w.ledger, dec.Ledger...)
	w.measures = append(w.measures, dec.Measures...)
	if err := checkLedger(&w.rec, w.ledger); err != nil {
		w.t.Fatalf("%v\nby %.500s\nthe ledger: %+v", err, fmt.Sprintf("%T %+v", ev, ev), w.ledger)
	}
}
