package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/parley-sms/parley/bot/contacts"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/spelling"
)

// ImportBatch is a part of an import: different people, in ascending order of phone.
type ImportBatch struct {
	ID, File, Enter string
	Dry             bool // only tell what would come of it
	Last            bool // nothing comes after it
	Contacts        []contacts.Contact
}

// maxImportBatch bounds the people of one batch.
const maxImportBatch = 5000

// Import stores a part of an import, thousands of people a commit. Every person is taken once, however
// often a part is repeated. It answers with how far the import is.
func (e *Engine) Import(ctx context.Context, b ImportBatch) (Import, error) {
	if err := e.importFault(&b); err != nil {
		return Import{}, err
	}
	phones := make([]fsm.Phone, len(b.Contacts))
	of := make(map[fsm.Phone]*contacts.Contact, len(b.Contacts))
	for n := range b.Contacts {
		phones[n] = b.Contacts[n].Phone
		of[phones[n]] = &b.Contacts[n]
	}
	event := func(phone fsm.Phone) fsm.Event { return of[phone].Event(b.ID, b.Enter) }
	i := Import{ID: b.ID, File: b.File, Enter: b.Enter}
	told := func(d *fsm.Decision) { i.Outcome.add(of[d.Next.Phone], d, b.Enter) }
	if b.Dry {
		return i, e.tryEach(ctx, phones, event, told)
	}
	var err error
	if i, err = e.Imported(ctx, b.ID, b.Enter); err != nil {
		return i, err
	}
	if err := e.enrolEach(ctx, phones, event, told); err != nil {
		return i, fmt.Errorf("import contacts: %w", err)
	}
	i.File, i.Finished = b.File, b.Last
	if i.After = max(i.After, last(phones)); i.Finished {
		i.After = "" // an erased person's number must not stay here
	}
	return i, e.keepImport(ctx, i)
}

// last is the last of the phones; "" where there is none.
func last(phones []fsm.Phone) fsm.Phone {
	if len(phones) == 0 {
		return ""
	}
	return phones[len(phones)-1]
}

// importFault says why a batch cannot be taken.
func (e *Engine) importFault(b *ImportBatch) error {
	if b.ID == "" || len(b.Contacts) > maxImportBatch {
		return fmt.Errorf("a part of an import needs the import's id, and has at most %d contacts", maxImportBatch)
	}
	for i, c := range b.Contacts {
		if !c.Phone.Replyable() || i > 0 && c.Phone <= b.Contacts[i-1].Phone {
			return errors.New("the contacts of an import must have numbers such as +12125550123, in ascending order")
		}
	}
	if b.Enter == "" {
		return nil
	}
	var names []string
	for _, w := range e.Program().Workflows {
		if w.Name == b.Enter && w.Enter.Key != "" {
			return fmt.Errorf("nobody can enter %s by an import: it has a run for each %s of an event", w.Name, w.Enter.Key)
		}
		names = append(names, w.Name)
	}
	if !slices.Contains(names, b.Enter) {
		return fmt.Errorf("the program has no workflow %q; %s", b.Enter, spelling.Remedy(b.Enter, names))
	}
	return nil
}
