package fsm

import (
	"testing"
	"time"
)

// withOffers adds workflows that make offers.
func withOffers(d *Definition) {
	d.Offers = map[string]Offer{
		"ten": {Code: "TEN", Worth: "10%", Limit: 1, Per: 30 * 24 * time.Hour, If: "orders.count == 0"},
		"any": {Code: "ANY", Worth: "1%"},
	}
	d.SendBy = map[Class]time.Duration{Service: 6 * time.Hour}
	for _, name := range []string{"first", "second"} {
		d.Events[name] = EventType{}
		d.Workflows = append(d.Workflows, Workflow{Name: name, Class: Service, Enter: Enter{On: []string{name}},
			Steps: []Step{
				{Name: "deal", Kind: SendStep, Texts: say("10% off with TEN."), Offer: "ten", Resend: true},
				{Name: "bye", Kind: SendStep, Texts: say("1% off with ANY."), Offer: "any"},
			}})
	}
}

// Ensure that of too many offers those are remembered whose limits last longest, and that those that no limit
// counts are forgotten.
func TestGivenIsBounded(t *testing.T) {
	p := compiled(t, "offers")
	p.Offers = map[string]Offer{"long": {Limit: 9, Per: 100 * time.Hour}, "short": {Limit: 9, Per: time.Hour}, "any": {}}
	now := At(time.Date(2026, 3, 2, 10, 0, 0, 0, time.UTC))
	d := &deciding{p: p, now: now}
	give := func(name string, at Moment) { d.rec.Given = append(d.rec.Given, Given{Offer: name, At: at}) }
	give("any", now)
	give("gone", now)
	give("short", now.Add(-2*time.Hour))
	for i := range MaxGiven {
		give("long", now.Add(time.Duration(i)))
	}
	give("short", now)
	d.boundGiven()
	if len(d.rec.Given) != MaxGiven || d.rec.Given[MaxGiven-1].Offer != "long" {
		t.Errorf("%d are remembered, %v", len(d.rec.Given), d.rec.Given)
	}
}
