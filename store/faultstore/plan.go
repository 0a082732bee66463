package faultstore

import "math/rand/v2"

// Fault is what happens to one call.
type Fault int

// The faults.
const (
	None        Fault = iota
	CrashBefore       // ErrCrash, and nothing was stored
	CrashAfter        // ErrCrash, though all was stored
	Full              // ENOSPC, and nothing was stored
	Slow              // it takes Delay, and is then done
)

// Plan gives the fault of a call. Writing calls are numbered 1, 2, 3…
type Plan func(call uint64) Fault

// Odds are the shares of calls, from 0 to 1, that meet each fault. The rest go well.
type Odds struct {
	CrashBefore, CrashAfter, Full, Slow float64
}

// Seeded draws faults from a seed.
func Seeded(seed uint64, o Odds) Plan {
	return func(call uint64) Fault {
		at := rand.New(rand.NewPCG(seed, call)).Float64()
		for _, f := range []struct {
			fault Fault
			share float64
		}{{CrashBefore, o.CrashBefore}, {CrashAfter, o.CrashAfter}, {Full, o.Full}, {Slow, o.Slow}} {
			if at -= f.share; at < 0 {
				return f.fault
			}
		}
		return None
	}
}
