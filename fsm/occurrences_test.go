package fsm

import (
	"strings"
	"testing"
	"time"
)

// Ensure that schedules and broadcasts come at the times of the shop's clock, through both changes of the
// clocks, and never at a bound twice.
func TestOccurrences(t *testing.T) {
	days := func(list ...time.Weekday) (week [7]bool) {
		for _, d := range list {
			week[d] = true
		}
		return week
	}
	every := [7]bool{true, true, true, true, true, true, true}
	for _, c := range []struct {
		name         string
		enter        Enter
		after, until string // UTC
		want         string
	}{
		{"weekdays", Enter{Every: &Every{Days: days(1, 2, 3, 4, 5)}, Clock: ClockAt(600)}, "2026-06-05T14:00:00Z", "2026-06-09T14:00:00Z",
			"x 2026-06-08 10:00 at 2026-06-08T14:00:00Z, x 2026-06-09 10:00 at 2026-06-09T14:00:00Z"},
		{"a day of the month", Enter{Every: &Every{MonthDay: 28}, Clock: ClockAt(0)}, "2026-01-28T05:00:00Z", "2026-03-28T04:00:00Z",
			"x 2026-02-28 00:00 at 2026-02-28T05:00:00Z, x 2026-03-28 00:00 at 2026-03-28T04:00:00Z"},
		{"leapt over", Enter{Every: &Every{Days: every}, Clock: ClockAt(150)}, "2026-03-07T12:00:00Z", "2026-03-09T12:00:00Z",
			"x 2026-03-08 02:30 at 2026-03-08T07:30:00Z, x 2026-03-09 02:30 at 2026-03-09T06:30:00Z"},
		{"shown twice", Enter{Every: &Every{Days: every}, Clock: ClockAt(90)}, "2026-10-31T12:00:00Z", "2026-11-02T12:00:00Z",
			"x 2026-11-01 01:30 at 2026-11-01T05:30:00Z, x 2026-11-02 01:30 at 2026-11-02T06:30:00Z"},
		{"shown twice, from between the two", Enter{Every: &Every{Days: every}, Clock: ClockAt(90)}, "2026-11-01T05:30:00Z", "2026-11-01T12:00:00Z", ""},
		{"a broadcast", Enter{Once: "2026-11-27 10:00"}, "2026-11-27T14:59:59Z", "2026-11-27T15:00:00Z", "x 2026-11-27 10:00 at 2026-11-27T15:00:00Z"},
		{"a broadcast that was", Enter{Once: "2026-11-27 10:00"}, "2026-11-27T15:00:00Z", "2027-11-27T15:00:00Z", ""},
		{"neither", Enter{On: []string{"cart"}, Clock: ClockAt(600)}, "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", ""},
		{"no span", Enter{Every: &Every{Days: every}, Clock: ClockAt(600)}, "2026-06-02T00:00:00Z", "2026-06-01T00:00:00Z", ""},
	} {
		def := shop()
		def.Workflows = append(def.Workflows, Workflow{Name: "x", Class: Promo, Enter: c.enter, Steps: news().Steps})
		p, err := Compile(def, "r")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, o := range p.Occurrences("x", moment(t, c.after), moment(t, c.until)) {
			got = append(got, o.ID+" at "+o.At.String())
		}
		if got := strings.Join(got, ", "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

// Ensure that a span of any length gives a bounded list, and a workflow that is not there none.
func TestOccurrencesAreBounded(t *testing.T) {
	def := shop()
	def.Workflows = append(def.Workflows, Workflow{Name: "x", Class: Promo, Steps: news().Steps,
		Enter: Enter{Every: &Every{MonthDay: 1}, Clock: ClockAt(600)}})
	p, err := Compile(def, "r")
	if err != nil {
		t.Fatal(err)
	}
	if list := p.Occurrences("x", 0, 1<<52); len(list) != maxOccurrences || list[0].ID != "x 1970-01-01 10:00" {
		t.Errorf("%d occurrences, want %d from the first month on", len(list), maxOccurrences)
	}
	if list := p.Occurrences("nobody", 0, 1<<52); list != nil {
		t.Errorf("a workflow that is not there has occurrences: %v", list)
	}
}

func moment(t *testing.T, text string) Moment {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return At(at)
}
