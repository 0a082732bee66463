package rehearse

import (
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// prepare makes the person known as the test says, before the test begins.
func (w *world) prepare(t script.Test) *Failure {
	who := t.Person
	secret, found := secretFor(w.p, w.rec.Phone, t.Arms)
	if !found {
		return &Failure{Place: t.Place, Message: "no draw gives one person all these arms; choose fewer"}
	}
	w.in.Secret = secret
	w.now = w.next(t.At)
	w.silent = true
	if who.Subscribed {
		w.happens(fsm.OptIn{ID: w.id(), Purpose: fsm.ForMarketing, Source: "import", At: w.now.Add(-30 * 24 * time.Hour), Import: true})
	}
	set := fsm.Attributes{Set: who.Attributes, Language: who.Language, Region: who.Region, Source: "test"}
	if len(who.Attributes) > 0 || who.Language != "" || who.Region != "" {
		w.happens(set)
	}
	w.rec.Orders = who.Orders
	if who.Orders.Count > 0 {
		w.rec.Orders.Last = w.now.Add(-max(who.LastOrder, 24*time.Hour))
		w.rec.Orders.First = w.rec.Orders.Last
	}
	slices.SortStableFunc(who.Knows, func(a, b script.Event) int { return int(b.Ago/time.Second) - int(a.Ago/time.Second) })
	for _, e := range who.Knows {
		w.happens(fsm.Fact{Happened: w.happened(e), Backfill: true})
	}
	w.silent = false
	return w.mended(t.Place)
}
