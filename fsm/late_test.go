package fsm

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Ensure that nobody is told at night that nobody came, when the timer is seen hours late.
func TestSorryWaitsForTheMorning(t *testing.T) {
	d := newDriver(t, compiled(t, "shop"), local(t, theZone, "2026-03-02 10:00").Time())
	d.text(Inbound{Body: "AGENT"})
	d.now = local(t, theZone, "2026-03-06 03:00").Time()
	before := len(d.sent)
	d.pump()
	if len(d.sent) != before || d.rec.State.Foreground() == Agent {
		t.Errorf("in %s, %v went out at night", d.rec.State, d.sent[before:])
	}
	d.to(d.now.Add(7 * time.Hour))
	if last := d.sent[len(d.sent)-1]; last.Name != TextSorry || last.At != At(d.now) {
		t.Errorf("the last text is %s of %s", last.Name, last.At)
	}
}

// pairs is the shop with a workflow of two texts that a person can ask for.
func pairs(t *testing.T) *Program {
	t.Helper()
	def := shop()
	def.Workflows = append(def.Workflows, Workflow{Name: "pair", Class: Lifecycle, Steps: []Step{
		{Name: "one", Kind: SendStep, Texts: say("One.")}, {Name: "two", Kind: SendStep, Texts: say("Two.")}}})
	def.Keywords = append(def.Keywords, Keyword{Name: "pair", Words: []string{"pair"}, Does: "start", Start: "pair"})
	p, err := Compile(def, "pairs")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Ensure that what follows a text of a conversation is no answer any more when that text was in doubt
// for hours, although the person texts again.
func TestFollowsADoubt(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		goes  bool
	}{{10 * time.Minute, true}, {2 * time.Hour, false}} {
		d := newDriver(t, pairs(t), local(t, theZone, "2026-03-02 21:00").Time())
		d.do(OptIn{Purpose: ForMarketing, Source: "import", Import: true})
		d.next = []Settled{{Outcome: InDoubt}}
		d.text(Inbound{Body: "pair"})
		d.to(d.now.Add(c.after))
		d.text(Inbound{Body: "HELP"})
		before := len(d.sent)
		d.do(Settled{Seq: d.rec.Doubts[0].Seq, SID: "SM", Outcome: Accepted})
		if goes := len(d.sent) > before; goes != c.goes {
			t.Errorf("found after %s: it goes on at once: %t", c.after, goes)
		}
	}
}

// Ensure that no text is given up for want of room while nobody knows what became of others: the next
// one waits until one of them is known.
func TestDoubtsAreFull(t *testing.T) {
	d := newDriver(t, compiled(t, "shop"), local(t, theZone, "2026-03-02 10:00").Time())
	for i := range MaxDoubts + 2 {
		d.next = append(d.next, Settled{Outcome: InDoubt})
		d.do(Fact{Happened: Happened{ID: fmt.Sprint(i), Type: "shipped", At: At(d.now)}})
		d.to(d.now.Add(time.Minute))
		d.rec.Runs[len(d.rec.Runs)-1].Key = fmt.Sprint(i) // another parcel
	}
	if len(d.sent) != MaxDoubts || len(d.rec.Doubts) != MaxDoubts {
		t.Fatalf("%d texts went out, %d are in doubt", len(d.sent), len(d.rec.Doubts))
	}
	if _, ready := d.rec.Head(); ready {
		t.Error("a text is ready while there is no room for its doubt")
	}
	d.next = nil
	for _, f := range d.rec.Flights() {
		d.do(Settled{Seq: f.Seq, SID: fmt.Sprint("SM", f.Seq), Outcome: Accepted})
	}
	for _, m := range d.sent {
		if status := d.rows[m.Seq].Status; status != "accepted" {
			t.Errorf("text %d is %s", m.Seq, status)
		}
	}
	if len(d.sent) != MaxDoubts+2 {
		t.Errorf("%d texts went out in the end", len(d.sent))
	}
}

// Ensure that texts do not push the ids of events out of a record, nor events those of texts.
func TestIdsHaveTheirPlaces(t *testing.T) {
	d := newDriver(t, compiled(t, "shop"), local(t, theZone, "2026-03-02 10:00").Time())
	d.busy = true
	purchase := Fact{Happened: Happened{ID: "order 1", Type: Purchase, At: At(d.now)}}
	d.do(purchase)
	d.text(Inbound{ID: "SM first", Body: "hello"})
	for i := range MaxSeen - 1 {
		d.text(Inbound{Body: "hello"})
		d.do(Fact{Happened: Happened{ID: fmt.Sprint("order ", i+2), Type: "click", At: At(d.now)}})
	}
	d.do(purchase)
	if d.rec.Orders.Count != 1 {
		t.Errorf("%d orders, want 1", d.rec.Orders.Count)
	}
	if saw, _ := d.rec.Saw("SM first"); !saw {
		t.Error("events pushed a text's id out")
	}
}

// Ensure that a text that was read beforehand is decided about as one that was not, and that what was
// read of another body counts for nothing.
func TestReadBeforehand(t *testing.T) {
	p := compiled(t, "carrier")
	other := p.Read("STOP")
	rapid.Check(t, func(t *rapid.T) {
		w := &world{t: t, p: p, rec: Record{Phone: thePerson}, now: time.Date(2026, 3, 2, 15, 0, 0, 0, time.UTC), rows: map[uint64]Message{}}
		for range rapid.IntRange(0, 8).Draw(t, "events") {
			w.step()
		}
		e := Inbound{ID: "new", Sender: theSender, OptOutType: rapid.SampledFrom([]string{"", "STOP", "START", "HELP"}).Draw(t, "verdict"),
			Body: rapid.OneOf(rapid.SampledFrom(bodies), rapid.String()).Draw(t, "body")}
		want, _ := p.Decide(w.rec, Inputs{}, e, At(w.now))
		for _, r := range []*Reading{p.Read(e.Body), other} {
			e.Reading = r
			got, _ := p.Decide(w.rec, Inputs{}, e, At(w.now))
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("read beforehand, the decision is another one (-want +got):\n%s", diff)
			}
		}
	})
}

// Ensure that the ledger alone shows why a STOP that is found after a later START does not count, also when
// the person was subscribed all the while.
func TestStopFoundAfterStart(t *testing.T) {
	d := newDriver(t, compiled(t, "shop"), local(t, theZone, "2026-03-02 10:00").Time())
	d.do(OptIn{Purpose: ForMarketing, Source: "import", Import: true})
	said := d.now
	d.to(d.now.Add(time.Hour))
	d.text(Inbound{Body: "START"})
	d.text(Inbound{Body: "STOP", SentAt: At(said), Reconciled: true})
	var facts []string
	for _, e := range d.ledger {
		facts = append(facts, e.Fact+string(e.Effect))
	}
	if diff := cmp.Diff([]string{WasGiven, Affirmed, Withdrawn + string(TooLate)}, facts); diff != "" {
		t.Errorf("the ledger (-want +got):\n%s", diff)
	}
	if d.rec.State.Ground() != Subscribed || !FoldConsent(d.ledger).Marketing {
		t.Errorf("the person is %s, and the ledger says %+v", d.rec.State, FoldConsent(d.ledger))
	}
}

// Ensure that a START, a JOIN or a YES that is found only after marketing was withdrawn elsewhere does not bring it
// back, whether the person was stopped before or not.
func TestStartFoundAfterWithdrawal(t *testing.T) {
	for _, word := range []string{"START", "JOIN", "YES"} {
		for _, stop := range []bool{true, false} {
			d := newDriver(t, compiled(t, "shop"), local(t, theZone, "2026-03-02 10:00").Time())
			d.do(OptIn{Purpose: ForMarketing, Source: "import", Import: true})
			if stop {
				d.to(d.now.Add(time.Hour))
				d.text(Inbound{Body: "please remove me from your list"})
			}
			d.to(d.now.Add(time.Hour))
			said := d.now
			d.to(d.now.Add(time.Hour))
			d.do(OptOut{Purpose: ForMarketing, Source: "phone"})
			d.to(d.now.Add(time.Hour))
			d.text(Inbound{Body: word, SentAt: At(said), Reconciled: true})
			if d.rec.State.Ground() == Subscribed || d.rec.Marketing.Given || FoldConsent(d.ledger).Marketing {
				t.Errorf("%s of before, stopped %t: the person is %s with marketing %+v", word, stop, d.rec.State, d.rec.Marketing)
			}
		}
	}
}
