package user

import (
	"fmt"
	"sync"
	"time"
)

// How guesses are slowed down: after a few that failed, each further one must wait twice as long as the one before it, up to a
// bound that an owner can live with. Addresses have more tries than accounts, since an office shares one.
const (
	freeGuesses   = 5
	freeOfAddress = 20
	firstDelay    = 2 * time.Second
	longestDelay  = 5 * time.Minute
	forgetAfter   = time.Hour
	maxGuessers   = 20_000 // names and addresses remembered
)

// ThrottledError says that a login must wait.
type ThrottledError struct{ For time.Duration }

func (t *ThrottledError) Error() string {
	return fmt.Sprintf("too many logins failed; the next one is looked at in %v", t.For.Round(time.Second))
}

// throttle remembers logins that failed.
type throttle struct {
	mu    sync.Mutex
	known map[string]guesses
}

type guesses struct {
	n    int
	last time.Time
}

// wait is how long after the last failure the next try is looked at.
func (g guesses) wait(free int) time.Duration {
	if g.n < free {
		return 0
	}
	return min(longestDelay, firstDelay<<min(g.n-free, 16))
}

// check refuses a login that comes too early.
func (t *throttle) check(now time.Time, name, address string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for key, free := range guessers(name, address) {
		g := t.known[key]
		if wait := g.last.Add(g.wait(free)).Sub(now); wait > 0 {
			return &ThrottledError{For: wait}
		}
	}
	return nil
}

// guessers are those who may be guessing, and how many free tries each has. Who is logged in has no address here.
func guessers(name, address string) map[string]int {
	who := map[string]int{"name " + name: freeGuesses}
	if address != "" {
		who["from "+address] = freeOfAddress
	}
	return who
}

// failed remembers a login that failed.
func (t *throttle) failed(now time.Time, name, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.makeRoom(now)
	for key := range guessers(name, address) {
		g := t.known[key]
		t.known[key] = guesses{n: g.n + 1, last: now}
	}
}

// passed forgets what failed of an account: its owner is there.
func (t *throttle) passed(name string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.known, "name "+name)
}

// makeRoom forgets what is old, and all where that is not enough.
func (t *throttle) makeRoom(now time.Time) {
	if t.known == nil {
		t.known = map[string]guesses{}
	}
	if len(t.known) < maxGuessers {
		return
	}
	for key, g := range t.known {
		if now.Sub(g.last) > forgetAfter {
			delete(t.known, key)
		}
	}
	if len(t.known) >= maxGuessers {
		clear(t.known)
	}
}
