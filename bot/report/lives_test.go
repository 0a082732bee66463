package report_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/program"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// shop is the demo program, with a price of texts.
func shop(t testing.TB) *fsm.Program {
	t.Helper()
	def, _, err := program.Load(program.Demo())
	if err != nil {
		t.Fatal(err)
	}
	def.Price = 0.0079
	p, err := fsm.Compile(def, "r1")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// life plays engine and carrier for one person, at random.
type life struct {
	t     testing.TB
	p     *fsm.Program
	s     store.Store
	r     *rand.Rand
	phone fsm.Phone
	now   time.Time
	n     int // events so far
}

// live lives the lives of some people over some days.
func live(t testing.TB, p *fsm.Program, seed uint64, people, deeds int) *memstore.Store {
	s := memstore.New()
	for i := range people {
		l := &life{t: t, p: p, s: s, r: rand.New(rand.NewPCG(seed, uint64(i))), phone: fsm.Phone(fmt.Sprintf("+1212555%04d", 100+i)),
			now: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC)}
		for range deeds {
			l.deed()
			l.now = l.now.Add(time.Duration(l.r.ExpFloat64() * float64(3*time.Hour)))
			l.pump()
		}
	}
	return s
}

// decide decides an event, with the row that it is about.
func (l *life) decide(ev fsm.Event, token bool) {
	l.t.Helper()
	l.n++
	_, err := l.s.Update(context.Background(), l.phone, func(v store.View) (fsm.Decision, error) {
		rec := v.Record()
		in := fsm.Inputs{Secret: []byte("secret"), Salt: []byte("0123456789abcdef"), Zones: []string{"America/New_York"}, Regions: []string{"US-NY"}}
		if head, ok := rec.Head(); ok && token {
			in.Token = &fsm.Token{Sender: head.Sender}
		}
		switch e := ev.(type) {
		case fsm.Settled:
			e.Message, _ = v.Message(e.Seq)
			ev = e
		case fsm.Status:
			e.Message, _ = v.Message(e.Seq)
			ev = e
		case fsm.Clicked:
			e.Message, _ = v.Message(e.Seq)
			ev = e
		}
		return l.p.Decide(rec, in, ev, fsm.At(l.now))
	})
	if err != nil {
		l.t.Fatalf("%T: %v", ev, err)
	}
}

// pump lets what is due happen: texts go out and come to something.
func (l *life) pump() {
	for range 50 {
		rec, err := l.s.Record(context.Background(), l.phone)
		if err != nil {
			return
		}
		_, ready := rec.Head()
		switch {
		case rec.Wire != nil:
			outcomes := []fsm.Settled{{Outcome: fsm.Accepted, SID: fmt.Sprint("SM", l.n)}, {Outcome: fsm.Accepted}, {Outcome: fsm.Accepted},
				{Outcome: fsm.NotSent, Code: "down"}, {Outcome: fsm.Refused, Code: "30006"}, {Outcome: fsm.GivenUp}, {Outcome: fsm.InDoubt}}
			out := outcomes[l.r.IntN(len(outcomes))]
			out.Seq = rec.Wire.Seq
			l.decide(out, false)
		case ready:
			l.decide(fsm.Pull{}, true)
		case rec.NextDue() > 0 && rec.NextDue() <= fsm.At(l.now):
			l.decide(fsm.Tick{}, false)
		default:
			return
		}
	}
}

// deed is something that happens.
func (l *life) deed() {
	words := []string{"JOIN", "JOIN", "YES", "YES", "1", "2", "mumble", "STOP", "START", "HELP", "AGENT", "please stop texting me maybe", "great"}
	events := []fsm.Happened{
		{Type: "cart_updated", Data: map[string]any{"cart_id": fmt.Sprint("c", l.r.IntN(3)), "value": 120.0}},
		{Type: fsm.Purchase, Data: map[string]any{"value": float64(l.r.IntN(20000)) / 100, "order_id": fmt.Sprint("o", l.n), "product": "p1"}},
		{Type: "delivered", Data: map[string]any{"order_id": "o1"}},
		{Type: "viewed", Data: map[string]any{"product": "p1", "title": "Soap"}},
	}
	at := fsm.At(l.now)
	seq := uint64(1 + l.r.IntN(1+l.n/3))
	switch l.r.IntN(12) {
	case 0, 1, 2:
		l.decide(fsm.Inbound{ID: fmt.Sprint("in", l.n), Sender: "+15550100100", Body: words[l.r.IntN(len(words))]}, true)
	case 3, 4, 5:
		h := events[l.r.IntN(len(events))]
		h.ID, h.At = fmt.Sprint("e", l.n), at.Add(-time.Duration(l.r.IntN(72))*time.Hour)
		l.decide(fsm.Fact{Happened: h}, false)
	case 6, 7, 8:
		status := []string{"sent", "delivered", "delivered", "undelivered", "failed", "read"}[l.r.IntN(6)]
		l.decide(fsm.Status{Seq: seq, Status: status, Code: []string{"", "30007", "30003"}[l.r.IntN(3)]}, false)
	case 9, 10:
		l.decide(fsm.Clicked{ID: fmt.Sprint("k", l.n), Seq: seq, At: at, By: []fsm.Opener{fsm.ByPerson, fsm.ByPerson, fsm.ByBot}[l.r.IntN(3)]}, false)
	default:
		l.decide(fsm.OptIn{ID: fmt.Sprint("oi", l.n), Purpose: fsm.ForMarketing, Source: "api", At: at}, false)
	}
}
