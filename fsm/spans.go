package fsm

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
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

// Span writes a span of time as programs do: "36h", "2d12h", "90m"; nothing for none. A negative one has a
// minus before it.
func Span(d time.Duration) string {
	if d < 0 {
		return "-" + Span(-d)
	}
	switch { // as people say it
	case d == 90*time.Minute:
		return "90m"
	case d > 0 && d <= 48*time.Hour && d%time.Hour == 0:
		return strconv.Itoa(int(d/time.Hour)) + "h"
	}
	var b strings.Builder
	for _, u := range []struct {
		name string
		long time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}} {
		if n := d / u.long; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, u.name)
			d %= u.long
		}
	}
	if d > 0 {
		b.WriteString(d.String())
	}
	return b.String()
}
