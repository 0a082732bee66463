package bench

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// replies tells who waits for an answer that it reached the carrier.
type replies struct{ waiting sync.Map } // by phone: chan struct{}

func (r *replies) expect(phone fsm.Phone) <-chan struct{} {
	c := make(chan struct{}, 1)
	r.waiting.Store(phone, c)
	return c
}

func (r *replies) reached(phone fsm.Phone) {
	if c, ok := r.waiting.LoadAndDelete(phone); ok {
		c.(chan struct{}) <- struct{}{}
	}
}

// timed is the carrier, as slow as it is set, telling of every text that it was asked to take.
func (r *rig) timed(carrier http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if req.Method != http.MethodPost {
			carrier.ServeHTTP(w, req)
			return
		}
		body, err := io.ReadAll(req.Body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		time.Sleep(time.Duration(r.latency.Load()))
		req.Body = io.NopCloser(bytes.NewReader(body))
		carrier.ServeHTTP(w, req)
		if form, err := url.ParseQuery(string(body)); err == nil {
			r.replies.reached(fsm.Phone(form.Get("To")))
		}
	})
}
