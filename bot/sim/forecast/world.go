package forecast

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/sim"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
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
	if err := fill(ctx, w.Engine, h.People); err != nil {
		return Report{}, err
	}
	report, err := r.Live(ctx, &world{World: w, sender: senderOf(p)}, told)
	report.Seed = seed
	return report, err
}

// codesEach is how many codes of each pool there are for a person: a forecast is not about what is left.
const codesEach = 4

// fill puts made-up codes into all pools.
func fill(ctx context.Context, e *bot.Engine, people int) error {
	for n, name := range slices.Sorted(maps.Keys(e.Program().Offers)) {
		if e.Program().Offers[name].Codes != fsm.PoolCodes {
			continue
		}
		var codes []string
		for i := range codesEach * people {
			codes = append(codes, fmt.Sprintf("F%d-%07d", n, i))
		}
		for some := range slices.Chunk(codes, store.MaxAddCodes) {
			if _, err := e.AddCodes(ctx, name, some); err != nil {
				return fmt.Errorf("fill the pool of %s: %w", name, err)
			}
		}
	}
	return nil
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
