package bench

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// preload puts subscribers of random phones on record, as an import does.
func (r *rig) preload(ctx context.Context, n int) (Rate, error) {
	r.phones = randomPhones(n)
	began := time.Now()
	stored, err := r.store.Enrol(ctx, r.inOrder(), func(v store.View) (fsm.Decision, error) {
		rec := v.Record()
		in := fsm.Inputs{Zones: []string{"America/New_York"}}
		optIn := fsm.OptIn{ID: "import", Purpose: fsm.ForMarketing, Source: "import", Import: true,
			Evidence: map[string]string{"form": "checkout", "text": "I agree to get texts from Acme"}}
		return r.program.Decide(rec, in, optIn, fsm.At(began))
	})
	if err != nil {
		return Rate{}, fmt.Errorf("put subscribers on record: %w", err)
	}
	return rate(stored, time.Since(began)), nil
}

// inOrder gives the phones in ascending order, telling how far it is.
func (r *rig) inOrder() iter.Seq[fsm.Phone] {
	sorted := slices.Sorted(slices.Values(r.phones))
	return func(yield func(fsm.Phone) bool) {
		for i, phone := range sorted {
			if i%1000 == 0 {
				r.Progress("put subscribers on record", i, len(sorted))
			}
			if !yield(phone) {
				return
			}
		}
		r.Progress("put subscribers on record", len(sorted), len(sorted))
	}
}

// randomPhones draws different US numbers by a fixed seed.
func randomPhones(n int) []fsm.Phone {
	draw := rand.New(rand.NewPCG(1, 2))
	seen := make(map[uint64]bool, n)
	phones := make([]fsm.Phone, 0, n)
	for len(phones) < n {
		number := 2_000_000_000 + draw.Uint64N(7_999_999_999)
		if !seen[number] {
			seen[number] = true
			phones = append(phones, fsm.Phone(fmt.Sprintf("+1%d", number)))
		}
	}
	return phones
}

func rate(n int, took time.Duration) Rate {
	return Rate{Count: n, PerSecond: float64(n) / took.Seconds()}
}
