package console

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// postErase forgets a person, if the number was typed once more. The act holds no number: what the staff did outlives erasures.
func (h *console) postErase(c *gin.Context) {
	phone := fsm.Phone(c.Param("phone"))
	if c.PostForm("phone") != string(phone) {
		h.fail(c, http.StatusUnprocessableEntity, "Nobody was erased: type the person’s number once more, just as it is shown, to show that you mean it.")
		return
	}
	if _, err := h.Store.Record(c.Request.Context(), phone); err != nil {
		h.missing(c, err)
		return
	}
	if _, err := h.Engine.Apply(c.Request.Context(), phone, fsm.Erase{By: who(c).Name}); err != nil {
		h.broken(c, err)
		return
	}
	h.noted(c, who(c).Name, "erased a person")
	h.show(c, http.StatusOK, "people.html", frame{Title: "People", Place: peoplePath, Body: "",
		Done: "The person is erased. What stays is the chain of the consent ledger, and that the number must not be texted."})
}
