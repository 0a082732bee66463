package fsm

import (
	"fmt"
	"math"
	"math/bits"
	"slices"
	"strings"
	"time"
)

// measure adds to a sum of the day of a moment.
func (d *deciding) measure(at Moment, m Measure) {
	m.Day = d.p.Day(at)
	d.dec.Measures = append(d.dec.Measures, m)
}

// measureText books what a text counts for now, in place of what it counted for before; the empty message
// counts for nothing.
func (d *deciding) measureText(before, after Message) {
	was, is := d.textSums(before), d.textSums(after)
	for _, m := range was {
		if !slices.Contains(is, m) {
			m.N = -m.N
			d.measure(before.At, m)
		}
	}
	for _, m := range is {
		if !slices.Contains(was, m) {
			d.measure(after.At, m)
		}
	}
}

// textSums is what a text counts for.
func (d *deciding) textSums(m Message) []Measure {
	if !m.Out || m.Seq == 0 || m.Status == notSentStatus {
		return nil
	}
	workflow, step := placeOf(m.Name, m.Run)
	of := func(name, detail string, n int64) Measure {
		return Measure{Name: name, Workflow: workflow, Step: step, Detail: detail, N: n}
	}
	list := []Measure{of(SumReleased, "", 1), of(SumSegments, "", int64(m.Segments))}
	if d.p.Price > 0 {
		list = append(list, of(SumCost, "", int64(math.Round(d.p.Price*1e6*float64(m.Segments)))))
	}
	if m.Opened.People > 0 {
		list = append(list, of(SumClicked, "", 1))
	}
	switch m.Status {
	case "delivered", "read":
		list = append(list, of(SumDelivered, "", 1))
	case "failed", "undelivered", "canceled":
		list = append(list, of(SumFailed, codeDetail(m.Code), 1))
	case "unknown":
		list = append(list, of(SumUnknown, "", 1))
	}
	return list
}

// placeOf is the workflow and step of a text by its name; of a reply, and of a text whose run has ended, its
// name alone.
func placeOf(name string, run uint64) (workflow, step string) {
	workflow, step, named := strings.Cut(name, ".")
	if run == 0 || !named {
		return "", name
	}
	return workflow, step
}

// codeDetail is a carrier's code as a detail: foreign words make no sums of their own.
func codeDetail(code string) string {
	odd := func(r rune) bool { return !(r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r == '_') }
	if code == "" || len(code) > 24 || strings.ContainsFunc(code, odd) {
		return "other"
	}
	return code
}

// measureKept counts a text that a guard kept back.
func (d *deciding) measureKept(name string, w Want, v verdict) {
	workflow, step := placeOf(d.named(w), w.Run)
	m := Measure{Name: name, Workflow: workflow, Step: step, Detail: v.Guard, N: 1}
	d.measure(d.now, m)
	if v.Guard == "arbiter" {
		m.Name, m.Detail = SumDisplaced, v.Name
		d.measure(d.now, m)
	}
}

// measureGround counts what became of the person as a subscriber.
func (d *deciding) measureGround(before State) {
	was, is := before.Ground(), d.ground()
	out := Measure{Name: SumOptOuts, N: 1}
	if l := d.rec.Latest; l != nil && l.sooner(d.when, OptOutFor) {
		out.Workflow, out.Step = placeOf(l.Name, 1)
	}
	switch {
	case is == was:
	case is == Subscribed:
		d.count(SumJoined)
		d.measure(d.when, Measure{Name: SumJoined, N: 1})
	case was == Subscribed:
		d.count(SumLeft)
		d.measure(d.when, Measure{Name: SumLeft, N: 1})
	}
	if is != was && d.dec.Erased == nil && (is == Stopped || was == Subscribed) {
		d.measure(d.when, out)
		d.outcomeOptOut()
	}
}

// measureReply counts the first answer to the latest text of a step.
func (d *deciding) measureReply() {
	l := d.rec.Latest
	if l == nil || l.Replied || !l.sooner(d.when, ReplyFor) {
		return
	}
	l.Replied = true
	m := Measure{Name: SumReplied, N: 1}
	m.Workflow, m.Step = placeOf(l.Name, 1)
	d.measure(d.when, m)
}

// measureUnmatched counts a text that means nothing here, by the question that was open.
func (d *deciding) measureUnmatched() {
	m := Measure{Name: SumUnmatched, N: 1}
	if q := d.rec.Question; q != nil {
		m.Workflow, m.Step = q.Workflow, q.Step
	}
	d.measure(d.when, m)
}

// measureOpening counts the opening of a link by whatever is no person.
func (d *deciding) measureOpening(e Clicked) {
	m := Measure{Name: SumOpened, Detail: string(e.By), N: 1}
	m.Workflow, m.Step = placeOf(e.Message.Name, e.Message.Run)
	d.measure(past(e.At, d.now), m)
}

// measureClick counts the opening of a link by a person, and how long the first one took.
func (d *deciding) measureClick(at Moment, text Message) {
	m := Measure{Name: SumClicks, N: 1}
	m.Workflow, m.Step = placeOf(text.Name, text.Run)
	d.measure(at, m)
	if text.Opened.People > 0 || !text.Out {
		return
	}
	took := max(int64(at.Sub(text.At)/time.Second), 0)
	m.Name, m.Detail = SumClickTime, fmt.Sprintf("%02d", bits.Len64(uint64(took)))
	d.measure(text.At, m)
	m.Name, m.Detail, m.N = SumClickSeconds, "", took
	d.measure(text.At, m)
}

// measureOffer counts an offer that a text made at some time, or takes that back.
func (d *deciding) measureOffer(offer string, at Moment, text string, n int64) {
	m := Measure{Name: SumOffered, Detail: offer, N: n}
	m.Workflow, m.Step = placeOf(text, 1)
	d.measure(at, m)
}

// forgetLatest forgets a text that did not go after all.
func (d *deciding) forgetLatest(f Flight) {
	if l := d.rec.Latest; l != nil && l.Seq == f.Seq {
		d.rec.Latest = nil
	}
}

// sooner tells whether something happened after the text, within a time.
func (l *Latest) sooner(at Moment, within time.Duration) bool {
	return at >= l.At && at.Sub(l.At) < within
}

// measureOrder counts a purchase, before the record knows of it.
func (d *deciding) measureOrder(h Happened) {
	value, _ := h.Data[valueField].(float64)
	d.measure(h.At, Measure{Name: SumOrders, N: 1})
	d.measure(h.At, Measure{Name: SumRevenue, N: hundredths(value)})
	if o := d.rec.Orders; o.Count > 0 {
		d.measure(h.At, Measure{Name: SumRepeats, N: 1})
		d.measure(h.At, Measure{Name: SumOrderGap, N: int64(max(h.At.Sub(o.Last), o.First.Sub(h.At), 0) / time.Second)})
	}
}

// hundredths is how sums of money are kept.
func hundredths(amount float64) int64 {
	const most = 1e12
	return int64(math.Round(max(min(amount, most), -most) * 100))
}
