package api

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// maxSought bounds the orders that are looked at for one page.
const maxSought = 5000

// orderList is a page of orders.
type orderList struct {
	Orders      []order     `json:"orders"`
	Currency    string      `json:"currency"`
	Attribution attribution `json:"attribution"`
	Next        *string     `json:"next" doc:"The after of the next page, which may be empty; null: there is none."`
}

// attribution says by which rules orders are attributed.
type attribution struct {
	Rules    string     `json:"rules" doc:"The kinds of touches, the strongest first, each with its window."`
	Since    fsm.Moment `json:"since" doc:"When these rules began to hold."`
	Complete bool       `json:"complete" doc:"All orders from before are attributed by them, too."`
}

// order is one purchase.
type order struct {
	Phone    fsm.Phone  `json:"phone"`
	ID       string     `json:"id" doc:"The shop's own."`
	At       fsm.Moment `json:"at" doc:"When it was made; null: only a refund of it is known yet."`
	Value    float64    `json:"value"`
	Refunded float64    `json:"refunded"`
	Chosen   *touch     `json:"chosen" doc:"The touch that it is attributed to, it alone; null: none."`
	ChosenAt fsm.Moment `json:"chosen_at"`
	Touches  []touch    `json:"touches" doc:"All within 30 days before, oldest first: what other rules may choose."`
}

// touch is a text that may have led to an order.
type touch struct {
	Kind     fsm.TouchKind `json:"kind" doc:"code, click, reply or delivered."`
	At       fsm.Moment    `json:"at"`
	Message  uint64        `json:"message" doc:"The id of the text."`
	Workflow string        `json:"workflow"`
	Step     string        `json:"step"`
}

func touchOf(t fsm.Touch) touch {
	workflow, step, _ := strings.Cut(t.Name, ".")
	return touch{t.Kind, t.At, t.Seq, workflow, step}
}

func orderOf(o fsm.Order) order {
	out := order{Phone: o.Phone, ID: o.ID, At: o.At, Value: float64(o.Value) / 100, Refunded: float64(o.Refunded()) / 100,
		ChosenAt: o.ChosenAt, Touches: each(o.Touches, touchOf)}
	if t, ok := o.Touch(); ok {
		out.Chosen = known(touchOf(t))
	}
	return out
}

// orderQuery is what a page of orders is asked for by.
type orderQuery struct {
	after    fsm.OrderPlace
	until    fsm.Moment // zero: no end
	workflow string
	limit    int
}

func orderParameters() []any {
	moment := dict{"type": "string", "format": "date-time"}
	return []any{
		dict{"name": "since", "in": "query", "schema": moment, "description": "Orders made from then on."},
		dict{"name": "until", "in": "query", "schema": moment, "description": "Orders made before then."},
		dict{"name": "workflow", "in": "query", "schema": dict{"type": "string"}, "description": "Only what is attributed to this workflow."},
		dict{"name": "after", "in": "query", "schema": dict{"type": "string"}, "description": "The next of the page before."},
		dict{"name": "limit", "in": "query", "description": "How many at most.",
			"schema": dict{"type": "integer", "minimum": 1, "maximum": maxLimit, "default": defaultLimit}},
	}
}

// getOrders lists orders by when they were made, with what each is attributed to and what else it may be.
func (h *handlers) getOrders(c *gin.Context) {
	q, p := orderAsked(c)
	if p != nil {
		p.Answer(c)
		return
	}
	ctx := c.Request.Context()
	rules, err := bot.Attributed(ctx, h.Store)
	live := h.Engine.Program().Attribution.String()
	out := orderList{Orders: []order{}, Currency: h.Engine.Program().Currency, Attribution: attribution{Rules: live}}
	if err == nil && rules.Rules == live {
		out.Attribution.Since, out.Attribution.Complete = rules.Since, rules.Finished > 0
	}
	list, err := h.Store.Orders(ctx, q.after, maxSought)
	if err != nil {
		h.unavailable(c, "list the orders", err).Answer(c)
		return
	}
	for i, o := range list {
		if q.until > 0 && o.At >= q.until {
			break
		}
		if q.takes(&o) {
			out.Orders = append(out.Orders, orderOf(o))
		}
		if len(out.Orders) == q.limit || i+1 == maxSought {
			out.Next = known(placeText(o.Place()))
			break
		}
	}
	c.JSON(http.StatusOK, out)
}

func (q *orderQuery) takes(o *fsm.Order) bool {
	t, _ := o.Touch()
	return q.workflow == "" || touchOf(t).Workflow == q.workflow
}

// orderAsked reads what is asked for.
func orderAsked(c *gin.Context) (q orderQuery, p *problem) {
	q.limit, q.workflow = defaultLimit, c.Query("workflow")
	for name, to := range map[string]*fsm.Moment{"since": &q.after.At, "until": &q.until} {
		if s, ok := c.GetQuery(name); ok {
			t, err := time.Parse(time.RFC3339, s)
			if err != nil {
				return q, invalid(name, "%s is %.40q; write it in RFC 3339, such as 2026-05-04T16:00:00Z", name, s)
			}
			*to = fsm.At(t)
		}
	}
	if s, ok := c.GetQuery("limit"); ok {
		n, err := strconv.Atoi(s)
		if err != nil || n < 1 || n > maxLimit {
			return q, invalid("limit", "limit is %.40q; it is a number from 1 to %d", s, maxLimit)
		}
		q.limit = n
	}
	if s, ok := c.GetQuery("after"); ok {
		if q.after, ok = placeOf(s); !ok {
			return q, invalid("after", "after is %.40q; it is the next of the page before", s)
		}
	}
	return q, nil
}

func placeText(p fsm.OrderPlace) string { return fmt.Sprintf("%d/%s/%s", p.At, p.Phone, p.ID) }

func placeOf(s string) (fsm.OrderPlace, bool) {
	parts := strings.SplitN(s, "/", 3)
	at, err := strconv.ParseInt(parts[0], 10, 64)
	if len(parts) < 3 || err != nil {
		return fsm.OrderPlace{}, false
	}
	return fsm.OrderPlace{At: fsm.Moment(at), Phone: fsm.Phone(parts[1]), ID: parts[2]}, true
}
