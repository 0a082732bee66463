package console

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/bot/user"
	"github.com/parley-sms/parley/fsm"
)

// person is what the page of one person shows.
type person struct {
	*explain.Report
	Asked      string // the past moment, as the form has it; empty: now
	Clock      string // whose clock the form goes by
	Earlier    string // where the story before this part is; empty: there is none
	Later      string
	Attributes []attribute
	Consent    []fsm.LedgerEntry // of who may see it
	Prove      bool              // the reader may see and export consent, and erase
}

type attribute struct{ Name, Value string }

// momentForm is how a browser posts a time without a zone.
const momentForm = "2006-01-02T15:04"

func (h *console) getPerson(c *gin.Context) {
	q, zone, err := h.asked(c)
	if err == nil {
		var report *explain.Report
		if report, err = h.Explain.Explain(c.Request.Context(), q); err == nil {
			h.person(c, q, zone, report)
			return
		}
	}
	switch {
	case errors.Is(err, explain.ErrUnknown), errors.Is(err, explain.ErrNoText):
		h.show(c, http.StatusNotFound, "people.html", frame{Title: "People", Place: peoplePath, Notice: sentence(err), Body: string(q.Phone)})
	case errors.Is(err, explain.ErrQuestion):
		h.show(c, http.StatusUnprocessableEntity, "people.html", frame{Title: "People", Place: peoplePath, Notice: sentence(err), Body: string(q.Phone)})
	default:
		h.broken(c, err)
	}
}

// asked reads what the page is to tell, and by whose clock.
func (h *console) asked(c *gin.Context) (explain.Question, *time.Location, error) {
	q := explain.Question{Phone: fsm.Phone(short(c.Param("phone"))), Message: short(c.Query("message"))}
	zone, err := time.LoadLocation(h.Engine.Program().Zone)
	if err != nil {
		return q, nil, fmt.Errorf("load the shop's zone: %w", err)
	}
	if at := c.Query("at"); at != "" {
		if q.At, err = time.ParseInLocation(momentForm, at, zone); err != nil {
			return q, zone, fmt.Errorf("%w: %.30q is no moment; write one such as 2026-03-02T15:04", explain.ErrQuestion, at)
		}
	}
	if after := c.Query("after"); after != "" {
		n, err := strconv.ParseUint(after, 10, 64)
		if err != nil {
			return q, zone, fmt.Errorf("%w: %.30q is no number of a change", explain.ErrQuestion, after)
		}
		q.After = &n
	}
	return q, zone, nil
}

// person shows what was asked.
func (h *console) person(c *gin.Context, q explain.Question, zone *time.Location, report *explain.Report) {
	p := person{Report: report, Asked: c.Query("at"), Clock: zone.String(), Prove: who(c).Role.May(user.Prove)}
	if report.Earlier > 0 && q.Message == "" {
		p.Earlier = part(q.Phone, p.Asked, report.Earlier-min(report.Earlier, explain.Usual))
	}
	if report.Next != nil {
		p.Later = part(q.Phone, p.Asked, *report.Next)
	}
	if err := h.known(c.Request.Context(), q.Phone, &p); err != nil {
		h.broken(c, err)
		return
	}
	h.show(c, http.StatusOK, "person.html", frame{Title: string(q.Phone), Place: peoplePath, Body: p})
}

// known adds what is known now.
func (h *console) known(ctx context.Context, phone fsm.Phone, p *person) error {
	record, err := h.Store.Record(ctx, phone)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(record.Attributes)) {
		p.Attributes = append(p.Attributes, attribute{name, fmt.Sprint(record.Attributes[name])})
	}
	if p.Prove {
		p.Consent, err = h.Store.Consent(ctx, phone)
	}
	return err
}

// part is the page with the part of the story that comes behind a change.
func part(phone fsm.Phone, at string, after uint64) string {
	ask := url.Values{"after": {strconv.FormatUint(after, 10)}}
	if at != "" {
		ask.Set("at", at)
	}
	return pathOf(phone) + "?" + ask.Encode() + "#story"
}
