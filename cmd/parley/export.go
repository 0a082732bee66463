package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/parley-sms/parley/bot/contacts"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/admin"
)

// export writes what is known.
type export struct {
	Offers   exportOffers   `cmd:"" help:"Every offer that a text has made: to whom, when, what it costs, and what was bought with it."`
	Contacts exportContacts `cmd:"" help:"All people with their attributes, and consent with its evidence, as parley import reads them."`
	Consent  exportConsent  `cmd:"" help:"One person's consent for a court: history, evidence, the texts that rest on it, and its proof."`
	Events   exportEvents   `cmd:"" help:"The events of the shop, as they came, one JSON object to a line."`
	Messages exportMessages `cmd:"" help:"All texts, one JSON object to a line."`
	Journal  exportJournal  `cmd:"" help:"Every change and why, one JSON object to a line."`
}

// exportContacts writes contacts.
type exportContacts struct {
	folder
	outFile
}

// Run asks for the contacts page by page, and writes them.
func (c *exportContacts) Run(ctx context.Context, std streams) error {
	if err := c.holds(); err != nil {
		return err
	}
	return c.with(ctx, func(d *data) error {
		return c.write(std.out, func(w io.Writer) error { return d.exportContacts(ctx, std, w) })
	})
}

func (d *data) exportContacts(ctx context.Context, std streams, out io.Writer) error {
	var w *contacts.Writer
	show, done, left := progress(std.err), 0, map[string]bool{}
	for after, more := fsm.Phone(""), true; more; {
		var page admin.Contacts
		err := d.call(ctx, http.MethodGet, "/contacts?"+url.Values{"after": {string(after)}}.Encode(), nil, &page)
		if err == nil && w == nil {
			w, err = contacts.NewWriter(out, page.Attributes)
		}
		if err != nil {
			return err
		}
		for i := range page.Contacts {
			if err := w.Write(&page.Contacts[i]); err != nil {
				return err
			}
			for name := range page.Contacts[i].Known.Set {
				left[name] = left[name] || !slices.Contains(page.Attributes, name)
			}
		}
		done += len(page.Contacts)
		show("export", done, int(max(page.Records, 1)))
		after, more = page.After, page.After != ""
	}
	maps.DeleteFunc(left, func(_ string, out bool) bool { return !out })
	if len(left) > 0 {
		fmt.Fprintf(std.err, "Left out, since the live program does not declare them: %s\n", strings.Join(slices.Sorted(maps.Keys(left)), ", "))
	}
	return w.Flush()
}

// outFile is where a command writes what it exports.
type outFile struct {
	Out string `help:"File to write; what was there is replaced when the new one is whole. Without it, the output." type:"path" placeholder:"FILE"`
}

// write lets do write to the file, or to the output.
func (o *outFile) write(std io.Writer, do func(io.Writer) error) error {
	if o.Out == "" {
		return do(std)
	}
	return writeWhole(o.Out, 0o600, do)
}
