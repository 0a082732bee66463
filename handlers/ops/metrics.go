package ops

import (
	"context"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// collector reads the kept counters and the store's sizes whenever it is asked.
type collector struct {
	e Engine
	s store.Store
}

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc("parley_"+name, help, labels, nil)
}

// The metrics. Counters are kept on disk and go on after a restart.
func metrics() map[string]*prometheus.Desc {
	return map[string]*prometheus.Desc{
		"events":      desc("events_total", "What happened, by kind: inbound, released, accepted, stopped and so on.", "kind"),
		"alarms":      desc("alarms_total", "Alarms raised since the start."),
		"ready":       desc("ready", "1 where the server sends normally."),
		"subscribers": desc("subscribers", "Subscribers on record."),
		"messages":    desc("messages", "Texts on record, in and out."),
		"bytes":       desc("store_bytes", "Size of the data file."),
		"commit":      desc("store_last_commit_seconds", "What the latest commit took on the disk."),
		"refit":       desc("refit_left", "Records that are still to be brought to a program that was deployed."),
		"flights":     desc("flights", "Released texts without an outcome, at most 1000 are counted."),
		"overdue":     desc("overdue", "Subscribers with something overdue, at most 1000 are counted."),
	}
}

// Describe implements prometheus.Collector.
func (c *collector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range metrics() {
		out <- d
	}
}

// Collect implements prometheus.Collector. What cannot be read is left out.
func (c *collector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	all := metrics()
	gauge := func(name string, value float64) {
		out <- prometheus.MustNewConstMetric(all[name], prometheus.GaugeValue, value)
	}
	out <- prometheus.MustNewConstMetric(all["alarms"], prometheus.CounterValue, float64(c.e.Alarms()))
	ready := 0.0
	if c.e.Ready() == nil {
		ready = 1
	}
	gauge("ready", ready)
	if counters, err := c.s.Counters(ctx); err == nil {
		for kind, n := range counters {
			out <- prometheus.MustNewConstMetric(all["events"], prometheus.CounterValue, float64(n), strings.ToValidUTF8(kind, "?"))
		}
	}
	c.sizes(ctx, gauge)
}

// sizes reads how large the store and its queues are.
func (c *collector) sizes(ctx context.Context, gauge func(string, float64)) {
	if stats, err := c.s.Stats(ctx); err == nil {
		gauge("subscribers", float64(stats.Subscribers))
		gauge("messages", float64(stats.Messages))
		gauge("bytes", float64(stats.Bytes))
		gauge("commit", stats.LastCommit.Seconds())
		if f, err := bot.Fitted(ctx, c.s); err == nil {
			gauge("refit", float64(f.Left(stats.Subscribers)))
		}
	}
	if flights, err := c.s.Flights(ctx, 1000); err == nil {
		gauge("flights", float64(len(flights)))
	}
	if due, _, err := c.s.Due(ctx, fsm.At(c.e.Now()), 1000); err == nil {
		gauge("overdue", float64(len(due)))
	}
}
