package admin

import (
	"encoding/json"
	"net/http"

	"github.com/parley-sms/parley/bot/history"
	"github.com/parley-sms/parley/fsm"
)

// HistoryDone is the trailer of a history: "ok" where it is whole.
const HistoryDone = "Parley-History"

// history streams rows as JSON, one to a line.
func (d Deps) history(w http.ResponseWriter, r *http.Request) {
	ask := history.Ask{What: history.What(r.FormValue("what"))}
	for name, to := range map[string]*fsm.Moment{"since": &ask.Since, "until": &ask.Until} {
		if err := to.UnmarshalJSON([]byte(r.FormValue(name))); err != nil {
			fail(w, http.StatusBadRequest, err)
			return
		}
	}
	w.Header().Set("Trailer", HistoryDone)
	w.Header().Set("Content-Type", "application/x-ndjson")
	rows, done := json.NewEncoder(w), "ok"
	if err := history.Tell(r.Context(), d.Store, ask, func(row any) error { return rows.Encode(row) }); err != nil {
		done = "failed: " + err.Error()
	}
	w.Header().Set(HistoryDone, done)
}
