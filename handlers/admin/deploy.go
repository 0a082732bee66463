package admin

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// maxProgram bounds an order: a packed program, as base64.
const maxProgram = 2 * deploy.MaxPacked

func (d Deps) plan(w http.ResponseWriter, r *http.Request) {
	order(w, r, d.Deploy.Plan)
}

func (d Deps) deploy(w http.ResponseWriter, r *http.Request) {
	order(w, r, d.Deploy.Deploy)
}

// order answers an order for a change of the live program.
func order[A any](w http.ResponseWriter, r *http.Request, do func(context.Context, deploy.Order) (A, error)) {
	var o deploy.Order
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxProgram)).Decode(&o); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	answered, err := do(r.Context(), o)
	answer(w, answered, err)
}

// Live is what is live, and how far the records have been brought to it.
type Live struct {
	Revisions []deploy.Revision    `json:"revisions"` // oldest first; the last one is live
	Paused    map[string]fsm.Pause `json:"paused"`
	Fitting   bot.Fitting          `json:"fitting"`
	Records   int64                `json:"records"`
}

func (d Deps) live(w http.ResponseWriter, r *http.Request) {
	live, err := d.readLive(r.Context())
	answer(w, live, err)
}

func (d Deps) readLive(ctx context.Context) (l Live, err error) {
	if l.Revisions, err = deploy.Revisions(ctx, d.Store); err != nil {
		return l, err
	}
	if l.Paused, err = bot.Pauses(ctx, d.Store); err != nil {
		return l, err
	}
	stats, err := d.Store.Stats(ctx)
	if err != nil {
		return l, err
	}
	l.Records = stats.Subscribers
	l.Fitting, err = bot.Fitted(ctx, d.Store)
	if errors.Is(err, store.ErrNotFound) {
		err = nil
	}
	return l, err
}

// Pausing asks to pause a workflow; without a way it is resumed.
type Pausing struct {
	Workflow string    `json:"workflow"`
	Pause    fsm.Pause `json:"pause,omitempty"`
}

func (d Deps) pause(w http.ResponseWriter, r *http.Request) {
	var ask Pausing
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxBody)).Decode(&ask); err != nil {
		fail(w, http.StatusBadRequest, err)
		return
	}
	answer(w, struct{}{}, d.Deploy.Pause(r.Context(), ask.Workflow, ask.Pause))
}
