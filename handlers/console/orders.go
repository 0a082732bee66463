package console

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/report"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

const ordersPath = reportsPath + "/orders"

// The bounds of a page of orders.
const (
	ordersShown  = 50
	ordersSought = 5000 // looked at for the days of the page
)

// orderRow is an order as the page shows it.
type orderRow struct {
	fsm.Order
	Chosen *fsm.Touch // nil: it is attributed to none
	Others []fsm.Touch
}

// orders is what its page shows.
type orders struct {
	Rows     []orderRow // newest first
	More     string     // where older ones are; empty: there are none
	Days     int
	Cut      bool // there are more in these days than are looked at
	Currency string
	Rules    string
	Since    fsm.Moment // of the rules; zero: not known yet
	Complete bool       // all orders from before go by them, too
}

func (h *console) getOrders(c *gin.Context) {
	b, err := h.orders(c.Request.Context(), max(number(c.Query("skip")), 0))
	if err != nil {
		h.broken(c, err)
		return
	}
	h.show(c, http.StatusOK, "orders.html", frame{Title: "Orders", Place: reportsPath, Tab: ordersPath, Body: b})
}

// number reads a number; what is none is 0.
func number(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// orders lists those of the latest days, from the one behind so many.
func (h *console) orders(ctx context.Context, skip int) (b orders, err error) {
	p := h.Engine.Program()
	b = orders{Days: report.ByMonth, Currency: p.Currency, Rules: p.Attribution.String()}
	rules, err := bot.Attributed(ctx, h.Store)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return b, err
	}
	if rules.Rules == b.Rules {
		b.Since, b.Complete = rules.Since, rules.Finished > 0
	}
	since := fsm.At(h.Engine.Now().AddDate(0, 0, -b.Days))
	list, err := h.Store.Orders(ctx, fsm.OrderPlace{At: since}, ordersSought)
	if err != nil {
		return b, err
	}
	b.Cut = len(list) == ordersSought
	for i := len(list) - 1 - skip; i >= 0 && len(b.Rows) < ordersShown; i-- {
		b.Rows = append(b.Rows, rowOf(list[i]))
	}
	if skip+len(b.Rows) < len(list) {
		b.More = ordersPath + "?skip=" + strconv.Itoa(skip+len(b.Rows))
	}
	return b, nil
}

func rowOf(o fsm.Order) orderRow {
	row := orderRow{Order: o}
	for i := range o.Touches {
		if i+1 == o.Chosen {
			row.Chosen = &o.Touches[i]
		} else {
			row.Others = append(row.Others, o.Touches[i])
		}
	}
	return row
}

// amount writes hundredths.
func amount(hundredths int64) string {
	s := strconv.FormatFloat(float64(hundredths)/100, 'f', 2, 64)
	return strings.TrimSuffix(s, ".00")
}
