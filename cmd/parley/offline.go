package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/phone"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// clockOf is the clock of a folder's data: on the test phone it may run ahead.
func clockOf(dir string) (bot.Clock, error) {
	if phone.Used(dir) {
		return phone.LoadClock(dir)
	}
	return &bot.SystemClock{}, nil
}

// offline is an engine for data that no server holds: it decides and stores, and texts nobody.
func offline(ctx context.Context, s store.Store, d *deploy.Deployer, clock bot.Clock) (*bot.Engine, error) {
	program, err := d.Program(ctx, "")
	if err != nil {
		return nil, fmt.Errorf("read the live program: %w", err)
	}
	return bot.New(ctx, bot.Options{Store: s, Carrier: noCarrier{}, Program: program, Clock: clock,
		Log: slog.New(slog.DiscardHandler), Build: build()})
}

// noCarrier is the carrier where nothing is sent. It implements bot.Carrier.
type noCarrier struct{}

func (noCarrier) Name() string { return "none" }

func (noCarrier) Send(context.Context, fsm.Message) (string, error) {
	return "", &bot.SendError{Outcome: fsm.NotSent, Code: "offline", Err: errors.New("no server runs")}
}

func (noCarrier) Inbound(context.Context, time.Time) iter.Seq2[bot.Received, error] {
	return func(func(bot.Received, error) bool) {}
}

func (noCarrier) Outbound(context.Context, fsm.Phone, time.Time) ([]bot.Taken, bool, error) {
	return nil, false, nil
}
