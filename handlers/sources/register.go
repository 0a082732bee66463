package sources

import (
	"context"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/fsm"
)

// Path is where sources post to; the source's name follows.
const Path = "/webhooks/sources/"

// Engine is what these handlers need of the engine.
type Engine interface {
	// Apply decides an event of one subscriber and stores the decision.
	Apply(ctx context.Context, phone fsm.Phone, ev fsm.Event) (fsm.Decision, error)
	// FanOut accepts an event without a phone, for those who wait for it; known tells of a repeat.
	FanOut(ctx context.Context, h fsm.Happened) (known bool, err error)
	// Heard is told that a source posted something that was believed.
	Heard(source string)
	// Program is the live program.
	Program() *fsm.Program
	// Now is the engine's time.
	Now() time.Time
}

// Store is what these handlers need of the store.
type Store interface {
	// Customer tells whose number a customer of the shop has, or store.ErrNotFound.
	Customer(ctx context.Context, id string) (fsm.Identity, error)
	// List reads all small values whose key has the prefix.
	List(ctx context.Context, prefix string) (map[string][]byte, error)
	// Put writes a small value.
	Put(ctx context.Context, key string, value []byte) error
}

// Options are what the handlers work with. Engine and Store must be given.
type Options struct {
	Engine Engine
	Store  Store
	Watch  *Watch              // default: one of its own
	Secret func(string) string // reads an environment variable; default: os.Getenv
	Clock  func() time.Time    // the time of signatures, which a test phone's clock does not move; default: time.Now
	Log    *slog.Logger        // default: slog.Default()
}

type handlers struct {
	Options
	repeats repeats
}

// Register adds the webhooks of sources to a router. It reads which deliveries are known.
func Register(r gin.IRouter, o Options) error {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Secret == nil {
		o.Secret = os.Getenv
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Watch == nil {
		o.Watch = &Watch{}
	}
	h := &handlers{Options: o}
	if err := h.repeats.load(context.Background(), o.Store); err != nil {
		return err
	}
	for name, s := range o.Engine.Program().Sources {
		if len(keysOf(o.Secret(s.Secret))) == 0 {
			o.Log.Warn("a source has no key, so all that it posts is refused: set its environment variable", "source", name, "variable", s.Secret)
		}
	}
	r.POST(Path+":name", h.post)
	return nil
}

// keysOf takes a list of keys apart.
func keysOf(value string) (keys []string) {
	for key := range strings.SplitSeq(value, ",") {
		if key = strings.TrimSpace(key); key != "" {
			keys = append(keys, key)
		}
	}
	return keys
}
