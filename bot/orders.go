package bot

import (
	"errors"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// ordersFor brings the orders that a decision about an event needs, as far as they are known.
func ordersFor(v store.View, p *fsm.Program, ev fsm.Event) ([]fsm.Order, error) {
	var list []fsm.Order
	rec := v.Record()
	for _, id := range p.OrdersFor(&rec, ev) {
		o, err := v.Order(id)
		switch {
		case errors.Is(err, store.ErrNotFound):
		case err != nil:
			return nil, err
		default:
			list = append(list, o)
		}
	}
	return list, nil
}
