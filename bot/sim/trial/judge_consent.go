package trial

import (
	"fmt"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// afterStop looks for texts that left after a STOP was acknowledged, and before anything that was said after it could
// have lifted it: what was not acknowledged at first may be long afterwards, when it is posted again. Answers to HELP and the one confirmation have no name in brackets.
func afterStop(e *evidence) (found []string) {
	for who := range people {
		for _, stop := range e.from(who) {
			if !stop.Acked || !stops(stop.Body) {
				continue
			}
			until := e.lifted(who, stop.At)
			for _, s := range e.to(who) {
				if s.StartedAt.After(stop.AckedAt) && s.StartedAt.Before(until) && name(s.Body) != "" {
					found = append(found, fmt.Sprintf("%s, after STOP was acknowledged at %s", about(s), stop.AckedAt.Format(time.RFC3339)))
				}
			}
		}
	}
	return found
}

// afterErasure looks for texts to a person who was erased, and has done nothing since that would bring
// consent back.
func afterErasure(e *evidence) (found []string) {
	for _, d := range e.desk {
		if d.Kind != Erases {
			continue
		}
		until := e.lifted(d.Who, d.at)
		for _, s := range e.to(d.Who) {
			if s.StartedAt.After(d.at) && s.StartedAt.Before(until) && name(s.Body) != "" {
				found = append(found, fmt.Sprintf("%s, who was erased at %s", about(s), d.at.Format(time.RFC3339)))
			}
		}
	}
	return found
}

// lifted is when something that may lift a STOP came first after it.
func (e *evidence) lifted(who int, stop time.Time) time.Time {
	until := e.end
	for _, r := range e.from(who) {
		if starts(r.Body) && !r.At.Before(stop) && r.At.Before(until) {
			until = r.At
		}
	}
	for _, d := range e.tried {
		given := d.at.Add(-d.Late) // a file's consent does not lift a later STOP
		if (d.Kind == OptsIn || d.Kind == Imports) && d.Who == who && !given.Before(stop) && d.at.Before(until) {
			until = d.at
		}
	}
	return until
}

// consent looks for marketing texts that nothing in the ledger allowed when they left.
func consent(e *evidence) (found []string) {
	for who := range people {
		for _, s := range e.to(who) {
			if marketing(name(s.Body)) && s.StartedAt.After(e.erased(who)) && !e.stored[who].allowed(s.StartedAt) {
				found = append(found, about(s)+", and the ledger has no consent")
			}
		}
	}
	return found
}

// allowed tells whether the ledger held marketing consent at a time: of what was recorded by then, what
// happened last counts. What is recorded at that very time counts in favour.
func (s *stored) allowed(at time.Time) (given bool) {
	at = at.Truncate(time.Millisecond) // the grain of what is stored
	var last fsm.Moment
	for _, entry := range s.ledger {
		recorded := entry.Recorded.Time()
		if recorded.After(at) || entry.Purpose == fsm.ForService || entry.At < last {
			continue
		}
		switch {
		case entry.Fact == "given":
			given, last = true, entry.At
		case entry.Fact == "affirmed":
			last = entry.At
		case entry.Fact == "withdrawn" && recorded.Before(at):
			given, last = false, entry.At
		}
	}
	return given
}

// consents tells whether marketing consent was given before a span, and not withdrawn within it.
func (s *stored) consents(from, to time.Time) bool {
	return s.allowed(from) && !slices.ContainsFunc(s.ledger, func(entry fsm.LedgerEntry) bool {
		at := entry.Recorded.Time()
		return entry.Fact == "withdrawn" && !at.Before(from) && !at.After(to)
	})
}
