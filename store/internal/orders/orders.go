// Package orders keeps orders in any ordered set of rows, so that all storages do it alike: each by its person
// and id, and once more by when it was made.
package orders

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/codec"
	"github.com/parley-sms/parley/store/internal/ordered"
)

// The first byte of a key says what the row is.
const (
	orderRow = "o" // and phone, 0, id: fsm.Order
	timeRow  = "t" // and when, phone, 0, id: nothing
)

// perPerson bounds how many orders of one person are looked at.
const perPerson = 2000

func orderKey(phone fsm.Phone, id string) string { return orderRow + string(phone) + "\x00" + id }

func timeKey(p fsm.OrderPlace) string {
	key := binary.BigEndian.AppendUint64([]byte(timeRow), uint64(p.At)^(1<<63))
	return string(key) + string(p.Phone) + "\x00" + p.ID
}

// Check refuses orders that are not the person's own, or without an id.
func Check(d *fsm.Decision) error {
	for i := range d.Orders {
		if o := &d.Orders[i]; o.Phone != d.Next.Phone || o.ID == "" || len(o.ID) > fsm.MaxName || len(o.Touches) > fsm.MaxTouches {
			return fmt.Errorf("%w: for %s: the order %.40q is not its own, or has no id of 1 to %d bytes, or more than %d touches",
				store.ErrDecision, d.Next.Phone.Redacted(), o.ID, fsm.MaxName, fsm.MaxTouches)
		}
	}
	return nil
}

// Keep stores the orders of a decision that was checked.
func Keep(rows ordered.Rows, d *fsm.Decision) error {
	for _, o := range d.Orders {
		has, ok, err := ordered.Get[fsm.Order](rows, orderKey(o.Phone, o.ID))
		if err != nil {
			return err
		}
		if ok && has.At != o.At {
			rows.Delete(timeKey(has.Place()))
		}
		if !ok || has.At != o.At {
			rows.Put(timeKey(o.Place()), []byte{})
		}
		if err := ordered.Put(rows, orderKey(o.Phone, o.ID), o); err != nil {
			return err
		}
	}
	return nil
}

// Order reads one order, or store.ErrNotFound.
func Order(rows ordered.Rows, phone fsm.Phone, id string) (fsm.Order, error) {
	o, ok, err := ordered.Get[fsm.Order](rows, orderKey(phone, id))
	if err == nil && !ok {
		err = fmt.Errorf("order %.40q: %w", id, store.ErrNotFound)
	}
	return o, err
}

// After lists orders of all people by when they were made, after a place.
func After(rows ordered.Rows, after fsm.OrderPlace, limit int) ([]fsm.Order, error) {
	var list []fsm.Order
	start := timeKey(after)
	for key := range ordered.All(rows, timeRow, start) {
		if key == start {
			continue
		}
		if len(list) >= limit {
			break
		}
		phone, id, _ := strings.Cut(key[len(timeRow)+8:], "\x00")
		o, err := Order(rows, fsm.Phone(phone), id)
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	return list, nil
}

// Of lists the newest orders of a person, newest first.
func Of(rows ordered.Rows, phone fsm.Phone, limit int) ([]fsm.Order, error) {
	var list []fsm.Order
	for _, data := range ordered.All(rows, orderKey(phone, ""), "") {
		if len(list) == perPerson {
			break
		}
		o, err := codec.Decode[fsm.Order](data)
		if err != nil {
			return nil, err
		}
		list = append(list, o)
	}
	slices.SortStableFunc(list, func(a, b fsm.Order) int { return strings.Compare(timeKey(b.Place()), timeKey(a.Place())) })
	return list[:min(len(list), max(limit, 0))], nil
}

// Forget removes the orders of a person.
func Forget(rows ordered.Rows, phone fsm.Phone) error {
	var list []fsm.Order
	for _, data := range ordered.All(rows, orderKey(phone, ""), "") {
		o, err := codec.Decode[fsm.Order](data)
		if err != nil {
			return err
		}
		list = append(list, o)
	}
	for i := range list {
		rows.Delete(timeKey(list[i].Place()))
		rows.Delete(orderKey(phone, list[i].ID))
	}
	return nil
}

// Verify refuses rows that cannot be read.
func Verify(rows ordered.Rows) error {
	for key, data := range rows.From("") {
		var err error
		switch key[:1] {
		case orderRow:
			_, err = codec.Decode[fsm.Order](data)
		case timeRow:
		default:
			err = fmt.Errorf("%w: a row of no kind", store.ErrDamaged)
		}
		if err != nil {
			return fmt.Errorf("a row of orders: %w", err)
		}
	}
	return nil
}
