package admin

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"slices"

	"github.com/parley-sms/parley/bot/contacts"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm"
)

// contactsAtOnce is how many people one page has.
const contactsAtOnce = 1000

// Contacts is a page of people in order of phone, for an export.
type Contacts struct {
	Attributes []string            `json:"attributes"` // of the live program
	Contacts   []contacts.Exported `json:"contacts"`
	Records    int64               `json:"records"`         // in all
	After      fsm.Phone           `json:"after,omitempty"` // where the next page begins; none: this is the last
}

func (d Deps) contacts(w http.ResponseWriter, r *http.Request) {
	page, err := d.page(r.Context(), fsm.Phone(r.FormValue("after")))
	answer(w, page, err)
}

// page reads a page. Addresses that are no numbers, such as short codes, are nobody's contact.
func (d Deps) page(ctx context.Context, after fsm.Phone) (p Contacts, err error) {
	program, err := d.Deploy.Program(ctx, "")
	if err != nil && !errors.Is(err, deploy.ErrNoProgram) {
		return p, err
	}
	if err == nil {
		p.Attributes = slices.Sorted(maps.Keys(program.Attributes))
	}
	stats, err := d.Store.Stats(ctx)
	if err != nil {
		return p, err
	}
	p.Records = stats.Subscribers
	list, err := d.Store.Subscribers(ctx, after, contactsAtOnce)
	if err != nil {
		return p, err
	}
	for i := range list {
		if !list[i].Phone.Replyable() {
			continue
		}
		ledger, err := d.Store.Consent(ctx, list[i].Phone)
		if err != nil {
			return p, err
		}
		customers, err := d.Store.Customers(ctx, list[i].Phone)
		if err != nil {
			return p, err
		}
		p.Contacts = append(p.Contacts, contacts.Exported{Contact: contacts.Of(&list[i], ledger, customers), Ground: list[i].State.Ground()})
	}
	if len(list) == contactsAtOnce {
		p.After = list[len(list)-1].Phone
	}
	return p, nil
}
