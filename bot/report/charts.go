package report

import "github.com/parley-sms/parley/bot/chart"

// Charts are the figures week by week, for other pages; a span of one week has nothing to compare.
func (f Figures) Charts() []chart.Bars {
	var list []chart.Bars
	for _, c := range charts(f) {
		list = append(list, c.Bars)
	}
	return list
}
