package proof

import (
	"fmt"
	"time"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm"
)

// world is one person under a program: everything that happens to him, at any time, and the unasked
// texts that come of it.
type world struct {
	t     *rapid.T
	p     *fsm.Program
	rec   fsm.Record
	now   time.Time
	rows  map[uint64]fsm.Message
	ids   int
	came  fsm.Moment    // schedules have come until then
	texts []fsm.Message // unasked

	bounds *fsm.Bounds                // what fuses go by; nil: there are none
	fate   func(w *world) fsm.Outcome // of the text on the wire
}

func newWorld(t *rapid.T, p *fsm.Program) *world {
	return begin(&world{t: t, p: p, fate: func(*world) fsm.Outcome { return fsm.Accepted }})
}

// begin lets a person join.
func begin(w *world) *world {
	w.rec, w.rows = fsm.Record{Phone: thePerson}, map[uint64]fsm.Message{}
	w.now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	w.came = fsm.At(w.now)
	w.do(fsm.Inbound{ID: w.id(), Sender: theSender, Body: "JOIN"})
	return w
}

func (w *world) id() string {
	w.ids++
	return fmt.Sprint(w.ids)
}

func (w *world) decide(ev fsm.Event, token bool) {
	in := fsm.Inputs{Secret: []byte("secret"), Zones: []string{"UTC"}, Bounds: w.bounds}
	if token {
		in.Token = &fsm.Token{Sender: theSender}
	}
	if s, ok := ev.(fsm.Settled); ok {
		s.Message = w.rows[s.Seq]
		ev = s
	}
	returning := w.returning()
	dec, err := w.p.Decide(w.rec, in, ev, fsm.At(w.now))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, l := range dec.Lines {
		if l.Verdict != nil && l.Verdict.Guard == "fuse" {
			w.t.Fatalf("a fuse has blown: %+v\nbounds %+v\n%v", l, w.bounds, w.texts)
		}
	}
	if dec.Nothing {
		return
	}
	w.rec = dec.Next
	for _, m := range dec.Messages {
		w.rows[m.Seq] = m
	}
	if m := dec.Send; m != nil && m.Run != 0 && !m.Direct && m.Answers == 0 && m.Run != returning {
		w.texts = append(w.texts, *m)
	}
}

// returning is the run whose suspended question is about to be put again, 0 where none is: what an
// interruption brings back is no text of the workflow's own.
func (w *world) returning() uint64 {
	head, ok := w.rec.Head()
	if !ok || !head.Retry {
		return 0
	}
	return head.Run
}

// do decides an event and carries out what it says, until nothing is left to do now.
func (w *world) do(ev fsm.Event) {
	_, text := ev.(fsm.Inbound)
	w.decide(ev, text)
	for range 300 {
		due := w.rec.NextDue()
		switch _, ready := w.rec.Head(); {
		case w.rec.Wire != nil:
			w.settle(*w.rec.Wire)
		case ready:
			w.decide(fsm.Pull{}, true)
		case due > 0 && due <= fsm.At(w.now):
			w.decide(fsm.Tick{}, false)
		default:
			return
		}
	}
	w.t.Skip("it never comes to rest: a loop without a wait")
}

// settle lets a text meet its fate.
func (w *world) settle(f fsm.Flight) {
	s := fsm.Settled{Seq: f.Seq, Outcome: w.fate(w)}
	if s.Outcome == fsm.Accepted {
		s.SID = fmt.Sprintf("SM%d", f.Seq)
	}
	w.decide(s, false)
}

// to moves the clock, raising what comes due on the way.
func (w *world) to(until time.Time) {
	for range 3000 {
		next := until
		if due := w.rec.NextDue(); due > 0 && due.Time().Before(next) {
			next = due.Time()
		}
		for i := range w.p.Workflows {
			for _, o := range w.p.Occurrences(w.p.Workflows[i].Name, w.came, fsm.At(next)) {
				if o.At.Time().Before(next) {
					next = o.At.Time()
				}
			}
		}
		w.now = next
		for i := range w.p.Workflows {
			for _, o := range w.p.Occurrences(w.p.Workflows[i].Name, w.came, fsm.At(next)) {
				w.do(fsm.Enrol{Workflow: w.p.Workflows[i].Name, ID: o.ID})
			}
		}
		w.came = fsm.At(next)
		w.do(fsm.Tick{})
		if !next.Before(until) && (w.rec.NextDue() == 0 || w.rec.NextDue() > fsm.At(until)) {
			return
		}
	}
}

// step lets something happen.
func (w *world) step() {
	switch rapid.IntRange(0, 11).Draw(w.t, "what") {
	case 0, 1, 2:
		w.to(w.now.Add(rapid.SampledFrom([]time.Duration{time.Second, time.Minute, 45 * time.Minute, 5 * time.Hour, 23 * time.Hour, 30 * time.Hour}).Draw(w.t, "later")))
	case 3:
		if due := w.rec.NextDue(); due > 0 {
			w.to(due.Time())
		}
	case 4, 5, 6, 7:
		data := map[string]any{"cart": rapid.SampledFrom([]string{"c1", "c2", "c3", "c4", "c5"}).Draw(w.t, "cart")}
		w.do(fsm.Fact{Happened: fsm.Happened{ID: w.id(), Type: rapid.SampledFrom([]string{"a", "a", "b", "b", "c"}).Draw(w.t, "type"), At: fsm.At(w.now), Data: data}})
	case 8:
		w.do(fsm.Inbound{ID: w.id(), Sender: theSender, Body: rapid.SampledFrom([]string{"1", "2", "what", "deals", "stop", "join"}).Draw(w.t, "body")})
	case 9:
		product := rapid.SampledFrom([]string{"serum", "mascara"}).Draw(w.t, "product")
		w.do(fsm.Fact{Happened: fsm.Happened{ID: w.id(), Type: fsm.Purchase, At: fsm.At(w.now), Data: map[string]any{"product": product}}})
	case 10:
		w.do(fsm.Attributes{Set: map[string]any{"due": w.date()}, Source: "api"})
		if _, born := w.rec.Attributes["born"]; !born { // which nobody is a second time
			w.do(fsm.Attributes{Set: map[string]any{"born": w.date()}, Source: "api"})
		}
	case 11:
		w.do(fsm.Attributes{Set: map[string]any{"n": float64(rapid.IntRange(0, 2).Draw(w.t, "n"))}, Source: "api"})
	}
}

// date draws a day that is near.
func (w *world) date() string {
	return w.now.AddDate(0, 0, rapid.IntRange(-2, 4).Draw(w.t, "days")).Format(time.DateOnly)
}

// most is the most unasked texts, of some workflows, within any span.
func (w *world) most(span time.Duration, counts func(fsm.Message) bool) int {
	most := 0
	var at []fsm.Moment
	for _, m := range w.texts {
		if !counts(m) {
			continue
		}
		at = append(at, m.At)
		for at[len(at)-1].Sub(at[0]) >= span {
			at = at[1:]
		}
		most = max(most, len(at))
	}
	return most
}
