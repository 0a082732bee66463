package outline

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/parley-sms/parley/fsm"
)

// days writes a number of days; nothing for none.
func days(n fsm.Days) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(int(n)) + "d"
}

// rate writes "1 per 7d"; nothing where there is no limit.
func rate(n int, per time.Duration) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d per %s", n, fsm.Span(per))
}

// clock writes a time of day; nothing for none.
func clock(c fsm.Clock) string {
	minute, ok := c.Minute()
	if !ok {
		return ""
	}
	return timeOfDay(minute)
}

func timeOfDay(minute int) string { return fmt.Sprintf("%02d:%02d", minute/60, minute%60) }

// week writes days of the week: "Mon, Tue"; nothing for none.
func week(on [7]bool) string {
	var names []string
	for day, is := range on {
		if is {
			names = append(names, time.Weekday(day).String()[:3])
		}
	}
	return strings.Join(names, ", ")
}

// windows writes spans of days.
func windows(list []fsm.Window) string {
	var said []string
	for _, w := range list {
		said = append(said, week(w.Days)+" "+timeOfDay(w.From)+"-"+timeOfDay(w.To))
	}
	return strings.Join(said, "; ")
}

// number writes a number; nothing for zero.
func number[N int | float64](n N) string {
	if n == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(n), 'f', -1, 64)
}

// sorted lists a map's names in order.
func sorted[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// pairs writes a map in the order of its names.
func pairs[K ~string, V any](m map[K]V, say func(V) string) string {
	var said []string
	for _, name := range sorted(m) {
		said = append(said, string(name)+": "+say(m[name]))
	}
	return strings.Join(said, "; ")
}

// words joins lists with commas.
func words[S ~string](list []S) string {
	said := make([]string, len(list))
	for i, s := range list {
		said[i] = string(s)
	}
	return strings.Join(said, ", ")
}

// fields joins what is said; what says nothing is left out.
func fields(said ...string) string {
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), " ")
}
