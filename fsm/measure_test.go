package fsm

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// summed adds up the measures of a driver's decisions from now on: "2026-03-02 cart.remind failed 30007: 1".
func summed(d *driver) func() string {
	sums := map[Measure]int64{}
	d.log = func(dec Decision) {
		for _, m := range dec.Measures {
			n := m.N
			m.N = 0
			sums[m] += n
		}
	}
	return func() string {
		var lines []string
		for m, n := range sums {
			if n != 0 {
				lines = append(lines, strings.Join(strings.Fields(fmt.Sprintf("%s %s.%s %s %s: %d", m.Day.Time().Format(time.DateOnly), m.Workflow, m.Step, m.Name, m.Detail, n)), " "))
			}
		}
		slices.Sort(lines)
		clear(sums)
		return strings.ReplaceAll(strings.Join(lines, "\n"), " :", ":")
	}
}

// Ensure that what happens is counted on its day in the shop's zone, at its workflow and step, and that a text
// that did not go after all, and what became of one, count on the day of its release.
func TestMeasures(t *testing.T) {
	def := shop()
	def.Zone, def.Price = "America/New_York", 0.0079
	p, err := Compile(def, "r1")
	if err != nil {
		t.Fatal(err)
	}
	d := newDriver(t, p, time.Date(2026, 3, 3, 2, 0, 0, 0, time.UTC)) // the evening before in New York
	sums := summed(d)
	want := func(what, want string) {
		t.Helper()
		if diff := cmp.Diff(strings.TrimSpace(want), sums()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	d.text(Inbound{Body: "JOIN"})
	d.text(Inbound{Body: "YES"})
	want("an opt-in", `
2026-03-02 . inbound: 2
2026-03-02 . joined: 1
2026-03-02 .confirm cost: 7900
2026-03-02 .confirm released: 1
2026-03-02 .confirm segments: 1
2026-03-02 .welcome cost: 7900
2026-03-02 .welcome released: 1
2026-03-02 .welcome segments: 1
2026-03-02 welcome. entered: 1
2026-03-02 welcome.interest cost: 7900
2026-03-02 welcome.interest released: 1
2026-03-02 welcome.interest segments: 1`)
	d.text(Inbound{Body: "mumble"})
	d.next = []Settled{{Outcome: NotSent, Code: "down"}}
	d.to(d.now.Add(time.Minute))
	d.text(Inbound{Body: "1"})
	want("two answers, and a text that did not go", `
2026-03-02 . inbound: 2
2026-03-02 welcome.interest cost: 7900
2026-03-02 welcome.interest released: 1
2026-03-02 welcome.interest replied: 2
2026-03-02 welcome.interest segments: 1
2026-03-02 welcome.interest unmatched: 1`)
	d.to(d.now.Add(5 * time.Hour))
	d.do(Status{Seq: d.sent[2].Seq, Status: "undelivered", Code: "30007"})
	d.do(Status{Seq: d.sent[3].Seq, Status: "failed", Code: "<b>"})
	want("the text goes again, and what is known on the next day of texts of the day before", `
2026-03-02 welcome.best cost: 7900
2026-03-02 welcome.best released: 1
2026-03-02 welcome.best segments: 1
2026-03-02 welcome.interest failed 30007: 1
2026-03-02 welcome.interest failed other: 1`)
	d.do(Fact{Happened: Happened{ID: "o1", Type: Purchase, At: At(d.now.Add(-6 * time.Hour)), Data: map[string]any{"value": 19.99}}})
	d.do(Fact{Happened: Happened{ID: "o2", Type: Purchase, At: At(d.now), Data: map[string]any{"value": 5.0}}})
	want("two purchases", `
2026-03-02 . orders: 1
2026-03-02 . revenue: 1999
2026-03-03 . order_gap: 21600
2026-03-03 . orders: 1
2026-03-03 . repeat_orders: 1
2026-03-03 . revenue: 500
2026-03-03 welcome. goals: 1
2026-03-03 welcome.interest attributed reply: 1
2026-03-03 welcome.interest attributed_revenue reply: 500`)
	d.text(Inbound{Body: "STOP"})
	want("an opt-out", `
2026-03-03 . inbound: 1
2026-03-03 . left: 1
2026-03-03 .stopped cost: 7900
2026-03-03 .stopped released: 1
2026-03-03 .stopped segments: 1
2026-03-03 welcome.best optouts: 1`)
}
