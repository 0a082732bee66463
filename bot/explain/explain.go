package explain

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/plain"
	"github.com/parley-sms/parley/store"
)

// The errors that callers tell apart.
var (
	ErrUnknown  = errors.New("never seen here")             // the person
	ErrNoText   = errors.New("there is no such text")       // the message
	ErrQuestion = errors.New("the question makes no sense") // what was asked
)

// Explainer explains people.
type Explainer struct {
	Store    store.Store
	Programs Programs
	Now      func() time.Time
	Holding  func() string // why nothing but replies may go now; nil: nobody knows of anything
	Build    string        // which build this is: what another one decided may come out differently
}

// Programs knows the programs of then and now. A deploy.Deployer does.
type Programs interface {
	// Program gives the program of a revision, by its hash; without one, the live one. It fails with
	// deploy.ErrNoProgram where it is not known or cannot be read any more.
	Program(ctx context.Context, hash string) (*fsm.Program, error)
	// Named names a revision for people.
	Named(ctx context.Context, hash string) string
}

// The parts of a story.
const (
	Usual = 100  // changes that are told where nothing else is said
	Most  = 1000 // changes that are told at once
)

// Question is what is asked of a person.
type Question struct {
	Phone   fsm.Phone `json:"phone"`
	At      time.Time `json:"at,omitzero"`       // a past moment; zero: now
	Since   time.Time `json:"since,omitzero"`    // tell what happened from then on; zero: the newest part
	After   *uint64   `json:"after,omitempty"`   // tell what happened behind this change, oldest first
	Limit   int       `json:"limit,omitempty"`   // changes to tell at most; 0: Usual, or with Since all of them up to Most
	Message string    `json:"message,omitempty"` // one text: "+12125550123/17", "17" or the carrier's id
}

// Explain answers a question.
func (e *Explainer) Explain(ctx context.Context, q Question) (*Report, error) {
	if err := e.check(&q); err != nil {
		return nil, err
	}
	a := &answering{Explainer: e, q: q, rows: newRows(e.Store, q.Phone)}
	if err := a.begin(ctx); err != nil {
		return nil, err
	}
	if q.Message != "" {
		return &a.report, a.message(ctx)
	}
	if err := a.story(ctx); err != nil {
		return nil, err
	}
	a.next()
	return &a.report, a.orders(ctx)
}

// check completes a question, and refuses one that cannot be answered.
func (e *Explainer) check(q *Question) error {
	if q.Limit == 0 && q.Since.IsZero() {
		q.Limit = Usual
	}
	if q.Limit == 0 {
		q.Limit = Most
	}
	switch {
	case q.Limit < 1 || q.Limit > Most:
		return fmt.Errorf("%w: at most %d changes are told; it may be 1 to %d", ErrQuestion, q.Limit, Most)
	case q.At.After(e.Now()):
		return fmt.Errorf("%w: %s is in the future; the past can be told, and what is scheduled now", ErrQuestion, q.At.UTC().Format(time.RFC3339))
	case q.After != nil && !q.Since.IsZero():
		return fmt.Errorf("%w: ask for what is behind a change, or for what happened since a time", ErrQuestion)
	}
	return nil
}

// answering is one answer in the making.
type answering struct {
	*Explainer
	q       Question
	rows    *rows
	rec     fsm.Record // at the moment that is told of
	at      fsm.Moment
	in      fsm.Inputs // of that moment
	program *fsm.Program
	zone    *time.Location
	report  Report
}

// begin finds the record of the moment, its program and inputs.
func (a *answering) begin(ctx context.Context) error {
	newest, err := a.Store.Record(ctx, a.q.Phone)
	if errors.Is(err, store.ErrNotFound) {
		return fmt.Errorf("%.40q was %w; a number is written in full, such as +12125550123, and known from its first text, event, attribute or consent on", a.q.Phone, ErrUnknown)
	}
	if err != nil {
		return fmt.Errorf("read the record: %w", err)
	}
	a.rec, a.at = newest, fsm.At(a.Now())
	revision := ""
	if a.q.At.IsZero() {
		err = a.present(ctx)
	} else {
		a.at = fsm.At(a.q.At)
		err = a.past(ctx)
		revision = a.rec.Revision
	}
	if err != nil {
		return err
	}
	by, err := a.decider(ctx, revision)
	if err != nil {
		return err
	}
	a.program, a.in.Bounds = by.program, by.bounds
	if err := a.codes(ctx); err != nil {
		return err
	}
	if a.in.Secret, err = bot.Secret(ctx, a.Store); err != nil {
		return err
	}
	a.zone = ZoneOf(a.program, &a.rec)
	a.report = Report{Phone: a.q.Phone, At: a.at, Local: a.clock(a.at), Zone: a.zone.String(), Zones: a.rec.Zones, Changes: a.rec.Version,
		Revision: a.rec.Revision, State: plain.State(&a.rec, a.zone), Story: []Told{}, Orders: []Bought{}, Scheduled: []Due{}, Unsent: []Unsent{}}
	return nil
}

// present brings the inputs of now.
func (a *answering) present(ctx context.Context) (err error) {
	if a.in.Paused, err = bot.Pauses(ctx, a.Store); err != nil {
		return err
	}
	if a.Holding != nil {
		a.in.HoldAll = a.Holding()
	}
	return nil
}

// codes brings the guards a code of each pool that has any; what a pool had in the past is not known, so it
// counts as one that had.
func (a *answering) codes(ctx context.Context) error {
	if a.program == nil {
		return nil
	}
	left, err := a.Store.Pools(ctx)
	if err != nil {
		return fmt.Errorf("count the codes that are left: %w", err)
	}
	a.in.Codes = map[string]string{}
	for name, offer := range a.program.Offers {
		if offer.Codes == fsm.PoolCodes && (left[name] > 0 || !a.q.At.IsZero()) {
			a.in.Codes[name] = "CODE"
		}
	}
	return nil
}

// clock writes a moment by the person's clock.
func (a *answering) clock(m fsm.Moment) string { return plain.Clock(m, a.zone) }

// ZoneOf is where a person is, as far as it is known: by the first of the zones that the number may be
// in, else the shop's.
func ZoneOf(p *fsm.Program, r *fsm.Record) *time.Location {
	names := r.Zones
	if p != nil {
		names = append(names[:len(names):len(names)], p.Zone)
	}
	for _, name := range names {
		if zone, err := time.LoadLocation(name); err == nil && name != "" {
			return zone
		}
	}
	return time.UTC
}
