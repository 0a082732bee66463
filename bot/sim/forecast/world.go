package forecast

import (
	"context"
	"fmt"
	"iter"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/sim"
	"github.com/parley-sms/parley/fsm"
)

// listEvery is how often the carrier's lists are read: nothing is ever lost here.
const listEvery = 6 * time.Hour

// Of tells what a program would do to people with some habits, drawn from a seed.
func Of(ctx context.Context, p *fsm.Program, h Habits, seed uint64, told func(share float64)) (Report, error) {
	r := New(h, p, seed)
	w, err := sim.New(ctx, sim.Options{Program: p, Carrier: &carrier{}, Time: sim.NewTime(h.Begin), Seed: seed, Told: r.Decided, List: listEvery})
	if err != nil {
		return Report{}, err
	}
	report, err := r.Live(ctx, &world{World: w, sender: senderOf(p)}, told)
	report.Seed = seed
	return report, err
}

// senderOf is the number that people text.
func senderOf(p *fsm.Program) string {
	if len(p.Senders) == 0 {
		return "+15550100100"
	}
	return p.Senders[0].Address
}

// world is a World of the production engine.
type world struct {
	*sim.World
	sender string
	texts  int
}

func (w *world) Text(ctx context.Context, from fsm.Phone, body string) error {
	w.texts++
	in := fsm.Inbound{ID: fmt.Sprintf("text-%d", w.texts), Sender: w.sender, Body: body}
	return w.Engine.Receive(ctx, bot.Received{From: from, Inbound: in})
}

func (w *world) Post(ctx context.Context, of fsm.Phone, h fsm.Happened) error {
	_, err := w.Engine.Apply(ctx, of, fsm.Fact{Happened: h})
	return err
}

func (w *world) Know(ctx context.Context, of fsm.Phone, zone string) error {
	_, err := w.Engine.Apply(ctx, of, fsm.Attributes{Zone: zone, Source: "forecast"})
	return err
}

// carrier takes every text out, at once.
type carrier struct{ sent int }

func (c *carrier) Name() string { return "forecast" }

func (c *carrier) Send(context.Context, fsm.Message) (sid string, err error) {
	c.sent++
	return fmt.Sprintf("sent-%d", c.sent), nil
}

func (c *carrier) Inbound(context.Context, time.Time) iter.Seq2[bot.Received, error] {
	return func(func(bot.Received, error) bool) {}
}

func (c *carrier) Outbound(context.Context, fsm.Phone, time.Time) ([]bot.Taken, bool, error) {
	return nil, true, nil
}
