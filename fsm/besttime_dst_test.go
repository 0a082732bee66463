package fsm

import (
	"fmt"
	"testing"
	"time"
)

// Ensure that the hour at which a best time ends lies within its window by the person's clock, also on the days on
// which clocks change, and that it is no earlier than the wait says and no more than a day later. An hour that the
// day lacks is the next one, or that of the day after.
func TestBestTimeAcrossSwitches(t *testing.T) {
	for zone, switches := range map[string][]string{
		"America/New_York": {"2026-03-08", "2026-11-01"}, "Europe/Berlin": {"2026-03-29", "2026-10-25"},
		"Australia/Lord_Howe": {"2026-04-05", "2026-10-04"}, "America/Santiago": {"2026-04-05", "2026-09-06"}, "UTC": {"2026-03-08"},
	} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		for _, window := range []Window{{Days: everyDay, From: 0, To: 180}, {Days: everyDay, From: 60, To: 180}, {Days: everyDay, From: 9 * 60, To: 21 * 60}, {Days: everyDay, From: 22 * 60, To: 24 * 60}} {
			def := shop()
			withBestTime(&def)
			def.Quiet = []Window{{Days: everyDay, From: 0, To: 24 * 60}}
			def.Workflows[len(def.Workflows)-1].Steps[0].Wait.Best = window
			p, err := Compile(def, "r1")
			if err != nil {
				t.Fatal(err)
			}
			for _, day := range switches {
				for shift := range 72 {
					begin, err := time.ParseInLocation(time.DateOnly, day, loc)
					if err != nil {
						t.Fatal(err)
					}
					d := newDriver(t, p, begin.Add(time.Duration(shift-60)*time.Hour))
					d.rec.Phone = Phone(fmt.Sprintf("+1212555%04d", shift))
					d.do(OptIn{Purpose: ForMarketing, Source: "api", At: At(d.now), Import: true})
					d.do(Attributes{Zone: zone, Source: "api"})
					d.do(Fact{Happened: Happened{ID: "tips", Type: "tips", At: At(d.now)}})
					due := d.rec.Calendar[0].At.Time().In(loc)
					minute := due.Hour()*60 + due.Minute()
					lacks := window.From < 180 && due.Format(time.DateOnly) == day
					if waited := due.Sub(d.now); minute < window.From || minute >= window.To && !(lacks && minute < window.To+60) || waited < 24*time.Hour || waited > 75*time.Hour {
						t.Errorf("%s, %d to %d, from %s: it ends at %s", zone, window.From/60, window.To/60, d.now.In(loc), due)
					}
				}
			}
		}
	}
}
