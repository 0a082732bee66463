package api

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// putAttributes sets what a shop knows of a person, who may be new.
func (h *handlers) putAttributes(c *gin.Context) {
	phone, o := h.addressedBody(c, attributesShape())
	set := h.attributes(o)
	if o.fault == nil {
		o.fault = h.tryOut(c, phone, set)
	}
	if o.fault != nil {
		o.fault.Answer(c)
		return
	}
	decision, err := h.Engine.Apply(c.Request.Context(), phone, set)
	if err != nil {
		h.unavailable(c, "store the attributes", err).Answer(c)
		return
	}
	h.tell(c, &decision.Next)
}

// tryOut decides without storing, to see whether the person's record has room for all of it: what
// has none must be refused as a whole, and the machine would set the rest.
func (h *handlers) tryOut(c *gin.Context, phone fsm.Phone, set fsm.Attributes) *problem {
	r, err := h.Store.Record(c.Request.Context(), phone)
	if errors.Is(err, store.ErrNotFound) {
		r, err = fsm.Record{Phone: phone}, nil
	}
	var d fsm.Decision
	if err == nil {
		d, err = h.Engine.Program().Decide(r, fsm.Inputs{}, set, fsm.At(h.Engine.Now()))
	}
	if err != nil {
		return h.unavailable(c, "read the subscriber", err)
	}
	for _, l := range d.Lines {
		if l.Event == "refuse:attribute" {
			return invalid("attributes", "%s; remove others first", l.Why)
		}
	}
	return nil
}

// addressedBody reads the phone in the path and the body of a request.
func (h *handlers) addressedBody(c *gin.Context, s shape) (fsm.Phone, *object) {
	phone, p := h.addressed(c)
	if p != nil {
		return "", &object{shape: s, fault: p}
	}
	data, p := body(c)
	if p != nil {
		return "", &object{shape: s, fault: p}
	}
	return phone, read(data, s)
}

// attributes reads what is to be set.
func (h *handlers) attributes(o *object) fsm.Attributes {
	a := fsm.Attributes{Set: o.flat("attributes", true), Zone: o.text("zone"), Region: o.text("region"), Language: o.text("language"), Source: "api", Customer: o.text("customer_id")}
	if len(a.Set) == 0 && a.Zone == "" && a.Region == "" && a.Language == "" && a.Customer == "" {
		o.refuse("attributes", "there is nothing to set; send attributes, zone, region, language or customer_id")
	}
	declared := h.Engine.Program().Attributes
	for _, name := range slices.Sorted(maps.Keys(a.Set)) {
		o.attribute(declared, name, a.Set[name])
	}
	if _, err := time.LoadLocation(a.Zone); err != nil || a.Zone == "Local" {
		o.refuse("zone", "%.40q is no IANA time zone; write one such as America/New_York", a.Zone)
	}
	if a.Region != "" && !fsm.ValidRegion(a.Region) {
		o.refuse("region", "%.40q is no place; write a country as FR, or a part of one as US-TX", a.Region)
	}
	if a.Language != "" && !fsm.ValidLanguage(a.Language) {
		o.refuse("language", "%.40q is no language; write a tag such as en or pt-BR", a.Language)
	}
	return a
}

// attribute checks a value that is to be set. Any name may be removed, also one that an older
// program declared.
func (o *object) attribute(declared map[string]fsm.Field, name string, value any) {
	field, kind := "attributes."+name, declared[name].Type
	is := fsm.BoolType
	switch v := value.(type) {
	case nil:
		return
	case string:
		is = fsm.StringType
		o.bound(field, v, fsm.MaxAttribute)
	case float64:
		is = fsm.NumberType
	}
	switch {
	case kind == "":
		o.refuse(field, "%q is not an attribute of the program; %s", short(name), declaredNames(declared))
	case is != kind:
		o.refuse(field, "%s is a %s; the program declares it as a %s", field, is, kind)
	}
}

func declaredNames(declared map[string]fsm.Field) string {
	if len(declared) == 0 {
		return "it declares none"
	}
	return "it declares " + strings.Join(slices.Sorted(maps.Keys(declared)), ", ")
}
