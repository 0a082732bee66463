package fsm

import (
	"cmp"
	"fmt"
	"slices"
	"time"
)

// elsewhere remembers what another channel sent, where a cap counts it. It may be learned late, and counts from
// when it happened.
func (d *deciding) elsewhere(h Happened) {
	if d.now.Sub(h.At) >= d.p.countedFor(h.Type) {
		return
	}
	r := Release{At: h.At, Event: h.Type}
	at := slices.IndexFunc(d.rec.Released, func(o Release) bool { return o.after(r) })
	if at < 0 {
		at = len(d.rec.Released)
	}
	d.rec.Released, d.touched = slices.Insert(d.rec.Released, at, r), true
}

// countedFor is how long caps count an event as something that another channel sent; zero: none does.
func (p *Program) countedFor(kind string) (longest time.Duration) {
	for _, c := range p.Caps {
		if slices.Contains(c.Also, kind) {
			longest = max(longest, c.Per)
		}
	}
	return longest
}

// after tells whether something went out later than something else.
func (r *Release) after(o Release) bool {
	return cmp.Or(cmp.Compare(r.At, o.At), cmp.Compare(r.Seq, o.Seq)) > 0
}

// HowMany counts what other channels sent, each kind once: "2 email_sent", "1 push_sent".
func HowMany(events []string) (said []string) {
	counts := map[string]int{}
	for _, kind := range events {
		counts[kind]++
	}
	for _, kind := range sortedKeys(counts) {
		said = append(said, fmt.Sprintf("%d %s", counts[kind], kind))
	}
	return said
}
