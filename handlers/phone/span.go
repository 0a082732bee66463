package phone

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	handset "github.com/parley-sms/parley/bot/phone"
)

// span reads a duration: Go's spelling, with days before it ("2d", "1d12h", "90m").
func span(s string) (time.Duration, *problem) {
	wrong := invalid("advance", fmt.Sprintf("advance is %.40q; write a duration such as 15m, 24h, 2d or 1d12h", s))
	days, rest, found := strings.Cut(strings.ReplaceAll(s, " ", ""), "d")
	if !found {
		days, rest = "0", days
	}
	n, err := strconv.Atoi(days)
	if err != nil || n < 0 || s == "" || found && strings.Contains(rest, "-") {
		return 0, wrong
	}
	var d time.Duration
	if rest != "" {
		if d, err = time.ParseDuration(rest); err != nil {
			return 0, wrong
		}
	}
	if n > int(handset.MaxAdvance/(24*time.Hour)) || d > handset.MaxAdvance {
		return 0, invalid("advance", handset.ErrSpan.Error())
	}
	if d += time.Duration(n) * 24 * time.Hour; d <= 0 || d > handset.MaxAdvance {
		return 0, invalid("advance", handset.ErrSpan.Error())
	}
	return d, nil
}
