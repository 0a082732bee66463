package console

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/contacts"
	"github.com/parley-sms/parley/fsm"
)

const peoplePath = "/people"

// homeCountry is where a number without its country's code is looked for.
const homeCountry = "US"

// getPeople looks for a person by the number.
func (h *console) getPeople(c *gin.Context) {
	asked, there := c.GetQuery("phone")
	if !there {
		h.show(c, http.StatusOK, "people.html", frame{Title: "People", Place: peoplePath, Body: ""})
		return
	}
	phone, why := contacts.Number(asked, homeCountry)
	if why != "" {
		h.show(c, http.StatusUnprocessableEntity, "people.html", frame{Title: "People", Place: peoplePath, Notice: why, Body: short(asked)})
		return
	}
	c.Redirect(http.StatusSeeOther, pathOf(phone))
}

// pathOf is the page of a person.
func pathOf(phone fsm.Phone) string { return peoplePath + "/" + string(phone) }
