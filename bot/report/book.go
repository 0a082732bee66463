package report

import (
	"context"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// Source is what a report reads.
type Source interface {
	Measures(ctx context.Context, from, to fsm.Day, each func(fsm.Measure) error) error
	Counters(ctx context.Context) (map[string]int64, error)
}

// week is how many days one point of a trend stands for.
const week = 7

// book holds the sums of a span of days.
type book struct {
	from, to  fsm.Day
	weeks     int
	workflows map[string]*page // "" is of none
}

// page holds the sums of one workflow, by name.
type page struct {
	columns map[string]*column
	last    *column // sums come in order of their names
	name    string
}

// column is one sum.
type column struct {
	weekly  []int64          // by week, from the begin of the span
	steps   map[string]int64 // by the names that steps had
	details map[string]int64
}

// read adds the sums of a span up, by the names that workflows and steps have today.
func read(ctx context.Context, s Source, p *fsm.Program, from, to fsm.Day) (*book, error) {
	b := &book{from: from, to: to, weeks: int(to-from)/week + 1, workflows: map[string]*page{}}
	var (
		at   *page
		of   string
		last fsm.Day
		k    int
	)
	err := s.Measures(ctx, from, to, func(m fsm.Measure) error {
		if m.Arm != "" {
			return nil // an experiment's
		}
		if at == nil || m.Workflow != of || m.Day != last {
			of, last, k = m.Workflow, m.Day, int(m.Day-from)/week
			at = b.page(p, m.Workflow)
		}
		at.add(&m, k, b.weeks)
		return nil
	})
	return b, err
}

// page finds the sums of a workflow by a name that it has or had.
func (b *book) page(p *fsm.Program, workflow string) *page {
	name := workflow
	if workflow != "" {
		name, _ = p.Renamed(workflow, "")
	}
	at := b.workflows[name]
	if at == nil {
		at = &page{columns: map[string]*column{}}
		b.workflows[strings.Clone(name)] = at
	}
	return at
}

// add adds one sum, of the week k.
func (g *page) add(m *fsm.Measure, k, weeks int) {
	if g.last == nil || g.name != m.Name {
		g.last, g.name = g.column(m.Name, weeks), m.Name
	}
	g.last.weekly[k] += m.N
	if m.Step != "" {
		plus(g.last.steps, m.Step, m.N)
	}
	if m.Detail != "" {
		plus(g.last.details, m.Detail, m.N)
	}
}

func (g *page) column(name string, weeks int) *column {
	c := g.columns[name]
	if c == nil {
		c = &column{weekly: make([]int64, weeks), steps: map[string]int64{}, details: map[string]int64{}}
		g.columns[strings.Clone(name)] = c
	}
	return c
}

// plus adds to one sum. Names that are kept share no memory with the store's rows.
func plus(sums map[string]int64, name string, n int64) {
	if _, there := sums[name]; !there {
		name = strings.Clone(name)
	}
	sums[name] += n
}

// total is the sums of the whole span.
func (g *page) total() Sums {
	s := Sums{}
	for name, c := range g.columns {
		for _, n := range c.weekly {
			s[name] += n
		}
	}
	return s
}

// week is the sums of one week.
func (g *page) week(k int) Sums {
	s := Sums{}
	for name, c := range g.columns {
		s[name] = c.weekly[k]
	}
	return s
}

// details are those of one sum.
func (g *page) details(name string) map[string]int64 {
	if c := g.columns[name]; c != nil {
		return c.details
	}
	return nil
}

// steps are the sums of each step, by the names that steps have today.
func (g *page) steps(p *fsm.Program, workflow string) map[string]Sums {
	all := map[string]Sums{}
	for name, c := range g.columns {
		for step, n := range c.steps {
			_, now := p.Renamed(workflow, step)
			if all[now] == nil {
				all[now] = Sums{}
			}
			all[now][name] += n
		}
	}
	return all
}

// everything is one page of all workflows together.
func (b *book) everything() *page {
	all := &page{columns: map[string]*column{}}
	for _, g := range b.workflows {
		for name, c := range g.columns {
			sum := all.column(name, b.weeks)
			for k, n := range c.weekly {
				sum.weekly[k] += n
			}
			for detail, n := range c.details {
				sum.details[detail] += n
			}
		}
	}
	return all
}
