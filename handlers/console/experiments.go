package console

import (
	"net/http"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/chart"
	"github.com/parley-sms/parley/bot/experiments"
	"github.com/parley-sms/parley/fsm"
)

const experimentsPath = reportsPath + "/experiments"

// trial is an experiment with its charts.
type trial struct {
	experiments.Experiment
	Rates chart.Ranges // of the arms
	Lifts chart.Ranges // of each arm over another one, by intervals that may be looked at every day
}

func (h *console) getExperiments(c *gin.Context) {
	out, err := experiments.Read(c.Request.Context(), h.Store, h.Engine.Program(), fsm.At(h.Engine.Now()))
	if err != nil {
		h.broken(c, err)
		return
	}
	body := struct {
		Currency string
		Trials   []trial
	}{out.Currency, nil}
	for _, e := range out.Experiments {
		body.Trials = append(body.Trials, trialOf(e))
	}
	slices.SortStableFunc(body.Trials, func(a, b trial) int { return b.urgency() - a.urgency() })
	h.show(c, http.StatusOK, "experiments.html", frame{Title: "Experiments", Place: reportsPath, Tab: experimentsPath, Body: body})
}

// urgency puts what can be acted upon before the others.
func (t trial) urgency() int {
	return slices.Index([]string{"", experiments.Undecided, experiments.Decided, experiments.Uneven}, t.Badge)
}

func trialOf(e experiments.Experiment) trial {
	t := trial{Experiment: e, Rates: chart.Ranges{Title: e.Name + ": share that converted, with 95 % intervals", Unit: "%"},
		Lifts: chart.Ranges{Title: e.Name + ": difference of conversion, in percentage points, with always-valid intervals"}}
	for _, a := range e.Arms {
		t.Rates.Ranges = append(t.Rates.Ranges, rangeOf(a.Name, a.Rate))
	}
	for _, l := range e.Lifts {
		if l.Always != nil {
			t.Lifts.Ranges = append(t.Lifts.Ranges, rangeOf(l.Arm+" − "+l.Against, *l.Always))
		}
	}
	return t
}

// rangeOf is an estimate of a share, in percent.
func rangeOf(label string, e experiments.Estimate) chart.Range {
	return chart.Range{Label: label, Value: e.Value * 100, Low: e.Low * 100, High: e.High * 100}
}
