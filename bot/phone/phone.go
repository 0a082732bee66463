package phone

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
)

// DefaultSender is our number where a program names no sender.
const DefaultSender = "+15550100100"

// Options are what a Phone is made of.
type Options struct {
	Dir   string           // the data folder; empty: nothing is kept on disk
	Clock *bot.OffsetClock // from LoadClock; default: one that starts at the machine's time
	Log   *slog.Logger     // default: slog.Default()
}

// Phone is a carrier of played handsets. OnText and OnStatus must be set before it is used.
type Phone struct {
	// OnText is told of a text from a handset; nil means that it is stored.
	OnText func(ctx context.Context, r bot.Received) error
	// OnStatus is told how far a text to a handset has come.
	OnStatus func(ctx context.Context, phone fsm.Phone, s fsm.Status) error

	dir     string
	clock   *bot.OffsetClock
	log     *slog.Logger
	ledger  *ledger
	faults  faults
	reports reports
	moving  chan struct{} // holds one value while the clock is being moved
	steps   sync.RWMutex  // locked for each step of the clock; read-locked while a text is posted

	mu        sync.Mutex
	held      map[fsm.Phone]bot.Received // texts that the next one overtakes
	unseen    map[string]bool            // ids of texts that were neither posted nor listed
	throttled time.Time                  // until when the server was told to wait
	changed   chan struct{}              // closed at the next change
}

// New opens the test phone of a data folder.
func New(o Options) (*Phone, error) {
	if o.Clock == nil {
		o.Clock = &bot.OffsetClock{Base: &bot.SystemClock{}}
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	l, err := openLedger(o.Dir, o.Log)
	if err != nil {
		return nil, err
	}
	return &Phone{
		dir: o.Dir, clock: o.Clock, log: o.Log, ledger: l, moving: make(chan struct{}, 1),
		held: map[fsm.Phone]bot.Received{}, unseen: map[string]bool{}, changed: make(chan struct{}),
	}, nil
}

// Name is the carrier's name in settings.
func (p *Phone) Name() string { return "phone" }

// Now is the test phone's time.
func (p *Phone) Now() time.Time { return p.clock.Now() }

// Offset is how far the test phone's time is ahead of the machine's.
func (p *Phone) Offset() time.Duration { return p.clock.Advance(time.Time{}) }

// Close waits for reports under way and closes the ledger's file.
func (p *Phone) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), SlowBy)
	defer cancel()
	_ = p.Reported(ctx) // a report that hangs is lost, as at any carrier that goes away
	return p.ledger.close()
}

// Changed is closed at the next change of the ledger, the faults or the clock.
func (p *Phone) Changed() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed
}

func (p *Phone) tell() {
	p.mu.Lock()
	defer p.mu.Unlock()
	close(p.changed)
	p.changed = make(chan struct{})
}

// newSID draws the id of one text.
func newSID() (string, error) {
	var b [16]byte
	if _, err := rand.Read(b[:]); err != nil {
		return "", fmt.Errorf("draw the id of a text: %w", err)
	}
	return "PH" + hex.EncodeToString(b[:]), nil
}
