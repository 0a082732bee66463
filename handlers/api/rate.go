package api

import (
	"context"
	"maps"
	"math"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/token"
	"github.com/parley-sms/parley/handlers/rfc9457"
)

const (
	saved     = time.Second           // what a token does not use is kept for so long
	manyRates = 1000                  // tokens whose rates are kept before those that rest are forgotten
	longNap   = 20 * time.Millisecond // a batch that must wait waits at least so long, and then goes on at once for a while
)

// rates lets each token make as many requests in a second as it may; an event of a batch counts as one.
type rates struct {
	mu   sync.Mutex
	used map[string]time.Time // by name: up to here a token has used up its time
}

// take lets a token make one more request, or says how long it must wait before it may.
func (r *rates) take(t token.Token, now time.Time) (wait time.Duration) {
	step := time.Second / time.Duration(t.Rate)
	r.mu.Lock()
	defer r.mu.Unlock()
	used := r.used[t.Name]
	if used.Before(now) {
		used = now
	}
	if wait = used.Add(step).Sub(now.Add(saved)); wait > 0 {
		return wait
	}
	if len(r.used) >= manyRates {
		maps.DeleteFunc(r.used, func(_ string, used time.Time) bool { return used.Before(now) })
	}
	r.used[t.Name] = used.Add(step)
	return 0
}

// slow refuses a request for which its token must wait.
func (h *handlers) slow(c *gin.Context, t token.Token) bool {
	wait := h.rates.take(t, time.Now())
	if wait == 0 {
		return false
	}
	seconds := strconv.Itoa(int(math.Ceil(wait.Seconds())))
	c.Header("Retry-After", seconds)
	rfc9457.New(http.StatusTooManyRequests, "the token "+strconv.Quote(t.Name)+" may make "+strconv.Itoa(t.Rate)+" requests a second, an event of a batch counts as one; "+
		"nothing was done, send it again in "+seconds+" s").Answer(c)
	return true
}

// rest waits until a token may post one more event of a batch: whoever reads slowly slows the sender down.
func (h *handlers) rest(ctx context.Context, t token.Token) {
	for wait := h.rates.take(t, time.Now()); wait > 0; wait = h.rates.take(t, time.Now()) {
		select {
		case <-ctx.Done():
			return
		case <-time.After(max(wait, longNap)):
		}
	}
}
