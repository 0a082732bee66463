package admin

import (
	"encoding/json"
	"net/http"

	"github.com/parley-sms/parley/bot/ledger"
)

// Verification asks for a proof of the consent ledger; a ledger.Report answers it.
type Verification struct {
	Head string `json:"head,omitempty"` // hash of an anchor that was kept elsewhere
}

func (d Deps) verifyLedger(w http.ResponseWriter, r *http.Request) {
	var ask Verification
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&ask); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	report, err := ledger.Verify(r.Context(), d.Store, ask.Head, func(uint64) {})
	answer(w, report, err)
}

func (d Deps) headOfLedger(w http.ResponseWriter, r *http.Request) {
	head, err := ledger.Head(r.Context(), d.Store)
	answer(w, head, err)
}
