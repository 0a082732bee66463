package fsm

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

var everyDay = [7]bool{true, true, true, true, true, true, true}

// withBestTime is a workflow whose text waits a day and then for the person's best hour.
func withBestTime(d *Definition) {
	d.DoubleOptIn = false
	d.Events["tips"] = EventType{}
	d.Quiet = []Window{{Days: everyDay, From: 10 * 60, To: 20 * 60}}
	d.Workflows = append(d.Workflows, Workflow{Name: "tips", Class: Lifecycle, Enter: Enter{On: []string{"tips"}},
		Steps: []Step{
			{Name: "when", Kind: WaitStep, Wait: Wait{For: 24 * time.Hour, Best: Window{Days: everyDay, From: 9 * 60, To: 21 * 60}}},
			{Name: "tip", Kind: SendStep, Texts: say("A tip.")},
		}})
}

// hourOf gives the hour at which the wait of a person ends, who did something at some hours before.
func hourOf(t *testing.T, p *Program, phone Phone, others []byte, at ...int) (hour int, arm string) {
	t.Helper()
	d := newDriver(t, p, time.Date(2026, 3, 2, 6, 0, 0, 0, p.zone))
	d.rec.Phone, d.hours = phone, others
	d.do(OptIn{Purpose: ForMarketing, Source: "api", At: At(d.now), Import: true})
	for i, hour := range at {
		d.do(Fact{Happened: Happened{ID: fmt.Sprint(i), Type: Purchase, At: At(time.Date(2026, 3, 1, hour, 30, 0, 0, p.zone))}})
	}
	d.do(Fact{Happened: Happened{ID: "tips", Type: "tips", At: At(d.now)}})
	due := d.rec.Calendar[0].At.Time().In(p.zone)
	if due.Before(d.now.Add(24*time.Hour)) || due.After(d.now.Add(48*time.Hour)) {
		t.Errorf("%s goes on at %s", phone, due)
	}
	return due.Hour(), d.rec.Exposed[0].Arm
}

// Ensure a wait ends at the hour at which the person does most, as far as nothing is known of him at that of
// all people, within its window; and that one of ten people gets any hour of it.
func TestBestTime(t *testing.T) {
	p := compiled(t, "best_time")
	var evening [24]int64
	evening[19], evening[18], evening[23] = 400, 300, 900
	explored := map[int]bool{}
	n := 0
	for _, phone := range phones(200) {
		unknown, arm := hourOf(t, p, phone, HourShares(evening))
		known, same := hourOf(t, p, phone, HourShares(evening), 11, 11, 11, 4, 4, 4, 4)
		switch {
		case arm != same:
			t.Errorf("%s has two arms", phone)
		case arm == ExploreArm:
			n++
			explored[unknown] = true
		case unknown != 19 || known != 11:
			t.Errorf("%s, of whom nothing is known, gets %d:00; when he buys at 11 and 4, %d:00", phone, unknown, known)
		}
		if unknown < 9 || unknown > 20 {
			t.Errorf("%s gets %d:00, which is not within the window", phone, unknown)
		}
	}
	if n < 8 || n > 35 || len(explored) < 5 {
		t.Errorf("%d of 200 people get a drawn hour, which are %v", n, explored)
	}
}

// Ensure hours are spread where nothing is known of anybody, and that a count that grows is halved.
func TestActiveHours(t *testing.T) {
	p := compiled(t, "best_time")
	var hours []int
	for _, phone := range phones(60) {
		hour, _ := hourOf(t, p, phone, nil)
		hours = append(hours, hour)
	}
	slices.Sort(hours)
	if n := len(slices.Compact(hours)); n < 8 {
		t.Errorf("all get one of %d hours", n)
	}
	d := &deciding{p: p}
	for range 10 * mostActive {
		d.active(At(time.Date(2026, 3, 2, 12, 0, 0, 0, p.zone)))
	}
	if got := d.rec.Active[12]; got < mostActive/2 || got >= mostActive {
		t.Errorf("counted %d", got)
	}
}
