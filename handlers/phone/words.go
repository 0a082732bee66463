package phone

import (
	"fmt"
	"strings"
	"time"

	handset "github.com/parley-sms/parley/bot/phone"
)

// ways lists in plain words how a text may come to the server.
func ways() []way {
	return []way{
		{handset.Once, "once, as it should"},
		{handset.Twice, "twice: the webhook is repeated"},
		{handset.OutOfOrder, "out of order: after the next text"},
		{handset.Lost, "lost webhook: only in the carrier’s list"},
	}
}

// faultWords is a fault in plain words.
type faultWords struct {
	Kind  handset.Fault
	Words string
	Count int // sends to come
}

func faultList() []faultWords {
	var list []faultWords
	for _, f := range handset.Faults() {
		list = append(list, faultWords{Kind: f, Words: wordsOf(f)})
	}
	return list
}

func armedList(armed []handset.Armed) []faultWords {
	var list []faultWords
	for _, a := range armed {
		list = append(list, faultWords{a.Kind, wordsOf(a.Kind), a.Count})
	}
	return list
}

func wordsOf(f handset.Fault) string {
	switch f {
	case handset.Refuse:
		return "refused: words filtered (30007)"
	case handset.Landline:
		return "refused: landline (30006)"
	case handset.OptedOut:
		return "refused: opted out at the carrier (21610)"
	case handset.Throttle:
		return "throttled for 30 s"
	case handset.NotSent:
		return "carrier out of reach"
	case handset.LostAnswer:
		return "delivered, but the answer is lost"
	case handset.Vanished:
		return "lost without an answer"
	case handset.Undelivered:
		return "accepted, then undelivered (30003)"
	case handset.Slow:
		return "delivered, reports come late"
	}
	return string(f)
}

// long writes a duration in days, hours and minutes, without those of which there are none.
func long(d time.Duration) string {
	d = d.Round(time.Minute)
	var parts []string
	for _, unit := range []struct {
		size time.Duration
		name string
	}{{24 * time.Hour, "d"}, {time.Hour, "h"}, {time.Minute, "min"}} {
		if n := d / unit.size; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, unit.name))
		}
		d %= unit.size
	}
	if len(parts) == 0 {
		return "less than a minute"
	}
	return strings.Join(parts, " ")
}
