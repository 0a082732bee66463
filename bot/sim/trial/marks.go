package trial

import "github.com/parley-sms/parley/bot/faketwilio"

// Marks lists the places that stories must come by: each fault and each rule, at least once in a few
// hundred of them. A place that none comes by is one that no story puts on trial.
func Marks() []string {
	return []string{
		"a commit failed", "a commit failed that was stored", // the disk
		"killed before a commit", "killed after a commit", "killed before a call", "killed after a call", "the process was killed",
		"carrier: answered", "carrier: refused", "carrier: too_many_requests", "carrier: server_error", "carrier: html_error", "carrier: hung", "carrier: dropped",
		"callback: lost", "callback: repeated", "callback: out of order", "callback: not taken",
		"inbound: lost", "inbound: posted again", "inbound: not taken",
		"the real store was opened", "the machine stood still", "a program went live", "a record was refitted",
		string(Erases), string(Imports), "an old text came again", "an old event came again",
		"codes were imported", "redeem", "a code was used before it was given", "wait: codes",
		"enrolled: news", "enrolled: cast", "a text went again in doubt",
		"doubt: found", "doubt: absent", "doubt: given up",
		"stop", "suspend", "resume", "timeout", "take", "release",
		"wait: quiet", "wait: cap", "wait: arbiter", "wait: foreground", "drop: send_by", "drop: cap", "drop: suppress",
	}
}

// met counts what the carrier's ledger tells of its faults.
func (e *evidence) met(fake *faketwilio.Server) {
	for _, q := range fake.Requests() {
		e.Marks["carrier: "+string(q.Outcome)]++
	}
	posted := map[[2]string]bool{}
	ended := map[string]bool{}
	for _, c := range fake.Callbacks() {
		key := [2]string{c.SID, c.Status}
		switch {
		case c.Lost:
			e.Marks["callback: lost"]++
		case posted[key]:
			e.Marks["callback: repeated"]++
		case c.Answer/100 != 2:
			e.Marks["callback: not taken"]++
		case ended[c.SID]:
			e.Marks["callback: out of order"]++
		}
		posted[key] = true
		ended[c.SID] = ended[c.SID] || c.Status == "delivered"
	}
	copies := map[[2]string]int{}
	for _, s := range e.sent {
		key := [2]string{s.To, name(s.Body)}
		if copies[key]++; copies[key] > 1 && tries(key[1]) > 1 {
			e.Marks["a text went again in doubt"]++
		}
	}
	for _, r := range e.received {
		switch {
		case r.Attempts == 0:
			e.Marks["inbound: lost"]++
		case !r.Acked:
			e.Marks["inbound: not taken"]++
		case r.Attempts > 1:
			e.Marks["inbound: posted again"]++
		}
	}
}
