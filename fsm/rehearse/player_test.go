package rehearse

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/quiet/areas"
)

// player plays a tape against an engine, with a carrier that delivers all that the tape does not speak of.
type player struct {
	t     *testing.T
	p     *fsm.Program
	rec   fsm.Record
	in    fsm.Inputs
	now   fsm.Moment
	rows  map[uint64]fsm.Message
	tape  []input
	fated map[uint64]bool // texts whose outcome is on the tape
	calls int             // made and not answered
	out   strings.Builder
}

// replay plays a history's input and gives the history that comes of it.
func replay(t *testing.T, p *fsm.Program, history string) string {
	t.Helper()
	pl := &player{t: t, p: p, rows: map[uint64]fsm.Message{}, fated: map[uint64]bool{}, tape: parsed(t, history)}
	name, _, _ := strings.Cut(history, "\n")
	pl.out.WriteString(name)
	for _, i := range pl.tape {
		var about struct{ Seq uint64 }
		if i.kind == "Settled" || i.kind == "Status" {
			pl.read(i, &about)
			pl.fated[about.Seq] = true
		}
	}
	for range mostEvents {
		if !pl.step() {
			return pl.out.String()
		}
	}
	t.Fatalf("%s: it never comes to an end", name)
	return ""
}

// step does the next thing, in the order in which a test does it.
func (pl *player) step() bool {
	head, ready := pl.rec.Head()
	due := pl.rec.NextDue()
	switch {
	case pl.rec.Wire != nil && !pl.fated[pl.rec.Wire.Seq]:
		pl.deliver(pl.rec.Wire.Seq)
	case pl.answered():
		pl.take()
	case ready && pl.now > 0:
		pl.decide(fsm.Pull{}, &fsm.Token{Sender: head.Sender})
	case due > 0 && due <= pl.now:
		pl.decide(fsm.Tick{}, nil)
	case len(pl.tape) == 0:
		return false
	case due > 0 && due < pl.tape[0].at:
		pl.now = due
	case pl.tape[0].at > pl.now:
		pl.now = pl.tape[0].at
	default:
		pl.take()
	}
	return true
}

// answered tells whether the next thing on the tape is an answer of the world around that comes now: it
// comes before all that is due.
func (pl *player) answered() bool {
	if len(pl.tape) == 0 || pl.tape[0].at > pl.now {
		return false
	}
	switch pl.tape[0].kind {
	case "Called":
		return pl.calls > 0
	case "Settled":
		var s fsm.Settled
		pl.read(pl.tape[0], &s)
		_, gone := pl.rows[s.Seq]
		return gone
	}
	return pl.tape[0].kind == "Status" || pl.tape[0].kind == "Enrol"
}

func (pl *player) deliver(seq uint64) {
	sid := fmt.Sprintf("SM%d", seq)
	pl.decide(fsm.Settled{Seq: seq, SID: sid, Outcome: fsm.Accepted}, nil)
	pl.decide(fsm.Status{Seq: seq, SID: sid, Status: "delivered"}, nil)
}

// take plays the next thing on the tape.
func (pl *player) take() {
	i := pl.tape[0]
	pl.tape = pl.tape[1:]
	fmt.Fprintf(&pl.out, "\n%s", i)
	switch i.kind {
	case "Person":
		var who someone
		pl.read(i, &who)
		pl.rec = fsm.Record{Phone: who.Phone, Sender: who.Sender, State: fsm.Unknown}
		area, _ := areas.Of(string(who.Phone))
		pl.in = fsm.Inputs{Zones: who.Zones, Regions: area.Regions, Secret: []byte(who.Secret), LinkBase: who.LinkBase}
	case "Orders":
		pl.rec.Orders = fsm.Orders{}
		pl.read(i, &pl.rec.Orders)
	case "Paused":
		pl.in.Paused = map[string]fsm.Pause{}
		pl.read(i, &pl.in.Paused)
	case "End":
	default:
		ev := i.event(pl.t)
		var token *fsm.Token
		if in, ok := ev.(fsm.Inbound); ok {
			token = &fsm.Token{Sender: in.Sender}
		}
		if _, ok := ev.(fsm.Called); ok {
			pl.calls--
		}
		pl.decide(ev, token)
	}
}

func (pl *player) read(i input, into any) {
	if err := json.Unmarshal([]byte(i.value), into); err != nil {
		pl.t.Fatalf("%s: %v", i, err)
	}
}

// decide decides an event, and writes down what was decided and texted, by the person's clock.
func (pl *player) decide(ev fsm.Event, token *fsm.Token) {
	pl.t.Helper()
	in := pl.in
	in.Token = token
	w := world{rows: pl.rows}
	dec, err := pl.p.Decide(pl.rec, in, w.withRow(ev), pl.now)
	if err != nil {
		pl.t.Fatal(err)
	}
	if dec.Nothing {
		return
	}
	pl.rec = dec.Next
	pl.calls += len(dec.Calls)
	for _, m := range dec.Messages {
		pl.rows[m.Seq] = m
	}
	zone, err := time.LoadLocation(pl.rec.Zones[0])
	if err != nil {
		pl.t.Fatal(err)
	}
	at := pl.now.Time().In(zone).Format("Mon 01-02 15:04")
	for _, l := range dec.Lines {
		fmt.Fprintf(&pl.out, "\n. %s %s", at, strings.TrimSpace(l.Event+" "+strings.ReplaceAll(l.Why, "\n", " ")))
	}
	if m := dec.Send; m != nil {
		fmt.Fprintf(&pl.out, "\n< %s %s %q", at, m.Name, m.Body)
	}
}
