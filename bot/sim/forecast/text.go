package forecast

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/parley-sms/parley/bot/chart"
)

// String writes the report for a terminal.
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, revision %s: %d people, %d days, seed %d.\n\n", r.Brand, r.Revision, r.People, len(r.Days), r.Seed)
	t := &r.Total
	fmt.Fprintf(&b, "%d joined, %d of them stopped. %d texts to people (%d answer, %d unasked), %d from them.\n",
		t.Joined, t.Stopped, t.Texts(), t.Replies, t.Unasked(), t.In)
	fmt.Fprintf(&b, "%d segments%s. Held %d times, dropped %d, displaced %d times; %d collisions.\n", t.Segments, r.money(t.Cost), t.Held, t.Dropped, t.Displaced, t.Collisions)
	fmt.Fprintf(&b, "Unasked texts a person: mean %.1f, median %d, most %d; within 7 days at most %d, for 95 of 100 people at most %d.\n\n",
		r.Person.Mean, r.Person.Median, r.Person.Most, r.Person.Week, r.Person.WeekOf95)
	r.lines(&b)
	r.tables(&b)
	return b.String()
}

// money writes a cost where the program names a price.
func (r Report) money(cost float64) string {
	if r.Price == 0 {
		return ""
	}
	return fmt.Sprintf(", %.2f %s", cost, r.Currency)
}

// lines draws what changes from day to day, a letter a day.
func (r Report) lines(b *strings.Builder) {
	fmt.Fprintf(b, "From %s to %s, a letter a day:\n", r.Days[0].Date, r.Days[len(r.Days)-1].Date)
	for _, row := range []struct {
		name string
		of   func(*Day) int
	}{
		{"unasked texts", func(d *Day) int { return d.Unasked() }}, {"answers", func(d *Day) int { return d.Replies }}, {"held", func(d *Day) int { return d.Held }},
		{"dropped", func(d *Day) int { return d.Dropped }}, {"opt-outs", func(d *Day) int { return d.Stopped }},
	} {
		line, most := spark(r.Days, row.of)
		fmt.Fprintf(b, "  %-14s %s  at most %d\n", row.name, line, most)
	}
}

// spark draws numbers as blocks of eighths.
func spark(days []Day, of func(*Day) int) (line string, most int) {
	for i := range days {
		most = max(most, of(&days[i]))
	}
	blocks := []rune(" ▁▂▃▄▅▆▇█")
	for i := range days {
		n := of(&days[i])
		if n > 0 {
			n = max(n*8/most, 1)
		}
		line += string(blocks[n])
	}
	return line, most
}

func (r Report) tables(b *strings.Builder) {
	table := tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\nworkflow\tentered\ttexts\tsegments\tcost\theld\tdropped\tdisplaced\t")
	for _, w := range r.busiest() {
		fmt.Fprintf(table, "%s\t%d\t%d\t%d\t%s\t%d\t%d\t%d\t\n", w.Name, w.Entered, w.Texts, w.Segments, r.cost(w.Cost), w.Held, w.Dropped, w.Displaced)
	}
	fmt.Fprintln(table, "\nkept back by\theld\tdropped\t")
	for _, g := range r.Guards {
		fmt.Fprintf(table, "%s\t%d\t%d\t\n", g.Says(), g.Held, g.Dropped)
	}
	_ = table.Flush() // a builder takes everything
}

// busiest lists the workflows with most texts first.
func (r Report) busiest() []Workflow {
	return slices.SortedStableFunc(slices.Values(r.Workflows), func(a, b Workflow) int { return cmp.Compare(b.Texts, a.Texts) })
}

func (r Report) cost(c float64) string {
	if r.Price == 0 {
		return "-"
	}
	return chart.Number(float64(int(c*100+.5)) / 100)
}

// Says names the rule for people.
func (g Guard) Says() string {
	words := map[string]string{
		"quiet": "quiet hours", "cap": "frequency cap", "arbiter": "another text of the person", "suppress": "suppression",
		"foreground": "an open question or an agent", "hold": "marketing hold", "send_by": "send_by has passed", "offer": "offer",
		"condition": "the step's own condition", "consent": "no consent", "holdout": "the holdout", "pause": "a pause", "fuse": "the fuse", "codes": "no code left of",
	}
	return strings.Join(slices.DeleteFunc([]string{cmp.Or(words[g.Guard], g.Guard), g.Name, g.Place}, func(s string) bool { return s == "" }), " ")
}
