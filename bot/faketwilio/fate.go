package faketwilio

import (
	"fmt"
	"math/rand/v2"
	"slices"
)

// Each kind of thing has its own sequence of numbers and so its own sequence of fates.
const (
	kindCreate = iota
	kindText
	kindReply
	kindList
	kinds
)

// maxStatuses is the longest life of a text: queued, sent, delivered.
const maxStatuses = 3

// fate is all that is left to chance about one create call. Everything is drawn, in one
// order, whether it is needed or not: changing one probability changes no other draw.
type fate struct {
	outcome   Outcome
	accepted  bool // the text is accepted, whatever the caller hears
	code      int  // of the answer, where the outcome is a server error
	early     bool
	reordered bool
	failure   failure
	lost      [maxStatuses]bool
	repeated  [maxStatuses]bool
	offsets   [maxStatuses]float64 // of the statuses, as parts of the callback delay
	sid       string
}

// failure is how a text that was accepted ends without reaching its phone.
type failure struct {
	status string
	code   int
}

// asyncFailures are ends that do not depend on what was sent.
var asyncFailures = []failure{
	{"undelivered", 30003}, {"undelivered", 30005}, {"undelivered", 30006},
	{"undelivered", 30007}, {"undelivered", 30008}, {"failed", 30001},
}

// rng gives the source for the nth thing of a kind.
func rng(seed uint64, kind, n uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, n*kinds+kind))
}

// drawFate draws the fate of the nth create call.
func drawFate(seed, n uint64, f *Faults) fate {
	r := rng(seed, kindCreate, n)
	out := fate{sid: drawSID(r)}
	coin := func(p float64) bool { return r.Float64() < p }
	out.outcome, out.accepted, out.code = drawOutcome(coin, f)
	failed, which := coin(f.FailAsync), r.IntN(len(asyncFailures))
	if failed {
		out.failure = asyncFailures[which]
	}
	out.early, out.reordered = coin(f.CallbackEarly), coin(f.CallbackReordered)
	for i := range maxStatuses {
		out.lost[i], out.repeated[i] = coin(f.CallbackLost), coin(f.CallbackRepeated)
		out.offsets[i] = r.Float64()
	}
	slices.Sort(out.offsets[:])
	return out
}

// drawOutcome draws what becomes of the call itself. The first fault that comes up wins.
func drawOutcome(coin func(float64) bool, f *Faults) (out Outcome, accepted bool, code int) {
	cases := []struct {
		hit      bool
		outcome  Outcome
		accepted bool
	}{
		{coin(f.TooManyRequests), TooManyRequests, false},
		{coin(f.DropBeforeAccept), Dropped, false},
		{coin(f.ServerError), ServerError, coin(0.5)},
		{coin(f.HTMLError), HTMLError, coin(0.5)},
		{coin(f.HangAfterAccept), Hung, true},
		{coin(f.DropAfterAccept), Dropped, true},
	}
	code = 20500
	if coin(0.5) {
		code = 20503
	}
	for _, c := range cases {
		if c.hit {
			return c.outcome, c.accepted, code
		}
	}
	return Answered, true, code
}

// inboundFate is all that is left to chance about one inbound text.
type inboundFate struct {
	lost, repeated, retried bool
	sid                     string
	tokens                  [2]string
}

// drawInbound draws the fate of the nth inbound text.
func drawInbound(seed, n uint64, f *Faults) inboundFate {
	r := rng(seed, kindText, n)
	out := inboundFate{sid: drawSID(r)}
	out.lost = r.Float64() < f.InboundLost
	out.repeated = r.Float64() < f.InboundRepeated
	out.retried = r.Float64() < f.InboundRetried
	for i := range out.tokens {
		out.tokens[i] = drawToken(r)
	}
	return out
}

// drawSID draws a message SID.
func drawSID(r *rand.Rand) string {
	return fmt.Sprintf("SM%016x%016x", r.Uint64(), r.Uint64())
}

// drawToken draws an idempotency token.
func drawToken(r *rand.Rand) string {
	a, b := r.Uint64(), r.Uint64()
	return fmt.Sprintf("%08x-%04x-%04x-%04x-%012x", a>>32, a>>16&0xffff, a&0xffff, b>>48, b&(1<<48-1))
}
