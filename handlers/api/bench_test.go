package api

import (
	"bufio"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/parley-sms/parley/store/boltstore"
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

// BenchmarkLongBatch takes a batch of 100,000 events of 25,000 people over a connection into a store on the
// disk, and says how many bytes the heap had at most beyond what it had before, store and verdicts included.
func BenchmarkLongBatch(b *testing.B) {
	s, err := boltstore.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	r := rigOver(b, s)
	server := httptest.NewServer(r.router)
	defer server.Close()
	var most uint64
	for round := 0; b.Loop(); round++ {
		before := heap()
		in, out := io.Pipe()
		go func() {
			to := bufio.NewWriter(out)
			for i := range maxLines {
				fmt.Fprintf(to, `{"id":"e%d-%d","type":"seen","phone":"+121255%05d","data":{"n":%d}}`+"\n", round, i, i%25_000, i)
				if i%10_000 == 0 {
					most = max(most, heap()-min(heap(), before))
				}
			}
			_ = out.CloseWithError(to.Flush())
		}()
		if got := r.post(server, in); len(got) != maxLines {
			b.Fatalf("%d verdicts", len(got))
		}
	}
	b.ReportMetric(float64(maxLines)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(most)/1e6, "MB")
}

// heap is how many bytes live in memory.
func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// BenchmarkRead reads one event's JSON, all its checks included.
func BenchmarkRead(b *testing.B) {
	r := newRig(b)
	h := &handlers{Options: Options{Engine: r.engine, Store: r.store}}
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
