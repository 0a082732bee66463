package api

import (
	"maps"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// consentTaken answers for consent that was given or withdrawn elsewhere.
type consentTaken struct {
	ID     *string   `json:"id"`
	Phone  fsm.Phone `json:"phone"`
	Status string    `json:"status" doc:"accepted: it is in the ledger."`
	Ground string    `json:"ground" doc:"Where consent stands now. It need not have changed: a later STOP or a carrier's block outweighs an opt-in."`
}

// postOptIn takes consent that was given elsewhere.
func (h *handlers) postOptIn(c *gin.Context) {
	phone, o := h.addressedBody(c, optInShape())
	in := fsm.OptIn{ID: o.text("id"), Purpose: o.purpose(), Source: o.text("source"),
		Evidence: o.strings("evidence"), At: o.moment("at", h.Engine.Now()), Customer: o.text("customer_id")}
	if len(in.Evidence) == 0 {
		o.refuse("evidence", "evidence is empty: %s", o.shape.find("evidence").doc)
	}
	o.checkProofs(in.Evidence)
	in.By = h.recorder(c, o.text("by"))
	h.takeConsent(c, phone, o, in)
}

// takeConsent applies consent that was read, and answers.
func (h *handlers) takeConsent(c *gin.Context, phone fsm.Phone, o *object, ev fsm.Event) {
	if o.fault != nil {
		o.fault.Answer(c)
		return
	}
	decision, err := h.Engine.Apply(c.Request.Context(), phone, ev)
	if err != nil {
		h.unavailable(c, "store the consent", err).Answer(c)
		return
	}
	c.JSON(http.StatusOK, consentTaken{known(o.text("id")), phone, accepted, decision.Next.State.Ground()})
}

// recorder is who records a fact: somebody by name, through a token.
func (h *handlers) recorder(c *gin.Context, by string) string {
	through := "token " + c.GetString(tokenName)
	if by == "" {
		return through
	}
	return by + ", " + through
}

// checkProofs refuses evidence that cannot be what its name says.
func (o *object) checkProofs(proofs map[string]string) {
	if ip, there := proofs["ip"]; there {
		if _, err := netip.ParseAddr(ip); err != nil {
			o.refuse("evidence.ip", "evidence.ip is %.40q; it is an address such as 203.0.113.7 or 2001:db8::1", ip)
		}
	}
	for name := range proofs {
		if strings.ContainsFunc(name, unicode.IsControl) {
			o.refuse("evidence", "a name in evidence has a control character; write it like user_agent")
		}
	}
}

// purpose reads what consent is for.
func (o *object) purpose() fsm.Purpose {
	p := fsm.Purpose(o.text("purpose"))
	if p != "" && p != fsm.ForMarketing && p != fsm.ForService {
		o.refuse("purpose", "purpose is %.40q; it may be marketing or service", string(p))
	}
	return p
}

// strings reads an object of strings: evidence.
func (o *object) strings(name string) map[string]string {
	values := o.flat(name, false)
	proofs := make(map[string]string, len(values))
	for _, field := range slices.Sorted(maps.Keys(values)) {
		path := name + "." + field
		s, ok := values[field].(string)
		if !ok {
			o.refuse(path, "%s must be a string", short(path))
		}
		if field == "" || utf8.RuneCountInString(field) > maxName {
			o.refuse(path, "a name in %s has 1 to %d characters", name, maxName)
		}
		o.bound(path, s, maxValue)
		proofs[field] = s
	}
	return proofs
}
