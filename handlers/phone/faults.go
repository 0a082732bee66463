package phone

import (
	"cmp"
	"net/http"
	"strconv"

	"github.com/gin-gonic/gin"

	handset "github.com/parley-sms/parley/bot/phone"
)

// armed lists the faults that the next sends meet, and those there are.
type armed struct {
	Armed []handset.Armed `json:"armed"`
	Kinds []handset.Fault `json:"kinds"`
}

func (h *handlers) getFaults(c *gin.Context) {
	list := append([]handset.Armed{}, h.Phone.Armed()...) // an empty list is written as one
	c.JSON(http.StatusOK, armed{list, handset.Faults()})
}

// postFault arms a fault, or takes one away.
func (h *handlers) postFault(c *gin.Context) {
	f, p := read(c, "kind", "count")
	if p == nil {
		n, err := strconv.Atoi(cmp.Or(f["count"], "1"))
		if err != nil {
			p = invalid("count", "count must be a whole number: how many sends meet the fault")
		} else if err := h.Phone.Arm(handset.Fault(f["kind"]), n); err != nil {
			p = invalid("kind", err.Error())
		}
	}
	switch {
	case p != nil:
		h.refuse(c, f, p)
	case fromPage(c):
		h.back(c)
	default:
		h.getFaults(c)
	}
}
