package quiet

import (
	"fmt"
	"slices"
	"time"
)

// What a text is for, as the law sees it.
const (
	Marketing = "marketing"
	Service   = "service"
)

// Rule is what one place demands of texts from one local day until another.
type Rule struct {
	Place    string   // "US-TX", "FR"; empty: the shop's own
	Purposes []string // of texts that it binds; empty: marketing
	From     Date     // its first local day; 0: since ever
	Until    Date     // the first local day that it no longer binds; 0: for good
	Week     Week     // when texts may go
	Holidays []Holiday
	Caps     []Cap
	Safe     *Safe // of a country: what to keep to where no moment suits all of its zones and places
	Source   string
	Reviewed Date   // when somebody last compared it with its source
	Note     string // what is uncertain about it
}

// Week holds the windows of each day of the week, Sunday first, in their order and apart. A day
// without any is closed.
type Week [7][]Window

// Window is a span of the wall clock, [From, To), in minutes after midnight.
type Window struct{ From, To int }

// Overlaps tells whether two windows have a minute in common.
func (w Window) Overlaps(o Window) bool { return o.From < w.To && w.From < o.To }

// Meets tells whether two weeks have a minute in common.
func (w Week) Meets(o Week) bool {
	for day, windows := range w {
		for _, window := range windows {
			if slices.ContainsFunc(o[day], window.Overlaps) {
				return true
			}
		}
	}
	return false
}

// Cap bounds how many marketing texts one person gets in a sliding span of time.
type Cap struct {
	Max     int
	Per     time.Duration
	ByTopic bool // each topic is counted by itself
}

// Safe is the hours, by the clock of one zone, that are decent in a whole country.
type Safe struct {
	Zone string // IANA
	Week Week
}

// Binds tells whether the rule is about texts for a purpose.
func (r *Rule) Binds(purpose string) bool {
	if len(r.Purposes) == 0 {
		return purpose == Marketing
	}
	return slices.Contains(r.Purposes, purpose)
}

// InForce tells whether the rule binds on a local day.
func (r *Rule) InForce(day Date) bool {
	return day >= r.From && (r.Until == 0 || day < r.Until)
}

// windows lists the windows of a local day.
func (r *Rule) windows(day time.Time) []Window {
	windows := r.Week[day.Weekday()]
	if len(windows) > 0 && Closed(r.Holidays, day) {
		return nil
	}
	return windows
}

// Date is a day of the calendar as one number, 20260131, so that dates compare as numbers do. Zero is
// no day.
type Date int

// On is the day that clocks show at a time, in its zone.
func On(t time.Time) Date {
	y, m, d := t.Date()
	return Date(y*10000 + int(m)*100 + d)
}

// String writes the day as 2026-01-31.
func (d Date) String() string {
	return fmt.Sprintf("%04d-%02d-%02d", int(d)/10000, int(d)/100%100, int(d)%100)
}
