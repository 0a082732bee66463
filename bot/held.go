package bot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// maxHeld is how many texts and timers are listed.
const maxHeld = 200

// HeldBack tells what a server in quarantine would do.
type HeldBack struct {
	Quarantine bool       `json:"quarantine"`
	Go         bool       `json:"go"`      // an operator has let it go on; it reconciles first
	Texts      []HeldText `json:"texts"`   // that would go out at once, at most 200
	Timers     int        `json:"timers"`  // subscribers with something due within a day, at most 200
	InDoubt    int        `json:"indoubt"` // released texts without an outcome, at most 200
}

// HeldText is a text that would go out.
type HeldText struct {
	Phone  string     `json:"phone"` // redacted
	Sender string     `json:"sender"`
	Name   string     `json:"name"`
	Since  fsm.Moment `json:"since"`
	// MaybeSent: the carrier took texts to this phone after the backup. If this one is among them, it
	// is booked as sent and not sent again.
	MaybeSent bool `json:"maybe_sent"`
}

// Held lists what a server in quarantine would send.
func Held(ctx context.Context, s store.Store, now time.Time) (HeldBack, error) {
	var h HeldBack
	value, err := s.Get(ctx, store.QuarantineKey)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return h, fmt.Errorf("read whether the data is in quarantine: %w", err)
	}
	h.Quarantine, h.Go = err == nil, string(value) == quarantineGo
	senders, err := s.ReadySenders(ctx)
	if err != nil {
		return h, fmt.Errorf("list the texts that want to go: %w", err)
	}
	for _, sender := range senders {
		if err := h.add(ctx, s, sender); err != nil {
			return h, err
		}
	}
	due, _, err := s.Due(ctx, fsm.At(now.Add(24*time.Hour)), maxHeld)
	if err != nil {
		return h, fmt.Errorf("list what is due: %w", err)
	}
	flights, err := s.Flights(ctx, maxHeld)
	h.Timers, h.InDoubt = len(due), len(flights)
	return h, err
}

// add lists the texts of one sender.
func (h *HeldBack) add(ctx context.Context, s store.Store, sender string) error {
	phones, err := s.Ready(ctx, sender, maxHeld-len(h.Texts))
	if err != nil {
		return fmt.Errorf("list the texts that want to go: %w", err)
	}
	for _, phone := range phones {
		rec, err := s.Record(ctx, phone)
		if err != nil {
			return fmt.Errorf("read a text that wants to go: %w", err)
		}
		if w, ok := rec.Head(); ok {
			h.Texts = append(h.Texts, HeldText{phone.Redacted(), sender, rec.NameOf(w), w.Since, len(rec.Carried) > 0})
		}
	}
	return nil
}
