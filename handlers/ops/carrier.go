package ops

import (
	"context"
	"errors"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// timed is a carrier whose calls are timed.
type timed struct {
	bot.Carrier
	m *Meter
}

// Carrier gives a carrier whose calls are timed.
func (m *Meter) Carrier(c bot.Carrier) bot.Carrier { return timed{c, m} }

// Send implements bot.Carrier.
func (t timed) Send(ctx context.Context, text fsm.Message) (string, error) {
	began := time.Now()
	sid, err := t.Carrier.Send(ctx, text)
	t.m.calls.WithLabelValues(string(outcomeOf(err))).Observe(time.Since(began).Seconds())
	return sid, err
}

// outcomeOf is what an error of a carrier's Send stands for.
func outcomeOf(err error) fsm.Outcome {
	var told *bot.SendError
	switch {
	case err == nil:
		return fsm.Accepted
	case errors.As(err, &told):
		return told.Outcome
	}
	return fsm.InDoubt
}
