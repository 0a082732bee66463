package fsm

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm/quiet"
)

// lawful is the shop's program, open all day, with the law of Texas and a country that caps.
func lawful(t *testing.T) *Program {
	t.Helper()
	def := shop()
	def.Quiet = []Window{{Days: [7]bool{true, true, true, true, true, true, true}, To: 24 * 60}}
	texas := quiet.Rule{Place: "US-TX"}
	for day := range texas.Week {
		texas.Week[day] = []quiet.Window{{From: 540, To: 1260}}
	}
	texas.Week[0][0].From = 720
	texas.Caps = []quiet.Cap{{Max: 2, Per: 24 * time.Hour}}
	later := texas
	later.Place, later.From, later.Purposes = "US-VA", 20260401, []string{quiet.Marketing, quiet.Service}
	def.Law = []quiet.Rule{texas, later}
	p, err := Compile(def, "lawful")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Ensure marketing keeps to the law of every place that a person may be in, service texts and replies
// do not, unless the law says so, and that the words say whose law it is.
func TestLawBinds(t *testing.T) {
	p := lawful(t)
	sunday := local(t, "America/Chicago", "2026-03-01 10:00")
	promo, service, reply := Want{Run: 1, Class: Promo}, Want{Run: 1, Class: Service}, Want{Class: Promo}
	for _, c := range []struct {
		name string
		rec  Record
		want Want
		at   Moment
		wait time.Duration
	}{
		{"marketing", Record{Regions: []string{"US-TX"}}, promo, sunday, 2 * time.Hour},
		{"where the person lives", Record{Regions: []string{"US-NY"}, Region: "US-TX"}, promo, sunday, 2 * time.Hour},
		{"elsewhere", Record{Regions: []string{"US-NY"}}, promo, sunday, 0},
		{"service", Record{Regions: []string{"US-TX"}}, service, sunday, 0},
		{"a welcome", Record{Regions: []string{"US-TX"}}, reply, sunday, 0},
		{"before the law", Record{Regions: []string{"US-VA"}}, service, sunday, 0},
		{"after it, of service, too", Record{Regions: []string{"US-VA"}}, service, local(t, "America/Chicago", "2026-04-05 10:00"), 2 * time.Hour},
	} {
		c.rec.Zones = []string{"America/Chicago"}
		d := &deciding{p: p, now: c.at, rec: c.rec}
		v := d.guardQuiet(asked{Want: &c.want})
		if got := max(v.wait, c.at).Sub(c.at); got != c.wait || (v.Place != "") != (c.wait > 0) ||
			c.wait > 0 && !strings.HasPrefix(v.why, "quiet hours (US-") {
			t.Errorf("%s: %+v", c.name, v)
		}
	}
	d := &deciding{p: p, now: sunday, rec: Record{Regions: []string{"US-TX"}, Zones: []string{"America/Chicago"}}}
	direct := promo
	direct.Direct = true
	asked := Guards(&Message{Run: 1, Direct: true})
	if label := d.quietLabel(&direct, d.quietFor(&direct)); slices.Contains(asked, "quiet") || !strings.Contains(label, "US-TX: Sun 12:00-21:00") {
		t.Errorf("a reply: asked %v, %q", asked, label)
	}
	d.now = local(t, "America/Chicago", "2026-03-01 20:59")
	if v := d.validFor(&promo, d.quietFor(&promo)); v != 60 {
		t.Errorf("a minute before the end a text is good for %d s", v)
	}
}

// Ensure caps of the law bind while it is in force.
func TestCapsOfTheLaw(t *testing.T) {
	p := lawful(t)
	rec := &Record{Regions: []string{"US-TX", "US-VA"}, Zones: []string{"America/Chicago"}}
	before, after := p.lawCaps(rec, local(t, "America/Chicago", "2026-03-31 23:59")), p.lawCaps(rec, local(t, "America/Chicago", "2026-04-01 00:00"))
	if len(before) != 1 || before[0].Place != "US-TX" || before[0].Max != 2 || before[0].Classes != nil {
		t.Errorf("before: %+v", before)
	}
	if len(after) != 2 || after[1].Place != "US-VA" || !slices.Equal(after[1].Classes, Classes()) {
		t.Errorf("after: %+v", after)
	}
}

// Ensure a record gets its number's places with its next decision, keeps them, and takes what is said of
// where the person lives if it can be.
func TestWhereabouts(t *testing.T) {
	p := lawful(t)
	now := local(t, theZone, "2026-03-02 10:00")
	old := Record{Phone: thePerson, Version: 3, State: Unknown, Zones: []string{theZone}}
	in := Inputs{Regions: []string{"US-TX"}}
	for _, c := range []struct {
		ev     Attributes
		region string
		zone   string
	}{
		{Attributes{Region: "US-FL", Source: "api"}, "US-FL", theZone},
		{Attributes{Region: "Florida", Source: "api"}, "", theZone},
		{Attributes{Set: map[string]any{"region": "us_fl"}, Source: "api"}, "US-FL", theZone},
		{Attributes{Set: map[string]any{"time_zone": "America/Chicago"}, Source: "api"}, "", "America/Chicago"},
		{Attributes{Set: map[string]any{"time_zone": "Mars/Base", "region": 7.0}, Source: "api"}, "", theZone},
	} {
		dec, err := p.Decide(old, in, c.ev, now)
		if err != nil {
			t.Fatal(err)
		}
		r := dec.Next
		if r.Region != c.region || !slices.Equal(r.Regions, in.Regions) || r.Zones[0] != c.zone || len(dec.Inputs.Regions) != 1 {
			t.Errorf("%+v: %q, %v, %v, inputs %+v", c.ev, r.Region, r.Regions, r.Zones, dec.Inputs)
		}
		dec, err = p.Decide(r, Inputs{Regions: []string{"US-NY"}}, Attributes{Language: "es"}, now)
		if err != nil || !slices.Equal(dec.Next.Regions, in.Regions) || dec.Inputs.Regions != nil {
			t.Errorf("later: %v, %v, %v", dec.Next.Regions, dec.Inputs.Regions, err)
		}
	}
}

// Ensure a program whose send hours never meet a law is told so, and one with a cap that cannot be
// counted is refused.
func TestLawAndProgram(t *testing.T) {
	def := shop()
	night := quiet.Rule{Place: "US-TX", Caps: []quiet.Cap{{Max: 2, Per: time.Hour}}}
	for day := range night.Week {
		night.Week[day] = []quiet.Window{{To: 60}}
	}
	def.Law = []quiet.Rule{night}
	p, err := Compile(def, "")
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(p.Warnings(), func(f *Fault) bool { return strings.Contains(f.Message, "nobody in US-TX gets marketing") }) {
		t.Errorf("warnings: %v", p.Warnings())
	}
	def.Law[0].Caps[0].Max = maxLawCap + 1
	if _, err := Compile(def, ""); err == nil || !strings.Contains(err.Error(), "rules.places.US-TX") {
		t.Errorf("a cap that cannot be counted: %v", err)
	}
}
