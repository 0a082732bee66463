package bench

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
	"github.com/parley-sms/parley/fsm"
)

// replyWithin is how long a text's answer is waited for.
const replyWithin = 30 * time.Second

// words are what people text, in turn.
func words() []string { return []string{"HELP", "hours", "where", "what is this about?"} }

// level keeps n texts in flight for half of a time, and does the same commits by the raw store for
// the other half.
func (r *rig) level(ctx context.Context, n int, span time.Duration) (Level, error) {
	before, err := r.commits(ctx)
	if err != nil {
		return Level{}, err
	}
	began := time.Now()
	m := r.load(ctx, n, began.Add(span/2))
	took := time.Since(began)
	if err := r.engine.Settle(ctx); err != nil {
		return Level{}, fmt.Errorf("wait for the last reports: %w", err)
	}
	after, err := r.commits(ctx)
	if err != nil {
		return Level{}, err
	}
	raw, err := r.raw(ctx, n, span/2)
	l := Level{InFlight: n, Texts: rate(len(m.reply), took), Failed: int(m.failed.Load()), Ack: latency(m.ack), Reply: latency(m.reply),
		Decisions: rate(int(after-before), took), Raw: raw}
	if raw.PerSecond > 0 {
		l.Ratio = l.Texts.PerSecond / raw.PerSecond
	}
	return l, err
}

// commits sums up what was decided so far: each of these is one commit of the road.
func (r *rig) commits(ctx context.Context) (n int64, err error) {
	counters, err := r.store.Counters(ctx)
	for _, name := range []string{"inbound", "accepted", "status.sent", "status.delivered"} {
		n += counters[name]
	}
	return n, err
}

// measured is what one load showed.
type measured struct {
	mu     sync.Mutex
	ack    []time.Duration
	reply  []time.Duration
	failed atomic.Int64
}

// load keeps n texts in flight until a time.
func (r *rig) load(ctx context.Context, n int, until time.Time) *measured {
	m := &measured{}
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			for ctx.Err() == nil && time.Now().Before(until) {
				m.add(r.converse(ctx))
			}
		})
	}
	wg.Wait()
	return m
}

func (m *measured) add(ack, reply time.Duration, err error) {
	if err != nil {
		m.failed.Add(1)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.ack, m.reply = append(m.ack, ack), append(m.reply, reply)
}

// converse texts once and waits for the answer to reach the carrier.
func (r *rig) converse(ctx context.Context) (ack, reply time.Duration, err error) {
	i := r.texts.Add(1)
	phone := r.phones[int(i)%len(r.phones)]
	answered := r.replies.expect(phone)
	began := time.Now()
	if err := r.post(ctx, phone, fmt.Sprintf("SM%032x", i), words()[int(i)%len(words())]); err != nil {
		return 0, 0, err
	}
	ack = time.Since(began)
	timer := time.NewTimer(replyWithin)
	defer timer.Stop()
	select {
	case <-answered:
		return ack, time.Since(began), nil
	case <-timer.C:
		return 0, 0, fmt.Errorf("text %d was not answered in %v", i, replyWithin)
	case <-ctx.Done():
		return 0, 0, ctx.Err()
	}
}

// post posts a signed text, as Twilio does.
func (r *rig) post(ctx context.Context, from fsm.Phone, sid, body string) error {
	form := url.Values{"MessageSid": {sid}, "SmsSid": {sid}, "AccountSid": {faketwilio.DefaultAccountSID}, "From": {string(from)},
		"To": {sender}, "Body": {body}, "NumMedia": {"0"}, "NumSegments": {"1"}, "SmsStatus": {"received"}, "ApiVersion": {"2010-04-01"}}
	hook := r.url + "/webhooks/twilio/messages"
	post, err := http.NewRequestWithContext(ctx, http.MethodPost, hook, strings.NewReader(form.Encode()))
	if err != nil {
		return fmt.Errorf("make a post: %w", err)
	}
	post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	post.Header.Set("X-Twilio-Signature", faketwilio.Sign(faketwilio.DefaultAuthToken, hook, form))
	answer, err := r.client.Do(post)
	if err != nil {
		return fmt.Errorf("post a text: %w", err)
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil || answer.StatusCode != http.StatusOK {
		return fmt.Errorf("post a text: %s (%w)", answer.Status, err)
	}
	return nil
}

// Latency is how long something took, in milliseconds.
type Latency struct {
	P50 float64 `json:"p50_ms"`
	P99 float64 `json:"p99_ms"`
	Max float64 `json:"max_ms"`
}

func latency(all []time.Duration) Latency {
	if len(all) == 0 {
		return Latency{}
	}
	slices.Sort(all)
	at := func(share float64) float64 {
		return float64(all[int(share*float64(len(all)-1))].Microseconds()) / 1000
	}
	return Latency{at(0.5), at(0.99), at(1)}
}
