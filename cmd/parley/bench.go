package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/schollz/progressbar/v3"

	measure "github.com/parley-sms/parley/cmd/internal/bench"
)

// bench measures this machine.
type bench struct {
	Dir         string        `help:"Folder on the disk to measure; a new one is made in it and removed." default:"." type:"path"`
	Subscribers int           `help:"Subscribers on record before the start." default:"200000"`
	InFlight    []int         `help:"Texts in flight." default:"1,16,64,256"`
	For         time.Duration `help:"How long to measure." default:"1m"`
	Slow        time.Duration `help:"What a call takes at the slow carrier." default:"200ms"`
	JSON        bool          `name:"json" help:"Print JSON."`
}

// Run measures in a folder that is thrown away.
func (b *bench) Run(ctx context.Context, std streams) (err error) {
	if b.Subscribers < 1000 || b.For < time.Second {
		return errors.New("measure at least 1000 subscribers for at least 1s")
	}
	dir, err := os.MkdirTemp(b.Dir, "parley-bench-")
	if err != nil {
		return fmt.Errorf("make a folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	report, err := measure.Run(ctx, measure.Config{Dir: dir, Subscribers: b.Subscribers, Levels: b.InFlight, For: b.For, Slow: b.Slow,
		Progress: progress(std.err)})
	if err != nil {
		return err
	}
	if b.JSON {
		return json.NewEncoder(std.out).Encode(report)
	}
	return tell(std.out, report)
}

// progress shows a bar for each thing that is done.
func progress(out io.Writer) func(string, int, int) {
	var bar *progressbar.ProgressBar
	now := ""
	return func(what string, done, of int) {
		if what != now {
			now = what
			bar = progressbar.NewOptions(of, progressbar.OptionSetWriter(screen(out)), progressbar.OptionSetDescription(what),
				progressbar.OptionClearOnFinish(), progressbar.OptionThrottle(100*time.Millisecond))
		}
		_ = bar.Set(done) // it only shows
	}
}

// tell prints a report for people.
func tell(out io.Writer, r measure.Report) error {
	fmt.Fprintf(out, "%d subscribers on record, put there at %.0f a second. Each text in is 4 commits:\nthe text and its answer's release, the carrier's answer, two reports.\n\n",
		r.Subscribers, r.Preloaded.PerSecond)
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(t, "in flight\ttexts/s\tcommits/s\tack p50\tp99\treply p50\tp99\traw store\tratio\tfailed\t")
	for _, l := range r.Levels {
		fmt.Fprintf(t, "%d\t%.0f\t%.0f\t%.1f ms\t%.1f ms\t%.1f ms\t%.1f ms\t%.0f\t%.2f\t%d\t\n", l.InFlight, l.Texts.PerSecond,
			l.Decisions.PerSecond, l.Ack.P50, l.Ack.P99, l.Reply.P50, l.Reply.P99, l.Raw.PerSecond, l.Ratio, l.Failed)
	}
	if err := t.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "\nWhere each call to the carrier takes %v: %.0f texts a second.\nThe data file has %d MB. All this took %v.\n",
		r.Slow.Call, r.Slow.Texts.PerSecond, r.Bytes>>20, r.Took.Round(time.Second))
	return err
}
