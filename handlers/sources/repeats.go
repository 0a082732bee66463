package sources

import (
	"sync"
	"time"
)

// What is remembered of deliveries.
const (
	rememberFor  = 7 * 24 * time.Hour // longer than any shop tries again
	maxDelivered = 50_000             // the oldest half falls off
)

// repeats remembers what was delivered, since the server began.
type repeats struct {
	mu    sync.Mutex
	known map[string]time.Time // by source and delivery
	older map[string]time.Time
	since time.Time // when known began
}

// seen tells whether a delivery was taken before.
func (r *repeats) seen(source, delivery string, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, known := range []map[string]time.Time{r.known, r.older} {
		if at, ok := known[source+" "+delivery]; ok && now.Sub(at) < rememberFor {
			return true
		}
	}
	return false
}

// add remembers a delivery that was taken.
func (r *repeats) add(source, delivery string, now time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.known == nil || len(r.known) >= maxDelivered/2 || now.Sub(r.since) > rememberFor {
		r.known, r.older, r.since = map[string]time.Time{}, r.known, now
	}
	r.known[source+" "+delivery] = now
}
