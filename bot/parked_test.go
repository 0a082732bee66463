package bot_test

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// panicky is a store whose decisions about one phone panic.
type panicky struct {
	store.Store
	phone atomic.Value // of fsm.Phone
}

func (p *panicky) about(phone fsm.Phone) { p.phone.Store(phone) }

func (p *panicky) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	return p.Store.Update(ctx, phone, func(v store.View) (fsm.Decision, error) {
		if phone == p.phone.Load() {
			panic("a fault")
		}
		return decide(v)
	})
}

// Ensure a subscriber about whom no decision can be made stops neither timers nor texts of others,
// and raises an alarm.
func TestOneBadSubscriberStopsNobodyElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &panicky{Store: memstore.New()}
		r := newRig(t, s).run()
		defer r.stop()
		r.subscribe(anna, ben)
		r.event(anna, "drip")
		r.event(ben, "drip")
		s.about(anna)
		time.Sleep(61 * time.Minute)
		r.wantTexts("124 drip.tip")
		if n := r.engine.Alarms(); n == 0 || n > 5 {
			t.Errorf("%d alarms were raised within a minute, want one or a few", n)
		}
		s.about("")
		time.Sleep(5 * time.Minute)
		r.wantTexts("124 drip.tip", "123 drip.tip")
	})
}
