package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/parley-sms/parley/bot/dossier"
)

// exportConsent writes a file about one person's consent.
type exportConsent struct {
	folder
	outFile
	Person string `arg:"" name:"phone" help:"The person's number, such as +12125550123, or the pseudonym of one who was erased."`
	JSON   bool   `name:"json" help:"Write JSON with all that a check by machine needs; otherwise a page that prints."`
}

// Run asks for the dossier and then page by page for the texts, and writes them.
func (c *exportConsent) Run(ctx context.Context, std streams) error {
	if err := c.holds(); err != nil {
		return err
	}
	return c.with(ctx, func(d *data) error {
		var told dossier.Dossier
		if err := d.call(ctx, http.MethodGet, "/dossier?"+url.Values{"who": {c.Person}}.Encode(), nil, &told); err != nil {
			return err
		}
		err := c.write(std.out, func(w io.Writer) error { return d.exportDossier(ctx, c.form(w), &told) })
		if err == nil && len(told.Faults) > 0 {
			fmt.Fprintf(std.err, "The ledger does not prove what it says: %d faults, which the file tells; parley ledger verify says more.\n", len(told.Faults))
			err = errFindings
		}
		return err
	})
}

func (c *exportConsent) form(w io.Writer) dossier.Writer {
	if c.JSON {
		return dossier.JSON(w)
	}
	return dossier.HTML(w)
}

func (d *data) exportDossier(ctx context.Context, w dossier.Writer, told *dossier.Dossier) error {
	if err := w.Begin(told); err != nil {
		return err
	}
	for after, texts, more := uint64(0), 0, told.Marketing > 0; more; {
		var page dossier.Page
		ask := url.Values{"phone": {string(told.Phone)}, "after": {strconv.FormatUint(after, 10)}}
		if err := d.call(ctx, http.MethodGet, "/dossier/texts?"+ask.Encode(), nil, &page); err != nil {
			return err
		}
		for i := range page.Texts {
			if err := w.Text(&page.Texts[i]); err != nil {
				return err
			}
		}
		texts += len(page.Texts)
		after, more = page.Next, page.Next > 0 && texts < dossier.MaxTexts
	}
	return w.End()
}
