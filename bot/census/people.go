package census

import (
	"context"
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// People is what a store can tell.
type People interface {
	Subscribers(ctx context.Context, after fsm.Phone, limit int) ([]fsm.Record, error)
}

// The bounds of one look.
const (
	MaxLooked = 2_000_000 // people, in order of their numbers
	perPage   = 500
)

// each calls look with everybody, in order of phone, and says how many there were and whether some were left out.
func each(ctx context.Context, s People, looked func(int64), look func(*fsm.Record)) (n int64, cut bool, err error) {
	var after fsm.Phone
	for n < MaxLooked {
		page, err := s.Subscribers(ctx, after, perPage)
		if err != nil {
			return n, false, fmt.Errorf("list the people: %w", err)
		}
		for i := range page {
			look(&page[i])
		}
		n += int64(len(page))
		looked(n)
		if len(page) < perPage {
			return n, false, nil
		}
		after = page[len(page)-1].Phone
	}
	return n, true, nil
}
