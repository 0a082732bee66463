package fsm

import (
	"fmt"
	"time"

	"github.com/parley-sms/parley/fsm/spelling"
)

// LongestTimeout bounds how long a question or a call may stay open.
const LongestTimeout = 30 * 24 * time.Hour

// beginning checks what starts a workflow without an event: a date, a schedule or a broadcast.
func (c *compiler) beginning(where string, e *Enter) {
	ways := 0
	for _, set := range []bool{len(e.On) > 0, e.Date != "", e.Every != nil, e.Once != ""} {
		if set {
			ways++
		}
	}
	if ways > 1 {
		c.fail(where, "has more than one of on, date, every and at; make a workflow of each")
	}
	if e.Date != "" {
		c.needDate(where+".date", e.Date, scope{c: c})
	}
	if e.Segment != "" {
		if _, ok := c.p.Segments[e.Segment]; !ok && e.Segment != Everyone {
			c.fail(where+".segment", "there is no segment %q, so nobody would enter; %s", e.Segment, spelling.Remedy(e.Segment, append(sortedKeys(c.p.Segments), Everyone)))
		}
		if e.Every == nil && e.Once == "" {
			c.fail(where+".segment", "is for schedules and broadcasts; write if: \"segment.%s\" for any other entry", e.Segment)
		}
	}
	if e.Once != "" {
		if _, err := time.Parse(occurrenceForm, e.Once); err != nil {
			c.fail(where+".at", "%q is no time; write it like 2026-11-27 10:00", e.Once)
		}
	}
	c.atMost(where+".after", max(e.Delay, -e.Delay), LongestWait)
}

// needDate refuses what holds no date or time.
func (c *compiler) needDate(where, name string, s scope) {
	v, why := s.find(name)
	switch {
	case why != "":
		c.fail(where, "%s", why)
	case v.field.Type != DateType && v.field.Type != TimeType:
		c.fail(where, "%q is a %s, so no day would ever come; declare it as date or time", name, v.field.Type)
	}
}

func (c *compiler) atMost(where string, span, most time.Duration) {
	if span > most {
		c.fail(where, "is longer than %d days; shorten it", int(most/(24*time.Hour)))
	}
}

// stepReferences checks what a step names, and how long it takes.
func (c *compiler) stepReferences(where string, w *workflow, s *Step) {
	if s.Offer != "" {
		if _, ok := c.p.Offers[s.Offer]; !ok {
			c.fail(where+".offer", "there is no offer %q; %s", s.Offer, spelling.Remedy(s.Offer, sortedKeys(c.p.Offers)))
		}
	}
	if s.Kind == WaitForStep {
		c.atMost(where+".timeout", s.Timeout, LongestWait)
	} else {
		c.atMost(where+".timeout", s.Timeout, LongestTimeout)
	}
	if s.Kind == WaitStep {
		c.wait(where+".wait", w, &s.Wait)
	}
	if s.Kind == SplitStep {
		c.arms(where+".arms", s.Arms)
	}
}

func (c *compiler) wait(where string, w *workflow, wait *Wait) {
	c.atMost(where, max(wait.For, -wait.For), LongestWait)
	c.bestTime(where, wait)
	if wait.Of != "" {
		c.needDate(where, wait.Of, scope{c: c, w: &w.Workflow})
	}
	if wait.Date != "" {
		if _, err := time.Parse(time.DateOnly, wait.Date); err != nil {
			c.fail(where, "%q is no date; write it like 2026-12-01", wait.Date)
		}
	}
}

// maxArms bounds a split.
const maxArms = 16

func (c *compiler) arms(where string, arms []Arm) {
	total, names := 0, map[string]bool{}
	for _, a := range arms {
		c.name(where, a.Name)
		if names[a.Name] {
			c.fail(where, "there are two arms named %q; give one of them another name", a.Name)
		}
		if a.Weight < 0 || a.Weight > 1_000_000 {
			c.fail(where+"."+a.Name, "a weight of %d; it may be 0 to 1000000", a.Weight)
		}
		names[a.Name] = true
		total += max(a.Weight, 0)
	}
	if total == 0 || len(arms) > maxArms {
		c.fail(where, "splits people into %d arms with a weight of %d altogether; give up to %d arms, and one of them a weight", len(arms), total, maxArms)
	}
}

// moved warns of names that were not given up, or lead nowhere.
func (c *compiler) moved(where string, moved map[string]string, has func(string) bool) {
	for _, old := range sortedKeys(moved) {
		to := moved[old]
		for range len(moved) {
			if next, on := moved[to]; on && !has(to) {
				to = next
			}
		}
		switch {
		case has(old):
			c.warn(where+"."+old, "is still there, so nobody is moved out of it; take one of the two out")
		case !has(to):
			c.warn(where+"."+old, "leads to %q, which is not there, so whoever is in it leaves", to)
		}
	}
}

// products checks how long products last.
func (c *compiler) products() {
	for _, name := range sortedKeys(c.p.Products) {
		if days := c.p.Products[name]; days < 1 || time.Duration(days)*24*time.Hour > LongestWait {
			c.fail(fmt.Sprintf("products.%s", name), "lasts %d days; it may last 1 to 400", days)
		}
	}
}
