package fsm

import (
	"encoding/json"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/parley-sms/parley/fsm/quiet"
)

func local(t *testing.T, zone, at string) Moment {
	t.Helper()
	loc, err := time.LoadLocation(zone)
	if err != nil {
		t.Fatal(err)
	}
	m, err := time.ParseInLocation("2006-01-02 15:04", at, loc)
	if err != nil {
		t.Fatal(err)
	}
	return At(m)
}

// Ensure that quiet hours hold in every zone a person may be in, over weekends and changes of the
// clocks, and that a text's validity ends with the window.
func TestAllowedFrom(t *testing.T) {
	p := compiled(t, "shop")
	for _, c := range []struct {
		name      string
		zones     []string
		at, from  string // in New York
		leftHours float64
	}{
		{"by day", []string{theZone}, "2026-03-02 10:00", "2026-03-02 10:00", 10},
		{"the last minute", []string{theZone}, "2026-03-02 19:59", "2026-03-02 19:59", 1.0 / 60},
		{"the edge is closed", []string{theZone}, "2026-03-02 20:00", "2026-03-03 10:00", 0},
		{"early", []string{theZone}, "2026-03-02 04:00", "2026-03-02 10:00", 0},
		{"into the Sunday of the change", []string{theZone}, "2026-03-07 21:00", "2026-03-08 12:00", 0},
		{"both coasts", []string{theZone, "America/Los_Angeles"}, "2026-03-02 10:00", "2026-03-02 13:00", 0},
		{"both coasts in the evening", []string{theZone, "America/Los_Angeles"}, "2026-03-02 20:30", "2026-03-03 13:00", 0},
		{"no moment suits both: the first decides", []string{theZone, "Asia/Tokyo"}, "2026-03-02 09:00", "2026-03-02 10:00", 0},
		{"unknown: the shop's", []string{"Mars/Base"}, "2026-03-02 21:00", "2026-03-03 10:00", 0},
	} {
		d := &deciding{p: p, now: local(t, theZone, c.at), rec: Record{Zones: c.zones}}
		promo := &Want{Run: 1, Class: Promo}
		if got, want := At(d.quietFor(promo).At), local(t, theZone, c.from); got != want {
			t.Errorf("%s: %s, want %s", c.name, got, want)
		}
		if got, want := At(d.quietFor(promo).Until).Sub(d.now), time.Duration(c.leftHours*float64(time.Hour)); got != want && c.leftHours > 0 {
			t.Errorf("%s: open for %s, want %s", c.name, got, want)
		}
	}
}

// Ensure that business hours pass only while the shop is open.
func TestBusinessLater(t *testing.T) {
	p := compiled(t, "shop")
	for _, c := range []struct {
		at   string
		span time.Duration
		want string
	}{
		{"2026-03-02 10:00", 4 * time.Hour, "2026-03-02 14:00"},
		{"2026-03-02 10:00", 24 * time.Hour, "2026-03-05 10:00"},
		{"2026-03-06 16:00", 2 * time.Hour, "2026-03-09 10:00"}, // over a weekend, and the change of the clocks
		{"2026-03-07 12:00", time.Hour, "2026-03-09 10:00"},
		{"2026-03-02 17:00", time.Minute, "2026-03-03 09:01"},
	} {
		if got, want := p.businessLater(local(t, theZone, c.at), c.span), local(t, theZone, c.want); got != want {
			t.Errorf("%s after %s: %s, want %s", c.span, c.at, got, want)
		}
	}
	p.Hours = []Window{{From: 5, To: 5}} // never open
	if got := p.businessLater(local(t, theZone, "2026-03-02 10:00"), time.Hour); got != local(t, theZone, "2026-03-02 11:00") {
		t.Errorf("with no hours at all: %s", got)
	}
}

// Ensure that business time is what an account of it minute by minute says, over holidays, changes of the clocks and hours
// that touch or overlap: exactly so many minutes pass, and not one too many. Hours that begin or end while clocks
// change, before three, are left out: such a minute comes twice, or never.
func TestBusinessTime(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		zone, err := time.LoadLocation(rapid.SampledFrom([]string{"America/New_York", "Europe/Madrid", "Australia/Lord_Howe", "America/Sao_Paulo"}).Draw(t, "zone"))
		if err != nil {
			t.Fatal(err)
		}
		p := &Program{zone: zone}
		for range rapid.IntRange(1, 3).Draw(t, "windows") {
			w := Window{To: 24 * 60}
			if !rapid.Bool().Draw(t, "all day") {
				w.From = rapid.IntRange(3*60, 23*60).Draw(t, "from")
				w.To = rapid.IntRange(w.From+1, 24*60).Draw(t, "to")
			}
			for day := range w.Days {
				w.Days[day] = rapid.Bool().Draw(t, "day")
			}
			p.Hours = append(p.Hours, w)
		}
		first := time.Date(2026, time.Month(rapid.SampledFrom([]int{3, 4, 10, 11}).Draw(t, "month")), rapid.IntRange(1, 31).Draw(t, "on"), 0, 0, 0, 0, zone)
		for range rapid.IntRange(0, 3).Draw(t, "holidays") {
			day := first.AddDate(0, 0, rapid.IntRange(0, 9).Draw(t, "after"))
			p.Support.Holidays = append(p.Support.Holidays, quiet.Holiday{Month: day.Month(), Day: day.Day(), Observed: rapid.Bool().Draw(t, "observed")})
		}
		from := first.Add(time.Duration(rapid.IntRange(0, 24*60).Draw(t, "minute")) * time.Minute)
		span := time.Duration(rapid.IntRange(1, 40*60).Draw(t, "span")) * time.Minute
		got := p.businessLater(At(from), span).Time()
		passed := time.Duration(0)
		for at := from; passed < span; at = at.Add(time.Minute) {
			if at.Sub(from) > 200*24*time.Hour {
				return // nobody is ever there
			}
			if covers(p.Hours, at.In(zone)) && !quiet.Closed(p.Support.Holidays, at.In(zone)) {
				passed += time.Minute
			}
			if passed == span && !got.Equal(at.Add(time.Minute)) {
				t.Fatalf("%s of business after %s: %s, want %s", span, from, got.In(zone), at.Add(time.Minute).In(zone))
			}
		}
	})
}

// Ensure that a time that clocks leap over is as much later as they leap, on either side of Greenwich, by night and
// at midnight.
func TestAtMinute(t *testing.T) {
	for zone, c := range map[string]struct {
		day    string
		minute int
		want   string
	}{
		"America/New_York":    {"2026-03-08", 150, "2026-03-08 03:30"},
		"Europe/Paris":        {"2026-03-29", 150, "2026-03-29 03:30"},
		"Australia/Lord_Howe": {"2026-10-04", 120, "2026-10-04 02:30"},
		"America/Havana":      {"2026-03-08", 0, "2026-03-08 01:00"},
		"Africa/Cairo":        {"2026-04-24", 0, "2026-04-24 01:00"},
		"Pacific/Chatham":     {"2026-09-27", 165, "2026-09-27 03:45"},
	} {
		noon := local(t, zone, c.day+" 12:00").Time()
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := At(atMinute(noon.In(loc), 0, c.minute)), local(t, zone, c.want); got != want {
			t.Errorf("minute %d of %s in %s: %s, want %s", c.minute, c.day, zone, got.Time().In(loc), want.Time().In(loc))
		}
		if got := atMinute(noon.In(loc), 0, 24*60); !got.After(noon) || got.Day() == noon.In(loc).Day() {
			t.Errorf("the end of %s in %s: %s", c.day, zone, got)
		}
	}
}

// Ensure that a wait until a local time ends at the next such time, also on the days on which clocks
// change.
func TestNextLocal(t *testing.T) {
	d := &deciding{p: compiled(t, "shop"), rec: Record{Zones: []string{theZone}}}
	for _, c := range []struct {
		from   string
		minute int
		want   string
	}{
		{"2026-03-02 10:00", 9 * 60, "2026-03-03 09:00"},
		{"2026-03-02 09:00", 9 * 60, "2026-03-02 09:00"},
		{"2026-03-07 23:00", 9 * 60, "2026-03-08 09:00"},
		{"2026-03-07 23:00", 2*60 + 30, "2026-03-08 03:30"}, // that time did not exist
		{"2026-10-31 23:00", 9 * 60, "2026-11-01 09:00"},
	} {
		if got, want := onto(local(t, theZone, c.from).Time().In(d.zones()[0]), [7]bool{}, ClockAt(c.minute)), local(t, theZone, c.want); got != want {
			t.Errorf("minute %d after %s: %s, want %s", c.minute, c.from, got, want)
		}
	}
}

// Ensure that moments keep their millisecond through JSON, and that none is null.
func TestMomentJSON(t *testing.T) {
	for _, m := range []Moment{0, 1, local(t, theZone, "2026-03-02 10:00") + 7} {
		b, err := json.Marshal(m)
		if err != nil {
			t.Fatal(err)
		}
		var back Moment
		if err := json.Unmarshal(b, &back); err != nil || back != m {
			t.Errorf("%d is written as %s and read as %d, %v", m, b, back, err)
		}
	}
	var m Moment
	if json.Unmarshal([]byte(`"yesterday"`), &m) == nil {
		t.Error("yesterday was read as a moment")
	}
	if At(time.Time{}) != 0 || !Moment(0).Time().IsZero() || Moment(0).String() != "never" {
		t.Error("no time is not the zero moment")
	}
}
