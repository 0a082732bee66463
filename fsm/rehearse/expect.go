package rehearse

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/rehearse/script"
)

// expect looks at what should be so.
func (w *world) expect(d script.Expect) *Failure {
	for _, e := range d.All {
		if e.What == "journal" || e.What == "no_journal" {
			if f := w.journaled(e); f != nil {
				return f
			}
			continue
		}
		if want, got := wanted(e.Want), w.is(e); want != got {
			what := strings.TrimSpace(e.What + " " + e.Name)
			return &Failure{Place: e.Place, Message: what + " is not so", Expected: want, Got: got, compared: true}
		}
	}
	return nil
}

// none is how a test says that there is nothing.
const none = "none"

func wanted(want any) string {
	switch v := want.(type) {
	case nil:
		return none
	case []string:
		return strings.Join(slices.Sorted(slices.Values(v)), ", ")
	}
	return fmt.Sprint(want)
}

// is tells what is so, as a test would write it.
func (w *world) is(e script.Expectation) string {
	r := &w.rec
	switch e.What {
	case "state":
		if e.Want == string(r.State) {
			return string(r.State)
		}
		return r.State.Outward()
	case "ground":
		return r.State.Ground()
	case "workflows":
		return w.within(e)
	case "attributes":
		return wanted(r.Attributes[e.Name])
	case "orders":
		return wanted(map[string]any{"count": float64(r.Orders.Count), "total": r.Orders.Total}[e.Name])
	case "marketing_hold":
		return w.held(e)
	case "scheduled":
		return w.scheduled(e)
	case "offer_given":
		return cmp.Or(wanted(w.offers), none)
	case "thread":
		return thread(r)
	case "language":
		return cmp.Or(r.Language, none)
	}
	return ""
}

func (w *world) held(e script.Expectation) string {
	if w.rec.Hold == nil {
		return none
	}
	if want, ok := e.Want.(string); ok {
		if fits, _ := matches(want, w.rec.Hold.Reason); fits {
			return want
		}
	}
	return w.rec.Hold.Reason
}

// scheduled is when something is due next, written as the test writes it.
func (w *world) scheduled(e script.Expectation) string {
	due := w.rec.NextDue()
	if due == 0 {
		return none
	}
	local := w.local(due)
	for _, form := range []string{"2006-01-02 15:04", "Mon 15:04", "15:04"} {
		if e.Want == local.Format(form) {
			return local.Format(form)
		}
	}
	return local.Format("2006-01-02 15:04")
}

func thread(r *fsm.Record) string {
	switch {
	case r.Thread.WaitingSince > 0:
		return "waiting"
	case r.Thread.Owner != "":
		return r.Thread.Owner
	case r.Thread.OpenedAt > 0:
		return "open"
	}
	return none
}

// within tells which workflows the person is in, each as far as the test tells it: cart, cart(c1),
// cart@remind or cart(c1)@remind.
func (w *world) within(e script.Expectation) string {
	left, _ := e.Want.([]string)
	left = slices.Clone(left)
	var got []string
	for _, r := range w.rec.Runs {
		name := r.Workflow
		if r.Key != "" {
			name += "(" + r.Key + ")"
		}
		full := name + "@" + r.Step
		forms := []string{full, name, r.Workflow + "@" + r.Step, r.Workflow}
		for _, form := range forms {
			if i := slices.Index(left, form); i >= 0 {
				left = slices.Delete(left, i, i+1)
				full = form
				break
			}
		}
		got = append(got, full)
	}
	slices.Sort(got)
	return cmp.Or(strings.Join(got, ", "), none)
}

// journaled looks for lines of the journal.
func (w *world) journaled(e script.Expectation) *Failure {
	list, _ := e.Want.([]string)
	for _, want := range list {
		i := slices.IndexFunc(w.journal, func(l string) bool { return strings.Contains(l, want) })
		switch {
		case e.What == "journal" && i < 0:
			return &Failure{Place: e.Place, Message: "the journal has no such line", Expected: want, Got: strings.Join(w.journal, "\n"), compared: true}
		case e.What == "no_journal" && i >= 0:
			return &Failure{Place: e.Place, Message: "the journal has such a line", Expected: "no " + want, Got: w.journal[i], compared: true}
		}
	}
	return nil
}
