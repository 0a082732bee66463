package twilio

import (
	"net/http"
	"testing"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// Ensure both forms of Retry-After are read, by the carrier's clock where it tells it, and bounded.
func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	date := func(d time.Duration) string { return now.Add(d).Format(http.TimeFormat) }
	for _, c := range []struct {
		after, date string
		wait        time.Duration
		ok          bool
	}{
		{"", "", 0, false},
		{"soon", "", 0, false},
		{"-3", "", 0, false},
		{"0", "", 0, true},
		{"7", "", 7 * time.Second, true},
		{"86400", "", maxWait, true},
		{"18446744073709551615", "", maxWait, true},
		{"99999999999999999999", "", 0, false},
		{date(90 * time.Second), "", 90 * time.Second, true},
		{date(90 * time.Second), date(80 * time.Second), 10 * time.Second, true},
		{date(90 * time.Second), "garbage", 90 * time.Second, true},
		{date(-time.Hour), "", 0, true},
		{date(48 * time.Hour), "", maxWait, true},
	} {
		header := http.Header{}
		header.Set("Retry-After", c.after)
		header.Set("Date", c.date)
		if wait, ok := retryAfter(header, now); wait != c.wait || ok != c.ok {
			t.Errorf("%q at %q: got %v %v", c.after, c.date, wait, ok)
		}
	}
}

// Ensure what the answer asks goes before what the table says.
func TestWait(t *testing.T) {
	for _, c := range []struct {
		answer http.HandlerFunc
		wait   time.Duration
	}{
		{saying(429, `{"code":20429}`, "Retry-After", "17"), 17 * time.Second},
		{saying(429, `{"code":20429}`), time.Second},
		{saying(429, ``), time.Second},
		{saying(400, `{"code":21611}`), 5 * time.Minute},
		{saying(400, `{"code":21611}`, "Retry-After", "30"), 30 * time.Second},
	} {
		_, err := answering(t, c.answer).Send(soon(t), text("Hi"))
		if e := refusal(t, err); e.Outcome != fsm.Throttled || e.Wait != c.wait {
			t.Errorf("got %+v, want a wait of %v", e, c.wait)
		}
	}
}
