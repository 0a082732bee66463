package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot/sim/trial"
)

// proven is what came of many stories, and how fast.
type proven struct {
	trial.Sum
	First   uint64   `json:"seed"`
	Missed  []string `json:"missed"` // marks that no story came by
	Seconds float64  `json:"seconds"`
	Repeat  string   `json:"repeat,omitempty"` // the command that lives the failed story again
}

// prove puts the server on trial: it lives many stories and judges them.
func (s *simulate) prove(ctx context.Context, std streams) (err error) {
	if s.Dir != "" || s.Habits != "" || s.HTML != "" || s.People != 0 || s.Days != 0 || s.Begin != "" {
		return errors.New("simulate with --seeds takes --seed and --json beside it: stories have their own program, people and days")
	}
	program, err := trial.Program()
	if err != nil {
		return err
	}
	dir, err := os.MkdirTemp("", "parley-stories-")
	if err != nil {
		return fmt.Errorf("make a folder for stories on the real store: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // what stories leave is small, and they leave much of it
	bar, start := progress(std.err), time.Now()
	sum, err := trial.Court{Program: program, Webhooks: webhooks, Dir: dir}.TryMany(ctx, s.Seed, s.Seeds,
		func(sum trial.Sum) { bar("trying", sum.Stories, int(s.Seeds)) })
	if err != nil && sum.Stories == 0 {
		return err
	}
	p := proven{Sum: sum, First: s.Seed, Missed: sum.Missed(), Seconds: time.Since(start).Seconds()}
	if sum.Failed != nil {
		p.Repeat = fmt.Sprintf("parley simulate --seeds 1 --seed %d", sum.Failed.Seed)
	}
	if err = errors.Join(err, p.print(std.out, s.JSON)); err == nil && sum.Failed != nil {
		return errFindings
	}
	return err // one that was interrupted tells how far it came
}

func (p proven) print(out io.Writer, asJSON bool) error {
	if asJSON {
		return json.NewEncoder(out).Encode(p)
	}
	_, err := io.WriteString(out, p.String())
	return err
}

// String tells it to people.
func (p proven) String() string {
	var b strings.Builder
	for _, m := range slices.Sorted(maps.Keys(p.Marks)) {
		fmt.Fprintf(&b, "%10d  %s\n", p.Marks[m], m)
	}
	minutes := p.Seconds / 60
	fmt.Fprintf(&b, "%d stories from seed %d in %.1f s (%.0f a second): %.0f subscriber-years (%.0f a minute), %d texts, %d decisions.\n",
		p.Stories, p.First, p.Seconds, float64(p.Stories)/p.Seconds, p.Years, p.Years/minutes, p.Texts, p.Decisions)
	fmt.Fprintf(&b, "%d of %d places that stories should come by were met.", len(trial.Marks())-len(p.Missed), len(trial.Marks()))
	if len(p.Missed) > 0 {
		fmt.Fprintf(&b, " None came by: %s.", strings.Join(p.Missed, ", "))
	}
	b.WriteString("\n")
	if p.Failed == nil {
		b.WriteString("Nothing that must not be.\n")
		return b.String()
	}
	fmt.Fprintf(&b, "\n%sIt happens again with: %s\n", p.Failed, p.Repeat)
	return b.String()
}
