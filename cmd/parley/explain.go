package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/admin"
)

// explaining tells what happened to a person, and proves that the journal says it all.
type explaining struct {
	folder
	Phone   string    `arg:"" optional:"" help:"The person's number, such as +12125550123."`
	At      time.Time `help:"Tell of a past moment, such as 2026-03-02T15:04:05-05:00." placeholder:"TIME"`
	Since   time.Time `help:"Tell what happened from then on, 1000 changes at most." placeholder:"TIME"`
	All     bool      `help:"Tell everything from the begin, in place of the newest 100 changes; with --json one report a line."`
	Message string    `help:"Tell of one text, by its id: +12125550123/17, 17, or the carrier's." placeholder:"ID"`
	Verify  bool      `help:"Fold the journal, compare it with the record to the byte, and decide everything again; without a number of everybody."`
	JSON    bool      `name:"json" help:"Print JSON."`
}

// Run answers the question.
func (c *explaining) Run(ctx context.Context, std streams) error {
	switch {
	case c.Phone == "" && !c.Verify:
		return errors.New("whose story? give a number, such as +12125550123")
	case c.Verify && (c.All || c.Message != "" || !c.At.IsZero() || !c.Since.IsZero()):
		return errors.New("--verify looks at everything: it takes no --at, --since, --all or --message")
	case c.All && (c.Message != "" || !c.Since.IsZero()):
		return errors.New("--all tells everything: it takes no --since or --message")
	case c.Message != "" && !c.Since.IsZero():
		return errors.New("--message tells of one text: it takes no --since")
	}
	if err := c.holds(); err != nil {
		return err
	}
	return c.with(ctx, func(d *data) error {
		if c.Verify {
			return c.verify(ctx, std, d)
		}
		return c.tell(ctx, std, d)
	})
}

// tell prints the story, part by part.
func (c *explaining) tell(ctx context.Context, std streams, d *data) error {
	ask := explain.Question{Phone: fsm.Phone(c.Phone), At: c.At, Since: c.Since, Message: c.Message}
	if c.All {
		ask.After, ask.Limit = new(uint64), explain.Most
	}
	for first := true; ; first = false {
		var report explain.Report
		if err := d.call(ctx, http.MethodPost, "/explain", ask, &report); err != nil {
			return err
		}
		if err := c.print(std.out, &report, first); err != nil {
			return err
		}
		if !c.All || report.Next == nil {
			return nil
		}
		ask.After = report.Next
	}
}

func (c *explaining) print(out io.Writer, r *explain.Report, first bool) (err error) {
	switch {
	case c.JSON:
		return json.NewEncoder(out).Encode(r)
	case first:
		_, err = io.WriteString(out, r.String())
	default:
		_, err = io.WriteString(out, r.Part())
	}
	return err
}

// verify proves the journal of one person, or of everybody.
func (c *explaining) verify(ctx context.Context, std streams, d *data) error {
	var people, changes, failed uint64
	bar := progress(std.err)
	for ask := (admin.Proving{Phone: fsm.Phone(c.Phone)}); ; {
		var page explain.Proofs
		if err := d.call(ctx, http.MethodPost, "/prove", ask, &page); err != nil {
			return err
		}
		for _, p := range page.Proofs {
			people, changes = people+1, changes+p.Changes
			if !p.Holds() {
				failed++
			}
			if err := c.printProof(std.out, &p); err != nil {
				return err
			}
		}
		if c.Phone == "" {
			bar("proving", int(people), int(max(page.People, int64(people))))
		}
		if ask.After = page.Next; page.Next == "" {
			break
		}
	}
	if c.Phone == "" && !c.JSON {
		fmt.Fprintf(std.out, "%d people, %d changes: %d journals do not say what is stored\n", people, changes, failed)
	}
	if failed > 0 {
		return errFindings
	}
	return nil
}

// printProof prints the proof of the one who was asked about, and of others where something is wrong.
func (c *explaining) printProof(out io.Writer, p *explain.Proof) error {
	if c.JSON {
		return json.NewEncoder(out).Encode(p)
	}
	if c.Phone == "" && p.Holds() {
		return nil
	}
	_, err := fmt.Fprintln(out, p)
	return err
}
