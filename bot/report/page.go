package report

import (
	_ "embed"
	"fmt"
	"html/template"
	"io"

	"github.com/parley-sms/parley/bot/chart"
	"github.com/parley-sms/parley/fsm"
)

//go:embed page.html
var pageSource string

// WritePage writes the report as one page that needs nothing else: no script, no font, no picture.
func (r Review) WritePage(w io.Writer) error {
	page, err := chart.Page(pageSource, template.FuncMap{"percent": func(v float64) string { return chart.Number(v * 100) }})
	if err != nil {
		return err
	}
	if err := page.Execute(w, r); err != nil {
		return fmt.Errorf("write the page: %w", err)
	}
	return nil
}

// Charts draws figures week by week; a span of one week has nothing to compare.
func (f Figures) Charts() []chart.Bars {
	if len(f.Weeks) < 2 {
		return nil
	}
	labels := make([]string, len(f.Weeks))
	for k := range f.Weeks {
		labels[k] = f.Weeks[k].From[5:]
	}
	series := func(name, sum string) chart.Series {
		s := chart.Series{Name: name}
		for k := range f.Weeks {
			s.Values = append(s.Values, float64(f.Weeks[k].Sums[sum]))
		}
		return s
	}
	rates := func(name, metric string) chart.Series {
		s := chart.Series{Name: name}
		for k := range f.Weeks {
			s.Values = append(s.Values, max(f.Weeks[k].Values[metric]*100, 0))
		}
		return s
	}
	return []chart.Bars{
		{Title: "Texts that went out and texts kept back, by week", Axis: "week from", Labels: labels,
			Series: []chart.Series{series("went out", fsm.SumReleased), series("held", fsm.SumHeld), series("dropped", fsm.SumDropped)}},
		{Title: "What people did, by week, in percent of texts", Axis: "week from", Labels: labels,
			Series: []chart.Series{rates("clicks", "click_rate"), rates("replies", "reply_rate"), rates("opt-outs", "optout_rate")}},
	}
}
