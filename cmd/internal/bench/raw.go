package bench

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// commitsPerText is how many commits one text leads to: the text with its answer's release, the
// carrier's answer, and two reports.
const commitsPerText = 4

// raw does the commits of n texts in flight for a time, by the store alone.
func (r *rig) raw(ctx context.Context, n int, span time.Duration) (Rate, error) {
	began := time.Now()
	until := began.Add(span)
	var done atomic.Int64
	errs := make([]error, n)
	var wg sync.WaitGroup
	for worker := range n {
		wg.Go(func() {
			for ctx.Err() == nil && time.Now().Before(until) && errs[worker] == nil {
				phone := r.phones[int(r.texts.Add(1))%len(r.phones)]
				errs[worker] = r.rawText(ctx, phone)
				done.Add(1)
			}
		})
	}
	wg.Wait()
	return rate(int(done.Load()), time.Since(began)), errors.Join(errs...)
}

// rawText writes what one text leads to.
func (r *rig) rawText(ctx context.Context, phone fsm.Phone) error {
	for i := range commitsPerText {
		_, err := r.store.Update(ctx, phone, func(v store.View) (fsm.Decision, error) { return rawDecision(v.Record(), i), nil })
		if err != nil {
			return err
		}
	}
	return nil
}

// rawDecision is a decision of the usual size that nobody had to make.
func rawDecision(rec fsm.Record, i int) fsm.Decision {
	rec.Version++
	if i == 0 {
		rec.Seq += 2
	}
	now := fsm.At(time.Now())
	answer := fsm.Message{Phone: rec.Phone, Seq: rec.Seq, Out: true, At: now, Sender: sender, Name: "help", Status: "released",
		Body: strings.Repeat("Acme: how can we help? ", 5), Encoding: "GSM-7", Segments: 1, SID: strings.Repeat("S", 34)}
	d := fsm.Decision{At: now, Next: rec, Cause: "inbound SM00000000000000000000000000000000", Messages: []fsm.Message{answer},
		Counters: map[string]int64{"raw": 1}, Lines: []fsm.Line{{Event: "help", From: rec.State, To: rec.State, Why: "exact/en/help/help"}}}
	if i == 0 {
		text := fsm.Message{Phone: rec.Phone, Seq: rec.Seq - 1, At: now, Sender: sender, Body: "HELP", SID: strings.Repeat("S", 34),
			Params: map[string]string{"AccountSid": strings.Repeat("A", 34), "ApiVersion": "2010-04-01", "NumSegments": "1"}, Meaning: "help"}
		d.Messages = []fsm.Message{text, answer}
	}
	return d
}
