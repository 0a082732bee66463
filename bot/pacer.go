package bot

import (
	"sync"
	"time"
)

// pacer gives out tokens per sender, one per segment: what a carrier lets a sender send in a
// second. Everybody who sends shares it. It begins empty, so that a restart never sends more than
// the pace allows.
type pacer struct {
	mu      sync.Mutex
	pace    func(sender string) float64 // segments per second
	began   time.Time                   // of the process: tokens grow from here on
	buckets map[string]*bucket
}

type bucket struct {
	tokens float64
	at     time.Time
	paused time.Time // by the carrier, until
}

func newPacer(began time.Time, pace func(string) float64) *pacer {
	return &pacer{pace: pace, began: began, buckets: map[string]*bucket{}}
}

// take takes one token, if there is one; otherwise it says when there will be.
func (p *pacer) take(sender string, now time.Time) (ok bool, next time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b, pace := p.filled(sender, now)
	if now.Before(b.paused) {
		return false, b.paused
	}
	if b.tokens < 1 {
		lacking := time.Duration((1 - b.tokens) / pace * float64(time.Second))
		return false, now.Add(max(lacking, time.Millisecond)) // never "now": the last grain of a token may round to nothing
	}
	b.tokens--
	return true, now
}

// charge takes n more tokens for a text that has several segments, into debt if need be; a
// negative n gives them back.
func (p *pacer) charge(sender string, n int, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b, _ := p.filled(sender, now)
	b.tokens -= float64(n)
}

// pause stops one sender until a time, as its carrier asked. Other senders go on.
func (p *pacer) pause(sender string, until, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	b, _ := p.filled(sender, now)
	if until.After(b.paused) {
		b.paused = until
	}
}

// isPaused tells whether a sender was told by its carrier to wait.
func (p *pacer) isPaused(sender string, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	b := p.buckets[sender]
	return b != nil && now.Before(b.paused)
}

// filled gives a sender's bucket with the tokens of the time that has passed, at most those of one
// second.
func (p *pacer) filled(sender string, now time.Time) (*bucket, float64) {
	pace := max(p.pace(sender), 0.01)
	b := p.buckets[sender]
	if b == nil {
		b = &bucket{at: p.began}
		p.buckets[sender] = b
	}
	if passed := now.Sub(b.at).Seconds(); passed > 0 {
		b.tokens = min(b.tokens+passed*pace, max(pace, 1))
		b.at = now
	}
	return b, pace
}
