package fsm

import (
	"strconv"
	"time"
)

// Moment is an instant in milliseconds since 1970 in UTC. Zero means "never" or "not set".
//
// Records are full of instants; an integer keeps them small, exact and equal after a
// round trip, which time.Time with its zone and monotonic part is not.
type Moment int64

// At gives the moment of t, cut to the millisecond.
func At(t time.Time) Moment {
	if t.IsZero() {
		return 0
	}
	return Moment(t.UnixMilli())
}

// Time gives the moment as a time in UTC; the zero Moment is the zero Time.
func (m Moment) Time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMilli(int64(m)).UTC()
}

// Add gives the moment d later.
func (m Moment) Add(d time.Duration) Moment { return m + Moment(d.Milliseconds()) }

// Sub gives the time from other to m.
func (m Moment) Sub(other Moment) time.Duration {
	return time.Duration(m-other) * time.Millisecond
}

// String gives the moment in RFC 3339, UTC, or "never".
func (m Moment) String() string {
	if m == 0 {
		return "never"
	}
	return m.Time().Format("2006-01-02T15:04:05.999Z07:00")
}

// MarshalJSON writes RFC 3339 in UTC, or null where the moment is not set.
func (m Moment) MarshalJSON() ([]byte, error) {
	if m == 0 {
		return []byte("null"), nil
	}
	return strconv.AppendQuote(nil, m.String()), nil
}

// UnmarshalJSON reads RFC 3339 or null.
func (m *Moment) UnmarshalJSON(b []byte) error {
	if string(b) == "null" {
		*m = 0
		return nil
	}
	var t time.Time
	if err := t.UnmarshalJSON(b); err != nil {
		return err
	}
	*m = At(t)
	return nil
}
