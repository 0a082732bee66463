package api

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

var (
	eventType = regexp.MustCompile(`^[a-z][a-z0-9_]{0,39}$`)
	fieldName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]{0,39}$`)
)

// The statuses of a verdict.
const (
	accepted = "accepted" // it is on disk
	repeated = "known"    // it was before
	refused  = "refused"  // it cannot be
	failed   = "failed"   // the server could not: send it again
)

// verdict answers for one event.
type verdict struct {
	Line    int      `json:"line,omitempty" doc:"Of a batch: which line it answers for, from 1."`
	ID      string   `json:"id,omitempty" doc:"The event's id, where it could be read."`
	Status  string   `json:"status" doc:"accepted; in a batch also known (it was here before), refused, or failed (send it and what follows again)."`
	Problem *problem `json:"problem,omitempty" doc:"What was wrong with it."`
}

// statusOf is the status of an event that has a problem.
func statusOf(p *problem) string {
	if p.Status == http.StatusServiceUnavailable {
		return failed
	}
	return refused
}

// event is an event of a shop that has been read.
type event struct {
	phone fsm.Phone
	fact  fsm.Fact
}

// event reads an event from its JSON.
func (h *handlers) event(data []byte) (event, *problem) {
	o := read(data, eventShape())
	e := event{fact: fsm.Fact{Happened: fsm.Happened{ID: o.text("id"), Type: o.text("type"),
		At: o.moment("at", h.Engine.Now()), Data: o.flat("data", false)}, Customer: o.text("customer_id")}}
	o.kind(e.fact.Type)
	e.phone = o.whom(h.Engine.Program().Events[e.fact.Type].Watchers)
	for _, name := range slices.Sorted(maps.Keys(e.fact.Data)) {
		o.datum(name, e.fact.Data[name])
	}
	if name, why := h.Engine.Program().EventFault(e.fact.Type, e.fact.Data); why != "" {
		o.refuse("data."+name, "data.%s %s", name, why)
	}
	return e, o.fault
}

// whom reads the number that an event happened to. There is none where it names a customer alone, or nobody in
// particular and people wait for its type.
func (o *object) whom(watched bool) fsm.Phone {
	customer, phone := o.text("customer_id"), o.text("phone")
	switch {
	case phone == "" && (customer != "" || watched):
		return ""
	case phone == "":
		o.refuse("phone", "phone is missing: %s", o.shape.find("phone").doc)
	}
	n, p := number("phone", phone)
	if o.fault == nil {
		o.fault = p
	}
	return n
}

// find gives an event the number of the customer that it names alone.
func (h *handlers) find(c *gin.Context, e *event) *problem {
	if e.phone != "" || e.fact.Customer == "" {
		return nil
	}
	who, p := h.customer(c, e.fact.Customer)
	if p == nil {
		e.phone, e.fact.Customer = who.Phone, ""
	}
	return p
}

// kind checks an event's type. Some are Parley's own: nobody else may say that they happened.
func (o *object) kind(name string) {
	if !eventType.MatchString(name) {
		o.refuse("type", "%q is no event type; write small letters, digits and _, such as purchase", short(name))
	}
	if slices.Contains([]string{"opted_in", "opted_out", "keyword", "started", "clicked", "replied"}, name) {
		o.refuse("type", "%s is raised by Parley itself; record consent with opt-in and opt-out, and name the shop's events otherwise", name)
	}
}

// datum checks one field of an event's data.
func (o *object) datum(name string, value any) {
	if !fieldName.MatchString(name) {
		o.refuse("data."+name, "%q is no name for a field; write 1 to 40 letters, digits and _, such as cart_id", short(name))
	}
	if s, ok := value.(string); ok && utf8.RuneCountInString(s) > maxValue {
		o.bound("data."+name, s, maxValue)
	}
}

// take applies an event, or accepts one that nobody in particular had, and gives the verdict.
func (h *handlers) take(ctx context.Context, e event) (verdict, error) {
	v := verdict{ID: e.fact.ID, Status: accepted}
	var known bool
	var err error
	if e.phone == "" {
		known, err = h.Engine.FanOut(ctx, e.fact.Happened)
	} else {
		var decision fsm.Decision
		decision, err = h.Engine.Apply(ctx, e.phone, e.fact)
		known = decision.Nothing // a new event always changes something
	}
	switch {
	case errors.Is(err, bot.ErrNoWatchers): // another program went live meanwhile
		v.Status, v.Problem = refused, invalid("phone", "%v", err)
		return v, nil
	case err != nil:
		v.Status = failed
	case known:
		v.Status = repeated
	}
	return v, err
}
