package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/parley-sms/parley/bot/history"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/admin"
)

// exportHistory writes what happened within a time, one JSON object to a line.
type exportHistory struct {
	folder
	outFile
	Since time.Time `help:"Leave out what was recorded before, in RFC 3339." placeholder:"TIME"`
	Until time.Time `help:"Leave out what was recorded from then on, in RFC 3339; the next run's --since, so that nothing comes twice or is missing." placeholder:"TIME"`
	CSV   bool      `name:"csv" help:"Write a table with fixed columns in place of JSON; in the journal each line of a change is a row."`
}

type (
	exportEvents   struct{ exportHistory }
	exportMessages struct{ exportHistory }
	exportJournal  struct{ exportHistory }
)

// Run writes the shop's events.
func (c *exportEvents) Run(ctx context.Context, std streams) error {
	return c.run(ctx, std, history.Events)
}

// Run writes the texts.
func (c *exportMessages) Run(ctx context.Context, std streams) error {
	return c.run(ctx, std, history.Messages)
}

// Run writes the changes.
func (c *exportJournal) Run(ctx context.Context, std streams) error {
	return c.run(ctx, std, history.Journal)
}

// run asks for the rows, and writes them as they come.
func (c *exportHistory) run(ctx context.Context, std streams, what history.What) error {
	if err := c.holds(); err != nil {
		return err
	}
	ask := history.Ask{What: what, Since: fsm.At(c.Since), Until: fsm.At(c.Until)}
	return c.with(ctx, func(d *data) error {
		return c.write(std.out, func(w io.Writer) error {
			if c.CSV {
				return asTable(w, what, func(w io.Writer) error { return d.exportHistory(ctx, ask, w) })
			}
			return d.exportHistory(ctx, ask, w)
		})
	})
}

// asTable writes rows as CSV while they come.
func asTable(w io.Writer, what history.What, rows func(io.Writer) error) error {
	table, err := history.NewTable(w, what)
	if err != nil {
		return err
	}
	from, to := io.Pipe()
	go func() { _ = to.CloseWithError(rows(to)) }()
	err = table.Read(from)
	_ = from.CloseWithError(err) // who still writes hears of it
	return err
}

// exportHistory writes rows, from here or through the server that holds the data.
func (d *data) exportHistory(ctx context.Context, ask history.Ask, w io.Writer) error {
	if d.store != nil {
		out := bufio.NewWriter(w)
		rows := json.NewEncoder(out)
		if err := history.Tell(ctx, d.store, ask, func(row any) error { return rows.Encode(row) }); err != nil {
			return err
		}
		return out.Flush()
	}
	q := url.Values{"what": {string(ask.What)}}
	for name, at := range map[string]fsm.Moment{"since": ask.Since, "until": ask.Until} {
		text, err := at.MarshalJSON()
		if err != nil {
			return err
		}
		q.Set(name, string(text))
	}
	answer, err := d.request(ctx, http.MethodGet, "/history?"+q.Encode(), nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err := io.Copy(w, answer.Body); err != nil {
		return err
	}
	if done := answer.Trailer.Get(admin.HistoryDone); done != "ok" {
		return fmt.Errorf("the server did not finish it: %s", done)
	}
	return nil
}
