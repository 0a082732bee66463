package links

import (
	"fmt"
	"sync"
	"time"
)

// apart is how far two clicks of one link must lie apart to count as two.
const apart = time.Minute

// clicks remembers which links were opened within the last minute.
type clicks struct {
	mu    sync.Mutex
	last  map[string]time.Time // by code, when it was counted last
	swept time.Time
}

// first tells whether a click counts, and under which id. Two that count are a minute apart, so the
// minute tells them apart; and a click that is counted again after a restart has the same id, if it
// comes within that minute.
func (c *clicks) first(code string, now time.Time) (id string, counts bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sweep(now)
	if last, known := c.last[code]; known && now.Sub(last) < apart {
		return "", false
	}
	c.last[code] = now
	return fmt.Sprintf("click/%s/%d", code, now.Unix()/int64(apart/time.Second)), true
}

// forget lets the next click count: this one was not booked.
func (c *clicks) forget(code string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.last, code)
}

// sweep drops what is older than a minute, once a minute.
func (c *clicks) sweep(now time.Time) {
	if c.last != nil && now.Sub(c.swept) < apart {
		return
	}
	recent := map[string]time.Time{}
	for code, last := range c.last {
		if now.Sub(last) < apart {
			recent[code] = last
		}
	}
	c.last, c.swept = recent, now
}
