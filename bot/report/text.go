package report

import (
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/parley-sms/parley/bot/chart"
	"github.com/parley-sms/parley/fsm"
)

// String writes the report for a terminal.
func (r Review) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s to %s (%s). In brackets: the days before.\n\n", r.Brand, r.From, r.To, r.Zone)
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, row := range r.Rows(r.All) {
		fmt.Fprintf(table, "  %s\t%s\t%s\t\n", row.Title, row.Now, bracketed(row.Before))
	}
	_ = table.Flush() // a builder takes everything
	r.counts(&b, r.All)
	var idle []string
	for i := range r.Workflows {
		if h := &r.Workflows[i]; h.Idle() {
			idle = append(idle, h.Name)
		} else {
			r.workflow(&b, h)
		}
	}
	if len(idle) > 0 {
		fmt.Fprintf(&b, "\nNothing happened in: %s.\n", strings.Join(idle, ", "))
	}
	if len(r.Incremental.Experiments) > 0 {
		fmt.Fprintf(&b, "\nWhat would not have happened anyway, by experiments:\n")
		_ = r.Incremental.Text(&b) // a builder takes everything
	}
	return b.String()
}

func bracketed(s string) string {
	if s == "" {
		return ""
	}
	return "[" + s + "]"
}

// Row is one metric as it is printed.
type Row struct{ Title, Formula, Now, Before string }

// Rows are the metrics that are known of figures.
func (r Review) Rows(f Figures) []Row {
	var list []Row
	for _, m := range r.Metrics {
		if v, ok := f.Values[m.Name]; ok {
			row := Row{Title: m.Title, Formula: m.Formula, Now: r.say(m.Unit, v)}
			if was, ok := f.Before[m.Name]; ok {
				row.Before = r.say(m.Unit, was)
			}
			list = append(list, row)
		}
	}
	return list
}

// say writes a value with its unit.
func (r Review) say(u Unit, v float64) string {
	switch u {
	case Share:
		return share(v)
	case Money:
		return fmt.Sprintf("%.2f %s", v, r.Currency)
	case Seconds:
		return (time.Duration(v) * time.Second).Round(time.Second).String()
	}
	return chart.Number(v)
}

// counts writes what was counted.
func (r Review) counts(b *strings.Builder, f Figures) {
	s := f.Sums
	fmt.Fprintf(b, "  entered %d, texts %d (%d segments, %s), goals %d, opt-outs %d, held %d, dropped %d, displaced %d\n",
		s[fsm.SumEntered], s[fsm.SumReleased], s[fsm.SumSegments], r.Cost(f), s[fsm.SumGoals], s[fsm.SumOptOuts], s[fsm.SumHeld], s[fsm.SumDropped], s[fsm.SumDisplaced])
	for _, p := range append(f.Kept, f.Errors...) {
		fmt.Fprintf(b, "    %s by %s: %d\n", p.Sum, p.Detail, p.N)
	}
}

// Cost is what the segments cost.
func (r Review) Cost(f Figures) string {
	if f.Sums[fsm.SumCost] == 0 {
		return "no price"
	}
	return fmt.Sprintf("%.2f %s", float64(f.Sums[fsm.SumCost])/1e6, r.Currency)
}

// workflow writes how one workflow did.
func (r Review) workflow(b *strings.Builder, h *Health) {
	fmt.Fprintf(b, "\n%s", h.Name)
	if h.Owner != "" {
		fmt.Fprintf(b, " (owner: %s)", h.Owner)
	}
	if !h.Live {
		b.WriteString(" (not in the live program)")
	}
	b.WriteString("\n")
	for _, f := range h.Findings {
		fmt.Fprintf(b, "  ! %s\n", f)
	}
	r.counts(b, h.Figures)
	table := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, row := range r.Rows(h.Figures) {
		fmt.Fprintf(table, "  %s\t%s\t%s\t\n", row.Title, row.Now, bracketed(row.Before))
	}
	_ = table.Flush() // a builder takes everything
	table = tabwriter.NewWriter(b, 0, 0, 2, ' ', tabwriter.AlignRight)
	if len(h.Steps) > 0 {
		fmt.Fprintln(table, "  step\ttexts\tfailed\tclicks\treplies\topt-outs\twords since\t")
	}
	for _, s := range h.Steps {
		fmt.Fprintf(table, "  %s\t%d\t%s\t%s\t%s\t%s\t%s\t\n", s.Name, s.Figures.Sums[fsm.SumReleased], s.Rate("failed_rate"), s.Rate("click_rate"), s.Rate("reply_rate"), s.Rate("optout_rate"), s.Since)
	}
	_ = table.Flush() // a builder takes everything
}

// Rate writes one of a step's rates; "-" where it is not known.
func (s StepHealth) Rate(metric string) string {
	if v, ok := s.Figures.Values[metric]; ok {
		return share(v)
	}
	return "-"
}
