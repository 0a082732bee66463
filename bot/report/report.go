package report

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/parley-sms/parley/bot/experiments"
	"github.com/parley-sms/parley/fsm"
)

// MaxDays bounds the span of a report.
const MaxDays = 800

// Question says what to tell of.
type Question struct {
	From     fsm.Day `json:"from"` // both included
	To       fsm.Day `json:"to"`
	Workflow string  `json:"workflow"` // empty: all of them
}

// Review is how workflows did in a span of days, beside the same number of days before it.
type Review struct {
	Brand     string   `json:"brand"`
	From      string   `json:"from" doc:"The first day, in the program's zone."`
	To        string   `json:"to" doc:"The last day."`
	Zone      string   `json:"zone"`
	Currency  string   `json:"currency"`
	Metrics   []Metric `json:"metrics" doc:"What each value is."`
	All       Figures  `json:"all"`
	Workflows []Health `json:"workflows" doc:"Those with most texts first."`

	Incremental experiments.Outcomes `json:"incremental" doc:"What experiments tell of what would not have happened anyway, beside what is attributed; of the workflow alone where one was asked for."`
}

// Figures are what is told of everything, of a workflow or of a step.
type Figures struct {
	Sums   Sums               `json:"sums" doc:"Of the span. Money is in hundredths of the currency, cost in millionths."`
	Values map[string]float64 `json:"values" doc:"Of the metrics; one without is not known, as there is nothing to divide by."`
	Before map[string]float64 `json:"before,omitempty" doc:"Of the days before."`
	Weeks  []WeekFigures      `json:"weeks,omitempty" doc:"Of the span, from its begin; the last one may be short."`
	Kept   []Part             `json:"kept_back,omitempty" doc:"Texts held and dropped, by rule."`
	Errors []Part             `json:"errors,omitempty" doc:"Texts that failed, by the carrier's code."`
	Click  *float64           `json:"median_time_to_click,omitempty" doc:"In seconds: half of the first openings came within about this time."`
}

// WeekFigures is one point of a trend.
type WeekFigures struct {
	From   string             `json:"from"`
	Sums   Sums               `json:"sums"`
	Values map[string]float64 `json:"values"`
}

// Part is a sum's share of one detail.
type Part struct {
	Sum    string `json:"sum"`
	Detail string `json:"detail"`
	N      int64  `json:"n"`
}

// Health is how one workflow did.
type Health struct {
	Name     string       `json:"workflow"`
	Class    fsm.Class    `json:"class"`
	Owner    string       `json:"owner"`
	Live     bool         `json:"live" doc:"Whether the live program has it."`
	Figures  Figures      `json:"figures"`
	Steps    []StepHealth `json:"steps"`
	Findings []string     `json:"findings" doc:"What its owner should look at."`
}

// Idle tells whether nothing happened in the workflow.
func (h Health) Idle() bool { return len(h.Figures.Sums) == 0 }

// StepHealth is how the texts of one step did.
type StepHealth struct {
	Name    string  `json:"step"`
	Figures Figures `json:"figures"`
	Since   string  `json:"text_since,omitempty" doc:"The day on which its words last changed."`
}

// Copies tells when the words of a step last changed; zero where that is not known.
type Copies func(workflow, step string) fsm.Moment

// Make makes the report.
func Make(ctx context.Context, s Source, p *fsm.Program, q Question, copies Copies) (Review, error) {
	r := Review{Brand: p.Brand, From: date(q.From), To: date(q.To), Zone: p.Zone, Currency: cmp.Or(p.Currency, "USD"), Metrics: Metrics(), Workflows: []Health{}}
	if q.To < q.From || q.To-q.From >= MaxDays {
		return r, fmt.Errorf("a report from %s to %s: it tells of 1 to %d days", r.From, r.To, MaxDays)
	}
	now, err := read(ctx, s, p, q.From, q.To)
	if err != nil {
		return r, fmt.Errorf("read the daily sums: %w", err)
	}
	before, err := read(ctx, s, p, q.From-(q.To-q.From)-1, q.From-1)
	if err != nil {
		return r, fmt.Errorf("read the daily sums: %w", err)
	}
	r.All = now.figures(now.everything(), before.everything())
	if err := r.list(ctx, s, q); err != nil {
		return r, fmt.Errorf("read how long the list was: %w", err)
	}
	for _, name := range now.names(p, q.Workflow) {
		r.Workflows = append(r.Workflows, now.health(p, name, before, copies))
	}
	return r, nil
}

// list adds how many were subscribed when the span began: of those who joined since daily sums are kept.
func (r *Review) list(ctx context.Context, s Source, q Question) error {
	counters, err := s.Counters(ctx)
	if err != nil {
		return err
	}
	size := counters[fsm.SumJoined] - counters[fsm.SumLeft] - r.All.Sums[fsm.SumJoined] + r.All.Sums[fsm.SumLeft]
	err = s.Measures(ctx, q.To+1, math.MaxInt32, func(m fsm.Measure) error {
		switch m.Name {
		case fsm.SumJoined:
			size -= m.N
		case fsm.SumLeft:
			size += m.N
		}
		return nil
	})
	r.All.Sums[listAtBegin] = size
	r.All.Values = values(r.All.Sums)
	return err
}

func date(d fsm.Day) string { return d.Time().Format(time.DateOnly) }

// names lists the workflows to tell of, those with most texts first.
func (b *book) names(p *fsm.Program, only string) []string {
	names := slices.Collect(maps.Keys(b.workflows))
	for i := range p.Workflows {
		names = append(names, p.Workflows[i].Name)
	}
	texts := func(name string) int64 {
		if g := b.workflows[name]; g != nil {
			return g.total()[fsm.SumReleased]
		}
		return 0
	}
	slices.Sort(names)
	names = slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" || only != "" && name != only })
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(texts(b), texts(a)) })
	return names
}

// health tells of one workflow.
func (b *book) health(p *fsm.Program, name string, before *book, copies Copies) Health {
	g, was := b.workflows[name], before.workflows[name]
	if g == nil {
		g = &page{}
	}
	if was == nil {
		was = &page{}
	}
	h := Health{Name: name, Figures: b.figures(g, was), Steps: []StepHealth{}, Findings: []string{}}
	i := slices.IndexFunc(p.Workflows, func(w fsm.Workflow) bool { return w.Name == name })
	if i >= 0 {
		h.Live, h.Class, h.Owner = true, p.Workflows[i].Class, p.Workflows[i].Owner
	}
	steps, then := g.steps(p, name), was.steps(p, name)
	for _, step := range slices.Sorted(maps.Keys(steps)) {
		s := StepHealth{Name: step, Figures: Figures{Sums: steps[step], Values: values(steps[step]), Before: values(then[step])}}
		if at := copies(name, step); at > 0 {
			s.Since = date(p.Day(at))
		}
		h.Steps = append(h.Steps, s)
	}
	if h.Live {
		h.Findings = append(h.Findings, h.missed(p.Workflows[i].Targets)...)
	}
	h.Findings = append(h.Findings, h.signs()...)
	return h
}

// figures tells of a page, beside that of the days before.
func (b *book) figures(g, was *page) Figures {
	f := Figures{Sums: g.total(), Click: median(g.details(fsm.SumClickTime))}
	f.Values, f.Before = values(f.Sums), values(was.total())
	for k := range b.weeks {
		if len(g.columns) > 0 {
			s := g.week(k)
			f.Weeks = append(f.Weeks, WeekFigures{date(b.from + fsm.Day(k*week)), s, values(s)})
		}
	}
	for _, name := range []string{fsm.SumHeld, fsm.SumDropped, fsm.SumDisplaced} {
		f.Kept = append(f.Kept, parts(name, g.details(name))...)
	}
	f.Errors = parts(fsm.SumFailed, g.details(fsm.SumFailed))
	return f
}

// values are all metrics that are known of sums.
func values(s Sums) map[string]float64 {
	known := map[string]float64{}
	for _, m := range metrics() {
		if v, ok := m.value(s); ok {
			known[m.Name] = v
		}
	}
	return known
}

// parts lists the details of a sum, the greatest first.
func parts(name string, details map[string]int64) []Part {
	var list []Part
	for detail, n := range details {
		list = append(list, Part{name, detail, n})
	}
	slices.SortFunc(list, func(a, b Part) int {
		return cmp.Or(cmp.Compare(b.N, a.N), strings.Compare(a.Detail, b.Detail))
	})
	return list
}

// median is where half of the times of a logarithmic histogram lie, in seconds; nil where there are none.
func median(buckets map[string]int64) *float64 {
	var total, below int64
	for _, n := range buckets {
		total += n
	}
	for _, key := range slices.Sorted(maps.Keys(buckets)) {
		n := buckets[key]
		if 2*(below+n) < total || n <= 0 {
			below += max(n, 0)
			continue
		}
		var bits int
		_, _ = fmt.Sscanf(key, "%d", &bits) // one that is no number is the first bucket
		high := float64(uint64(1) << min(bits, 62))
		low := high / 2
		if bits == 0 {
			low, high = 0, 1
		}
		at := low + (high-low)*(float64(total)/2-float64(below))/float64(n)
		return &at
	}
	return nil
}
