package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
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
	var report *ledger.Report
	err := c.with(ctx, func(d *data) (err error) {
		report, err = d.verifyLedger(ctx, c.Head, progress(std.err))
		return err
	})
	switch {
	case err != nil:
		return err
	case c.JSON:
		err = json.NewEncoder(std.out).Encode(report)
	default:
		tellLedger(std.out, report)
	}
	if err == nil && !report.Well() {
		err = errFindings
	}
	return err
}

// verifyLedger has the ledger verified, and shows how far that has come.
func (d *data) verifyLedger(ctx context.Context, head string, show func(what string, done, of int)) (*ledger.Report, error) {
	body, err := json.Marshal(admin.Verification{Head: head})
	if err != nil {
		return nil, fmt.Errorf("ask for a proof: %w", err)
	}
	answer, err := d.request(ctx, http.MethodPost, "/ledger/verify", bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	for lines := json.NewDecoder(answer.Body); ; {
		var line admin.Verified
		switch err := lines.Decode(&line); {
		case err != nil:
			return nil, fmt.Errorf("the server did not finish the proof: %w", err)
		case line.Error != "":
			return nil, errors.New(line.Error)
		case line.Report != nil:
			return line.Report, nil
		}
		show("verifying", line.Percent, 100)
	}
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
