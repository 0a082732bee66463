package links

import (
	"fmt"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// apart is how far two clicks of one link must lie apart to count as two.
const apart = time.Minute

// clicks remembers which links were opened within the last minute, and by whom: a preview hides no person.
type clicks struct {
	mu    sync.Mutex
	last  map[clicked]time.Time // when it was counted last
	swept time.Time
}

type clicked struct {
	code string
	by   fsm.Opener
}

// first tells whether a click counts, and under which id. Two that count are a minute apart, so the
// minute tells them apart; and a click that is counted again after a restart has the same id, if it
// comes within that minute.
func (c *clicks) first(code string, by fsm.Opener, now time.Time) (id string, counts bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sweep(now)
	key := clicked{code, by}
	if last, known := c.last[key]; known && now.Sub(last) < apart {
		return "", false
	}
	c.last[key] = now
	return fmt.Sprintf("click/%s/%d", code, now.Unix()/int64(apart/time.Second)), true
}

// forget lets the next click count: this one was not booked.
func (c *clicks) forget(code string, by fsm.Opener) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.last, clicked{code, by})
}

// sweep drops what is older than a minute, once a minute.
func (c *clicks) sweep(now time.Time) {
	if c.last != nil && now.Sub(c.swept) < apart {
		return
	}
	recent := map[clicked]time.Time{}
	for key, last := range c.last {
		if now.Sub(last) < apart {
			recent[key] = last
		}
	}
	c.last, c.swept = recent, now
}
