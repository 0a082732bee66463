package admin

import (
	"net/http"
	"strconv"

	"github.com/parley-sms/parley/fsm"
)

// dossier tells all about a person's consent but the marketing texts.
func (d Deps) dossier(w http.ResponseWriter, r *http.Request) {
	made, err := d.Dossier.Make(r.Context(), r.FormValue("who"))
	answer(w, made, err)
}

// dossierTexts tells a page of the marketing texts that were released to a person.
func (d Deps) dossierTexts(w http.ResponseWriter, r *http.Request) {
	after, _ := strconv.ParseUint(r.FormValue("after"), 10, 64) // from the first on where it is none
	page, err := d.Dossier.Marketing(r.Context(), fsm.Phone(r.FormValue("phone")), after)
	answer(w, page, err)
}
