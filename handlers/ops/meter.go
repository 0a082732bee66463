package ops

import (
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// Meter counts what this process does. It is safe for concurrent use.
type Meter struct {
	registry *prometheus.Registry

	decisions   counters
	commits     prometheus.Observer
	commitSizes prometheus.Observer
	calls       *prometheus.HistogramVec
	answers     *prometheus.HistogramVec
	verdicts    *prometheus.CounterVec
	refusals    *prometheus.CounterVec
}

// NewMeter makes a Meter of a build of Parley.
func NewMeter(version string) *Meter {
	m := &Meter{registry: prometheus.NewRegistry()}
	m.decisions = newCounters(m.counter)
	m.verdicts = m.counter("event_verdicts_total", "Events that were posted to the API, by verdict.", "verdict")
	m.refusals = m.counter("webhooks_refused_total", "Posts to the carrier's webhooks that were refused, by reason.", "reason")
	m.commits = m.histogram("commit_seconds", "What commits took on the disk.", prometheus.ExponentialBuckets(.00025, 2, 14)).WithLabelValues()
	m.commitSizes = m.histogram("commit_subscribers", "Subscribers' updates in a commit.", prometheus.ExponentialBuckets(1, 2, 12)).WithLabelValues()
	m.calls = m.histogram("carrier_call_seconds", "What calls to the carrier that hand over a text took, by outcome.", prometheus.ExponentialBuckets(.005, 2, 13), "outcome")
	m.answers = m.histogram("ack_seconds", "From a post to its answer, by route: webhooks and events, which are answered once they are on disk.", prometheus.ExponentialBuckets(.0005, 2, 15), "route", "status")
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: prefix + "build_info", Help: "Always 1; the label says which build this is.", ConstLabels: prometheus.Labels{"version": version}})
	build.Set(1)
	m.registry.MustRegister(build, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// prefix is what the names of all metrics of our own begin with.
const prefix = "parley_"

// counter makes a counter of this process.
func (m *Meter) counter(name, help string, labels ...string) *prometheus.CounterVec {
	c := prometheus.NewCounterVec(prometheus.CounterOpts{Name: prefix + name, Help: help}, labels)
	m.registry.MustRegister(c)
	return c
}

func (m *Meter) histogram(name, help string, buckets []float64, labels ...string) *prometheus.HistogramVec {
	h := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: prefix + name, Help: help, Buckets: buckets}, labels)
	m.registry.MustRegister(h)
	return h
}

// Committed is told of a commit.
func (m *Meter) Committed(subscribers int, took time.Duration) {
	m.commits.Observe(took.Seconds())
	m.commitSizes.Observe(float64(subscribers))
}

// Refused is told why a post to the carrier's webhooks was refused, in one of a few words.
func (m *Meter) Refused(reason string) { m.refusals.WithLabelValues(reason).Inc() }

// Verdict is told what became of an event that was posted to the API.
func (m *Meter) Verdict(status string) { m.verdicts.WithLabelValues(status).Inc() }

// Answered is told how a request was answered. Those of people are nobody's business.
func (m *Meter) Answered(route string, status int, took time.Duration) {
	if strings.HasPrefix(route, "/webhooks/") || route == "/v1/events" {
		m.answers.WithLabelValues(route, strconv.Itoa(status)).Observe(took.Seconds())
	}
}
