package forecast

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"github.com/parley-sms/parley/bot/chart"
)

//go:embed page.html
var pageSource string

// figure is a chart with its numbers.
type figure struct {
	chart.Bars
	Says string // what it shows, beneath the title
}

// WritePage writes the report as one page that needs nothing else: no script, no font, no picture.
func (r Report) WritePage(w io.Writer) error {
	page, err := chart.Page(pageSource, template.FuncMap{"cost": r.cost})
	if err != nil {
		return err
	}
	if err := page.Execute(w, struct {
		Report
		Figures []figure
		Busiest []Workflow
	}{r, r.figures(), r.busiest()}); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

func (r Report) figures() []figure {
	series := func(name string, of func(*Day) int) chart.Series {
		s := chart.Series{Name: name}
		for i := range r.Days {
			s.Values = append(s.Values, float64(of(&r.Days[i])))
		}
		return s
	}
	labels := make([]string, len(r.Days))
	for i, d := range r.Days {
		labels[i] = d.Date[5:]
	}
	return []figure{
		{chart.Bars{Title: "Texts to people", Axis: "day", Labels: labels, Series: []chart.Series{
			series("service", func(d *Day) int { return d.Service }), series("lifecycle", func(d *Day) int { return d.Lifecycle }),
			series("promo", func(d *Day) int { return d.Promo }), series("answers", func(d *Day) int { return d.Replies }),
		}}, "By class; answers are what people asked for themselves."},
		{chart.Bars{Title: "Kept back", Axis: "day", Labels: labels, Series: []chart.Series{
			series("held", func(d *Day) int { return d.Held }), series("dropped", func(d *Day) int { return d.Dropped }),
		}}, "Times that a rule held a text, or dropped it."},
		{chart.Bars{Title: "Collisions", Axis: "day", Labels: labels, Series: []chart.Series{
			series("collisions", func(d *Day) int { return d.Collisions }), series("displaced", func(d *Day) int { return d.Displaced }),
		}}, "Texts of several workflows wanted to go to one person at once, and one that waited for another."},
		{chart.Bars{Title: "People", Axis: "day", Labels: labels, Series: []chart.Series{
			series("joined", func(d *Day) int { return d.Joined }), series("stopped", func(d *Day) int { return d.Stopped }),
		}}, "Who joined and who left."},
	}
}
