package plain

import (
	"fmt"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// Clock writes a moment by the clock of a place: "Tue 3 Mar 2026, 19:12:05 EST".
func Clock(m fsm.Moment, zone *time.Location) string {
	if m == 0 {
		return "never"
	}
	return m.Time().In(zone).Format("Mon 2 Jan 2006, 15:04:05 MST")
}

// State tells how a person stands: consent, what is in the foreground, runs, and what is held.
func State(r *fsm.Record, zone *time.Location) []string {
	list := []string{ground(r, zone)}
	if q := r.Question; q != nil {
		list = append(list, fmt.Sprintf("the question %s.%s is open until %s (text /%d)", q.Workflow, q.Step, Clock(q.Expires, zone), q.Seq))
	}
	for _, q := range r.Stack {
		list = append(list, fmt.Sprintf("the question %s.%s is set aside until %s", q.Workflow, q.Step, Clock(q.Expires, zone)))
	}
	if r.State.Foreground() == fsm.Agent || r.Thread.Owner != "" {
		list = append(list, joined("a person has the thread", r.Thread.Owner, r.Thread.Reason))
	}
	if h := r.Hold; h != nil {
		list = append(list, fmt.Sprintf("marketing is held since %s: text /%d (%s) is for somebody to look at", Clock(h.Since, zone), h.Seq, h.Reason))
	}
	for _, run := range r.Runs {
		list = append(list, fmt.Sprintf("in %s since %s: %s", Run(run, run.Step), Clock(run.EnteredAt, zone), phase(run)))
	}
	for _, b := range r.Blocks {
		list = append(list, fmt.Sprintf("the carrier blocks our sender %s since %s (%s)", b.Sender, Clock(b.Since, zone), b.Source))
	}
	if r.Number.Bad != "" {
		list = append(list, "the number gets no texts: "+r.Number.Bad)
	}
	return list
}

func ground(r *fsm.Record, zone *time.Location) string {
	switch c := r.Marketing; r.State.Ground() {
	case fsm.Subscribed:
		return fmt.Sprintf("subscribed since %s, by %s (consent entry %d)", Clock(c.At, zone), c.Source, c.Entry)
	case fsm.Stopped:
		return "stopped since " + Clock(r.StoppedAt, zone)
	case fsm.AwaitYes:
		return "asked to confirm the opt-in; nothing else is theirs yet"
	}
	return "without consent to marketing"
}

func phase(run fsm.Run) string {
	words := map[fsm.Phase]string{
		fsm.Scheduled: "it goes on at its time", fsm.Wanting: "its text wants to go", fsm.OnWire: "its text is at the carrier",
		fsm.Asked: "it waits for the answer", fsm.Waiting: "it waits for an event", fsm.Calling: "it waits for the shop's server",
	}[run.Phase]
	if words == "" {
		words = strings.TrimSpace("it is " + string(run.Phase))
	}
	return words
}
