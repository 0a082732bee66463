package bot

import (
	"sync"

	"github.com/parley-sms/parley/fsm"
)

// hub tells watchers which subscribers changed.
type hub struct {
	mu       sync.Mutex
	watchers map[chan fsm.Phone]bool
	changes  uint64
}

func (h *hub) watch() (<-chan fsm.Phone, func()) {
	c := make(chan fsm.Phone, 256)
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.watchers == nil {
		h.watchers = map[chan fsm.Phone]bool{}
	}
	h.watchers[c] = true
	return c, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.watchers, c)
	}
}

func (h *hub) tell(phone fsm.Phone) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.changes++
	for c := range h.watchers {
		select {
		case c <- phone:
		default: // a watcher that does not keep up reads everything anew
		}
	}
}

func (h *hub) count() uint64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.changes
}
