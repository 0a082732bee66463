package storetest

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// add puts codes into a pool, of which some may be refused.
func add(t *testing.T, s store.Store, offer string, codes ...string) []store.RefusedCode {
	t.Helper()
	refused, err := s.AddCodes(context.Background(), offer, codes)
	if err != nil {
		t.Fatal(err)
	}
	return refused
}

func pools(t *testing.T, s store.Store, want map[string]int64) {
	t.Helper()
	got, err := s.Pools(context.Background())
	compare(t, "pools", want, got, err)
}

// claim gives somebody the first free code of an offer, as a text would.
func claim(offer string, seq uint64) store.Decide {
	return func(v store.View) (fsm.Decision, error) {
		code, err := v.FreeCode(offer)
		if err != nil {
			return fsm.Decision{}, err
		}
		return change(func(d *fsm.Decision) { grant(d, offer, code, seq) })(v)
	}
}

func grant(d *fsm.Decision, offer, code string, seq uint64) {
	d.Claims = append(d.Claims, fsm.Claim{Offer: offer, Code: code, Seq: seq})
	d.Grants = append(d.Grants, fsm.Grant{Phone: d.Next.Phone, Seq: seq, Offer: offer, Code: code, Unique: true, At: 5, Cost: 4})
}

// Ensure that a pool takes each code once, of whatever offer and however it is written, says of each
// that it refuses why, and gives them in the order of their import.
func tryPools(t *testing.T, s store.Store) {
	pools(t, s, map[string]int64{})
	if refused := add(t, s, "vip", "B2", " A1 ", "a1", "", "with space", strings.Repeat("x", 25), "Ü1"); len(refused) != 5 {
		t.Errorf("refused %+v, want five", refused)
	}
	if refused := add(t, s, "vi", "A1", "C3"); len(refused) != 1 || !strings.Contains(refused[0].Why, "vip") {
		t.Errorf("refused %+v, want the code of the other offer", refused)
	}
	pools(t, s, map[string]int64{"vip": 2, "vi": 1})
	for i, want := range []string{"B2", "A1"} {
		d, err := s.Update(context.Background(), ann, claim("vip", uint64(i+1)))
		if err != nil || d.Claims[0].Code != want {
			t.Fatalf("claim %d: %+v, %v, want %s", i, d.Claims, err, want)
		}
	}
	if _, err := s.Update(context.Background(), ann, claim("vip", 3)); !isNotFound(err) {
		t.Errorf("a pool without codes: %v, want %v", err, store.ErrNotFound)
	}
	if refused := add(t, s, "vip", "A1", "D4"); len(refused) != 1 {
		t.Errorf("refused %+v, want the code that was given", refused)
	}
	pools(t, s, map[string]int64{"vip": 1, "vi": 1})
	for offer, codes := range map[string][]string{"": {"X"}, "a\x00b": {"X"}, strings.Repeat("o", 65): {"X"}, "many": make([]string, store.MaxAddCodes+1)} {
		if _, err := s.AddCodes(context.Background(), offer, codes); err == nil {
			t.Errorf("%d codes of offer %.10q were taken", len(codes), offer)
		}
	}
}

// Ensure that nobody gets a code that somebody else has, and that a refused decision stores nothing.
func tryClaims(t *testing.T, s store.Store) {
	add(t, s, "vip", "A1", "B2")
	must(t, s, ann, func(d *fsm.Decision) { grant(d, "vip", "A1", 1) })
	must(t, s, ann, func(d *fsm.Decision) { grant(d, "vip", "a1", 1) }) // hers already
	must(t, s, ann, func(d *fsm.Decision) { d.Claims = []fsm.Claim{{Offer: "thanks", Code: "T1", Seq: 2, Made: true}} })
	for name, c := range map[string]fsm.Claim{
		"another's":           {Offer: "vip", Code: "A1", Seq: 1},
		"unknown":             {Offer: "vip", Code: "Z9", Seq: 1},
		"of another offer":    {Offer: "vip2", Code: "B2", Seq: 1},
		"made, and in a pool": {Offer: "vip", Code: "B2", Seq: 1, Made: true},
		"made, and another's": {Offer: "thanks", Code: "T1", Seq: 1, Made: true},
	} {
		_, err := s.Update(context.Background(), bob, change(func(d *fsm.Decision) { d.Claims = []fsm.Claim{c} }))
		if !errors.Is(err, store.ErrTaken) {
			t.Errorf("%s: Update = %v, want %v", name, err, store.ErrTaken)
		}
	}
	for name, edit := range map[string]func(d *fsm.Decision){
		"no code":         func(d *fsm.Decision) { d.Claims = []fsm.Claim{{Offer: "vip"}} },
		"no offer":        func(d *fsm.Decision) { d.Claims = []fsm.Claim{{Code: "B2"}} },
		"another's grant": func(d *fsm.Decision) { d.Grants = []fsm.Grant{{Phone: ann, Seq: 1, Offer: "vip"}} },
		"no message":      func(d *fsm.Decision) { d.Grants = []fsm.Grant{{Phone: bob, Offer: "vip"}} },
	} {
		if _, err := s.Update(context.Background(), bob, change(edit)); !errors.Is(err, store.ErrDecision) {
			t.Errorf("%s: Update = %v, want %v", name, err, store.ErrDecision)
		}
	}
	absent(t, s, bob)
	pools(t, s, map[string]int64{"vip": 1})
}

// Ensure that of many who want the last codes at the same time each gets another one, and the rest none.
func tryLastCodes(t *testing.T, s store.Store) {
	add(t, s, "vip", "A1", "B2", "C3")
	phones := many(20)
	got := make([]string, len(phones))
	var all sync.WaitGroup
	for i, phone := range phones {
		all.Go(func() {
			d, err := s.Update(context.Background(), phone, claim("vip", 1))
			if err == nil {
				got[i] = d.Claims[0].Code
			} else if !isNotFound(err) && !errors.Is(err, store.ErrTaken) {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got = slices.DeleteFunc(got, func(code string) bool { return code == "" })
	slices.Sort(got)
	compare(t, "codes", []string{"A1", "B2", "C3"}, got, nil)
}

// Ensure that grants are listed in order, that a purchase redeems one once, whoever buys, and that a code
// that was used without being given is given to nobody.
func tryGrants(t *testing.T, s store.Store) {
	add(t, s, "vip", "A1", "B2")
	must(t, s, bob, func(d *fsm.Decision) { grant(d, "vip", "A1", 7) })
	must(t, s, ann, func(d *fsm.Decision) {
		d.Grants = []fsm.Grant{{Phone: ann, Seq: 1 << 40, Offer: "hello", Code: "HI", At: 3}, {Phone: ann, Seq: 2, Offer: "hello", Code: "HI", At: 2}}
	})
	must(t, s, ann, func(d *fsm.Decision) {
		d.Redeems = []fsm.Redemption{{Code: "a1", At: 9, Value: 50, Cost: 5, Order: "o1"}, {Seq: 2, At: 8, Value: 20}, {Seq: 99, At: 8}}
		d.Claims = []fsm.Claim{{Offer: "vip", Code: "B2"}}
	})
	want := []fsm.Grant{
		{Phone: ann, Seq: 2, Offer: "hello", Code: "HI", At: 2, Redeemed: 8, Value: 20}, {Phone: ann, Seq: 1 << 40, Offer: "hello", Code: "HI", At: 3},
		{Phone: bob, Seq: 7, Offer: "vip", Code: "A1", Unique: true, At: 5, Cost: 5, Redeemed: 9, Value: 50, Order: "o1"},
	}
	got, err := s.Grants(context.Background(), "", 0, 9)
	compare(t, "grants", want, got, err)
	got, err = s.Grants(context.Background(), ann, 2, 1)
	compare(t, "the second grant", want[1:2], got, err)
	_, err = s.Update(context.Background(), bob, change(func(d *fsm.Decision) { d.Redeems = []fsm.Redemption{{Code: "A1", At: 10}} }))
	if !errors.Is(err, store.ErrTaken) {
		t.Errorf("redeemed for the second time: %v, want %v", err, store.ErrTaken)
	}
	pools(t, s, map[string]int64{"vip": 0})
	look(t, s, bob, func(v store.View) {
		c, err := v.Coupon(" a1 ")
		compare(t, "coupon", fsm.Coupon{Offer: "vip", Code: "A1", Given: true, Redeemed: true, Cost: 5}, c, err)
		if _, err := v.Coupon("HI"); !isNotFound(err) {
			t.Errorf("a code that is not unique: %v, want %v", err, store.ErrNotFound)
		}
	})
}
