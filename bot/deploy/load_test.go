package deploy_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Ensure deploys under load let no decision begin under a program that was replaced, and lose none.
func TestDeployUnderLoad(t *testing.T) {
	stores(t, func(t *testing.T, s store.Store) {
		r := newRig(t, s, drip(send("tip0")))
		defer r.stop()
		order := map[string]int64{r.engine.Program().Revision: 0} // of revisions
		var mu sync.Mutex
		var live atomic.Int64
		var done atomic.Bool
		var load sync.WaitGroup
		for i, phone := range people(8) {
			load.Go(func() {
				for n := 0; !done.Load(); n++ {
					least := live.Load()
					d, err := r.engine.Apply(t.Context(), phone, fsm.Fact{Happened: fsm.Happened{ID: fmt.Sprint(i, n), Type: "drip", At: fsm.At(time.Now())}})
					if err != nil {
						t.Error(err)
						return
					}
					mu.Lock()
					made := order[d.Next.Revision]
					mu.Unlock()
					if made < least {
						t.Errorf("decided under revision %d, when %d was live", made, least)
					}
				}
			})
		}
		for n := range int64(5) {
			o := r.pack(drip(send(fmt.Sprint("tip", n+1))))
			mu.Lock()
			order[r.propose(o).Plan.New] = n + 1
			mu.Unlock()
			r.order(o)
			live.Store(n + 1)
		}
		done.Store(true)
		load.Wait()
	})
}
