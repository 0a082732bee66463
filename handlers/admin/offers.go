package admin

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// maxCodesBody bounds a request with codes: MaxAddCodes of them fit.
const maxCodesBody = 1 << 20

// NewCodes asks to put codes into the pool of an offer of the live program; RefusedCodes answers it.
type NewCodes struct {
	Offer string   `json:"offer"`
	Codes []string `json:"codes"`
}

// RefusedCodes are those that were not taken.
type RefusedCodes struct {
	Refused []store.RefusedCode `json:"refused"`
}

func (d Deps) codes(w http.ResponseWriter, r *http.Request) {
	var ask NewCodes
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxCodesBody)).Decode(&ask); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	refused, err := d.addCodes(r.Context(), ask)
	answer(w, RefusedCodes{refused}, err)
}

func (d Deps) addCodes(ctx context.Context, ask NewCodes) ([]store.RefusedCode, error) {
	if d.Deploy.Engine != nil {
		return d.Deploy.Engine.AddCodes(ctx, ask.Offer, ask.Codes)
	}
	p, err := d.Deploy.Program(ctx, "")
	if err != nil {
		return nil, err
	}
	return bot.AddCodes(ctx, d.Store, p, ask.Offer, ask.Codes)
}

// grantsPage is how many grants are told at a time.
const grantsPage = 1000

// Grants is a page of the offers that were made, in order of phone and message, also of those whose text
// did not go.
type Grants struct {
	Grants []fsm.Grant `json:"grants"`
	More   bool        `json:"more"`
}

func (d Deps) grants(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	seq, _ := strconv.ParseUint(q.Get("seq"), 10, 64) // from the first on where it is none
	list, err := d.Store.Grants(r.Context(), fsm.Phone(q.Get("phone")), seq, grantsPage)
	answer(w, Grants{list, len(list) == grantsPage}, err)
}
