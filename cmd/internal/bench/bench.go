package bench

import (
	"context"
	"fmt"
	"time"
)

// Config says what is measured.
type Config struct {
	Dir         string        // an empty folder on the disk to measure
	Subscribers int           // on record before anything is measured
	Levels      []int         // texts in flight
	For         time.Duration // all levels together
	Slow        time.Duration // what a call takes at the slow carrier
	Progress    func(what string, done, of int)
}

// Report is what was measured.
type Report struct {
	Subscribers int           `json:"subscribers"`
	Preloaded   Rate          `json:"preloaded"`
	Levels      []Level       `json:"levels"`
	Slow        SlowCarrier   `json:"slow_carrier"`
	Bytes       int64         `json:"bytes"` // of the data file in the end
	Took        time.Duration `json:"took_ns"`
}

// Rate is a number of things in a time.
type Rate struct {
	Count     int     `json:"count"`
	PerSecond float64 `json:"per_second"`
}

// Level is one number of texts in flight.
type Level struct {
	InFlight  int     `json:"in_flight"`
	Texts     Rate    `json:"texts"` // in, answered at the carrier
	Failed    int     `json:"failed"`
	Decisions Rate    `json:"decisions"` // commits
	Ack       Latency `json:"acknowledged"`
	Reply     Latency `json:"replied"` // text in to reply at the carrier
	Raw       Rate    `json:"raw"`     // the same commits by the store alone, as texts
	Ratio     float64 `json:"ratio"`   // of texts to raw
}

// SlowCarrier is how many texts go out when each call takes long.
type SlowCarrier struct {
	Call  time.Duration `json:"call_ns"`
	Texts Rate          `json:"texts"`
}

// Run measures.
func Run(ctx context.Context, c Config) (Report, error) {
	began := time.Now()
	if c.Progress == nil {
		c.Progress = func(string, int, int) {}
	}
	r, err := open(ctx, c)
	if err != nil {
		return Report{}, err
	}
	defer r.close()
	report := Report{Subscribers: c.Subscribers}
	if report.Preloaded, err = r.preload(ctx, c.Subscribers); err != nil {
		return report, err
	}
	r.serve()
	for i, n := range c.Levels {
		c.Progress("measure", i, len(c.Levels))
		level, err := r.level(ctx, n, c.For/time.Duration(len(c.Levels)))
		if err != nil {
			return report, fmt.Errorf("measure %d in flight: %w", n, err)
		}
		report.Levels = append(report.Levels, level)
	}
	c.Progress("measure", len(c.Levels), len(c.Levels))
	if report.Slow, err = r.slow(ctx, c.Slow, c.For/6); err != nil {
		return report, err
	}
	stats, err := r.store.Stats(ctx)
	report.Bytes, report.Took = stats.Bytes, time.Since(began)
	return report, err
}
