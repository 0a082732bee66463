package bench

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// slowTexts is how many texts wait for the slow carrier at a time.
const slowTexts = 1024

// slow measures texts per second at a carrier whose calls take long.
func (r *rig) slow(ctx context.Context, call, span time.Duration) (SlowCarrier, error) {
	r.latency.Store(int64(call))
	defer r.latency.Store(0)
	began := time.Now()
	var wg sync.WaitGroup
	m := &measured{}
	for range slowTexts {
		wg.Go(func() {
			for ctx.Err() == nil && time.Since(began) < span {
				m.add(r.converse(ctx))
			}
		})
	}
	wg.Wait()
	took := time.Since(began)
	if n := m.failed.Load(); n > 0 {
		return SlowCarrier{}, fmt.Errorf("%d texts were not answered", n)
	}
	return SlowCarrier{Call: call, Texts: rate(len(m.reply), took)}, ctx.Err()
}
