package main_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

// rough is how the carrier behaves while the server is being killed.
const rough = "429=0.02,5xx=0.02,html=0.01,drop-before=0.01,drop-after=0.02,hang=0.01," +
	"callback-lost=0.1,callback-repeated=0.1,callback-early=0.1,callback-reordered=0.1," +
	"inbound-lost=0.05,inbound-repeated=0.05,inbound-retried=0.05,list-error=0.03,list-delay-ms=300"

const (
	newcomers = 5               // people who begin to text in each round
	longest   = 1800            // milliseconds that a server lives
	settling  = 2 * time.Minute // for everything that was begun to come to its end
)

// Ensure that a server which is killed again and again, behind a carrier that fails in every way,
// handles each text exactly once, answers it exactly once, texts nobody after a STOP, and gives nobody's
// code to another. Set PARLEY_CRASH_ROUNDS for more rounds and PARLEY_CRASH_SEED for other ones.
func TestKill(t *testing.T) {
	rounds, seed := setting(t, "PARLEY_CRASH_ROUNDS", 10), setting(t, "PARLEY_CRASH_SEED", 1)
	rng := rand.New(rand.NewPCG(seed, 0))
	w, codes := newWorld(t, seed), int(rounds+1)*newcomers
	w.importCodes(codes)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	crowd := newCrowd(ctx, w)
	for range rounds {
		for range newcomers {
			crowd.add(rng)
		}
		time.Sleep(time.Duration(50+rng.IntN(longest)) * time.Millisecond)
		w.kill()
		w.serve()
	}
	w.control("/fake/faults", map[string]float64{}, nil)
	w.kill() // the list is read at the start: what was never posted is found now
	w.serve()
	defer time.AfterFunc(settling, cancel).Stop()
	crowd.leave()

	w.awaitQuiet(ctx, crowd)
	facts, left := w.gather(ctx, crowd), w.left()
	w.kill()
	tally := facts.check(t)
	facts.checkCodes(t, w, codes, left)
	checkStore(t, w)
	t.Logf("rounds %d, kills %d, people %d, %v", rounds, w.kills, len(crowd.people), tally)
}

// setting reads a number from the environment.
func setting(t *testing.T, name string, otherwise uint64) uint64 {
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s is %q; it must be a number", name, text)
	}
	return n
}

// tally is what a run came to.
type tally struct {
	texts, replies, restarts, doubts, found, absent, unknown, crossed, doubled, lost int
}

func (n tally) String() string {
	return fmt.Sprintf("texts %d, replies %d, in doubt %d (%d after a restart): found %d, absent %d, cannot tell %d; "+
		"on the wire at a STOP %d, doubled %d, lost %d",
		n.texts, n.replies, n.doubts, n.restarts, n.found, n.absent, n.unknown, n.crossed, n.doubled, n.lost)
}
