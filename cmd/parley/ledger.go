package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/parley-sms/parley/bot/ledger"
	"github.com/parley-sms/parley/handlers/admin"
)

// ledgers prove the consent ledger.
type ledgers struct {
	Verify verifyLedger `cmd:"" help:"Prove every chain, the log of all hashes and the anchors over it; say what is wrong."`
	Head   headOfLedger `cmd:"" help:"Print the latest anchor. Kept elsewhere, its hash proves later that nothing up to it was changed."`
}

// verifyLedger proves all of it.
type verifyLedger struct {
	folder
	Head string `help:"Hash of an anchor that was kept elsewhere." placeholder:"HASH"`
	JSON bool   `name:"json" help:"Print JSON."`
}

// Run prints what was found; anything that is wrong is a failure.
func (c *verifyLedger) Run(ctx context.Context, std streams) error {
	if err := c.holds(); err != nil {
		return err
	}
	var report ledger.Report
	err := c.with(ctx, func(d *data) error {
		return d.call(ctx, http.MethodPost, "/ledger/verify", admin.Verification{Head: c.Head}, &report)
	})
	switch {
	case err != nil:
		return err
	case c.JSON:
		err = json.NewEncoder(std.out).Encode(report)
	default:
		tellLedger(std.out, &report)
	}
	if err == nil && !report.Well() {
		err = errFindings
	}
	return err
}

// tellLedger prints a report for people.
func tellLedger(out io.Writer, r *ledger.Report) {
	for _, f := range r.Faults {
		fmt.Fprintln(out, f)
	}
	if r.More > 0 {
		fmt.Fprintf(out, "and %d faults more\n", r.More)
	}
	fmt.Fprintf(out, "%d entries of %d people and %d erased ones; %d hashes in the log, %d of them under %d anchors.\n",
		r.Entries, r.People, r.Erased, r.Logged, r.Anchored, r.Anchors)
	if r.Old > 0 {
		fmt.Fprintf(out, "%d entries are from before there were chains: nothing proves them.\n", r.Old)
	}
	if r.Well() {
		fmt.Fprintln(out, "Nothing was changed, removed or added.")
	}
}

// headOfLedger prints the latest anchor.
type headOfLedger struct {
	folder
	JSON bool `name:"json" help:"Print JSON."`
}

// Run prints the anchor, its hash first.
func (c *headOfLedger) Run(ctx context.Context, std streams) error {
	if err := c.holds(); err != nil {
		return err
	}
	return c.with(ctx, func(d *data) error {
		var head ledger.Anchor
		if err := d.call(ctx, http.MethodGet, "/ledger/head", nil, &head); err != nil {
			return err
		}
		if c.JSON {
			return json.NewEncoder(std.out).Encode(head)
		}
		_, err := fmt.Fprintf(std.out, "%s  anchor %d, %d entries, %s\n", head.Hash, head.N, head.To, head.At.Time().Format(time.RFC3339))
		return err
	})
}
