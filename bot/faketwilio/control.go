package faketwilio

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// maxWait bounds how long a reading of the ledger may wait.
const maxWait = 5 * time.Minute

// controlRoutes adds what other processes drive the fake with.
func (s *Server) controlRoutes(mux *http.ServeMux) {
	mux.HandleFunc("GET /fake/ledger", s.showLedger)
	mux.HandleFunc("GET /fake/inbounds", show(s.Inbounds))
	mux.HandleFunc("GET /fake/requests", show(s.Requests))
	mux.HandleFunc("GET /fake/callbacks", show(s.Callbacks))
	mux.HandleFunc("GET /fake/faults", show(s.Faults))
	mux.HandleFunc("POST /fake/faults", take(func(_ context.Context, f Faults) any {
		s.SetFaults(f)
		return f
	}))
	mux.HandleFunc("POST /fake/text", take(s.takeText))
	mux.HandleFunc("POST /fake/redeliver", take(s.takeRedeliver))
	mux.HandleFunc("POST /fake/block", take(func(_ context.Context, b blockJSON) any {
		s.Block(b.Sender, b.Phone)
		return b
	}))
	mux.HandleFunc("POST /fake/unblock", take(func(_ context.Context, b blockJSON) any {
		s.Unblock(b.Sender, b.Phone)
		return b
	}))
	mux.HandleFunc("POST /fake/reset", take(s.takeReset))
}

// blockJSON names a sender of the server under test and a phone.
type blockJSON struct {
	Sender string `json:"from"`
	Phone  string `json:"to"`
}

// textJSON is what a phone is to text.
type textJSON struct {
	From  string            `json:"from"`
	To    string            `json:"to"`
	Body  string            `json:"body"`
	Extra map[string]string `json:"extra"`
}

// ackJSON says how a text was taken.
type ackJSON struct {
	SID   string `json:"sid"`
	Acked bool   `json:"acked"`
}

func (s *Server) takeText(ctx context.Context, t textJSON) any {
	extra := url.Values{}
	for name, value := range t.Extra {
		extra.Set(name, value)
	}
	sid, acked := s.Text(ctx, t.From, t.To, t.Body, extra)
	return ackJSON{sid, acked}
}

func (s *Server) takeRedeliver(ctx context.Context, t ackJSON) any {
	return ackJSON{t.SID, s.Redeliver(ctx, t.SID)}
}

// resetJSON may name a seed to start again with.
type resetJSON struct {
	Seed *uint64 `json:"seed"`
}

func (s *Server) takeReset(_ context.Context, r resetJSON) any {
	if r.Seed != nil {
		s.Reseed(*r.Seed)
	} else {
		s.Reset()
	}
	return r
}

// showLedger answers with the ledger, or with all accepted texts for "all=1". With
// "min=5&wait=10s" it first waits until there are so many, or until the time is up.
func (s *Server) showLedger(w http.ResponseWriter, r *http.Request) {
	rows := s.Ledger
	if r.URL.Query().Get("all") == "1" {
		rows = s.Accepted
	}
	atLeast, wait, err := readWait(r.URL.Query())
	if err != nil {
		writeJSON(w, http.StatusBadRequest, errorJSON{err.Error()})
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	// Too few rows are an answer too.
	_ = s.Await(ctx, func() bool { return len(rows()) >= atLeast })
	writeJSON(w, http.StatusOK, rows())
}

// readWait reads how many rows to wait for, and how long.
func readWait(query url.Values) (atLeast int, wait time.Duration, err error) {
	if text := query.Get("min"); text != "" {
		if atLeast, err = strconv.Atoi(text); err != nil {
			return 0, 0, fmt.Errorf("min: want a number: %w", err)
		}
	}
	if text := query.Get("wait"); text != "" {
		if wait, err = time.ParseDuration(text); err != nil {
			return 0, 0, fmt.Errorf("wait: want a time such as 10s: %w", err)
		}
	}
	return atLeast, min(wait, maxWait), nil
}

// errorJSON says what was wrong with a control call.
type errorJSON struct {
	Error string `json:"error"`
}

// show answers with what read gives.
func show[T any](read func() T) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { writeJSON(w, http.StatusOK, read()) }
}

// take reads a JSON object and answers with what do makes of it. An empty body is an empty
// object.
func take[T any](do func(context.Context, T) any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var in T
		dec := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxForm))
		dec.DisallowUnknownFields()
		if err := dec.Decode(&in); err != nil && r.ContentLength != 0 {
			writeJSON(w, http.StatusBadRequest, errorJSON{err.Error()})
			return
		}
		writeJSON(w, http.StatusOK, do(r.Context(), in))
	}
}
