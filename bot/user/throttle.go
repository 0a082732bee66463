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

// throttle remembers logins that failed, or are not decided yet.
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

// begin refuses a login that comes too early. Any other counts as failed until it has passed, so that many at
// once are slowed down like one after the other.
func (t *throttle) begin(now time.Time, name, address string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.makeRoom(now)
	for key, free := range guessers(name, address) {
		g := t.known[key]
		if wait := g.last.Add(g.wait(free)).Sub(now); wait > 0 {
			return &ThrottledError{For: wait}
		}
	}
	for key := range guessers(name, address) {
		t.known[key] = guesses{n: t.known[key].n + 1, last: now}
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

// passed forgets what failed of an account, since its owner is there, and takes this try off its address.
func (t *throttle) passed(name, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for key := range guessers(name, address) {
		g := t.known[key]
		if g.n--; g.n <= 0 || key == "name "+name {
			delete(t.known, key)
			continue
		}
		t.known[key] = g
	}
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
