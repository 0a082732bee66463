package decided

import "github.com/parley-sms/parley/fsm"

// Place gives a decision's ledger entries their places in the log of all hashes, behind the last one
// there. An entry without a hash has none.
func Place(d *fsm.Decision, last uint64) {
	for i := range d.Ledger {
		d.Ledger[i].Log = 0
		if len(d.Ledger[i].Hash) > 0 {
			last++
			d.Ledger[i].Log = last
		}
	}
}
