package sources

import (
	"context"
	"errors"
	"fmt"
	"net/netip"

	"github.com/parley-sms/parley/bot/contacts"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// deed is one thing that a delivery lets happen: an event of somebody, or one for those who wait for it.
type deed struct {
	phone   fsm.Phone
	event   fsm.Event
	watched *fsm.Happened
}

// deedsOf makes events of what a delivery tells. What is about nobody with a number is passed over, with the
// reason for the last.
func (h *handlers) deedsOf(ctx context.Context, d fsm.Delivery) (deeds []deed, passed string, err error) {
	for _, t := range d.Told {
		if t.Phone == "" && t.Customer == "" && t.Event != nil && h.Engine.Program().Events[t.Event.Type].Watchers {
			deeds = append(deeds, deed{watched: t.Event})
			continue
		}
		phone, why, err := h.whom(ctx, &t)
		if err != nil {
			return nil, "", err
		}
		if why != "" {
			passed = "mapping " + t.Mapping + ": " + why
			continue
		}
		deeds = append(deeds, deedsFor(phone, &t)...)
	}
	return deeds, passed, nil
}

// whom finds the number that something is told of, or says why there is none. Known by his id alone, a customer
// has the number of his; but whoever ticked a box without writing a number gave consent for none.
func (h *handlers) whom(ctx context.Context, t *fsm.Told) (phone fsm.Phone, why string, err error) {
	switch {
	case t.Phone != "":
		phone, why = contacts.Number(t.Phone, t.Country)
		return phone, why, nil
	case t.Customer == "":
		return "", "the payload has no phone, so it is about nobody who can be texted", nil
	}
	who, err := h.Store.Customer(ctx, t.Customer)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return "", fmt.Sprintf("the payload has no phone, and no number is known of the customer %.40q", t.Customer), nil
	case err != nil:
		return "", "", err
	case t.OptIn != nil && t.OptOut == nil && t.Event == nil:
		return "", "the payload has no phone, and consent is given for a number", nil
	}
	t.OptIn, t.Customer = nil, ""
	return who.Phone, "", nil
}

// deedsFor are the deeds of one person.
func deedsFor(phone fsm.Phone, t *fsm.Told) (deeds []deed) {
	if t.OptIn != nil {
		dropFalse(t.OptIn.Evidence)
		deeds = append(deeds, deed{phone: phone, event: *t.OptIn})
	}
	if t.OptOut != nil {
		out := *t.OptOut
		out.Customer = t.Customer
		deeds = append(deeds, deed{phone: phone, event: out})
	}
	if t.Event != nil {
		deeds = append(deeds, deed{phone: phone, event: fsm.Fact{Happened: *t.Event, Customer: t.Customer}})
	}
	return deeds
}

// dropFalse leaves out evidence that cannot be what its name says.
func dropFalse(evidence map[string]string) {
	if ip, there := evidence["ip"]; there {
		if _, err := netip.ParseAddr(ip); err != nil {
			delete(evidence, "ip")
		}
	}
}
