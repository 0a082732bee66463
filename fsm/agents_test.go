package fsm

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// desk is a subscribed person of the shop, whose thread agents handle.
type desk struct {
	*driver
	events []string // of all lines, as in the journal
}

func newDesk(t *testing.T) *desk {
	d := &desk{driver: newDriver(t, compiled(t, "shop"), time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC))}
	d.log = func(dec Decision) {
		for _, l := range dec.Lines {
			d.events = append(d.events, l.Event)
		}
	}
	d.do(OptIn{ID: "o1", Source: "api", At: At(d.now)})
	return d
}

// asks decides a deed of the staff and gives why it was not done.
func (d *desk) asks(ev Event) *Denial {
	d.t.Helper()
	before := d.rec.Version
	dec := d.decide(ev, nil)
	if dec.Denied != nil && (!dec.Nothing || d.rec.Version != before) {
		d.t.Errorf("%+v was denied, and stored something", ev)
	}
	d.pump()
	return dec.Denied
}

func (d *desk) texts(body string) {
	d.t.Helper()
	d.do(Inbound{ID: fmt.Sprintf("IN%d", d.rec.Seq), Sender: theSender, Body: body})
}

func (d *desk) wants(got *Denial, want *Denial) {
	d.t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		d.t.Error(diff)
	}
}

func (d *desk) saw(event string) bool {
	for _, e := range d.events {
		if e == event {
			return true
		}
	}
	return false
}

// Ensure of two agents who want a thread one has it, and the other learns who.
func TestTwoAgents(t *testing.T) {
	d := newDesk(t)
	d.wants(d.asks(Take{Agent: "anna"}), nil)
	d.wants(d.asks(Take{Agent: "ben"}), &Denial{Why: TakenBy, Owner: "anna"})
	d.wants(d.asks(AgentText{Agent: "ben", Body: "hi"}), &Denial{Why: TakenBy, Owner: "anna"})
	d.wants(d.asks(Take{Agent: "ben", From: "carl"}), &Denial{Why: TakenBy, Owner: "anna"})
	d.wants(d.asks(Take{Agent: "anna"}), nil)
	d.wants(d.asks(Take{Agent: "ben", From: "anna", By: "anna"}), nil)
	if d.rec.Thread.Owner != "ben" || !d.saw("owner") {
		t.Errorf("%+v %v", d.rec.Thread, d.events)
	}
	d.wants(d.asks(AgentText{Agent: "anna", Body: "hi"}), &Denial{Why: TakenBy, Owner: "ben"})
}

// Ensure words that were written before the person's newest text are not sent, and that the first words take the thread.
func TestStaleWords(t *testing.T) {
	d := newDesk(t)
	d.texts("is it vegan?")
	seen := d.rec.Seq
	d.texts("and is it big?")
	d.wants(d.asks(AgentText{Agent: "anna", Body: "yes", New: seen + 1}), &Denial{Why: HasTexted, Newer: d.rec.LastIn})
	if d.rec.Thread.Owner != "" {
		t.Errorf("a denied text took the thread: %+v", d.rec.Thread)
	}
	d.wants(d.asks(AgentText{Agent: "anna", Body: "yes, both", New: d.rec.Seq + 1}), nil)
	if last := d.sent[len(d.sent)-1]; last.Body != "yes, both" || d.rec.Thread.Owner != "anna" {
		t.Errorf("%+v %+v", last, d.rec.Thread)
	}
}

// Ensure nobody texts a person who has stopped, and that a text for later does not go after a STOP, nor over another agent.
func TestWordsForLater(t *testing.T) {
	d := newDesk(t)
	at := At(d.now.Add(2 * time.Hour))
	d.wants(d.asks(AgentText{Agent: "anna", Body: "until later", At: at}), nil)
	n := len(d.sent)
	d.wait(time.Hour)
	if len(d.sent) != n {
		t.Fatal("it went at once")
	}
	d.wait(time.Hour)
	if len(d.sent) != n+1 || d.sent[n].Body != "until later" {
		t.Fatalf("%+v", d.sent[n:])
	}
	d.wants(d.asks(AgentText{Agent: "anna", Body: "never", At: at.Add(2 * time.Hour)}), nil)
	d.texts("STOP")
	n = len(d.sent)
	d.wait(24 * time.Hour)
	if len(d.sent) != n {
		t.Errorf("after STOP: %+v", d.sent[n:])
	}
	d.wants(d.asks(AgentText{Agent: "anna", Body: "hello?"}), &Denial{Why: HasStopped})
}

// wait lets time pass, with what falls due on the way.
func (d *desk) wait(span time.Duration) {
	d.t.Helper()
	for end := d.now.Add(span); ; {
		next := end
		if due := d.rec.NextDue(); due > 0 && due.Time().Before(end) {
			next = due.Time()
		}
		if next.After(d.now) {
			d.now = next
		}
		d.pump()
		if !d.now.Before(end) {
			return
		}
	}
}

// Ensure texts that are about to go are taken back by the commit that takes the thread, and come when it is handed back.
func TestRecall(t *testing.T) {
	d := newDesk(t)
	d.wait(time.Hour) // the welcome question is not fresh any more
	d.busy = true
	d.do(Fact{Happened: Happened{ID: "E1", Type: "news", At: At(d.now)}})
	if len(d.rec.Ready) == 0 {
		t.Fatal("nothing is ready")
	}
	d.decide(Take{Agent: "anna"}, nil)
	if len(d.rec.Ready) != 0 || !d.saw("wait:news.tell") {
		t.Errorf("ready %+v; %v", d.rec.Ready, d.events)
	}
	d.busy = false
	d.wait(time.Minute)
	n := len(d.sent)
	d.asks(Handback{By: "anna", Then: Leave})
	d.wait(time.Minute)
	if len(d.sent) != n+1 || d.sent[n].Name != "news.tell" {
		t.Errorf("%+v", d.sent[n:])
	}
}

// Ensure a hand back does with the question that was put aside what it says.
func TestHandback(t *testing.T) {
	for then, want := range map[Afterward]string{"": "resume:welcome.interest", Resume: "resume:welcome.interest", Restart: "reply:retry", Leave: "exit:welcome"} {
		t.Run(string(then), func(t *testing.T) {
			d := newDesk(t)
			d.asks(Take{Agent: "anna"})
			d.wait(time.Minute)
			d.events = nil
			d.asks(Handback{By: "anna", Then: then})
			if !d.saw(want) || d.rec.State.Foreground() == Agent || d.rec.Thread != (Thread{}) {
				t.Errorf("%v; %s %+v", d.events, d.rec.State, d.rec.Thread)
			}
			if then == Leave && len(d.rec.Stack)+len(d.rec.Runs) != 0 {
				t.Errorf("left behind: %+v %+v", d.rec.Stack, d.rec.Runs)
			}
		})
	}
}

// Ensure a note is in the journal alone, and is texted to nobody.
func TestNotes(t *testing.T) {
	d := newDesk(t)
	n := len(d.sent)
	d.asks(Noted{By: "anna", Body: "  likes green  "})
	d.asks(Noted{By: "anna", Body: "   "})
	d.wait(24 * time.Hour)
	for _, m := range d.rows {
		if strings.Contains(m.Body, "green") {
			t.Errorf("a message: %+v", m)
		}
	}
	if len(d.events) == 0 || !d.saw("note") || len(d.sent) < n {
		t.Errorf("%v", d.events)
	}
}

// Ensure a thread that is put aside comes back at its time, or when the person texts.
func TestSnooze(t *testing.T) {
	d := newDesk(t)
	d.asks(Snoozed{By: "anna", Until: At(d.now.Add(time.Hour))})
	if d.rec.Thread.SnoozedUntil != 0 {
		t.Error("there is no thread to put aside")
	}
	d.asks(Take{Agent: "anna"})
	d.asks(Snoozed{By: "anna", Until: At(d.now.Add(time.Hour))})
	if d.rec.Thread.SnoozedUntil == 0 {
		t.Fatal("it is not put aside")
	}
	d.wait(time.Hour)
	if d.rec.Thread.SnoozedUntil != 0 || d.rec.Thread.WaitingSince == 0 {
		t.Errorf("after an hour: %+v", d.rec.Thread)
	}
	d.asks(Snoozed{By: "anna", Until: At(d.now.Add(time.Hour))})
	d.texts("hello?")
	if d.rec.Thread.SnoozedUntil != 0 || d.rec.Thread.WaitingSince == 0 {
		t.Errorf("after a text: %+v", d.rec.Thread)
	}
}

// Ensure tags are kept once each, in order, and no more than there is room for.
func TestTags(t *testing.T) {
	d := newDesk(t)
	d.asks(Tagged{By: "anna", Add: []string{" VIP", "new", "vip", ""}, Remove: []string{"gone"}})
	if diff := cmp.Diff([]string{"new", "vip"}, d.rec.Tags); diff != "" {
		t.Error(diff)
	}
	version := d.rec.Version
	d.asks(Tagged{By: "anna", Add: []string{"vip"}})
	if d.rec.Version != version {
		t.Error("what was there already was stored anew")
	}
	d.asks(Tagged{By: "anna", Remove: []string{"NEW", "vip"}})
	for i := range 2 * MaxTags {
		d.asks(Tagged{By: "anna", Add: []string{fmt.Sprint("t", i, strings.Repeat("x", MaxTag))}})
	}
	if len(d.rec.Tags) != MaxTags || len(d.rec.Tags[0]) != MaxTag {
		t.Errorf("%d tags, the first %q", len(d.rec.Tags), d.rec.Tags[0])
	}
}
