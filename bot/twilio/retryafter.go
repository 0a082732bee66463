package twilio

import (
	"net/http"
	"strconv"
	"time"
)

// maxWait bounds how long an answer may make us wait.
const maxWait = 10 * time.Minute

// retryAfter reads how long an answer asks to wait: in seconds, or until a date, by the clock of the
// answer where it has one.
func retryAfter(header http.Header, now time.Time) (wait time.Duration, ok bool) {
	text := header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 64); err == nil {
		return time.Duration(min(seconds, uint64(maxWait/time.Second))) * time.Second, true
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0, false
	}
	if date, err := http.ParseTime(header.Get("Date")); err == nil {
		now = date
	}
	return min(max(until.Sub(now), 0), maxWait), true
}
