package bot_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/faultstore"
	"github.com/parley-sms/parley/store/memstore"
)

// coupons makes the sale's text give a code of a pool.
func coupons(_ *bot.Options, d *fsm.Definition) {
	d.Offers = map[string]fsm.Offer{"vip": {Codes: fsm.PoolCodes, Cost: 4, Low: 2}}
	d.Workflows[0].Steps[0].Offer = "vip"
	d.Workflows[0].Steps[0].Texts[0].Text = "Acme: 20% off with {{ offer.code }}"
	d.Events[fsm.Purchase] = fsm.EventType{Fields: map[string]fsm.Field{"code": {Type: fsm.StringType}, "value": {Type: fsm.NumberType}}}
}

// import puts codes into the pool.
func (r *rig) addCodes(codes ...string) {
	r.t.Helper()
	if _, err := r.store.AddCodes(r.t.Context(), "vip", codes); err != nil {
		r.t.Fatal(err)
	}
}

// said lists the codes that texts have said, in order.
func (r *rig) said() []string {
	r.carrier.mu.Lock()
	defer r.carrier.mu.Unlock()
	var list []string
	for _, s := range r.carrier.sent {
		if _, code, ok := strings.Cut(s.Body, "off with "); ok {
			list = append(list, code)
		}
	}
	slices.Sort(list)
	return list
}

// Ensure that of several who are to get the last code one gets it, and that the others' texts wait and go
// when codes are imported.
func TestLastCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, coupons).run()
		defer r.stop()
		r.addCodes("A1")
		r.subscribe(anna, ben)
		r.event(anna, "sale")
		r.event(ben, "sale")
		time.Sleep(time.Minute)
		if got := r.said(); !slices.Equal(got, []string{"A1"}) {
			t.Fatalf("codes %q, want the only one", got)
		}
		if _, err := r.engine.AddCodes(t.Context(), "vip", []string{"B2", "C3"}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if got := r.said(); !slices.Equal(got, []string{"A1", "B2"}) {
			t.Errorf("codes %q, want both", got)
		}
	})
}

// Ensure that codes that run low or out are told of, once an hour.
func TestLowCodes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, coupons).run()
		defer r.stop()
		time.Sleep(90 * time.Minute)
		if n := r.engine.Alarms(); n != 2 {
			t.Errorf("%d alarms in an hour and a half without codes, want 2", n)
		}
		r.addCodes("A1", "B2", "C3")
		time.Sleep(3 * time.Hour)
		if n := r.engine.Alarms(); n != 2 {
			t.Errorf("%d alarms with enough codes, want none more", n)
		}
	})
}

// Ensure that no code goes to two people, nor two to one, whatever crashes at whatever commit, and that a
// purchase redeems each once.
func TestCodesThroughCrashes(t *testing.T) {
	for seed := range uint64(12) {
		synctest.Test(t, func(t *testing.T) {
			inner := memstore.New()
			odds := faultstore.Odds{CrashBefore: 0.1, CrashAfter: 0.1}
			var s store.Store = faultstore.New(inner, func(call uint64) faultstore.Fault {
				if call < 40 { // while people are put in
					return faultstore.None
				}
				return faultstore.Seeded(seed, odds)(call)
			}, 0)
			r := newRig(t, s, coupons).run()
			var codes []string
			for i := range 12 {
				codes = append(codes, fmt.Sprintf("CODE%02d", i))
			}
			r.addCodes(codes...)
			for i := range 10 {
				r.subscribe(phone(i))
			}
			for i := range 10 {
				_, _ = r.engine.Apply(t.Context(), phone(i), fsm.Fact{Happened: fsm.Happened{ID: fmt.Sprint("s", i), Type: "sale", At: fsm.At(time.Now())}})
			}
			time.Sleep(2 * time.Hour)
			r.stop()
			owners := map[string]fsm.Phone{}
			people := map[fsm.Phone]string{}
			for _, m := range r.carrier.sent {
				_, code, _ := strings.Cut(m.Body, "off with ")
				if has := owners[code]; has != "" && has != m.Phone || people[m.Phone] != "" && people[m.Phone] != code {
					t.Errorf("seed %d: code %s goes to %s, was %s's; he has %s", seed, code, m.Phone, has, people[m.Phone])
				}
				owners[code], people[m.Phone] = m.Phone, code
			}
			grants, err := inner.Grants(t.Context(), "", 0, 100)
			if err != nil || len(grants) < len(owners) {
				t.Errorf("seed %d: %d grants for %d codes, %v", seed, len(grants), len(owners), err)
			}
			for _, g := range grants {
				if owner := owners[g.Code]; owner != "" && owner != g.Phone {
					t.Errorf("seed %d: %s is booked to %s, and went to %s", seed, g.Code, g.Phone, owner)
				}
			}
		})
	}
}

// Ensure that a purchase with a person's code redeems it, once, whoever buys.
func TestRedeemedCode(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t, nil, coupons).run()
		defer r.stop()
		r.addCodes("A1")
		r.subscribe(anna, ben)
		r.event(anna, "sale")
		time.Sleep(time.Minute)
		for i, phone := range []fsm.Phone{ben, anna} {
			r.apply(phone, fsm.Fact{Happened: fsm.Happened{ID: fmt.Sprint("order", i), Type: fsm.Purchase, At: fsm.At(time.Now()), Data: map[string]any{"code": "a1", "value": 60.0}}})
		}
		list, err := r.engine.Offers(t.Context())
		want := bot.Offer{Name: "vip", Kind: "pool", Given: 1, Redeemed: 1, Value: 60, Cost: 4, Margin: 56, Left: new(int64)}
		if err != nil || len(list) != 1 || fmt.Sprint(list[0], *list[0].Left) != fmt.Sprint(want, 0) && list[0].Margin != 56 {
			t.Errorf("%+v, %v, want %+v", list, err, want)
		}
	})
}
