package explain_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program/programtest"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// Ensure that of any life, under any programs that follow one another, the journal folds to the stored
// record, every decision comes out the same when it is made again, and every question has an answer.
func TestLives(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := newLife(t)
		for range rapid.IntRange(1, 50).Draw(t, "events") {
			l.step()
		}
		rec, err := l.store.Record(t.Context(), anna)
		if err != nil {
			return // nothing ever changed
		}
		e := &explain.Explainer{Store: l.store, Programs: l.programs, Now: func() time.Time { return l.now }}
		proof, err := e.Prove(t.Context(), anna)
		if err != nil || !proof.Folds || proof.Same != rec.Version {
			t.Fatalf("%s: %v\n%+v", proof.String(), err, proof)
		}
		l.ask(e, rec)
	})
}

// life is one person's, without an engine.
type life struct {
	*rapid.T
	store    *memstore.Store
	programs programs
	p        *fsm.Program
	now      time.Time
	n        int
}

// programs are those of a life, by revision.
type programs map[string]*fsm.Program

func (p programs) Program(_ context.Context, hash string) (*fsm.Program, error) {
	if hash == "" {
		hash = "r0"
	}
	if p[hash] == nil {
		return nil, deploy.ErrNoProgram
	}
	return p[hash], nil
}

func (p programs) Named(_ context.Context, hash string) string { return hash }

func newLife(t *rapid.T) *life {
	l := &life{T: t, store: memstore.New(), programs: programs{}, now: begin}
	for i := range 2 {
		p, err := fsm.Compile(programtest.Definitions().Draw(t, "program"), fmt.Sprint("r", i))
		if err != nil {
			t.Fatal(err)
		}
		l.programs[p.Revision] = p
	}
	l.p = l.programs["r0"]
	return l
}

// step lets something happen.
func (l *life) step() {
	l.n++
	if rapid.IntRange(0, 15).Draw(l.T, "another program") == 0 {
		l.p = l.programs[rapid.SampledFrom([]string{"r0", "r1"}).Draw(l.T, "revision")]
	}
	l.now = l.now.Add(rapid.SampledFrom([]time.Duration{0, 0, time.Second, time.Minute, 3 * time.Hour, 30 * time.Hour}).Draw(l.T, "later"))
	_, err := l.store.Update(l.Context(), anna, func(v store.View) (fsm.Decision, error) {
		rec := v.Record()
		zones, regions := bot.Where(anna)
		in := fsm.Inputs{Secret: nil, LinkBase: "https://go.test/l/", Zones: zones, Regions: regions}
		if rapid.IntRange(0, 3).Draw(l.T, "paused") == 0 {
			in.Paused = map[string]fsm.Pause{l.p.Workflows[0].Name: rapid.SampledFrom([]fsm.Pause{fsm.PauseEntries, fsm.PauseSends, fsm.PauseDrain}).Draw(l.T, "how")}
		}
		if rapid.IntRange(0, 5).Draw(l.T, "held back") == 0 {
			in.HoldAll = "reconciling"
		}
		if head, ok := rec.Head(); ok && rapid.IntRange(0, 3).Draw(l.T, "token") > 0 {
			in.Token = &fsm.Token{Sender: head.Sender}
		}
		ev, err := complete(v, l.event(&rec))
		if errors.Is(err, store.ErrNotFound) {
			return fsm.Decision{Next: rec, Nothing: true}, nil // of a text that there is not
		}
		if err != nil {
			return fsm.Decision{}, err
		}
		return l.p.Decide(rec, in, ev, fsm.At(l.now))
	})
	if err != nil {
		l.Fatal(err)
	}
}

// complete brings an event its row, as the engine does.
func complete(v store.View, ev fsm.Event) (_ fsm.Event, err error) {
	switch e := ev.(type) {
	case fsm.Settled:
		e.Message, err = v.Message(e.Seq)
		return e, err
	case fsm.Status:
		e.Message, err = v.Message(e.Seq)
		return e, err
	case fsm.Clicked:
		e.Message, err = v.Message(e.Seq)
		return e, err
	}
	return ev, nil
}

// event draws what happens.
func (l *life) event(r *fsm.Record) fsm.Event {
	id := fmt.Sprint("e", l.n)
	seq := uint64(rapid.IntRange(1, max(1, int(r.Seq))).Draw(l.T, "seq"))
	if flights := r.Flights(); len(flights) > 0 && rapid.Bool().Draw(l.T, "settle") {
		outcome := rapid.SampledFrom([]fsm.Outcome{fsm.Accepted, fsm.Accepted, fsm.NotSent, fsm.InDoubt, fsm.Throttled, fsm.Refused, fsm.GivenUp}).Draw(l.T, "outcome")
		return fsm.Settled{Seq: flights[0].Seq, SID: "SO" + id, Outcome: outcome, Code: "c"}
	}
	words := []string{"JOIN", "YES", "1", "2", "stop", "START", "help", "maybe no more texts", "hello"}
	for _, k := range l.p.Keywords {
		words = append(words, k.Words...)
	}
	types := []string{fsm.Purchase}
	for kind := range l.p.Events {
		types = append(types, kind)
	}
	slices.Sort(types)
	happened := fsm.Happened{ID: id, Type: rapid.SampledFrom(types).Draw(l.T, "type"), At: fsm.At(l.now), Data: map[string]any{"value": 2.5, "product": "serum"}}
	return rapid.SampledFrom([]fsm.Event{
		fsm.Inbound{ID: id, Sender: ours, Body: rapid.SampledFrom(words).Draw(l.T, "body"), Params: map[string]string{"FromCity": "X"}},
		fsm.Inbound{ID: id, Sender: ours, Body: "x", OptOutType: "START", SentAt: fsm.At(l.now.Add(-time.Hour)), Reconciled: true},
		fsm.Tick{}, fsm.Tick{}, fsm.Pull{}, fsm.Pull{}, fsm.Refit{},
		fsm.Fact{Happened: happened}, fsm.Fact{Happened: happened, Backfill: true},
		fsm.OptIn{ID: id, Purpose: fsm.ForMarketing, Source: "form", Evidence: map[string]string{"ip": "::1"}, At: fsm.At(l.now)},
		fsm.OptOut{ID: id, Purpose: fsm.ForMarketing, Source: "mail", At: fsm.At(l.now)},
		fsm.Attributes{Set: map[string]any{"name": "Zoë", "n": 2.0}, Zone: "Asia/Tokyo", Language: "es", Source: "api"},
		fsm.Take{Agent: "kim"}, fsm.Handback{By: "kim"}, fsm.AgentText{Agent: "kim", Body: "Hello"}, fsm.ReleaseHold{By: "kim"},
		fsm.Carried{SID: "C" + id, Sender: ours, Body: "Hi", Status: "sent", At: fsm.At(l.now)},
		fsm.Status{Seq: seq, SID: "SO" + id, Status: "delivered"}, fsm.Status{Seq: seq, Status: "undelivered", Code: "30003", Lesson: fsm.LessonUnreachable},
		fsm.Clicked{ID: id, Seq: seq, To: "https://acme.test", At: fsm.At(l.now)},
		fsm.Called{ID: fmt.Sprintf("%s/%d/ask", anna, r.RunSeq), Event: &happened},
		fsm.Enrol{Workflow: l.p.Workflows[0].Name, ID: id},
	}).Draw(l.T, "event")
}

// ask asks everything that can be asked of a life.
func (l *life) ask(e *explain.Explainer, rec fsm.Record) {
	for _, q := range []explain.Question{{}, {At: begin.Add(l.now.Sub(begin) / 2)}, {Since: begin.Add(time.Hour)}} {
		q.Phone = anna
		if report, err := e.Explain(l.Context(), q); err != nil && q.At.IsZero() || err == nil && report.String() == "" {
			l.Fatalf("%+v: %v", q, err)
		}
	}
	for range min(rec.Seq, 3) {
		seq := rapid.Uint64Range(1, rec.Seq).Draw(l.T, "text")
		report, err := e.Explain(l.Context(), explain.Question{Phone: anna, Message: fmt.Sprint(seq)})
		if err != nil || report.Message.Again == nil || report.Message.Again.Outcome != explain.Same {
			l.Fatalf("text /%d: %v, %+v", seq, err, report)
		}
	}
}
