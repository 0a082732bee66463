package fsm

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// withCalls adds workflows that ask the shop's own server.
func withCalls(d *Definition) {
	d.Calls = map[string]Endpoint{"points": {URL: "https://shop.acme.test/points"}}
	d.Events["ask_points"] = EventType{Fields: map[string]Field{"order": {Type: StringType}}}
	d.Events["points"] = EventType{Fields: map[string]Field{"n": {Type: NumberType}}}
	d.Events["again"] = EventType{}
	d.Workflows = append(d.Workflows,
		Workflow{Name: "points", Class: Service, Enter: Enter{On: []string{"ask_points"}}, Exits: []Exit{{On: "left"}},
			Steps: []Step{
				{Name: "ask", Kind: CallStep, Call: "points", Data: []string{"event.order", "orders.count", "interest"}, Timeout: 5 * time.Minute, OnTimeout: "none"},
				{Name: "tell", Kind: SendStep, Texts: say("Your points are in."), Next: End},
				{Name: "none", Kind: SendStep, Texts: say("We will look your points up.")},
			}},
		Workflow{Name: "circle", Class: Service, Enter: Enter{On: []string{"again"}},
			Steps: []Step{{Name: "once", Kind: CallStep, Call: "points"}, {Name: "more", Kind: CallStep, Call: "points", Next: "once"}}},
	)
}

// Ensure that calls whose answers start calls come to an end, and that each of them has an id of its own.
func TestCallsInCircles(t *testing.T) {
	d := newDriver(t, compiled(t, "calls"), local(t, theZone, "2026-03-02 10:00").Time())
	d.do(Fact{Happened: Happened{ID: "e", Type: "again", At: At(d.now)}})
	for i := 0; i < 3*MaxCalls && len(d.calls) > i; i++ {
		d.now = d.now.Add(time.Second)
		d.do(Called{ID: d.calls[len(d.calls)-1].ID, Event: &Happened{Type: "again"}})
	}
	if len(d.calls) != MaxCalls || len(d.rec.Runs) > 1 || len(d.alarms) == 0 {
		t.Errorf("%d calls in an hour, at most %d; %s, alarms %v", len(d.calls), MaxCalls, d.describe(), d.alarms)
	}
	var ids []string
	for _, c := range d.calls {
		ids = append(ids, c.ID)
	}
	slices.Sort(ids)
	if len(slices.Compact(ids)) != MaxCalls {
		t.Error("two calls have the same id: " + fmt.Sprint(ids))
	}
}

// Ensure that a call of a run which ends in the same decision is not made.
func TestCallOfARunThatEnded(t *testing.T) {
	p := compiled(t, "calls")
	d := &deciding{p: p, rec: Record{Phone: thePerson}}
	d.dec.Calls = []Call{{ID: string(thePerson) + "/1/ask", Run: 1}}
	d.dropCalls()
	if len(d.dec.Calls) != 0 {
		t.Errorf("it is made: %v", d.dec.Calls)
	}
}
