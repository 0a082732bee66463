package decided

import (
	"bytes"
	"fmt"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// CheckCodes refuses a decision with a link whose code leads elsewhere already, in the store, of
// which stored gives a link's bytes or nil, or in the decision itself. The very same link may be
// stored again.
func CheckCodes(d *fsm.Decision, rows *Rows, stored func(code string) []byte) error {
	for i := range d.Links {
		l := &d.Links[i]
		taken := stored(l.Code)
		for j := 0; j < i && taken == nil; j++ {
			if d.Links[j].Code == l.Code {
				taken = rows.Links[j]
			}
		}
		if taken != nil && !bytes.Equal(taken, rows.Links[i]) {
			return fmt.Errorf("%w: for %s: the code of a link in message %d is taken", store.ErrDecision, l.Phone.Redacted(), l.Seq)
		}
	}
	return nil
}
