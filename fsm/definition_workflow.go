package fsm

import "time"

// Workflow is a sequence of steps that people enter by a trigger.
type Workflow struct {
	Name    string
	Class   Class
	Rank    int    // breaks ties within a class; greater goes first
	Topic   string // what it is about, for caps by topic; all workflows without one are one topic
	Caps    []Cap  // of its own texts, beside those of the program; their Classes and By are not asked
	Owner   string
	Targets map[string]float64 // what it is measured by: shares from 0 to 1, by name
	Ignores []string           // suppressions that do not hold for it
	Enter   Enter
	Goal    *Goal
	Exits   []Exit
	Moved   map[string]string // steps that have another name now: old to new
	Steps   []Step
}

// Enter says what starts a workflow. Of On, Date, Every and Once at most one is set; with none,
// only keywords and other workflows start it.
type Enter struct {
	On      []string      // "opted_in" or event types
	Key     string        // field of the event's data: one live run for each value
	If      string        // condition
	Delay   time.Duration // after the event
	Unless  []string      // event types that cancel a delayed entry
	Reorder bool          // after the event the product (Key) lasts, as estimated for the person; Delay is added, and may be negative

	Date   string // attribute with a date
	Before Days   // the date; negative: after it
	Yearly bool   // every year on that day
	Clock  Clock  // local time of a Date or Every

	Every   *Every // a schedule
	Once    string // a broadcast: "2026-11-27 10:00" by the shop's clock
	Segment string // who is in a schedule or broadcast; empty: everybody

	Limit int           // entries per Per; 0: no limit
	Per   time.Duration // span of Limit
}

// Every is a schedule by the shop's clock: on days of the week, or on one day of the month.
type Every struct {
	Days     [7]bool // Sunday first
	MonthDay int     // 1 to 28; 0: by Days
}

// Goal ends a run as a success when its event comes in time.
type Goal struct {
	On     string
	If     string        // condition, in which "it" is the event that came
	Within time.Duration // since entry; 0: any time
}

// Exit ends a run when its event comes; it may start another workflow.
type Exit struct {
	On    string
	If    string // condition, in which "it" is the event that came
	Start string
}

// Clock is a time of day by somebody's clock; the zero Clock is none.
type Clock int16

// ClockAt is the Clock of a minute after midnight.
func ClockAt(minute int) Clock { return Clock(minute + 1) }

// Minute gives the minute after midnight, and whether there is one.
func (c Clock) Minute() (int, bool) { return int(c) - 1, c > 0 }
