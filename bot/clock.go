package bot

import (
	"sync"
	"time"
)

// Clock tells the time to everything that decides. It never goes back.
type Clock interface{ Now() time.Time }

// SystemClock is the machine's clock, held where it is when somebody sets it back.
type SystemClock struct {
	mu   sync.Mutex
	last time.Time
}

// Now is the present time by the wall clock, which is what is stored, and never before a time that
// was told already.
func (c *SystemClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := time.Now().Round(0); now.After(c.last) { // without the monotonic reading, which would hide a step back
		c.last = now
	}
	return c.last
}

// OffsetClock runs ahead of another clock by an offset that only grows: the test phone's clock.
type OffsetClock struct {
	Base   Clock
	mu     sync.Mutex
	offset time.Duration
}

// Now is the base clock's time plus the offset.
func (c *OffsetClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.Base.Now().Add(c.offset)
}

// Advance moves the clock forward to a time, if it is not there yet, and gives the new offset.
func (c *OffsetClock) Advance(to time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	if ahead := to.Sub(c.Base.Now()); ahead > c.offset {
		c.offset = ahead
	}
	return c.offset
}
