package api

import (
	"context"
	"encoding/hex"
	"slices"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// ledger is a page of facts about consent.
type ledger struct {
	Facts []fact  `json:"consent"`
	Next  *uint64 `json:"next" doc:"The before of the next page; null: there is none."`
}

// fact is one fact about consent.
type fact struct {
	Number   uint64            `json:"number" doc:"1, 2, 3…"`
	At       fsm.Moment        `json:"at" doc:"When it happened."`
	Recorded fsm.Moment        `json:"recorded_at"`
	Fact     string            `json:"fact" doc:"requested, given, withdrawn, restored, blocked, unblocked, forgotten, held or released."`
	Purpose  *fsm.Purpose      `json:"purpose" doc:"marketing or service; null: both."`
	Source   string            `json:"source"`
	Evidence map[string]string `json:"evidence"`
	By       *string           `json:"by" doc:"Who recorded it; null: the person himself, or nobody."`
	Effect   *fsm.Effect       `json:"effect" doc:"Null: it counts. late: something that happened later was known already. block: it counts once the carrier's START has lifted its block. unasked: a request by a form or a shop of which the person was not texted."`
	Hash     *string           `json:"hash" doc:"What seals it and all facts before it; null: it is from before there were chains."`
}

// getConsent lists the facts about a person's consent.
func (h *handlers) getConsent(c *gin.Context) {
	load := func(ctx context.Context, p page) ([]fsm.LedgerEntry, error) {
		all, err := h.Store.Consent(ctx, p.phone)
		slices.Reverse(all)
		if p.before > 0 {
			all = slices.DeleteFunc(all, func(e fsm.LedgerEntry) bool { return e.Number >= p.before })
		}
		return all[:min(len(all), p.limit)], err
	}
	list(h, c, load, func(e fsm.LedgerEntry) uint64 { return e.Number }, func(rows []fsm.LedgerEntry, next *uint64) any {
		return ledger{each(rows, factOf), next}
	})
}

func factOf(e fsm.LedgerEntry) fact {
	return fact{e.Number, e.At, e.Recorded, e.Fact, known(e.Purpose), e.Source, filled(e.Evidence), known(e.By), known(e.Effect), known(hex.EncodeToString(e.Hash))}
}
