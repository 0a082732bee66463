package phone

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// The bounds of one move of the clock.
const (
	MaxAdvance = 400 * 24 * time.Hour
	maxSteps   = 100_000
)

// ErrSpan says that the clock cannot be moved by so much.
var ErrSpan = errors.New("the clock moves forward only, by more than nothing and by at most 400 days (9600h)")

// Server is what time is moved for.
type Server interface {
	// Due lists who has something due, and when the next after that is due.
	Due(ctx context.Context, now fsm.Moment, limit int) (due []fsm.Phone, next fsm.Moment, err error)
	// Flights lists the texts whose fate is not known.
	Flights(ctx context.Context, limit int) ([]store.Flight, error)
	// ReadySenders lists the senders that have texts which could not go yet.
	ReadySenders(ctx context.Context) ([]string, error)
	// Settle waits until nothing is left to do at the present time.
	Settle(ctx context.Context) error
	// Coming is when the next schedule or broadcast comes; zero: none does.
	Coming() time.Time
	// Wake makes the server look at the clock.
	Wake()
}

// Around makes a Server of an engine and its store.
func Around(e Settler, s store.Store) Server {
	return struct {
		store.Store
		Settler
	}{s, e}
}

// Settler is the part of an engine that time is moved for.
type Settler interface {
	Settle(ctx context.Context) error
	Coming() time.Time
	Wake()
}

// Advance moves the clock forward by d, from one due time to the next, so that everything happens
// at its own time and later things see what came of earlier ones. One move is under way at a time.
// If it fails half way, the clock stays where it had come to.
func (p *Phone) Advance(ctx context.Context, s Server, d time.Duration) error {
	if d <= 0 || d > MaxAdvance {
		return fmt.Errorf("move the clock by %v: %w", d, ErrSpan)
	}
	select {
	case p.moving <- struct{}{}:
		defer func() { <-p.moving }()
	case <-ctx.Done():
		return ctx.Err()
	}
	target := p.Now().Add(d)
	for range maxSteps {
		if err := p.settle(ctx, s); err != nil {
			return fmt.Errorf("at %s: %w", p.Now().UTC().Format(time.RFC3339), err)
		}
		if !p.Now().Before(target) {
			return nil
		}
		if err := p.step(ctx, s, target); err != nil {
			return err
		}
	}
	return fmt.Errorf("the clock stands at %s: more than %d things fell due on the way; move it by less",
		p.Now().UTC().Format(time.RFC3339), maxSteps)
}

// settle waits until the server and the reports about its texts have come to rest.
func (p *Phone) settle(ctx context.Context, s Server) error {
	if err := s.Settle(ctx); err != nil {
		return fmt.Errorf("wait for what is due: %w", err)
	}
	if err := p.Reported(ctx); err != nil {
		return fmt.Errorf("wait for the reports: %w", err)
	}
	if err := s.Settle(ctx); err != nil { // a report may have led to more
		return fmt.Errorf("wait for what is due: %w", err)
	}
	return nil
}

// step moves the clock to the next due time, at most to the target. No text is posted meanwhile:
// what it leads to must be seen before time goes on.
func (p *Phone) step(ctx context.Context, s Server, target time.Time) error {
	p.steps.Lock()
	defer p.steps.Unlock()
	next, err := p.nextStop(ctx, s)
	if err != nil {
		return err
	}
	if next.IsZero() || next.After(target) {
		next = target
	}
	if err := p.moveTo(next); err != nil {
		return err
	}
	s.Wake()
	return nil
}

// moveTo moves the clock, on disk first: after a crash it must not be behind what was decided by it.
func (p *Phone) moveTo(to time.Time) error {
	ahead := max(to.Sub(p.Now()), 0)
	if err := saveOffset(p.dir, p.Offset()+ahead); err != nil {
		return err
	}
	p.clock.Advance(to)
	p.tell()
	return nil
}

var _ bot.Carrier = (*Phone)(nil)
