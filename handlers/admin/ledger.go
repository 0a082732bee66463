package admin

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/parley-sms/parley/bot/ledger"
)

// Verification asks for a proof of the consent ledger. It is answered line by line with Verified: how far
// it has come, and in the end what was found, or the failure.
type Verification struct {
	Head string `json:"head,omitempty"` // hash of an anchor that was kept elsewhere
}

// Verified is a line of the answer.
type Verified struct {
	Percent int            `json:"percent"`
	Report  *ledger.Report `json:"report,omitempty"`
	Failure
}

func (d Deps) verifyLedger(w http.ResponseWriter, r *http.Request) {
	var ask Verification
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&ask); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	lines, at := json.NewEncoder(w), Verified{}
	tell := func() error { return errors.Join(lines.Encode(at), http.NewResponseController(w).Flush()) }
	w.Header().Set("Content-Type", "application/x-ndjson")
	report, err := ledger.Verify(r.Context(), d.Store, ask.Head, func(done, of uint64) {
		if percent := int(100 * done / max(done, of, 1)); percent > at.Percent {
			at.Percent = percent
			_ = tell() // it only shows
		}
	})
	if at.Report = report; err != nil {
		at.Error = err.Error()
	}
	_ = tell() // the command has gone away
}

func (d Deps) headOfLedger(w http.ResponseWriter, r *http.Request) {
	head, err := ledger.Head(r.Context(), d.Store)
	answer(w, head, err)
}
