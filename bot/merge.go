package bot

import (
	"context"

	"github.com/parley-sms/parley/fsm"
)

// Merge makes two customers of the shop one, as the store does, and lets people be found by whom they are known as then.
func (e *Engine) Merge(ctx context.Context, from, into string) error {
	var known []fsm.Phone
	for _, customer := range []string{from, into} {
		if who, err := e.Store.Customer(ctx, customer); err == nil && who.Phone != "" { // else nobody is found by him
			known = append(known, who.Phone)
		}
	}
	if err := e.Store.Merge(ctx, from, into); err != nil {
		return err
	}
	e.search.note(known...)
	e.Wake()
	return nil
}
