package fsm

import (
	"maps"
	"testing"
	"time"
)

// withWaits adds workflows with every form of waiting.
func withWaits(d *Definition) {
	d.Attributes["visit"] = Field{Type: DateType}
	d.Workflows = append(d.Workflows,
		Workflow{Name: "visit", Class: Service, Enter: Enter{On: []string{"booked", "rebooked"}}, Exits: []Exit{{On: "cancelled", If: "it.reason == 'ill'", Start: "resent"}, {On: "cancelled", If: "it.reason == 'late'"}},
			Goal: &Goal{On: "visited", If: "it.rating > 3"},
			Steps: []Step{
				{Name: "before", Kind: WaitStep, Wait: Wait{Of: "event.starts_at", For: -24 * time.Hour, Passed: "soon"}},
				{Name: "tomorrow", Kind: SendStep, Texts: say("See you tomorrow."), Next: "day"},
				{Name: "soon", Kind: SendStep, Texts: say("See you soon.")},
				{Name: "day", Kind: WaitStep, Wait: Wait{Of: "visit", For: -72 * time.Hour, Clock: ClockAt(600)}},
				{Name: "monday", Kind: WaitStep, Wait: Wait{For: time.Hour, Days: [7]bool{1: true}, Clock: ClockAt(660)}},
				{Name: "again", Kind: SendStep, Texts: say("Book again?")},
				{Name: "which", Kind: WaitForStep, Timeout: 48 * time.Hour, OnTimeout: End, Events: []EventWay{
					{On: "looked", If: "it.price < 20", Then: "cheap"}, {On: "looked", If: "it.price > 99", Then: "dear"}, {On: "bought", Then: End}}},
				{Name: "cheap", Kind: SendStep, Texts: say("It is cheap."), Next: End},
				{Name: "dear", Kind: SendStep, Texts: say("It is dear.")},
			}},
		Workflow{Name: "resent", Class: Service, Steps: []Step{{Name: "well", Kind: SendStep, Texts: say("Get well soon.")}}},
	)
	maps.Copy(d.Events, map[string]EventType{
		"booked":    {Fields: map[string]Field{"starts_at": {Type: TimeType}}},
		"rebooked":  {Fields: map[string]Field{"starts_at": {Type: TimeType}}},
		"cancelled": {Fields: map[string]Field{"reason": {Type: StringType}}},
		"visited":   {Fields: map[string]Field{"rating": {Type: NumberType}}},
		"looked":    {Fields: map[string]Field{"price": {Type: NumberType}}},
		"bought":    {},
	})
}

// Ensure that every form of wait ends when a person would say that it does, by his own clock, and that a
// date or moment which is past or not known is not waited for.
func TestWaitsUntil(t *testing.T) {
	p := compiled(t, "waits")
	run := &Run{StepAt: local(t, theZone, "2026-03-02 10:00"), Data: map[string]any{ // a Monday
		"starts_at": "2026-03-08T12:00:00-04:00", "day": "2026-03-09", "n": 4.0, "odd": "soon"}}
	days := func(list ...int) (week [7]bool) {
		for _, d := range list {
			week[d] = true
		}
		return week
	}
	for _, c := range []struct {
		name string
		wait Wait
		zone string
		want string // in New York; "" where it does not wait
	}{
		{"a span", Wait{For: 3 * time.Hour}, theZone, "2026-03-02 13:00"},
		{"a span that is over", Wait{For: time.Minute}, theZone, "2026-03-02 10:30"},
		{"a time of the day", Wait{Clock: ClockAt(660)}, theZone, "2026-03-02 11:00"},
		{"a time of his day", Wait{Clock: ClockAt(660)}, "America/Los_Angeles", "2026-03-02 14:00"},
		{"that time today", Wait{Clock: ClockAt(600)}, theZone, "2026-03-02 10:30"},
		{"a span, then a time", Wait{For: 24 * time.Hour, Clock: ClockAt(540)}, theZone, "2026-03-04 09:00"},
		{"a day of the week", Wait{Days: days(1), Clock: ClockAt(540)}, theZone, "2026-03-09 09:00"},
		{"later on that day", Wait{Days: days(1), Clock: ClockAt(660)}, theZone, "2026-03-02 11:00"},
		{"a working day", Wait{For: 96 * time.Hour, Days: days(1, 2, 3, 4, 5), Clock: ClockAt(540)}, theZone, "2026-03-09 09:00"},
		{"a day without a time", Wait{Days: days(3)}, theZone, "2026-03-04 00:00"},
		{"today without a time", Wait{For: time.Hour, Days: days(1)}, theZone, "2026-03-02 11:00"},
		{"a date", Wait{Date: "2026-03-09", Clock: ClockAt(600)}, theZone, "2026-03-09 10:00"},
		{"a date by his clock", Wait{Date: "2026-03-09", Clock: ClockAt(600)}, "Asia/Tokyo", "2026-03-08 21:00"},
		{"a date that is past", Wait{Date: "2026-03-01", Clock: ClockAt(600)}, theZone, ""},
		{"a time that is past today", Wait{Date: "2026-03-02", Clock: ClockAt(600)}, theZone, ""},
		{"an attribute's date", Wait{Of: "visit", Clock: ClockAt(600)}, theZone, "2026-03-10 10:00"},
		{"days before it, over the change of the clocks", Wait{Of: "visit", For: -72 * time.Hour, Clock: ClockAt(600)}, theZone, "2026-03-07 10:00"},
		{"days after it", Wait{Of: "visit", For: 24 * time.Hour}, theZone, "2026-03-11 00:00"},
		{"too many days before it", Wait{Of: "visit", For: -240 * time.Hour, Clock: ClockAt(600)}, theZone, ""},
		{"hours before a moment", Wait{Of: "event.starts_at", For: -24 * time.Hour}, theZone, "2026-03-07 11:00"},
		{"hours after it", Wait{Of: "event.starts_at", For: 2 * time.Hour}, "Asia/Tokyo", "2026-03-08 14:00"},
		{"an event's date", Wait{Of: "event.day", For: -36 * time.Hour}, theZone, "2026-03-07 12:00"},
		{"an attribute that is not known", Wait{Of: "interest"}, theZone, ""},
		{"a field that the event lacks", Wait{Of: "event.ends_at"}, theZone, ""},
		{"a field that is no date", Wait{Of: "event.odd"}, theZone, ""},
		{"a field that is no text", Wait{Of: "event.n"}, theZone, ""},
		{"a midnight that the clocks leap over", Wait{Date: "2018-11-04"}, "America/Sao_Paulo", ""},
	} {
		d := &deciding{p: p, now: local(t, theZone, "2026-03-02 10:30"), rec: Record{Zones: []string{c.zone}, Attributes: map[string]any{"visit": "2026-03-10"}}}
		at, ok := d.waitsUntil(&c.wait, run)
		if ok != (c.want != "") || ok && at != local(t, theZone, c.want) {
			t.Errorf("%s: %s, %t; want %q", c.name, at.Time().In(local(t, theZone, "2026-03-02 10:00").Time().Location()), ok, c.want)
		}
	}
}

// Ensure that a day whose midnight the clocks leap over begins when the clocks show its first time.
func TestDayWithoutMidnight(t *testing.T) {
	d := &deciding{p: compiled(t, "shop")}
	at, ok := dayOf("2018-11-04", 0, d.p.location("America/Sao_Paulo"))
	if want := "2018-11-04T03:00:00Z"; !ok || at.String() != want {
		t.Errorf("it begins %s, want %s", at, want)
	}
}
