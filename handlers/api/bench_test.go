package api

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkBatch takes batches of 10,000 events of 2,500 people.
func BenchmarkBatch(b *testing.B) {
	const lines = 10_000
	r := newRig(b)
	head := http.Header{"Authorization": {"Bearer " + r.tokens["events"]}, "Content-Type": {"application/x-ndjson"}}
	for round := 0; b.Loop(); round++ {
		b.StopTimer()
		var all strings.Builder
		for i := range lines {
			fmt.Fprintf(&all, `{"id":"e%d-%d","type":"seen","phone":"+1212555%04d","data":{"n":%d}}`+"\n", round, i, i%2500, i)
		}
		req := httptest.NewRequest(http.MethodPost, "/v1/events", strings.NewReader(all.String()))
		req.Header = head
		b.StartTimer()
		r.router.ServeHTTP(&discard{head: http.Header{}}, req)
	}
	b.ReportMetric(float64(lines)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkRead reads one event's JSON, all its checks included.
func BenchmarkRead(b *testing.B) {
	r := newRig(b)
	h := &handlers{Options{Engine: r.engine, Store: r.store}}
	data := []byte(`{"id":"e1","type":"purchase","phone":"+12125550123","at":"2026-05-04T15:59:00Z","data":{"value":20,"order":"o1","gift":true}}`)
	b.ReportAllocs()
	for b.Loop() {
		if _, p := h.event(data); p != nil {
			b.Fatal(p.Detail)
		}
	}
}

// discard takes an answer and forgets it.
type discard struct{ head http.Header }

func (d *discard) Header() http.Header         { return d.head }
func (d *discard) Write(p []byte) (int, error) { return io.Discard.Write(p) }
func (d *discard) WriteHeader(int)             {}
func (d *discard) Flush()                      {}
