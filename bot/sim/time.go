package sim

import (
	"container/heap"
	"time"
)

// Time is virtual time: it stands still but when its world moves it. What is to happen later waits
// in it.
type Time struct {
	now    time.Time
	timers timers
	made   int
}

// NewTime begins at a moment.
func NewTime(start time.Time) *Time { return &Time{now: start.Round(0)} }

// Now is the present moment.
func (t *Time) Now() time.Time { return t.now }

// At has something done at a moment, or soon where it has passed. Of several at one moment those that
// were asked for first come first.
func (t *Time) At(at time.Time, do func()) {
	t.made++
	heap.Push(&t.timers, timer{at, t.made, do})
}

// next is when the next thing is to happen; zero: nothing is.
func (t *Time) next() time.Time {
	if len(t.timers) == 0 {
		return time.Time{}
	}
	return t.timers[0].at
}

// one does what has come due, one thing, and tells whether there was any.
func (t *Time) one() bool {
	if len(t.timers) == 0 || t.timers[0].at.After(t.now) {
		return false
	}
	heap.Pop(&t.timers).(timer).do()
	return true
}

// Pass lets the time pass to a moment without a world: only what waits in it happens.
func (t *Time) Pass(to time.Time) {
	for len(t.timers) > 0 && !t.timers[0].at.After(to) {
		t.to(t.timers[0].at)
		t.one()
	}
	t.to(to)
}

// to moves the time forward; it never goes back.
func (t *Time) to(at time.Time) {
	if at.After(t.now) {
		t.now = at
	}
}

// timer is something that is to happen.
type timer struct {
	at time.Time
	n  int
	do func()
}

type timers []timer

func (t timers) Len() int { return len(t) }
func (t timers) Less(i, j int) bool {
	return t[i].at.Before(t[j].at) || t[i].at.Equal(t[j].at) && t[i].n < t[j].n
}
func (t timers) Swap(i, j int) { t[i], t[j] = t[j], t[i] }
func (t *timers) Push(x any)   { *t = append(*t, x.(timer)) }
func (t *timers) Pop() any {
	last := (*t)[len(*t)-1]
	*t = (*t)[:len(*t)-1]
	return last
}
