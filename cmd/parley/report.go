package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/parley-sms/parley/bot/report"
)

// reporting tells how workflows do.
type reporting struct {
	folder
	Week     bool   `help:"The last seven whole days; so without any span." xor:"span"`
	Month    bool   `help:"The last four whole weeks." xor:"span"`
	Since    string `help:"From this day on, such as 2026-11-01, in the program's zone." placeholder:"DAY"`
	Until    string `help:"Up to this day; yesterday where absent." placeholder:"DAY"`
	Workflow string `help:"Of one workflow alone." placeholder:"NAME"`
	HTML     string `name:"html" help:"Write the report as a page with charts, too." type:"path" placeholder:"FILE"`
	JSON     bool   `name:"json" help:"Print JSON."`
}

// Run makes the report and prints it.
func (c *reporting) Run(ctx context.Context, std streams) error {
	if c.Since != "" && (c.Week || c.Month) {
		return errors.New("--since begins the span: it takes no --week or --month")
	}
	if err := c.holds(); err != nil {
		return err
	}
	ask := report.Ask{Since: c.Since, Until: c.Until, Workflow: c.Workflow, Days: report.ByWeek}
	if c.Month {
		ask.Days = report.ByMonth
	}
	return c.with(ctx, func(d *data) error {
		var r report.Review
		if err := d.call(ctx, http.MethodPost, "/report", ask, &r); err != nil {
			return err
		}
		if c.HTML != "" {
			if err := writeWhole(c.HTML, 0o644, r.WritePage); err != nil {
				return err
			}
		}
		if c.JSON {
			return json.NewEncoder(std.out).Encode(r)
		}
		_, err := io.WriteString(std.out, r.String())
		return err
	})
}
