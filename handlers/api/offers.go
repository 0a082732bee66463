package api

import (
	"encoding/json"
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/handlers/rfc9457"
	"github.com/parley-sms/parley/store"
)

// maxCodes bounds the codes of one request.
const maxCodes = 2000

// offers answers for all offers.
type offers struct {
	Currency string      `json:"currency"`
	Offers   []bot.Offer `json:"offers"`
}

func (h *handlers) getOffers(c *gin.Context) {
	list, err := h.Engine.Offers(c.Request.Context())
	if err != nil {
		h.unavailable(c, "read the offers", err).Answer(c)
		return
	}
	c.JSON(http.StatusOK, offers{h.Engine.Program().Currency, list})
}

// codesTaken answers for codes.
type codesTaken struct {
	Taken   int                 `json:"taken" doc:"Codes that are in the pool now and were not before."`
	Refused []store.RefusedCode `json:"refused" doc:"The others, each with the reason."`
}

func codesShape() shape {
	return shape{{"codes", texts, true, maxCodes, "The codes: 1 to 2,000 at a time, each of at most 24 letters without accents, digits and signs. However it is written, a code is the same in capitals."}}
}

// postCodes puts codes into a pool. Sending them again does nothing but say so.
func (h *handlers) postCodes(c *gin.Context) {
	name := c.Param("name")
	if h.Engine.Program().Offers[name].Codes != fsm.PoolCodes {
		rfc9457.New(http.StatusNotFound, "the live program has no offer of this name with codes: pool").Answer(c)
		return
	}
	data, fault := body(c)
	if fault != nil {
		fault.Answer(c)
		return
	}
	o := read(data, codesShape())
	codes := o.texts("codes")
	if o.fault != nil {
		o.fault.Answer(c)
		return
	}
	refused, err := h.Engine.AddCodes(c.Request.Context(), name, codes)
	if err != nil {
		h.unavailable(c, "store the codes", err).Answer(c)
		return
	}
	c.JSON(http.StatusOK, codesTaken{len(codes) - len(refused), append([]store.RefusedCode{}, refused...)})
}

// texts reads an array of strings.
func (o *object) texts(name string) []string {
	value, ok := o.raw(name)
	p := o.shape.find(name)
	var list []string
	switch {
	case !ok && p.required:
		o.refuse(name, "%s is missing: %s", name, p.doc)
	case !ok:
	case json.Unmarshal(value, &list) != nil:
		o.refuse(name, "%s must be an array of strings: %s", name, p.doc)
	case len(list) == 0 || len(list) > p.max:
		o.refuse(name, "%s has %d entries; it may have 1 to %d", name, len(list), p.max)
	}
	return list
}
