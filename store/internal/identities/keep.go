package identities

import (
	"fmt"
	"slices"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// Check refuses a decision that claims a customer who has another number since a later time, with
// store.ErrTaken, and one that makes no sense, with store.ErrDecision.
func Check(rows ordered.Rows, d *fsm.Decision) error {
	for _, b := range d.Binds {
		if why := fault(b.Customer); why != "" {
			return fmt.Errorf("%w: for %s: it claims the customer %.40q: %s", store.ErrDecision, d.Next.Phone.Redacted(), b.Customer, why)
		}
		has, err := root(rows, b.Customer)
		if err == nil && has.Phone != "" && has.Phone != d.Next.Phone && has.At > b.At {
			err = fmt.Errorf("customer %.40q: %w", b.Customer, store.ErrTaken)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Keep stores what a decision that was checked claims.
func Keep(rows ordered.Rows, d *fsm.Decision) error {
	for _, b := range d.Binds {
		has, err := root(rows, b.Customer)
		if err == nil {
			err = move(rows, has, d.Next.Phone, b.At)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// move gives a customer a number; empty: none.
func move(rows ordered.Rows, who fsm.Identity, phone fsm.Phone, at fsm.Moment) error {
	if who.Phone != "" {
		rows.Delete(phoneKey(who.Phone, who.Customer))
	}
	if who.Phone, who.At = phone, at; phone != "" {
		rows.Put(phoneKey(phone, who.Customer), []byte{})
	}
	if err := ordered.Put(rows, customerKey(who.Customer), who); err != nil {
		return err
	}
	return bound(rows, phone)
}

// bound lets the customer who has had a number longest go where it has too many.
func bound(rows ordered.Rows, phone fsm.Phone) error {
	list := behind(rows, phoneKey(phone, ""))
	if phone == "" || len(list) <= maxOfPhone {
		return nil
	}
	var first fsm.Identity
	for n, customer := range list {
		i, err := root(rows, customer)
		if err != nil {
			return err
		}
		if n == 0 || i.At < first.At {
			first = i
		}
	}
	forget(rows, first)
	return nil
}

// Merge makes two customers one: both have the number of the second, or, where that has none, of the first.
func Merge(rows ordered.Rows, from, into string) error {
	for _, customer := range []string{from, into} {
		if why := fault(customer); why != "" {
			return fmt.Errorf("merge the customer %.40q: %s", customer, why)
		}
	}
	a, err := root(rows, from)
	if err != nil {
		return err
	}
	b, err := root(rows, into)
	if err != nil || a.Customer == b.Customer {
		return err
	}
	return merge(rows, a, b)
}

func merge(rows ordered.Rows, from, into fsm.Identity) error {
	follow := append([]string{from.Customer}, behind(rows, mergedKey(from.Customer, ""))...)
	if len(follow)+len(behind(rows, mergedKey(into.Customer, ""))) > maxMerged {
		return fmt.Errorf("merge the customer %.40q into %.40q: %w: at most %d", from.Customer, into.Customer, store.ErrMerged, maxMerged)
	}
	if into.Phone == "" {
		into.Phone, into.At = from.Phone, from.At
	}
	if err := move(rows, from, "", 0); err != nil {
		return err
	}
	for _, customer := range slices.Backward(follow) {
		rows.Delete(mergedKey(from.Customer, customer))
		rows.Put(mergedKey(into.Customer, customer), []byte{})
		if err := ordered.Put(rows, customerKey(customer), fsm.Identity{Customer: customer, Into: into.Customer}); err != nil {
			return err
		}
	}
	return move(rows, into, into.Phone, into.At)
}

// Forget removes the customers who have a number.
func Forget(rows ordered.Rows, phone fsm.Phone) {
	for _, customer := range behind(rows, phoneKey(phone, "")) {
		forget(rows, fsm.Identity{Customer: customer, Phone: phone})
	}
}

// forget removes a customer and those who refer to him.
func forget(rows ordered.Rows, who fsm.Identity) {
	for _, customer := range behind(rows, mergedKey(who.Customer, "")) {
		rows.Delete(mergedKey(who.Customer, customer))
		rows.Delete(customerKey(customer))
	}
	rows.Delete(phoneKey(who.Phone, who.Customer))
	rows.Delete(customerKey(who.Customer))
}
