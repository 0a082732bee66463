package main

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"

	plans "github.com/parley-sms/parley/fsm/plan"
	"github.com/parley-sms/parley/handlers/admin"
)

// list prints all revisions, the live one last, and what is paused.
func (c *deployment) list(ctx context.Context, std streams, d *data) error {
	var live admin.Live
	if err := d.call(ctx, http.MethodGet, "/live", nil, &live); err != nil {
		return err
	}
	if c.JSON {
		return json.NewEncoder(std.out).Encode(live)
	}
	for i, r := range live.Revisions {
		mark := " "
		if i == len(live.Revisions)-1 {
			mark = "*"
		}
		fmt.Fprintf(std.out, "%s %d\t%s\t%s\t%s\t%s\n", mark, r.Number, r.Hash, r.At.Format(time.RFC3339), r.Author, r.Message)
		if len(r.Summary) > 0 && i > 0 {
			fmt.Fprintf(std.out, "\t%s\n", strings.Join(r.Summary, "\n\t"))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(live.Paused)) {
		fmt.Fprintf(std.out, "paused: %s: %s\n", name, plans.Meaning(live.Paused[name]))
	}
	if f := live.Fitting; !f.Finished && f.Revision > 0 {
		fmt.Fprintf(std.out, "Timers are moved: %d of %d people are done.\n", f.Done, live.Records)
	}
	return nil
}

// lookEvery is how often a deploy asks how far the server has come.
const lookEvery = 200 * time.Millisecond

// follow shows on a terminal how the server brings the records to the new program. It goes on by itself.
func (d *data) follow(ctx context.Context, std streams) error {
	out := screen(std.err)
	if d.store != nil || out != std.err {
		return nil
	}
	var bar *progressbar.ProgressBar
	for {
		var live admin.Live
		if err := d.call(ctx, http.MethodGet, "/live", nil, &live); err != nil {
			return err
		}
		if bar == nil {
			bar = progressbar.NewOptions64(max(live.Records, 1), progressbar.OptionSetWriter(out), progressbar.OptionShowCount(),
				progressbar.OptionSetDescription("timers move"), progressbar.OptionClearOnFinish())
		}
		if live.Fitting.Finished {
			return bar.Finish()
		}
		if err := bar.Set64(min(live.Fitting.Done, live.Records)); err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lookEvery):
		}
	}
}
