package fsm

import (
	"testing"
	"time"
)

// withDates adds workflows that dates of a person start.
func withDates(d *Definition) {
	d.Attributes["birthday"], d.Attributes["visit"] = Field{Type: DateType}, Field{Type: DateType}
	d.Workflows = append(d.Workflows,
		Workflow{Name: "birthday", Class: Lifecycle, Enter: Enter{Date: "birthday", Before: 7, Yearly: true, Clock: ClockAt(660)},
			Steps: []Step{{Name: "soon", Kind: SendStep, Texts: say("Your birthday is near.")}}},
		Workflow{Name: "visited", Class: Service, Enter: Enter{Date: "visit", Before: -3},
			Steps: []Step{{Name: "how", Kind: SendStep, Texts: say("How was it?")}}},
	)
}

// Ensure that a date starts a workflow on the right day by the person's clock: every year or once, before or
// after the date, and in years without a 29th of February on the 28th.
func TestNextDate(t *testing.T) {
	for _, c := range []struct {
		name  string
		date  string
		enter Enter
		zone  string
		after string // in New York
		want  string // in New York; "" for never
	}{
		{"every year", "1990-05-01", Enter{Yearly: true, Clock: ClockAt(600)}, theZone, "2026-03-02 10:00", "2026-05-01 10:00"},
		{"by his clock", "1990-05-01", Enter{Yearly: true, Clock: ClockAt(600)}, "America/Los_Angeles", "2026-03-02 10:00", "2026-05-01 13:00"},
		{"next year", "1990-03-02", Enter{Yearly: true, Clock: ClockAt(600)}, theZone, "2026-03-02 10:00", "2027-03-02 10:00"},
		{"later today", "1990-03-02", Enter{Yearly: true, Clock: ClockAt(601)}, theZone, "2026-03-02 10:00", "2026-03-02 10:01"},
		{"before, over the new year", "1990-01-03", Enter{Yearly: true, Before: 7, Clock: ClockAt(600)}, theZone, "2026-03-02 10:00", "2026-12-27 10:00"},
		{"after, over the new year", "1990-12-30", Enter{Yearly: true, Before: -5, Clock: ClockAt(600)}, theZone, "2026-01-02 10:00", "2026-01-04 10:00"},
		{"a leap day", "2000-02-29", Enter{Yearly: true, Clock: ClockAt(600)}, theZone, "2027-01-01 10:00", "2027-02-28 10:00"},
		{"a leap day in a leap year", "2000-02-29", Enter{Yearly: true, Clock: ClockAt(600)}, theZone, "2028-01-01 10:00", "2028-02-29 10:00"},
		{"the day after a leap day that is none", "2000-02-29", Enter{Yearly: true, Before: -1, Clock: ClockAt(600)}, theZone, "2027-01-01 10:00", "2027-03-01 10:00"},
		{"once", "2026-05-01", Enter{Before: 2, Clock: ClockAt(600)}, theZone, "2026-03-02 10:00", "2026-04-29 10:00"},
		{"once, and past", "2026-03-01", Enter{Clock: ClockAt(600)}, theZone, "2026-03-02 10:00", ""},
		{"without a time", "2026-05-01", Enter{}, theZone, "2026-03-02 10:00", "2026-05-01 10:00"},
		{"a moment's day", "2026-05-01T03:00:00Z", Enter{Clock: ClockAt(600)}, theZone, "2026-03-02 10:00", "2026-04-30 10:00"},
		{"an hour that is leapt over", "2026-03-08", Enter{Clock: ClockAt(150)}, theZone, "2026-03-02 10:00", "2026-03-08 03:30"},
		{"a year to come", "2029-05-01", Enter{Yearly: true, Clock: ClockAt(600)}, theZone, "2026-03-02 10:00", ""},
		{"not known", "", Enter{Yearly: true}, theZone, "2026-03-02 10:00", ""},
		{"no date", "soon", Enter{Yearly: true}, theZone, "2026-03-02 10:00", ""},
	} {
		c.enter.Date = "birthday"
		d := &deciding{p: compiled(t, "shop"), rec: Record{Zones: []string{c.zone}, Attributes: map[string]any{"birthday": c.date}}}
		got, want := d.nextDate(&workflow{Workflow: Workflow{Enter: c.enter}}, local(t, theZone, c.after)), Moment(0)
		if c.want != "" {
			want = local(t, theZone, c.want)
		}
		if got != want {
			t.Errorf("%s: %s, want %s", c.name, got, want)
		}
	}
}

// Ensure that a date which comes due long after its time starts nothing, and that one which changes in the
// meantime is not taken for the old one.
func TestDateDue(t *testing.T) {
	start := local(t, theZone, "2026-03-02 10:00").Time()
	d := newDriver(t, compiled(t, "dates"), start)
	d.do(Attributes{Set: map[string]any{"visit": "2026-03-03"}, Source: "api"})
	d.now = start.Add(6 * 24 * time.Hour)
	d.do(Tick{})
	if len(d.sent) != 0 || d.rec.NextDue() != 0 {
		t.Errorf("two days late: %d texts, next %s", len(d.sent), d.rec.NextDue())
	}
	d.do(Attributes{Set: map[string]any{"visit": "2026-03-06"}, Source: "api"})
	d.now = d.now.Add(24 * time.Hour)
	d.decide(Attributes{Set: map[string]any{"visit": "2026-03-20"}, Source: "api"}, nil)
	d.do(Tick{})
	if want := local(t, theZone, "2026-03-23 10:00"); len(d.sent) != 0 || d.rec.NextDue() != want {
		t.Errorf("put off: %d texts, next %s, want %s", len(d.sent), d.rec.NextDue(), want)
	}
}
