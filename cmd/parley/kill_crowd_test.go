package main_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/parley-sms/parley/bot/faketwilio"
)

// person follows a script.
type person struct {
	phone, sender string
	steps         []step
	ground        string // at the end
}

// crowd is everybody who texts, and what their phones show.
type crowd struct {
	w      *world
	ctx    context.Context // of all who text
	people []*person
	wg     sync.WaitGroup

	mu     sync.Mutex
	shown  map[string][]string // what each phone got from us
	errs   []error
	seen   chan struct{} // closed when the ledger was read anew
	leaves context.CancelFunc
}

func newCrowd(ctx context.Context, w *world) *crowd {
	ctx, cancel := context.WithCancel(ctx)
	c := &crowd{w: w, ctx: ctx, leaves: cancel, seen: make(chan struct{})}
	go c.watch()
	return c
}

// add lets one more person text.
func (c *crowd) add(rng *rand.Rand) {
	p := &person{phone: fmt.Sprintf("+1212555%04d", len(c.people)), sender: longCode}
	if rng.IntN(2) == 0 {
		p.sender = shortCode
	}
	p.steps, p.ground = script(rng, p.sender)
	c.people = append(c.people, p)
	c.wg.Go(func() {
		if err := c.follow(p); err != nil {
			c.mu.Lock()
			defer c.mu.Unlock()
			c.errs = append(c.errs, err)
		}
	})
}

// leave waits until everybody has come to the end of the script.
func (c *crowd) leave() {
	c.w.t.Helper()
	c.wg.Wait()
	c.leaves()
	for _, err := range c.errs {
		c.w.t.Error(err)
	}
}

// watch reads the ledger over and over, at most a tenth of the time.
func (c *crowd) watch() {
	for c.ctx.Err() == nil {
		began := time.Now()
		var rows []faketwilio.Sent
		if err := c.w.get(c.ctx, c.w.carrier+"/fake/ledger", &rows); err == nil {
			c.show(rows)
		}
		c.pause(max(100*time.Millisecond, 9*time.Since(began)))
	}
}

func (c *crowd) show(rows []faketwilio.Sent) {
	shown := map[string][]string{}
	for _, row := range rows {
		if !row.Carrier {
			shown[row.To] = append(shown[row.To], row.Body)
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.shown = shown
	close(c.seen)
	c.seen = make(chan struct{})
}

// follow texts one step after the other.
func (c *crowd) follow(p *person) error {
	want := map[string]int{}
	for _, s := range p.steps {
		sids := c.text(p, s.bodies)
		for _, answer := range s.answers {
			want[answer]++
		}
		if err := c.awaitAnswers(p.phone, want); err != nil {
			return fmt.Errorf("%s texted %q and waits for %q; the phone shows %q: %w", p.phone, s.bodies, s.answers, c.got(p.phone), err)
		}
		if len(s.answers) > 0 && len(s.maybe) == 0 {
			continue
		}
		handled := func() bool { return c.handled(p.phone, sids) }
		if err := await(c.ctx, handled); err != nil {
			return fmt.Errorf("%s texted %q, and it was not handled: %w", p.phone, s.bodies, err)
		}
		c.pause(aSecond)
	}
	return nil
}

// aSecond is the grain of the times in the carrier's list, and a little more: of a STOP and a START
// within one second, of which one was found in the list, nobody can tell the order, and the STOP wins.
const aSecond = 1100 * time.Millisecond

func (c *crowd) pause(d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-c.ctx.Done():
	}
}

// text sends all texts at the same time.
func (c *crowd) text(p *person, bodies []string) []string {
	sids := make([]string, len(bodies))
	var wg sync.WaitGroup
	for i, body := range bodies {
		wg.Go(func() {
			var ack struct{ SID string }
			// Where the carrier fails the sid is empty, and never handled.
			_ = c.w.tell(c.ctx, "/fake/text", map[string]string{"from": p.phone, "to": p.sender, "body": body}, &ack)
			sids[i] = ack.SID
		})
	}
	wg.Wait()
	return sids
}

func (c *crowd) got(phone string) []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.shown[phone]
}

// awaitAnswers waits until a phone shows each answer so many times.
func (c *crowd) awaitAnswers(phone string, want map[string]int) error {
	for {
		c.mu.Lock()
		shown, seen := c.shown[phone], c.seen
		c.mu.Unlock()
		missing := false
		for answer, n := range want {
			missing = missing || count(shown, answer) < n
		}
		if !missing {
			return nil
		}
		select {
		case <-seen:
		case <-c.ctx.Done():
			return c.ctx.Err()
		}
	}
}

func count(bodies []string, answer string) (n int) {
	for _, body := range bodies {
		if strings.Contains(body, answer) {
			n++
		}
	}
	return n
}

// handled tells whether the server has all these texts.
func (c *crowd) handled(phone string, sids []string) bool {
	texts, err := c.w.messages(c.ctx, phone)
	if err != nil {
		return false
	}
	has := map[string]bool{}
	for _, m := range texts {
		has[m.SID] = true
	}
	for _, sid := range sids {
		if !has[sid] {
			return false
		}
	}
	return true
}
