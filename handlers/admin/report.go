package admin

import (
	"encoding/json"
	"net/http"

	"github.com/parley-sms/parley/bot/report"
)

// report tells how workflows do.
func (d Deps) report(w http.ResponseWriter, r *http.Request) {
	var ask report.Ask
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&ask); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	maker := &report.Maker{Store: d.Store, Programs: d.Deploy, Now: d.Now}
	made, err := maker.Make(r.Context(), ask)
	answer(w, made, err)
}
