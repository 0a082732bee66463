package sim

import "time"

// clock is virtual time: it stands still but when the world moves it.
type clock struct{ now time.Time }

// Now is the world's time.
func (c *clock) Now() time.Time { return c.now }

// to moves the time forward; it never goes back.
func (c *clock) to(t time.Time) {
	if t.After(c.now) {
		c.now = t
	}
}
