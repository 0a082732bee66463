package bot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-sms/parley/bot/contacts"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Import is a file of contacts on its way into the store, as it is kept: an import that was cut off
// goes on from there.
type Import struct {
	ID       string    `json:"id"`              // of the file and how it is read
	File     string    `json:"file"`            // its name, for people
	Enter    string    `json:"enter,omitempty"` // workflow that its people enter
	After    fsm.Phone `json:"after,omitempty"` // up to here they are in; empty where it is finished
	Finished bool      `json:"finished"`
	Outcome  Outcome   `json:"outcome"`
}

// Outcome counts what an import has done, by people.
type Outcome struct {
	Contacts   int64 `json:"contacts"`   // all of them
	New        int64 `json:"new"`        // not on record before
	Subscribed int64 `json:"subscribed"` // whose marketing consent was taken and stands
	Outweighed int64 `json:"outweighed"` // whose marketing consent is older than their STOP, or meets a carrier's block
	OptedOut   int64 `json:"opted_out"`  // who withdrew, and get no marketing
	Entered    int64 `json:"entered"`    // who entered the workflow
	Full       int64 `json:"full"`       // whose record had no room for an attribute
	Again      int64 `json:"again"`      // who were in already, since the import was cut off before it was noted
}

// add counts what was decided about one person.
func (o *Outcome) add(c *contacts.Contact, d *fsm.Decision, enter string) {
	subscribed := d.Next.State.Ground() == fsm.Subscribed
	consents := slices.ContainsFunc(c.OptIns, func(in fsm.OptIn) bool { return in.Purpose == fsm.ForMarketing })
	happened := func(event string) bool {
		return slices.ContainsFunc(d.Lines, func(l fsm.Line) bool { return l.Event == event })
	}
	o.Contacts++
	count(&o.New, !d.Nothing && d.Next.Version == 1)
	count(&o.Subscribed, consents && subscribed)
	count(&o.Outweighed, consents && !subscribed && len(c.OptOuts) == 0)
	count(&o.OptedOut, len(c.OptOuts) > 0 && !subscribed)
	count(&o.Entered, enter != "" && happened("enter:"+enter))
	count(&o.Full, happened("refuse:attribute"))
	count(&o.Again, d.Nothing)
}

// Add adds what came of other people.
func (o *Outcome) Add(more Outcome) {
	o.Contacts += more.Contacts
	o.New += more.New
	o.Subscribed += more.Subscribed
	o.Outweighed += more.Outweighed
	o.OptedOut += more.OptedOut
	o.Entered += more.Entered
	o.Full += more.Full
	o.Again += more.Again
}

func count(n *int64, is bool) {
	if is {
		*n++
	}
}

// importKey is where an import is kept.
func importKey(id, enter string) string { return strings.TrimSuffix("import/"+id+"/"+enter, "/") }

// Imported tells how far an import is; one that nobody began is at its begin.
func (e *Engine) Imported(ctx context.Context, id, enter string) (Import, error) {
	i := Import{ID: id, Enter: enter}
	value, err := e.Store.Get(ctx, importKey(id, enter))
	if errors.Is(err, store.ErrNotFound) {
		return i, nil
	}
	if err == nil {
		err = json.Unmarshal(value, &i)
	}
	if err != nil {
		return i, fmt.Errorf("read how far an import is: %w", err)
	}
	return i, nil
}

func (e *Engine) keepImport(ctx context.Context, i Import) error {
	value, err := json.Marshal(i)
	if err == nil {
		err = e.Store.Put(ctx, importKey(i.ID, i.Enter), value)
	}
	if err != nil {
		return fmt.Errorf("keep how far an import is: %w", err)
	}
	return nil
}
