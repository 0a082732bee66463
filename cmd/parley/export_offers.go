package main

import (
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/admin"
)

// exportOffers writes the ledger of incentives.
type exportOffers struct {
	folder
	outFile
}

// Run asks for what was given page by page, and writes it.
func (c *exportOffers) Run(ctx context.Context, std streams) error {
	if err := c.holds(); err != nil {
		return err
	}
	return c.with(ctx, func(d *data) error {
		return c.write(std.out, func(w io.Writer) error { return d.exportOffers(ctx, w) })
	})
}

func (d *data) exportOffers(ctx context.Context, out io.Writer) error {
	w := csv.NewWriter(out)
	if err := w.Write([]string{"phone", "offer", "code", "given_at", "text", "message", "worth", "cost", "redeemed_at", "value", "order"}); err != nil {
		return err
	}
	var last fsm.Grant
	for more := true; more; {
		var page admin.Grants
		q := url.Values{"phone": {string(last.Phone)}, "seq": {strconv.FormatUint(last.Seq, 10)}}
		if err := d.call(ctx, http.MethodGet, "/grants?"+q.Encode(), nil, &page); err != nil {
			return err
		}
		for _, g := range page.Grants {
			if last = g; g.At == 0 {
				continue // its text did not go
			}
			if err := w.Write(grantRow(&g)); err != nil {
				return err
			}
		}
		more = page.More
	}
	w.Flush()
	return w.Error()
}

// grantRow is one given offer; what was not redeemed has no time, value and order.
func grantRow(g *fsm.Grant) []string {
	row := []string{string(g.Phone), g.Offer, g.Code, g.At.Time().Format(time.RFC3339), g.Text, fmt.Sprint(g.Seq), g.Worth, amount(g.Cost), "", "", ""}
	if g.Redeemed > 0 {
		copy(row[8:], []string{g.Redeemed.Time().Format(time.RFC3339), amount(g.Value), g.Order})
	}
	return row
}

func amount(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }
