package ops

import (
	"context"
	"strings"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// mostCounted bounds what one look counts of a queue or a list.
const mostCounted = 100_000

// collector reads how things stand whenever it is asked.
type collector struct{ Options }

func desc(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prefix+name, help, labels, nil)
}

// standing lists what the collector tells.
func standing() map[string]*prometheus.Desc {
	return map[string]*prometheus.Desc{
		"events":      desc("events_total", "What happened, by kind: kept on disk, so that it goes on after a restart.", "kind"),
		"alarms":      desc("alarms_total", "Alarms raised since the start."),
		"alerts":      desc("alerts", "What is not as it should be now, by rule; GET /v1/alerts tells what and since when.", "rule"),
		"ready":       desc("ready", "1 where the server sends normally."),
		"subscribers": desc("subscribers", "Subscribers on record."),
		"messages":    desc("messages", "Texts on record, in and out."),
		"bytes":       desc("store_bytes", "Size of the data file."),
		"refit":       desc("refit_left", "Records that are still to be brought to a program that was deployed."),
		"queue":       desc("queue_texts", "People whose next text wants to go out now, by our sender and class.", "sender", "class"),
		"oldest":      desc("queue_oldest_seconds", "How long the first of them wants to go.", "sender", "class"),
		"lag":         desc("calendar_lag_seconds", "How long the calendar is behind: since when its first item is due."),
		"flights":     desc("flights", "Released texts without an outcome: on the wire, or in doubt."),
		"doubts":      desc("doubts", "Those of them that are not being handed over now, so that the carrier's list must tell."),
		"threads":     desc("threads", "Open threads, by tray: all of them, those in the queue, and those put aside.", "tray"),
		"waits":       desc("thread_longest_wait_seconds", "How long a person in the queue waits for somebody."),
		"sources":     desc("source_posts_total", "Posts of the program's sources since the start, by what became of them.", "source", "status"),
	}
}

// Describe implements prometheus.Collector.
func (c *collector) Describe(out chan<- *prometheus.Desc) {
	for _, d := range standing() {
		out <- d
	}
}

// look is one reading of how things stand.
type look struct {
	*collector
	all map[string]*prometheus.Desc
	out chan<- prometheus.Metric
	now fsm.Moment
}

func (l *look) gauge(name string, value float64, labels ...string) {
	l.out <- prometheus.MustNewConstMetric(l.all[name], prometheus.GaugeValue, value, labels...)
}

func (l *look) counter(name string, n int64, labels ...string) {
	for i := range labels {
		labels[i] = strings.ToValidUTF8(labels[i], "?")
	}
	l.out <- prometheus.MustNewConstMetric(l.all[name], prometheus.CounterValue, float64(n), labels...)
}

// Collect implements prometheus.Collector. What cannot be read is left out.
func (c *collector) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	l := &look{c, standing(), out, fsm.At(c.Engine.Now())}
	l.server(ctx)
	l.sizes(ctx)
	l.queues(ctx)
	l.lag(ctx)
	l.flights(ctx)
	l.threads(ctx)
}

// server tells how the process is doing, and who posts to it.
func (l *look) server(ctx context.Context) {
	ready := 0.0
	if l.Engine.Ready() == nil {
		ready = 1
	}
	l.gauge("ready", ready)
	l.counter("alarms", l.Engine.Alarms())
	alerts := map[string]float64{}
	for _, rule := range fsm.AlertRules() {
		alerts[rule] = 0
	}
	for _, a := range l.Engine.Alerts() {
		alerts[a.Rule]++
	}
	for rule, n := range alerts {
		l.gauge("alerts", n, rule)
	}
	for source, counts := range l.Sources() {
		for status, n := range counts {
			l.counter("sources", int64(n), source, status)
		}
	}
	if counters, err := l.Store.Counters(ctx); err == nil {
		for kind, n := range counters {
			l.counter("events", n, kind)
		}
	}
}

// sizes tells how large the store is.
func (l *look) sizes(ctx context.Context) {
	stats, err := l.Store.Stats(ctx)
	if err != nil {
		return
	}
	l.gauge("subscribers", float64(stats.Subscribers))
	l.gauge("messages", float64(stats.Messages))
	l.gauge("bytes", float64(stats.Bytes))
	if f, err := bot.Fitted(ctx, l.Store); err == nil {
		l.gauge("refit", float64(f.Left(stats.Subscribers)))
	}
}

// queues tells what wants to go out.
func (l *look) queues(ctx context.Context) {
	list, err := l.Store.Queues(ctx, mostCounted)
	if err != nil {
		return
	}
	for _, q := range list {
		class := q.Priority.String()
		l.gauge("queue", float64(q.Waiting), q.Sender, class)
		l.gauge("oldest", l.now.Sub(q.Oldest).Seconds(), q.Sender, class)
	}
}

// lag tells how late the first item of the calendar is. One that a decision fails about is late until it is mended.
func (l *look) lag(ctx context.Context) {
	due, _, err := l.Store.Due(ctx, l.now, 1)
	if err != nil {
		return
	}
	late := 0.0
	if len(due) > 0 {
		rec, err := l.Store.Record(ctx, due[0])
		if err != nil {
			return
		}
		late = max(l.now.Sub(rec.NextDue()).Seconds(), 0)
	}
	l.gauge("lag", late)
}

// flights tells which texts have no outcome yet.
func (l *look) flights(ctx context.Context) {
	flights, err := l.Store.Flights(ctx, mostCounted)
	if err != nil {
		return
	}
	l.gauge("flights", float64(len(flights)))
	doubts := 0
	for _, f := range flights {
		if !l.Engine.Flies(f.Phone, f.Seq) {
			doubts++
		}
	}
	l.gauge("doubts", float64(doubts))
}

// threads tells who waits for a person.
func (l *look) threads(ctx context.Context) {
	for _, name := range []fsm.TrayName{fsm.TrayAll, fsm.TrayQueue, fsm.TraySnoozed} {
		list, err := l.Store.Threads(ctx, fsm.Tray{Name: name}, store.ThreadPlace{}, mostCounted)
		if err != nil {
			return
		}
		l.gauge("threads", float64(len(list)), string(name))
		if name != fsm.TrayQueue {
			continue
		}
		wait := 0.0
		if len(list) > 0 {
			wait = l.now.Sub(list[0].At).Seconds()
		}
		l.gauge("waits", wait)
	}
}
