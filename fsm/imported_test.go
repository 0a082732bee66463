package fsm

import (
	"slices"
	"testing"
	"time"
)

// Ensure that an import's facts about consent count in the order in which they happened, whatever was
// there before, and that a repeat does nothing.
func TestImported(t *testing.T) {
	now := local(t, theZone, "2026-03-02 10:00").Time()
	ago := func(days int) Moment { return At(now.AddDate(0, 0, -days)) }
	in := func(p Purpose, days int) OptIn { return OptIn{Purpose: p, Source: "checkout", At: ago(days)} }
	out := func(p Purpose, days int) OptOut { return OptOut{Purpose: p, Source: "mail", At: ago(days)} }
	for _, c := range []struct {
		name     string
		before   Event
		imported Imported
		ground   string
		service  bool
	}{
		{"nothing but a phone", nil, Imported{}, Unknown, false},
		{"marketing", nil, Imported{OptIns: []OptIn{in(ForMarketing, 9)}}, Subscribed, false},
		{"service", nil, Imported{OptIns: []OptIn{in(ForService, 9)}}, Unknown, true},
		{"both", nil, Imported{OptIns: []OptIn{in(ForMarketing, 9), in(ForService, 9)}}, Subscribed, true},
		{"withdrawn since", nil, Imported{OptIns: []OptIn{in(ForMarketing, 9)}, OptOuts: []OptOut{out("", 3)}}, Stopped, false},
		{"withdrawn at the same time", nil, Imported{OptIns: []OptIn{in(ForMarketing, 3)}, OptOuts: []OptOut{out("", 3)}}, Stopped, false},
		{"given again since", nil, Imported{OptIns: []OptIn{in(ForMarketing, 3)}, OptOuts: []OptOut{out("", 9)}}, Subscribed, false},
		{"marketing withdrawn alone", nil, Imported{OptIns: []OptIn{in(ForMarketing, 9), in(ForService, 9)}, OptOuts: []OptOut{out(ForMarketing, 3)}}, Unknown, true},
		{"a later STOP", Inbound{ID: "s", Sender: theSender, Body: "STOP"}, Imported{OptIns: []OptIn{in(ForMarketing, 9)}}, Stopped, false},
		{"a later opt-in", OptIn{Purpose: ForMarketing, Source: "api"}, Imported{OptOuts: []OptOut{out("", 9)}}, Subscribed, false},
		{"withdrawn nobody knows when", OptIn{Purpose: ForMarketing, Source: "api"}, Imported{OptOuts: []OptOut{{Source: "mail"}}}, Stopped, false},
	} {
		d := newDriver(t, compiled(t, "shop"), now)
		if c.before != nil {
			d.do(c.before)
		}
		texts, runs := len(d.sent), len(d.rec.Runs)
		c.imported.ID = "file"
		d.do(c.imported)
		if d.rec.State.Ground() != c.ground || d.rec.Service.Given != c.service {
			t.Errorf("%s: %s, service %v; want %s, %v", c.name, d.rec.State, d.rec.Service.Given, c.ground, c.service)
		}
		if len(d.sent) != texts || len(d.rec.Runs) > runs {
			t.Errorf("%s: it texted or started %v", c.name, d.rec.Runs)
		}
		if dec := d.decide(c.imported, nil); !dec.Nothing {
			t.Errorf("%s: a repeat did %v", c.name, dec.Lines)
		}
	}
}

// Ensure that an import lets people enter the workflow that it names, once, and only those who may.
func TestImportedEnters(t *testing.T) {
	now := local(t, theZone, "2026-03-02 10:00").Time()
	d := newDriver(t, compiled(t, "broadcasts"), now)
	consent := OptIn{Purpose: ForMarketing, Source: "checkout", At: At(now.Add(-time.Hour))}
	for _, c := range []struct {
		name     string
		imported Imported
		enters   bool
	}{
		{"without consent", Imported{ID: "a", Enter: "friday"}, false},
		{"with consent", Imported{ID: "b", OptIns: []OptIn{consent}, Enter: "friday"}, true},
		{"again", Imported{ID: "b", OptIns: []OptIn{consent}, Enter: "friday"}, false},
	} {
		dec := d.decide(c.imported, nil)
		entered := slices.ContainsFunc(dec.Lines, func(l Line) bool { return l.Event == "enter:friday" })
		if entered != c.enters {
			t.Errorf("%s: %v", c.name, dec.Lines)
		}
	}
}
