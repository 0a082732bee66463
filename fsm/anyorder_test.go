package fsm

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The facts of consent that are played in another order than the one in which they happened.
const (
	gaveMarketing   = "marketing given"
	gaveService     = "service given"
	tookAll         = "all withdrawn"
	tookMarketing   = "marketing withdrawn"
	tookService     = "service withdrawn"
	textedStop      = "STOP"
	textedStart     = "START"
	textedUnclearly = "not interested"
)

// told is a fact that happened so many days ago.
type told struct {
	what string
	days int
}

// event is the fact as it is heard of now.
func (f told) event(now time.Time) Event {
	at := At(now.AddDate(0, 0, -f.days))
	switch f.what {
	case gaveMarketing:
		return OptIn{Purpose: ForMarketing, Source: "form", At: at}
	case gaveService:
		return OptIn{Purpose: ForService, Source: "form", At: at}
	case tookAll:
		return OptOut{Source: "phone", At: at}
	case tookMarketing:
		return OptOut{Purpose: ForMarketing, Source: "phone", At: at}
	case tookService:
		return OptOut{Purpose: ForService, Source: "phone", At: at}
	}
	return Inbound{ID: fmt.Sprint("IN", f.days), Sender: theSender, Body: f.what, SentAt: at, Reconciled: true}
}

// allowed tells what may go after facts were heard of one after the other: marketing, service texts.
func allowed(t *testing.T, p *Program, facts []told) (marketing, service bool) {
	t.Helper()
	d := newDriver(t, p, local(t, theZone, "2026-03-02 10:00").Time())
	for _, f := range facts {
		d.do(f.event(d.now))
	}
	if err := checkLedger(&d.rec, d.ledger); err != nil {
		t.Fatalf("%v: %v", facts, err)
	}
	return d.rec.State.Ground() == Subscribed && d.rec.Hold == nil, d.rec.State.Ground() != Stopped && d.rec.Service.Withdrawn == 0
}

// Ensure that what is heard of late never undoes what happened after it.
func TestHeardOfLate(t *testing.T) {
	p := compiled(t, "shop")
	for _, c := range []struct {
		name               string
		facts              []told
		marketing, service bool
	}{
		{"a consent between two withdrawals", []told{{tookMarketing, 1}, {tookMarketing, 5}, {gaveMarketing, 3}}, false, true},
		{"a service consent between two withdrawals", []told{{tookService, 1}, {tookService, 5}, {gaveService, 3}}, false, false},
		{"a START before marketing was withdrawn", []told{{gaveMarketing, 5}, {tookMarketing, 1}, {textedStart, 3}}, false, true},
		{"a withdrawal of service before a marketing consent", []told{{gaveMarketing, 1}, {tookService, 3}}, true, false},
		{"a withdrawal of service before its consent", []told{{gaveService, 1}, {tookService, 3}}, false, true},
		{"a START before service texts were withdrawn", []told{{gaveMarketing, 9}, {textedStop, 7}, {tookService, 3}, {textedStart, 5}}, true, false},
		{"a consent before an unclear wish", []told{{gaveMarketing, 5}, {textedUnclearly, 1}, {gaveMarketing, 3}}, false, true},
		{"a consent after an unclear wish", []told{{gaveMarketing, 5}, {textedUnclearly, 3}, {gaveMarketing, 0}}, true, true},
	} {
		if marketing, service := allowed(t, p, c.facts); marketing != c.marketing || service != c.service {
			t.Errorf("%s: marketing %v, service %v", c.name, marketing, service)
		}
	}
}

// Ensure that facts heard of in any order never allow more than in the order in which they happened. Two
// withdrawals of one purpose each are a STOP from the later on, and a stopped person's unclear wish is none,
// so these are left to the tests of those rules.
func TestFactsInAnyOrder(t *testing.T) {
	p := compiled(t, "shop")
	rapid.Check(t, func(rt *rapid.T) {
		kinds := []string{gaveMarketing, gaveService, tookAll, textedStop, textedStart}
		kinds = append(kinds, rapid.SampledFrom([]string{tookMarketing, tookService, textedUnclearly}).Draw(rt, "more"))
		if slices.Contains(kinds, textedUnclearly) {
			kinds = slices.DeleteFunc(kinds, func(k string) bool { return k == tookAll || k == textedStop })
		}
		var facts []told
		for days := rapid.IntRange(2, 5).Draw(rt, "facts"); days > 0; days-- {
			facts = append(facts, told{rapid.SampledFrom(kinds).Draw(rt, "fact"), 2 * days})
		}
		marketing, service := allowed(t, p, facts)
		heard := rapid.Permutation(facts).Draw(rt, "heard")
		if m, s := allowed(t, p, heard); m && !marketing || s && !service {
			rt.Fatalf("heard of as %v: marketing %v, service %v; as they happened %v, %v", heard, m, s, marketing, service)
		}
	})
}
