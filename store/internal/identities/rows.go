package identities

import (
	"errors"
	"fmt"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// The bounds of what leads to one number.
const (
	maxOfPhone = 16 // customers of one number; the one who has had it longest falls off
	maxMerged  = 16 // customers who refer to one
)

// The first byte of a key says what the row is.
const (
	customerRow = "c" // and the customer: fsm.Identity
	phoneRow    = "p" // and phone, 0, customer: it is his number
	mergedRow   = "m" // and customer, 0, another one who refers to him
)

func customerKey(customer string) string { return customerRow + customer }

func phoneKey(phone fsm.Phone, customer string) string {
	return phoneRow + string(phone) + "\x00" + customer
}

func mergedKey(into, customer string) string { return mergedRow + into + "\x00" + customer }

// fault gives the reason why something can be no customer's id, or "".
func fault(customer string) string {
	switch {
	case customer == "":
		return "it is empty"
	case len(customer) > fsm.MaxCustomer:
		return fmt.Sprintf("it has %d bytes, at most %d", len(customer), fsm.MaxCustomer)
	case strings.ContainsRune(customer, 0):
		return "it holds a zero byte"
	}
	return ""
}

// root is the customer who says the number; one that is not known yet is his own.
func root(rows ordered.Rows, customer string) (fsm.Identity, error) {
	i, known, err := ordered.Get[fsm.Identity](rows, customerKey(customer))
	switch {
	case err != nil:
		return i, err
	case !known:
		return fsm.Identity{Customer: customer}, nil
	case i.Into == "":
		return i, nil
	}
	to, known, err := ordered.Get[fsm.Identity](rows, customerKey(i.Into))
	if err == nil && (!known || to.Into != "") {
		err = fmt.Errorf("%w: a customer refers to one who says no number", store.ErrDamaged)
	}
	return to, err
}

// Find tells whose number a customer has, or store.ErrNotFound. Into says through whom he has it.
func Find(rows ordered.Rows, customer string) (fsm.Identity, error) {
	if why := fault(customer); why != "" {
		return fsm.Identity{}, fmt.Errorf("a customer: %s: %w", why, store.ErrNotFound)
	}
	to, err := root(rows, customer)
	if err == nil && to.Phone == "" {
		err = fmt.Errorf("a number of customer %.40q: %w", customer, store.ErrNotFound)
	}
	if err != nil {
		return fsm.Identity{}, err
	}
	if to.Customer != customer {
		to.Customer, to.Into = customer, to.Customer
	}
	return to, nil
}

// Of lists the customers who have a number, in order.
func Of(rows ordered.Rows, phone fsm.Phone) []string {
	var list []string
	for _, customer := range behind(rows, phoneKey(phone, "")) {
		list = append(append(list, customer), behind(rows, mergedKey(customer, ""))...)
	}
	return list
}

// behind lists what stands behind a prefix.
func behind(rows ordered.Rows, prefix string) []string {
	var list []string
	for key := range ordered.All(rows, prefix, "") {
		list = append(list, key[len(prefix):])
	}
	return list
}

// Verify refuses rows that cannot be read.
func Verify(rows ordered.Rows) error {
	for key := range rows.From("") {
		var err error
		switch key[:1] {
		case customerRow:
			_, err = root(rows, key[len(customerRow):])
		case phoneRow, mergedRow:
		default:
			err = errors.New("a row of no kind")
		}
		if err != nil {
			return fmt.Errorf("a row of customers: %w: %w", store.ErrDamaged, err)
		}
	}
	return nil
}
