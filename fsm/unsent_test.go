package fsm

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
)

// checkForetold checks that the guards say of a text beforehand what they say when it is its turn, and
// that nobody who only asks changes anything.
func checkForetold(p *Program, rec Record, dec *Decision, in Inputs, ev Event) error {
	head, ok := rec.Head()
	if _, pull := ev.(Pull); !pull || !ok || in.Token == nil || in.Token.Sender != head.Sender {
		return nil
	}
	before := encoded(rec)
	list := p.Unsent(rec, in, dec.At)
	if !bytes.Equal(before, encoded(rec)) {
		return errors.New("asking the guards changed the record")
	}
	if len(list) == 0 || list[0].At > 0 || list[0].Want.Sender != in.Token.Sender {
		return nil // its run ended or went on, or it has another sender now
	}
	i := slices.IndexFunc(dec.Lines, func(l Line) bool { return l.Verdict != nil })
	beside := []string{"words", "table", "sender", "room"} // what is found when it goes
	switch said := list[0].Now; {
	case len(said) == 0 && i >= 0 && dec.Lines[i].Event[5:] == list[0].Name && !slices.Contains(beside, dec.Lines[i].Verdict.Guard):
		return fmt.Errorf("nothing was foretold, and then %+v", dec.Lines[i])
	case len(said) > 0 && (i < 0 || dec.Lines[i].Verdict.Guard != said[0].Guard):
		return fmt.Errorf("foretold was %+v, and then %+v", said[0], dec.Lines)
	}
	return nil
}

// Ensure that every text that has not gone is told, with each guard that keeps it back now and at its
// time: one that waits, one whose step is scheduled, and one that wants to go.
func TestUnsent(t *testing.T) {
	p := compiled(t, "capped")
	d := newDriver(t, p, time.Date(2026, 3, 3, 23, 30, 0, 0, time.UTC)) // 18:30
	d.do(OptIn{ID: "o", Purpose: ForMarketing, Source: "api", At: At(d.now), Import: true})
	d.rec.Hold = &Hold{Reason: "not interested", Since: At(d.now)}
	d.busy = true
	d.do(Fact{Happened: Happened{ID: "e1", Type: "news", At: At(d.now)}})
	tell := func() (said []string) {
		for _, u := range p.Unsent(d.rec, Inputs{HoldAll: d.holdAll}, At(d.now)) {
			line := u.Name
			for _, s := range u.Now {
				line += " now:" + s.Guard
			}
			for _, s := range u.Then {
				line += " then:" + s.Guard
			}
			said = append(said, line)
		}
		return said
	}
	if got := tell(); !slices.Equal(got, []string{"news.tell now:hold"}) {
		t.Errorf("with a hold: %v", got)
	}
	d.now, d.holdAll = d.now.Add(3*time.Hour), "the carrier is out of reach"
	if got := tell(); !slices.Equal(got, []string{"news.tell now:hold now:quiet now:server"}) {
		t.Errorf("in the evening: %v", got)
	}
	d.busy, d.holdAll = false, ""
	d.pump()
	d.rec.Hold = nil
	if got := tell(); !slices.Equal(got, []string{"news.tell now:quiet then:send_by"}) {
		t.Errorf("told to wait: %v", got)
	}
}

// Ensure that the next text of a run that waits is asked about as it will stand at its time.
func TestUnsentStep(t *testing.T) {
	p := compiled(t, "waiting")
	d := newDriver(t, p, time.Date(2026, 3, 4, 0, 30, 0, 0, time.UTC)) // 19:30
	d.do(OptIn{ID: "o", Purpose: ForMarketing, Source: "api", At: At(d.now), Import: true})
	d.do(Fact{Happened: Happened{ID: "e1", Type: "news", At: At(d.now)}})
	d.now = d.now.Add(time.Hour)
	list := p.Unsent(d.rec, Inputs{}, At(d.now))
	if len(list) != 1 || list[0].Name != "news.more" || list[0].At != At(d.now.Add(23*time.Hour)) || len(list[0].Then) != 0 {
		t.Fatalf("%+v", list)
	}
	if now := list[0].Now; len(now) != 1 || now[0].Guard != "quiet" {
		t.Errorf("now it is kept back by %+v", now)
	}
}
