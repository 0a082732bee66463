package bot_test

import (
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot/ledger"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store/memstore"
)

// Ensure the first fact is anchored at once, later ones an hour after the anchor before, however often the
// server is restarted meanwhile, and nothing new is not anchored.
func TestAnchors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, begin := memstore.New(), time.Now()
		lives := func(d time.Duration, facts ...fsm.Phone) {
			t.Helper()
			r := newRig(t, s).run()
			r.subscribe(facts...)
			time.Sleep(d)
			r.stop()
		}
		anchored := func(want ...time.Duration) {
			t.Helper()
			list, err := ledger.Anchors(t.Context(), s)
			if err != nil {
				t.Fatal(err)
			}
			var got []time.Duration
			for _, a := range list {
				got = append(got, a.At.Time().Sub(begin))
			}
			if !slices.Equal(got, want) {
				t.Errorf("anchors were made after %v, want %v", got, want)
			}
		}
		lives(time.Minute)
		anchored()
		lives(19*time.Minute, anna)
		anchored(time.Minute)
		for range 3 {
			lives(20*time.Minute, ben) // again and again the same fact, of which the first is new
		}
		anchored(time.Minute, 61*time.Minute)
		lives(10 * time.Hour)
		anchored(time.Minute, 61*time.Minute)
		lives(time.Minute, "+12125550125")
		anchored(time.Minute, 61*time.Minute, 680*time.Minute)
		if r, err := ledger.Verify(t.Context(), s, "", func(uint64, uint64) {}); err != nil || !r.Well() || r.Anchored != r.Logged || r.Logged != 3 {
			t.Errorf("%+v, %v", r, err)
		}
	})
}
