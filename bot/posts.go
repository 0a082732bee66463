package bot

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/parley-sms/parley/bot/hook"
	"github.com/parley-sms/parley/bot/trace"
	"github.com/parley-sms/parley/fsm"
)

// Poster makes the calls of workflows. A hook.Client is one; tests play another.
type Poster interface {
	// Do makes a call, once, and gives the body of its answer. An error says why it failed.
	Do(ctx context.Context, p hook.Post) ([]byte, error)
}

// The bounds of calls.
const (
	maxCalling = 64     // made at a time, for one endpoint at most half of them
	maxCalls   = 10_000 // that wait for their turn; others are left to the calendar, which raises them again
)

// posts makes the calls of workflows beside everything else. A call that is lost with the process, or
// that fails, is raised again by the person's calendar, under the same id.
type posts struct {
	e    *Engine
	room *calls

	mu      sync.Mutex
	waiting []call
	known   map[string]bool // ids that wait or are under way
}

// call is a call of one person's run.
type call struct {
	fsm.Call
	phone fsm.Phone
	at    fsm.Moment
	trace trace.ID
}

func newPosts(e *Engine) *posts {
	return &posts{e: e, room: newCalls(maxCalling), known: map[string]bool{}}
}

func (p *posts) Name() string { return "posts" }

// add takes the calls of a stored decision with a trace.
func (p *posts) add(d *fsm.Decision, id trace.ID) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range d.Calls {
		if !p.known[c.ID] && len(p.waiting) < maxCalls {
			p.known[c.ID] = true
			p.waiting = append(p.waiting, call{c, d.Next.Phone, d.At, id})
		}
	}
}

// Turn makes the calls for which there is room.
func (p *posts) Turn(context.Context, time.Time) (time.Time, error) {
	if p.e.stopped() {
		return time.Time{}, nil
	}
	for _, c := range p.ready() {
		p.e.Beside(func(ctx context.Context) { p.do(ctx, c) })
	}
	return time.Time{}, nil
}

// ready takes the calls for which there is room, each endpoint's in their order.
func (p *posts) ready() []call {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []call
	full := map[string]bool{}
	left := p.waiting[:0]
	for _, c := range p.waiting {
		if !full[c.Endpoint] && p.room.reserve(c.Endpoint) {
			list = append(list, c)
			continue
		}
		full[c.Endpoint] = true
		left = append(left, c)
	}
	clear(p.waiting[len(left):])
	p.waiting = left
	return list
}

// atRest tells whether no call waits for its turn.
func (p *posts) atRest() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.waiting) == 0
}

func (p *posts) ended(c call) {
	p.room.free(c.Endpoint)
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.known, c.ID)
}

// do makes one call and brings back what came of it. Where the engine stops meanwhile, the calendar
// raises the call again after the next start.
func (p *posts) do(ctx context.Context, c call) {
	defer p.ended(c)
	ctx = trace.With(ctx, c.trace)
	event, err := p.ask(ctx, c)
	if ctx.Err() != nil {
		return
	}
	called := fsm.Called{ID: c.ID, Event: event}
	if err != nil {
		called.Failed = err.Error()
		p.e.Log.WarnContext(ctx, "a call failed", "call", c.Endpoint, "workflow", c.Workflow, "step", c.Step, "phone", c.phone.Redacted(), "err", err)
	}
	if _, err := p.e.Apply(ctx, c.phone, called); err != nil {
		p.e.Log.ErrorContext(ctx, "what came of a call was not stored; it is made again", "call", c.Endpoint, "phone", c.phone.Redacted(), "err", err)
	}
}

// ask posts a call, and gives the event that it was answered with, if any.
func (p *posts) ask(ctx context.Context, c call) (*fsm.Happened, error) {
	program := p.e.Program()
	endpoint, ok := program.Calls[c.Endpoint]
	if !ok {
		return nil, fmt.Errorf("the program has no call %q any more", c.Endpoint)
	}
	secret, err := secretOf(endpoint)
	if err != nil {
		return nil, err
	}
	body, err := c.body()
	if err != nil {
		return nil, err
	}
	now := p.e.Now()
	answer, err := p.e.Poster.Do(ctx, hook.Post{URL: endpoint.URL, Secret: secret, ID: c.ID, At: now, Body: body})
	if err != nil {
		return nil, err
	}
	return answered(program, c.ID, answer, fsm.At(now))
}

// secretOf is what signs the posts to an endpoint; empty: they are not signed.
func secretOf(e fsm.Endpoint) (string, error) {
	if e.Secret == "" {
		return "", nil
	}
	secret := os.Getenv(e.Secret)
	if secret == "" {
		return "", fmt.Errorf("the environment variable %s is not set: it must hold the secret that signs what is posted", e.Secret)
	}
	return secret, nil
}

// body is what is posted.
func (c *call) body() ([]byte, error) {
	data := c.Data
	if data == nil {
		data = map[string]any{}
	}
	body, err := json.Marshal(struct {
		ID       string         `json:"id"`
		Type     string         `json:"type"`
		Call     string         `json:"call"`
		Workflow string         `json:"workflow"`
		Step     string         `json:"step"`
		Phone    fsm.Phone      `json:"phone"`
		At       time.Time      `json:"at"`
		Data     map[string]any `json:"data"`
	}{c.ID, "call", c.Endpoint, c.Workflow, c.Step, c.phone, c.at.Time(), data})
	if err != nil {
		return nil, fmt.Errorf("write the call: %w", err)
	}
	return body, nil
}
