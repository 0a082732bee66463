package api

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot/token"
)

// slowly gives a token that may make two requests a second.
func slowly(t *testing.T, r *rig) http.Header {
	secret, err := token.Create(context.Background(), r.store, token.Token{Name: "slow", Scopes: token.Scopes(), Rate: 2}, noon)
	if err != nil {
		t.Fatal(err)
	}
	return http.Header{"Authorization": {"Bearer " + secret}, "Content-Type": {"application/json"}}
}

// Ensure that a token makes as many requests in a second as it may, is told when it may again, and takes nothing
// from others.
func TestRate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		head := slowly(t, r)
		ask := func() answer { return r.send("PUT", subs+ada, `{"language":"es"}`, head) }
		for second := range 3 {
			for range 2 {
				if a := ask(); a.status != http.StatusOK {
					t.Fatalf("second %d: %d %s", second, a.status, a.body)
				}
			}
			a := ask()
			if a.status != http.StatusTooManyRequests || a.head.Get("Retry-After") != "1" || a.head.Get("Content-Type") != "application/problem+json" ||
				!strings.Contains(a.body, `\"slow\" may make 2 requests a second`) {
				t.Errorf("second %d: %d %v %s", second, a.status, a.head, a.body)
			}
			r.must("PUT", subs+ada, `{"language":"fr"}`)
			time.Sleep(time.Second)
		}
		time.Sleep(time.Hour)
		if a, b, c := ask(), ask(), ask(); a.status+b.status != 400 || c.status != 429 {
			t.Errorf("after an hour: %d %d %d", a.status, b.status, c.status)
		}
	})
}

// Ensure that a batch goes as fast as its token may, and no faster, and loses nothing.
func TestRateOfBatch(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		head := slowly(t, r)
		head.Set("Content-Type", "application/x-ndjson")
		began := time.Now()
		a := r.send("POST", "/v1/events", strings.Repeat(`{"id":"e1","type":"seen","phone":"+12125550123"}`+"\n", 11), head)
		if took := time.Since(began); took < 5*time.Second || took > 6*time.Second {
			t.Errorf("a request and 11 events took %v at 2 a second", took)
		}
		if got := verdicts(t, strings.NewReader(a.body)); len(got) != 11 || got[10].Status != repeated {
			t.Errorf("%+v", got)
		}
	})
}
