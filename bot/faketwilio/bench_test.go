package faketwilio

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// BenchmarkCreate is the whole of a create call over a kept connection, the client's part
// included. Run it with -cpu 1: the fake must not be what a benchmark of Parley measures.
func BenchmarkCreate(b *testing.B) {
	fake := New(Options{})
	ts := httptest.NewServer(fake)
	defer ts.Close()
	defer fake.Close()
	form, client := text("Hello").Encode(), ts.Client()
	for b.Loop() {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, ts.URL+path+".json", strings.NewReader(form))
		if err != nil {
			b.Fatal(err)
		}
		req.SetBasicAuth(DefaultAccountSID, DefaultAuthToken)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := client.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, res.Body)
		_ = res.Body.Close()
		if res.StatusCode != http.StatusCreated {
			b.Fatal(res.Status)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "creates/s")
}

// BenchmarkHandler is the fake's part alone.
func BenchmarkHandler(b *testing.B) {
	fake := New(Options{})
	defer fake.Close()
	form := text("Hello").Encode()
	for b.Loop() {
		req := httptest.NewRequest(http.MethodPost, path+".json", strings.NewReader(form))
		req.SetBasicAuth(DefaultAccountSID, DefaultAuthToken)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		if fake.ServeHTTP(w, req); w.Code != http.StatusCreated {
			b.Fatal(w.Body)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "creates/s")
}
