package bot_test

import (
	"context"
	"fmt"
	"iter"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
	"github.com/parley-sms/parley/store/memstore"
)

const (
	ours  = "+12125550100"
	other = "+12125550101"
	anna  = fsm.Phone("+12125550123")
	ben   = fsm.Phone("+12125550124")
)

// definition is a small program: an opt-in by JOIN, a promo on "sale" and a service text on "shipped".
func definition() fsm.Definition {
	allDay := []fsm.Window{{Days: [7]bool{true, true, true, true, true, true, true}, From: 0, To: 24 * 60}}
	text := func(s string) []fsm.TextCase { return []fsm.TextCase{{Text: s}} }
	return fsm.Definition{
		Brand: "Acme", Contact: "help@acme.test", Frequency: "few msgs", Zone: "America/New_York", Quiet: allDay,
		Senders: []fsm.Sender{
			{Address: ours, Kind: fsm.LongCode, Pace: 1000, StopReply: "parley"},
			{Address: other, Kind: fsm.LongCode, Pace: 1000, StopReply: "parley"},
		},
		Keywords: []fsm.Keyword{{Name: "join", Words: []string{"join"}, Does: "opt_in"}},
		Events:   map[string]fsm.EventType{"sale": {}, "drip": {}, "shipped": {}},
		Workflows: []fsm.Workflow{
			{Name: "sale", Class: fsm.Promo, Enter: fsm.Enter{On: []string{"sale"}}, Steps: []fsm.Step{
				{Name: "offer", Kind: fsm.SendStep, Texts: text("Acme: sale today!")},
			}},
			{Name: "drip", Class: fsm.Lifecycle, Enter: fsm.Enter{On: []string{"drip"}}, Steps: []fsm.Step{
				{Name: "pause", Kind: fsm.WaitStep, Wait: fsm.Wait{For: time.Hour}},
				{Name: "tip", Kind: fsm.SendStep, Texts: text("Acme: a tip.")},
			}},
			{Name: "ship", Class: fsm.Service, Enter: fsm.Enter{On: []string{"shipped"}}, Steps: []fsm.Step{
				{Name: "note", Kind: fsm.SendStep, Texts: text("Acme: it is on its way.")},
			}},
		},
	}
}

// rig is an engine over a store in memory and a carrier that is played.
type rig struct {
	t       *testing.T
	store   store.Store
	carrier *played
	engine  *bot.Engine
	stop    func()
	sids    int
}

// newRig makes an engine that is not running yet.
func newRig(t *testing.T, s store.Store, change ...func(*bot.Options, *fsm.Definition)) *rig {
	t.Helper()
	if s == nil {
		s = memstore.New()
	}
	def, o := definition(), bot.Options{Store: s, Log: slog.New(slog.DiscardHandler)}
	c := &played{}
	o.Carrier = c
	for _, f := range change {
		f(&o, &def)
	}
	program, err := fsm.Compile(def, "test")
	if err != nil {
		t.Fatal(err)
	}
	o.Program = program
	engine, err := bot.New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return &rig{t: t, store: s, carrier: c, engine: engine, stop: func() {}}
}

// run runs the loops until the test ends or stop is called. Call it within a synctest bubble.
func (r *rig) run() *rig {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		r.engine.Run(ctx)
		close(ended)
	}()
	r.stop = sync.OnceFunc(func() {
		cancel()
		<-ended
	})
	synctest.Wait()
	return r
}

// text lets a phone text one of our numbers.
func (r *rig) text(from fsm.Phone, to, body string) {
	r.t.Helper()
	r.sids++
	in := fsm.Inbound{ID: fmt.Sprintf("SM%04d", r.sids), Sender: to, Body: body}
	if err := r.engine.Receive(r.t.Context(), bot.Received{From: from, Inbound: in}); err != nil {
		r.t.Fatal(err)
	}
	synctest.Wait()
}

func (r *rig) apply(phone fsm.Phone, ev fsm.Event) {
	r.t.Helper()
	if _, err := r.engine.Apply(r.t.Context(), phone, ev); err != nil {
		r.t.Fatal(err)
	}
	synctest.Wait()
}

// subscribe gives a phone's consent, without a word to it.
func (r *rig) subscribe(phones ...fsm.Phone) {
	r.t.Helper()
	for _, p := range phones {
		r.apply(p, fsm.OptIn{ID: "import " + string(p), Purpose: fsm.ForMarketing, Source: "import", Import: true})
	}
}

func (r *rig) event(phone fsm.Phone, name string) {
	r.t.Helper()
	r.sids++
	r.apply(phone, fsm.Fact{Happened: fsm.Happened{ID: fmt.Sprintf("E%04d", r.sids), Type: name, At: fsm.At(r.engine.Now())}})
}

func (r *rig) record(phone fsm.Phone) fsm.Record {
	r.t.Helper()
	rec, err := r.store.Record(r.t.Context(), phone)
	if err != nil {
		r.t.Fatal(err)
	}
	return rec
}

// played is a carrier that does what a test says.
type played struct {
	mu       sync.Mutex
	sent     []sent
	answer   func(ctx context.Context, n int, m fsm.Message) (string, error) // default: accepted
	inbound  []bot.Received
	listFail error
	taken    []bot.Taken
	partial  bool
}

// sent is a text that was handed over.
type sent struct {
	at time.Time
	fsm.Message
}

func (p *played) Name() string { return "played" }

func (p *played) Send(ctx context.Context, m fsm.Message) (string, error) {
	p.mu.Lock()
	p.sent = append(p.sent, sent{time.Now(), m})
	n, answer := len(p.sent), p.answer
	p.mu.Unlock()
	if answer != nil {
		return answer(ctx, n, m)
	}
	return fmt.Sprintf("SO%04d", n), nil
}

func (p *played) Inbound(_ context.Context, since time.Time) iter.Seq2[bot.Received, error] {
	return func(yield func(bot.Received, error) bool) {
		if p.listFail != nil {
			yield(bot.Received{}, p.listFail)
			return
		}
		for _, r := range p.inbound {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func (p *played) Outbound(_ context.Context, to fsm.Phone, since time.Time) ([]bot.Taken, bool, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []bot.Taken
	for _, t := range p.taken {
		if to == "" || t.To == to {
			list = append(list, t)
		}
	}
	return list, !p.partial, p.listFail
}

// texts lists the words that were handed over, each with its phone.
func (p *played) texts() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []string
	for _, s := range p.sent {
		list = append(list, string(s.Phone[len(s.Phone)-3:])+" "+s.Name)
	}
	return list
}

func (p *played) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.sent)
}

// wantTexts compares what was handed over.
func (r *rig) wantTexts(want ...string) {
	r.t.Helper()
	if got := r.carrier.texts(); strings.Join(got, "|") != strings.Join(want, "|") {
		r.t.Fatalf("handed over %q, want %q", got, want)
	}
}
