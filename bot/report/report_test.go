package report_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/parley-sms/parley/bot/experiments"
	"github.com/parley-sms/parley/bot/report"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

// kept gives a store with sums.
func kept(t *testing.T, list ...fsm.Measure) *memstore.Store {
	s := memstore.New()
	_, err := s.Update(context.Background(), "+15005550006", func(v store.View) (fsm.Decision, error) {
		d := fsm.Decision{Next: v.Record(), Measures: list, Counters: map[string]int64{fsm.SumJoined: 260, fsm.SumLeft: 60}}
		d.Next.Version++
		return d, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func of(day fsm.Day, step, name, detail string, n int64) fsm.Measure {
	return fsm.Measure{Day: day, Workflow: "welcome", Step: step, Name: name, Detail: detail, N: n}
}

// welcoming is two weeks of the demo's welcome: the second one went worse.
func welcoming(t *testing.T) report.Review {
	s := kept(t, of(101, "", fsm.SumEntered, "", 200), of(101, "", fsm.SumGoals, "", 4), of(101, "offer", fsm.SumReleased, "", 220),
		of(101, "offer", fsm.SumFailed, "30007", 20), of(101, "offer", fsm.SumClicked, "", 10), of(101, "offer", fsm.SumOptOuts, "", 8),
		of(101, "offer", fsm.SumOffered, "welcome10", 150), of(101, "offer", fsm.SumHeld, "quiet", 30), of(101, "offer", fsm.SumHeld, "cap", 40),
		of(94, "offer", fsm.SumReleased, "", 200), of(94, "offer", fsm.SumClicked, "", 40),
		of(101, "offer", fsm.SumClickTime, "03", 6), of(101, "offer", fsm.SumClickTime, "05", 4),
		fsm.Measure{Day: 101, Workflow: "welcome", Step: "test", Arm: "offer", Name: fsm.SumGoals, N: 999},
		fsm.Measure{Day: 101, Name: fsm.SumJoined, N: 20}, fsm.Measure{Day: 102, Name: fsm.SumLeft, N: 10}, fsm.Measure{Day: 109, Name: fsm.SumLeft, N: 50})
	r, err := report.Make(context.Background(), s, shop(t), report.Question{From: 100, To: 106}, func(string, string) fsm.Moment { return 1000 })
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Ensure that metrics are what their formulas say, beside those of the days before, and leave experiments out.
func TestValues(t *testing.T) {
	r := welcoming(t)
	w := r.Workflows[0]
	for name, want := range map[string]float64{"conversion_rate": .02, "failed_rate": 20. / 220, "optout_rate": .04, "click_rate": .05, "incentive_share": 150. / 220} {
		if got := w.Figures.Values[name]; got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if got := w.Figures.Before["click_rate"]; got != .2 {
		t.Errorf("the click rate before is %v, want 0.2", got)
	}
	for name, want := range map[string]float64{"growth_rate": 10. / 240, "churn_rate": 10. / 240} { // 200 now, 50 of whom left later, 10 more then
		if got := r.All.Values[name]; got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
	if got := w.Figures.Click; got == nil || *got < 4 || *got > 8 {
		t.Errorf("the median time to click is %v, want 4 to 8 s", got)
	}
	if _, known := w.Figures.Values["repeat_rate"]; known {
		t.Error("a rate is known of which nothing happened")
	}
}

// Ensure that an owner is told of missed targets, of texts that people tire of, and of too many offers.
func TestFindings(t *testing.T) {
	all := strings.Join(welcoming(t).Workflows[0].Findings, "\n")
	for _, want := range []string{"conversion rate is 2.00%, below the target of 4.00%", "opt-out rate is 4.00%, above the ceiling of 1.50%",
		"68.18% of its texts make an offer", "step offer: its words are the same since 1969-12-31, and its click rate fell from 20.00% to 5.00%"} {
		if !strings.Contains(all, want) {
			t.Errorf("nobody says %q:\n%s", want, all)
		}
	}
}

// Ensure that every metric is defined, and that a report says what it is of, in all its forms.
func TestShown(t *testing.T) {
	for _, m := range report.Metrics() {
		if m.Title == "" || !strings.Contains(m.Formula, "÷") && m.Unit != report.Seconds || m.Unit == "" {
			t.Errorf("metric %s is not defined: %+v", m.Name, m)
		}
	}
	r := welcoming(t)
	r.Workflows[0].Owner = "<b>"
	r.Incremental.Experiments = []experiments.Experiment{{Name: "welcome.offer_test", Badge: "undecided", Says: "it needs 41 more days", Since: "2026-03-02",
		Arms: []experiments.Arm{{Name: "offer", People: 70, Converted: 7, Rate: experiments.Estimate{Value: .1, Low: .05, High: .19}}}}}
	var page bytes.Buffer
	if err := r.WritePage(&page); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"welcome (owner: <b>)", "held by cap: 40", "failed by 30007: 20", "[20.00%]", "Nothing happened in: ", "undecided: it needs 41 more days"} {
		if !strings.Contains(r.String(), want) {
			t.Errorf("the text lacks %q:\n%s", want, r)
		}
	}
	if !strings.Contains(page.String(), "it needs 41 more days") {
		t.Error("the page lacks the experiment")
	}
	if !strings.Contains(page.String(), "Owner: &lt;b&gt;") || strings.Contains(page.String(), "<script") {
		t.Error("the page shows something as it must not")
	}
}

// Ensure that spans that cannot be are refused.
func TestRefused(t *testing.T) {
	for _, q := range []report.Question{{From: 5, To: 4}, {From: 0, To: report.MaxDays}} {
		if _, err := report.Make(context.Background(), memstore.New(), shop(t), q, nil); err == nil {
			t.Errorf("a report from %d to %d was made", q.From, q.To)
		}
	}
}
