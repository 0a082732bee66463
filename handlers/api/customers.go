package api

import (
	"context"
	"errors"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/rfc9457"
	"github.com/parley-sms/parley/store"
)

// byCustomer stands before a customer's id where a path has a phone otherwise.
const byCustomer = "customer:"

// customer is whose number a customer of the shop has.
type customer struct {
	ID         string     `json:"customer_id"`
	Phone      fsm.Phone  `json:"phone" doc:"The number, E.164."`
	Since      fsm.Moment `json:"since" doc:"Since when he has it, as the shop said."`
	MergedInto *string    `json:"merged_into" doc:"The customer who says the number of both; null: he does himself."`
}

// merged answers for a merge.
type merged struct {
	From  string     `json:"from"`
	Into  string     `json:"into"`
	Phone *fsm.Phone `json:"phone" doc:"The number of both; null: none is known yet."`
}

func mergeShape() shape {
	return shape{
		{"from", text, true, maxID, "The customer who turned out to be another."},
		{"into", text, true, maxID, "The one who he is. Both have this one's number from now on, or, where none is known, the other's."},
	}
}

// getCustomer tells whose number a customer has.
func (h *handlers) getCustomer(c *gin.Context) {
	who, p := h.customer(c, c.Param("customer"))
	if p != nil {
		p.Answer(c)
		return
	}
	c.JSON(http.StatusOK, customer{who.Customer, who.Phone, who.At, known(who.Into)})
}

// customer looks a customer up.
func (h *handlers) customer(c *gin.Context, id string) (fsm.Identity, *problem) {
	who, err := h.Store.Customer(c.Request.Context(), id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		p := rfc9457.New(http.StatusNotFound, "no number is known of this customer; send his phone and customer_id together once, with an event or a PUT of the subscriber")
		p.Field = "customer_id"
		return who, p
	case err != nil:
		return who, h.unavailable(c, "look the customer up", err)
	}
	return who, nil
}

// postMerge makes two customers one. Consent, runs and history stay with their numbers.
func (h *handlers) postMerge(c *gin.Context) {
	data, fault := body(c)
	if fault != nil {
		fault.Answer(c)
		return
	}
	o := read(data, mergeShape())
	m := merged{From: o.text("from"), Into: o.text("into")}
	if o.fault != nil {
		o.fault.Answer(c)
		return
	}
	var err error
	if m.Phone, err = h.merge(c.Request.Context(), m.From, m.Into); errors.Is(err, store.ErrMerged) {
		invalid("into", "%v", err).Answer(c)
		return
	}
	if err != nil {
		h.unavailable(c, "merge the customers", err).Answer(c)
		return
	}
	h.Log.Info("customers were merged", "token", c.GetString(tokenName))
	c.JSON(http.StatusOK, m)
}

// merge gives the number that both have now; nil: none is known.
func (h *handlers) merge(ctx context.Context, from, into string) (*fsm.Phone, error) {
	if err := h.Engine.Merge(ctx, from, into); err != nil {
		return nil, err
	}
	who, err := h.Store.Customer(ctx, into)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &who.Phone, err
}
