package fsm

import (
	"strings"
	"testing"
)

// Ensure that a revocation is due at the end of the tenth business day, weekends and federal holidays left
// out.
func TestLookBy(t *testing.T) {
	p := compiled(t, "shop")
	for _, c := range []struct{ at, want string }{
		{"2026-03-02 10:00", "2026-03-17 00:00"}, // a Monday; the clocks change meanwhile
		{"2026-03-07 23:59", "2026-03-21 00:00"}, // a Saturday
		{"2026-11-20 12:00", "2026-12-08 00:00"}, // over Thanksgiving
		{"2026-12-21 12:00", "2027-01-07 00:00"}, // over Christmas and New Year
		{"2026-06-29 12:00", "2026-07-15 00:00"}, // the 4th of July is a Saturday: the 3rd is free
		{"2027-06-29 12:00", "2027-07-15 00:00"}, // and here a Sunday: the 5th is
		{"2026-10-09 09:00", "2026-10-27 00:00"}, // over Columbus Day
		{"2026-01-12 09:00", "2026-01-28 00:00"}, // over Martin Luther King's
		{"2026-05-22 09:00", "2026-06-09 00:00"}, // over Memorial Day
		{"2026-09-04 09:00", "2026-09-22 00:00"}, // over Labor Day
	} {
		at, want := local(t, theZone, c.at), local(t, theZone, c.want)
		if got := p.lookBy(at); got != want {
			t.Errorf("from %s: %s, want %s", c.at, got.Time().In(p.zone), c.want)
		}
		if left := p.BusinessDaysLeft(at, want); left < RevocationDays || left > RevocationDays+1 {
			t.Errorf("from %s: %d business days are left", c.at, left)
		}
	}
}

// Ensure that a text at which nobody looks is told of when three business days are left, is obeyed as a
// revocation when none are, and that the ledger says so; service texts go on meanwhile.
func TestNobodyLooked(t *testing.T) {
	d := newDriver(t, compiled(t, "shop"), local(t, theZone, "2026-03-02 10:00").Time())
	d.do(OptIn{Purpose: ForMarketing, Source: "import", Import: true})
	d.do(Inbound{ID: "IN1", Sender: theSender, Body: "not interested"})
	if d.rec.Hold == nil || d.rec.Hold.Due != local(t, theZone, "2026-03-17 00:00") || d.rec.State.Ground() != Subscribed {
		t.Fatalf("%s, held %+v", d.rec.State, d.rec.Hold)
	}
	d.now = local(t, theZone, "2026-03-12 00:00").Time()
	d.do(Tick{})
	if len(d.alarms) != 1 || !strings.Contains(d.alarms[0], "within 3 business days") {
		t.Errorf("alarms %q", d.alarms)
	}
	d.now = local(t, theZone, "2026-03-17 00:00").Time()
	d.do(Tick{})
	last := d.ledger[len(d.ledger)-1]
	if d.rec.State != Stopped || d.rec.Hold != nil || last.Fact != Withdrawn || !strings.Contains(last.Source, "nobody looked") || len(d.alarms) != 2 {
		t.Errorf("%s, last fact %+v, alarms %q", d.rec.State, last, d.alarms)
	}
	if err := checkLedger(&d.rec, d.ledger); err != nil {
		t.Error(err)
	}
}

// Ensure that a decision of a person ends the clock: that it is none, or that it is one.
func TestSomebodyLooked(t *testing.T) {
	for by, ev := range map[string]Event{Subscribed: ReleaseHold{By: "kim"}, Stopped: OptOut{Source: "text", By: "kim"}} {
		d := newDriver(t, compiled(t, "shop"), local(t, theZone, "2026-03-02 10:00").Time())
		d.do(OptIn{Purpose: ForMarketing, Source: "import", Import: true})
		d.do(Inbound{ID: "IN1", Sender: theSender, Body: "not interested"})
		d.do(ev)
		last := d.ledger[len(d.ledger)-1]
		if d.rec.State.Ground() != by || d.rec.Hold != nil || len(d.rec.Calendar) != 0 || last.By != "kim" {
			t.Errorf("%T: %s, calendar %+v, last fact %+v", ev, d.rec.State, d.rec.Calendar, last)
		}
	}
}

// Ensure that an erased person is left alone: older consent lifts nothing, newer consent does.
func TestErased(t *testing.T) {
	p := compiled(t, "shop")
	d := newDriver(t, p, local(t, theZone, "2026-03-02 10:00").Time())
	d.do(OptIn{Purpose: ForMarketing, Source: "import", Import: true})
	d.do(Inbound{ID: "IN0", Sender: theSender, Body: "JOIN"})
	dec := d.decide(Erase{By: "kim"}, nil)
	if dec.Erased == nil || dec.Erased.Pseudonym != Pseudonym([]byte(testSecret), thePerson) || dec.Erased.ErasedAt != At(d.now) {
		t.Fatalf("%+v", dec.Erased)
	}
	later, in := At(d.now).Add(1000_000_000), Inputs{Secret: []byte(testSecret), Erased: dec.Erased, Zones: []string{theZone}}
	for _, c := range []struct {
		ev      Event
		ground  string
		nothing bool
	}{
		{OptIn{Purpose: ForMarketing, Source: "crm", At: dec.Erased.ErasedAt - 1, Import: true}, Stopped, false},
		{OptIn{Purpose: ForMarketing, Source: "crm", At: later, Import: true}, Subscribed, false},
		{Inbound{ID: "IN9", Sender: theSender, Body: "hello"}, Stopped, false},
		{Inbound{ID: "IN9", Sender: theSender, Body: "JOIN", Reconciled: true, SentAt: dec.Erased.ErasedAt - 1}, Stopped, true},
		{Inbound{ID: "IN0", Sender: theSender, Body: "JOIN"}, Stopped, true}, // the carrier posts it again
		{Tick{}, Stopped, true},
		{Erase{}, Stopped, true},
	} {
		got, err := decideChecked(p, Record{Phone: thePerson}, in, c.ev, later)
		if err != nil || got.Nothing != c.nothing || !c.nothing && got.Next.State.Ground() != c.ground {
			t.Errorf("%+v: %s, nothing %t, %v", c.ev, got.Next.State, got.Nothing, err)
		}
		if err := checkLedger(&got.Next, got.Ledger); err != nil {
			t.Errorf("%+v: %v", c.ev, err)
		}
	}
}
