package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/contacts"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/admin"
)

// scan reads the file, and writes down which rows are refused.
func (c *importing) scan(ctx context.Context, std streams, file *contacts.File) error {
	refuse := func(contacts.Refusal) error { return nil }
	finish := func() error { return nil }
	if c.Refused != "" {
		out, err := os.OpenFile(c.Refused, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
		if err != nil {
			return fmt.Errorf("write the refused rows: %w", err)
		}
		w, err := file.Refusals(out)
		if err != nil {
			return errors.Join(fmt.Errorf("write the refused rows: %w", err), out.Close())
		}
		refuse, finish = w.Write, func() error { return errors.Join(w.Flush(), out.Close()) }
	}
	show := progress(std.err)
	err := file.Scan(ctx, refuse, func(read int64) { show("read", int(read>>10), int(file.Size()>>10)) })
	if err := errors.Join(err, finish()); err != nil {
		return fmt.Errorf("read %s: %w", c.File, err)
	}
	return nil
}

// atOnce is how many contacts are handed over together: one commit of the store.
const atOnce = 2000

// handing hands the contacts of a file over.
type handing struct {
	*importing
	data *data
	file *contacts.File
	std  streams
}

// try has all contacts decided about without storing anything.
func (h *handing) try(ctx context.Context) (total bot.Outcome, err error) {
	err = h.parts(ctx, "try", "", bot.ImportBatch{Dry: true}, func(part bot.Import) { total.Add(part.Outcome) })
	return total, err
}

// store hands over the contacts that are not in yet.
func (h *handing) store(ctx context.Context) (total bot.Outcome, err error) {
	state, err := h.data.importState(ctx, h.file.ID, h.Enter)
	if err != nil {
		return total, err
	}
	if (state.Import.After != "" || state.Import.Finished) && !h.JSON {
		fmt.Fprintf(h.std.out, "It was begun before: %d people are in already, and nothing is done twice.\n", state.Import.Outcome.Contacts)
	}
	if state.Import.Finished {
		return state.Import.Outcome, nil
	}
	err = h.parts(ctx, "import", state.Import.After, bot.ImportBatch{}, func(part bot.Import) { total = part.Outcome })
	return total, err
}

// parts hands over the contacts after a phone, part by part, as the first one says.
func (h *handing) parts(ctx context.Context, what string, after fsm.Phone, part bot.ImportBatch, told func(bot.Import)) error {
	part.ID, part.File, part.Enter = h.file.ID, filepath.Base(h.File), h.Enter
	all := h.file.Contacts
	done, show := all-h.file.Left(after), progress(h.std.err)
	send := func() error {
		var answer bot.Import
		if err := h.data.call(ctx, http.MethodPost, "/import", part, &answer); err != nil {
			return fmt.Errorf("%s %s, after %d of %d people: %w", what, h.File, done, all, err)
		}
		done += len(part.Contacts)
		part.Contacts = part.Contacts[:0]
		told(answer)
		show(what, done, max(all, 1))
		return nil
	}
	for contact, err := range h.file.Ordered(after) {
		if err != nil {
			return fmt.Errorf("%s %s: %w", what, h.File, err)
		}
		if part.Contacts = append(part.Contacts, contact); len(part.Contacts) < atOnce {
			continue
		}
		if err := send(); err != nil {
			return err
		}
	}
	part.Last = true
	return send()
}

// importState asks what is known of an import.
func (d *data) importState(ctx context.Context, id, enter string) (state admin.ImportState, err error) {
	query := url.Values{"id": {id}, "enter": {enter}}
	err = d.call(ctx, http.MethodGet, "/import?"+query.Encode(), nil, &state)
	return state, err
}
