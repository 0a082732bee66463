package explain

import (
	"context"
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// maxOrders is how many orders are told of.
const maxOrders = 10

// Bought is one order, and the text that it is attributed to.
type Bought struct {
	ID       string     `json:"id" doc:"The shop's own."`
	At       fsm.Moment `json:"at"`
	Local    string     `json:"local"`
	Value    float64    `json:"value"`
	Refunded float64    `json:"refunded"`
	Said     string     `json:"said" doc:"What it is attributed to, in words."`
}

// orders tells of the newest orders, as they are attributed now.
func (a *answering) orders(ctx context.Context) error {
	list, err := a.Store.OrdersOf(ctx, a.q.Phone, maxOrders)
	if err != nil {
		return fmt.Errorf("list the orders: %w", err)
	}
	for _, o := range list {
		if o.At == 0 || o.At > a.at {
			continue
		}
		b := Bought{ID: o.ID, At: o.At, Local: a.clock(o.At), Value: float64(o.Value) / 100, Refunded: float64(o.Refunded()) / 100,
			Said: fmt.Sprintf("attributed to none of %d touches", len(o.Touches))}
		if t, ok := o.Touch(); ok {
			b.Said = fmt.Sprintf("attributed to %s, text /%d, by its touch %s of %s, one of %d", t.Name, t.Seq, t.Kind, a.clock(t.At), len(o.Touches))
		}
		a.report.Orders = append(a.report.Orders, b)
	}
	return nil
}
