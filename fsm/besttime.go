package fsm

import (
	"fmt"
	"slices"
	"time"
)

// The arms of a wait with a best time: nine of ten people go on at their best hour, the others at an hour that
// is drawn, so that it can be told what the best hour brings.
const (
	BestArm    = "best"
	ExploreArm = "explore"
)

// TimeArms are these arms with their weights.
func TimeArms() []Arm { return []Arm{{BestArm, 9}, {ExploreArm, 1}} }

const (
	mostActive  = 200 // replies, clicks and purchases at one hour of the day that are counted; then all hours are halved
	othersWeigh = 5   // what all people do counts as much as so many of a person's own doings
)

// active counts that the person did something at an hour of the day, by his clock: what he does of himself says
// when he has time. The counters of all people together are what somebody of whom nothing is known is taken for.
func (d *deciding) active(at Moment) {
	hour := at.Time().In(d.zones()[0]).Hour()
	hours := make([]byte, 24)
	copy(hours, d.rec.Active)
	hours[hour]++
	if hours[hour] >= mostActive {
		for i := range hours {
			hours[i] /= 2
		}
	}
	d.rec.Active, d.touched = hours, true
	d.count(fmt.Sprintf("%s%02d", CountedActive, hour))
}

// CountedActive begins the names of the kept counters of what people do at each hour: "active.09".
const CountedActive = "active."

// bestClock is the time of the day at which a wait with a best time ends: within the person's best hour, or one
// that is drawn, at a minute that is drawn so that not everybody is texted at once.
func (d *deciding) bestClock(w *Wait, run *Run) Clock {
	name := run.Workflow + "." + run.Step
	of := func(what string, n int) int {
		return lot(d.in.Secret, fmt.Sprintf("%s|%s|%d|%s", name, d.rec.Phone, run.ID, what), n)
	}
	hours := w.Best.hours()
	if d.timeArm(name) == BestArm {
		hours = d.bestHours(hours)
	}
	return ClockAt(60*hours[of("hour", len(hours))] + of("minute", 60))
}

// timeArm is the arm that the person has of a wait with a best time, or is drawn for.
func (d *deciding) timeArm(experiment string) string {
	if x := d.exposed(experiment); x != nil {
		return x.Arm
	}
	return draw(d.in.Secret, experiment+"|"+string(d.rec.Phone), TimeArms())
}

// bestHours picks of some hours those at which the person does most, and as far as little is known of him, at
// which all people do most.
func (d *deciding) bestHours(hours []int) (best []int) {
	d.timed = true
	own, others, sum := make([]byte, 24), make([]byte, 24), 24
	copy(own, d.rec.Active)
	copy(others, d.in.Hours)
	for _, n := range others {
		sum += int(n)
	}
	score := func(hour int) int { return int(own[hour])*sum + othersWeigh*(int(others[hour])+1) }
	most := 0
	for _, hour := range hours {
		most = max(most, score(hour))
	}
	return slices.DeleteFunc(slices.Clone(hours), func(hour int) bool { return score(hour) < most })
}

// hours lists the whole hours of a window.
func (w Window) hours() (list []int) {
	for hour := range 24 {
		if w.From <= 60*hour && 60*hour+60 <= w.To {
			list = append(list, hour)
		}
	}
	return list
}

// Timed tells whether a wait ends at the person's best time.
func (w *Wait) Timed() bool { return w.Best.To > 0 }

// Parts are the arms of the experiment that a step is; none where it is no experiment.
func (s *Step) Parts() []Arm {
	if s.Kind == WaitStep && s.Wait.Timed() {
		return TimeArms()
	}
	return s.Arms
}

// HourShares scales what all people did at each hour to a byte each, as Inputs have it.
func HourShares(counts [24]int64) []byte {
	most := slices.Max(counts[:])
	if most <= 0 {
		return nil
	}
	shares := make([]byte, 24)
	for hour, n := range counts {
		shares[hour] = byte(max(n, 0) * 255 / most)
	}
	return shares
}

// bestTime checks a wait's best time.
func (c *compiler) bestTime(where string, w *Wait) {
	switch {
	case !w.Timed():
	case len(w.Best.hours()) == 0:
		c.fail(where, "has no whole hour within its window; write it like 09:00-20:00")
	case w.Clock != 0 || w.Days != [7]bool{} || w.dated():
		c.fail(where, "chooses the hour itself, so the wait can say nothing but a span such as 1d; leave out what stands behind until")
	case w.For > LongestWait-24*time.Hour:
		c.fail(where, "may take a day longer than the wait says; shorten it")
	}
}
