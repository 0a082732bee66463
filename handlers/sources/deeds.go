package sources

import (
	"fmt"
	"net/netip"

	"github.com/parley-sms/parley/bot/contacts"
	"github.com/parley-sms/parley/fsm"
)

// deed is one thing that a delivery lets happen: an event of somebody, or one for those who wait for it.
type deed struct {
	phone   fsm.Phone
	event   fsm.Event
	watched *fsm.Happened
}

// deedsOf makes events of what a delivery tells. What is about nobody with a number is passed over, with the
// reason for the last.
func deedsOf(d fsm.Delivery, p *fsm.Program) (deeds []deed, passed string) {
	for _, t := range d.Told {
		if t.Phone == "" && t.Event != nil && p.Events[t.Event.Type].Watchers {
			deeds = append(deeds, deed{watched: t.Event})
			continue
		}
		phone, why := contacts.Number(t.Phone, t.Country)
		if why != "" {
			passed = "mapping " + t.Mapping + ": " + why
			if t.Phone == "" {
				passed = fmt.Sprintf("mapping %s: the payload has no phone, so it is about nobody who can be texted", t.Mapping)
			}
			continue
		}
		if t.OptIn != nil {
			dropFalse(t.OptIn.Evidence)
			deeds = append(deeds, deed{phone: phone, event: *t.OptIn})
		}
		if t.OptOut != nil {
			deeds = append(deeds, deed{phone: phone, event: *t.OptOut})
		}
		if t.Event != nil {
			deeds = append(deeds, deed{phone: phone, event: fsm.Fact{Happened: *t.Event}})
		}
	}
	return deeds, passed
}

// dropFalse leaves out evidence that cannot be what its name says.
func dropFalse(evidence map[string]string) {
	if ip, there := evidence["ip"]; there {
		if _, err := netip.ParseAddr(ip); err != nil {
			delete(evidence, "ip")
		}
	}
}
