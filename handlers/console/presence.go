package console

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// typingFor is how long somebody who typed counts as typing.
const typingFor = 15 * time.Second

// maxPresent bounds the threads whose readers are remembered; who reads one more is not told of.
const maxPresent = 10_000

// presence knows who of the staff looks at which thread, and who types in it. It is a courtesy that nothing depends on: it is kept in memory
// alone, and bars nobody.
type presence struct {
	mu      sync.Mutex
	threads map[fsm.Phone]*present
}

// present is who is at one thread.
type present struct {
	looking map[string]int       // how many pages each has open
	typed   map[string]time.Time // when each typed last
	told    map[chan struct{}]bool
}

// at gives a thread's present, nil where there are too many.
func (p *presence) at(phone fsm.Phone) *present {
	here := p.threads[phone]
	if here == nil && len(p.threads) < maxPresent {
		if p.threads == nil {
			p.threads = map[fsm.Phone]*present{}
		}
		here = &present{map[string]int{}, map[string]time.Time{}, map[chan struct{}]bool{}}
		p.threads[phone] = here
	}
	return here
}

// look notes that somebody has a thread open, until leave is called, and gives a signal whenever it changes who is there.
func (p *presence) look(phone fsm.Phone, who string) (changes <-chan struct{}, leave func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c, here := make(chan struct{}, 1), p.at(phone)
	if here == nil {
		return c, func() {}
	}
	here.looking[who]++
	here.tell()
	here.told[c] = true
	return c, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(here.told, c)
		if here.looking[who]--; here.looking[who] == 0 {
			delete(here.looking, who)
			delete(here.typed, who) // the page is closed
		}
		here.tell()
		if len(here.told) == 0 {
			delete(p.threads, phone)
		}
	}
}

// typing notes that somebody who has a thread open types in it.
func (p *presence) typing(phone fsm.Phone, who string, now time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	here := p.threads[phone]
	if here == nil || here.looking[who] == 0 {
		return
	}
	begins := now.Sub(here.typed[who]) >= typingFor
	if here.typed[who] = now; begins {
		here.tell()
	}
}

// others says who else is at a thread: "kim is typing, lee is looking at it".
func (p *presence) others(phone fsm.Phone, me string, now time.Time) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	here := p.threads[phone]
	if here == nil {
		return ""
	}
	var list []string
	for _, who := range slices.Sorted(maps.Keys(here.looking)) {
		switch {
		case who == me:
		case now.Sub(here.typed[who]) < typingFor:
			list = append(list, who+" is typing")
		default:
			list = append(list, who+" is looking at it")
		}
	}
	return strings.Join(list, ", ")
}

// tell lets everybody who is at the thread know that something changed.
func (h *present) tell() {
	for c := range h.told {
		select {
		case c <- struct{}{}:
		default: // it is told already
		}
	}
}
