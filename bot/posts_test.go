package bot_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/bot/hook"
	"github.com/parley-sms/parley/fsm"
)

// endpoint is a shop's endpoint that does what a test says.
type endpoint struct {
	mu     sync.Mutex
	posts  []hook.Post
	at     []time.Time
	answer func(ctx context.Context, n int, p hook.Post) ([]byte, error)
}

func (e *endpoint) Do(ctx context.Context, p hook.Post) ([]byte, error) {
	e.mu.Lock()
	e.posts, e.at = append(e.posts, p), append(e.at, time.Now())
	n := len(e.posts)
	e.mu.Unlock()
	return e.answer(ctx, n, p)
}

// seen gives what was posted so far, and when.
func (e *endpoint) seen() ([]hook.Post, []time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.posts), slices.Clone(e.at)
}

// count is how much was posted so far.
func (e *endpoint) count() int {
	posts, _ := e.seen()
	return len(posts)
}

// calling is a program that asks the shop for a person's tier before it texts.
func calling(e *endpoint) func(*bot.Options, *fsm.Definition) {
	return func(o *bot.Options, d *fsm.Definition) {
		o.Poster = e
		d.Events["tier"] = fsm.EventType{Fields: map[string]fsm.Field{"name": {Type: fsm.StringType}}}
		d.Calls = map[string]fsm.Endpoint{"loyalty": {URL: "https://shop.test/hook", Secret: "TEST_LOYALTY"}, "other": {URL: "https://other.test"}}
		call := func(name string) fsm.Workflow {
			return fsm.Workflow{Name: name + "_flow", Class: fsm.Service, Enter: fsm.Enter{On: []string{name}}, Steps: []fsm.Step{
				{Name: "ask", Kind: fsm.CallStep, Call: name, Timeout: 30 * time.Minute, OnTimeout: "sorry"},
				{Name: "thanks", Kind: fsm.SendStep, Texts: []fsm.TextCase{{Text: "Acme: thank you."}}},
				{Name: "end", Kind: fsm.ExitStep},
				{Name: "sorry", Kind: fsm.SendStep, Texts: []fsm.TextCase{{Text: "Acme: sorry."}}},
			}}
		}
		d.Events["loyalty"], d.Events["other"] = fsm.EventType{}, fsm.EventType{}
		d.Workflows = append(d.Workflows, call("loyalty"), call("other"))
	}
}

// Ensure a call says whose and which it is, is signed, is made again under the same id until it is
// answered, and that its answer is an event of the person.
func TestCall(t *testing.T) {
	t.Setenv("TEST_LOYALTY", "swordfish")
	synctest.Test(t, func(t *testing.T) {
		shop := &endpoint{answer: func(_ context.Context, n int, _ hook.Post) ([]byte, error) {
			if n < 3 {
				return nil, errors.New("the endpoint answered 503")
			}
			return []byte(`{"type":"tier","data":{"name":"gold"}}`), nil
		}}
		r := newRig(t, nil, calling(shop)).run()
		defer r.stop()
		began := time.Now()
		r.event(anna, "loyalty")
		r.wantTexts()
		time.Sleep(20 * time.Minute)
		r.wantTexts("123 loyalty_flow.thanks")
		var after []string
		for i, p := range shop.posts {
			if p.ID != shop.posts[0].ID || p.Secret != "swordfish" || p.URL != "https://shop.test/hook" {
				t.Errorf("posted %+v", p)
			}
			after = append(after, shop.at[i].Sub(began).Round(time.Second).String())
		}
		if got := strings.Join(after, " "); got != "0s 30s 2m30s" {
			t.Errorf("called after %s", got)
		}
		var body struct {
			ID, Type, Call, Workflow, Step, Phone string
			At                                    time.Time
			Data                                  map[string]any
		}
		if err := json.Unmarshal(shop.posts[0].Body, &body); err != nil {
			t.Fatal(err)
		}
		if got := fmt.Sprintln(body.ID == shop.posts[0].ID, body.Type, body.Call, body.Workflow, body.Step, body.Phone, body.At.Equal(began)); got != "true call loyalty loyalty_flow ask +12125550123 true\n" {
			t.Errorf("posted %s", shop.posts[0].Body)
		}
		events := r.record(anna).Events
		if last := events[len(events)-1]; last.Type != "tier" || last.Data["name"] != "gold" {
			t.Errorf("the events are %v", events)
		}
	})
}

// Ensure a call without a secret that its endpoint names is never made, and leads to its timeout.
func TestCallUnsigned(t *testing.T) {
	t.Setenv("TEST_LOYALTY", "")
	synctest.Test(t, func(t *testing.T) {
		shop := &endpoint{answer: func(context.Context, int, hook.Post) ([]byte, error) { return nil, nil }}
		r := newRig(t, nil, calling(shop)).run()
		defer r.stop()
		r.event(anna, "loyalty")
		time.Sleep(time.Hour)
		r.wantTexts("123 loyalty_flow.sorry")
		if len(shop.posts) != 0 {
			t.Errorf("posted %v", shop.posts)
		}
	})
}

// Ensure an endpoint that hangs keeps neither timers, nor texts, nor calls of others waiting, and that a
// stop does not wait for it.
func TestCallHangs(t *testing.T) {
	t.Setenv("TEST_LOYALTY", "swordfish")
	synctest.Test(t, func(t *testing.T) {
		shop := &endpoint{answer: func(ctx context.Context, _ int, p hook.Post) ([]byte, error) {
			if p.URL == "https://other.test" {
				return nil, nil
			}
			<-ctx.Done()
			return nil, ctx.Err()
		}}
		r := newRig(t, nil, calling(shop))
		phones := r.crowd(200)
		r.run()
		for i, p := range phones {
			r.apply(p, fsm.Fact{Happened: fsm.Happened{ID: fmt.Sprint(i), Type: "loyalty", At: fsm.At(time.Now())}})
		}
		time.Sleep(time.Second)
		if n := len(shop.posts); n == 0 || n > 64 {
			t.Errorf("%d calls are under way", n)
		}
		r.event(anna, "other")
		time.Sleep(time.Second)
		r.text(ben, ours, "HELP")
		r.wantTexts("123 other_flow.thanks", "124 help")
		r.stop()
	})
}

// Ensure a call that was under way when the process ended is made again by the next one, under the same
// id.
func TestCallSurvives(t *testing.T) {
	t.Setenv("TEST_LOYALTY", "swordfish")
	synctest.Test(t, func(t *testing.T) {
		hung := &endpoint{answer: func(ctx context.Context, _ int, _ hook.Post) ([]byte, error) { <-ctx.Done(); return nil, ctx.Err() }}
		before := newRig(t, nil, calling(hung)).run()
		before.event(anna, "loyalty")
		before.stop()
		shop := &endpoint{answer: func(context.Context, int, hook.Post) ([]byte, error) { return nil, nil }}
		r := newRig(t, before.store, calling(shop)).run()
		defer r.stop()
		time.Sleep(5 * time.Minute)
		r.wantTexts("123 loyalty_flow.thanks")
		if len(shop.posts) != 1 || shop.posts[0].ID != hung.posts[0].ID {
			t.Errorf("posted %v, before it was %v", shop.posts, hung.posts)
		}
	})
}
