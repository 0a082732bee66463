package links

import (
	"net/netip"
	"sync"
	"time"
)

// How many links one address opens before it is taken for a scanner: a person opens one after the other, and
// those who share an address open theirs at their leisure.
const (
	manyLinks  = 5
	manyWithin = 10 * time.Second
)

// opened is one link that an address opened.
type opened struct {
	code string
	at   time.Time
}

// crowd remembers which links each address opened just now.
type crowd struct {
	mu    sync.Mutex
	known map[netip.Prefix][]opened
	swept time.Time
}

// many notes that an address opens a link, and tells whether it has opened that many others just now.
func (c *crowd) many(who netip.Prefix, code string, now time.Time) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sweep(now)
	list := recent(c.known[who], code, now)
	if len(list) < manyLinks {
		list = append(list, opened{code, now})
	} else {
		list = append(list[1:], opened{code, now})
	}
	c.known[who] = list
	return len(list) >= manyLinks
}

// recent drops what is older, and the code itself.
func recent(list []opened, code string, now time.Time) []opened {
	var out []opened
	for _, o := range list {
		if o.code != code && now.Sub(o.at) < manyWithin {
			out = append(out, o)
		}
	}
	return out
}

// sweep forgets addresses that have opened nothing of late, and all of them where there is no room.
func (c *crowd) sweep(now time.Time) {
	if c.known != nil && now.Sub(c.swept) < manyWithin && len(c.known) < maxKnown {
		return
	}
	busy := map[netip.Prefix][]opened{}
	for who, list := range c.known {
		if list = recent(list, "", now); len(list) > 0 {
			busy[who] = list
		}
	}
	if len(busy) >= maxKnown {
		clear(busy)
	}
	c.known, c.swept = busy, now
}
