package fsm

import (
	"regexp"
	"strconv"
	"time"
)

// LongestWait bounds what a wait waits, and what a count looks back.
const LongestWait = 400 * 24 * time.Hour

var spanForm = regexp.MustCompile(`^(\d{1,4})([mhdw])$`)

// parseSpan reads a span in a condition: "90m", "24h", "30d" or "2w".
func parseSpan(s string) (time.Duration, string) {
	m := spanForm.FindStringSubmatch(s)
	if m == nil {
		return 0, strconv.Quote(s) + " is no span of time; write it like 24h, 30d or 2w"
	}
	n, _ := strconv.Atoi(m[1])
	span := time.Duration(n) * map[string]time.Duration{"m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}[m[2]]
	if span <= 0 || span > LongestWait {
		return 0, strconv.Quote(s) + " is no span to look back over; it goes up to 400d"
	}
	return span, ""
}
