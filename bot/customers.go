package bot

import (
	"errors"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// bound brings what a decision is told of the customer that its event names; nil where he has no number.
func bound(v store.View, phone fsm.Phone, customer string) (*fsm.Bound, error) {
	if customer == "" {
		return nil, nil
	}
	who, err := v.Customer(customer)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &fsm.Bound{Here: who.Phone == phone, At: who.At}, err
}
