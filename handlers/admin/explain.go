package admin

import (
	"encoding/json"
	"net/http"

	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/fsm"
)

// explain answers a question about a person.
func (d Deps) explain(w http.ResponseWriter, r *http.Request) {
	var ask explain.Question
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&ask); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	report, err := d.Explain.Explain(r.Context(), ask)
	answer(w, report, err)
}

// Proving asks whether the journal says everything: of one person, or of a page of all.
type Proving struct {
	Phone fsm.Phone `json:"phone,omitempty"`
	After fsm.Phone `json:"after,omitempty"` // without Phone: of those after this one
}

func (d Deps) prove(w http.ResponseWriter, r *http.Request) {
	var ask Proving
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&ask); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	if ask.Phone == "" {
		page, err := d.Explain.ProveSome(r.Context(), ask.After)
		answer(w, page, err)
		return
	}
	proof, err := d.Explain.Prove(r.Context(), ask.Phone)
	answer(w, explain.Proofs{Proofs: []explain.Proof{proof}, People: 1}, err)
}
