package trial

import (
	"context"
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/parley-sms/parley/bot"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// enough is the number of stories within which every bug must be found out.
const enough = 1000

// Ensure every bug that is put in on purpose is found out, so that a trial that finds nothing says
// something.
func TestBugs(t *testing.T) {
	for _, b := range bugs() {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			c := court(t)
			b.put(t, &c)
			for seed := range uint64(enough) {
				v, err := c.Try(t.Context(), seed)
				if err != nil {
					t.Fatal(err)
				}
				if len(v.Findings) > 0 {
					t.Logf("found out by story %d: %s: %s", seed+1, v.Findings[0].Check, v.Findings[0].What)
					return
				}
			}
			t.Errorf("%d stories do not find it out", enough)
		})
	}
}

// bug is a fault that is put in on purpose.
type bug struct {
	name string
	put  func(t *testing.T, c *Court)
}

func bugs() []bug {
	return []bug{
		{"a STOP is acknowledged and forgotten", deafToStop},
		{"a STOP changes nothing", altered(isStop, keepAll)},
		{"texts go out twice", carries(func(c bot.Carrier) bot.Carrier { return stutter{c} })},
		{"a text is called sent that is not", carries(func(c bot.Carrier) bot.Carrier { return &liar{Carrier: c} })},
		{"what is not yet listed is called absent", carries(func(c bot.Carrier) bot.Carrier { return blind{Carrier: c} })},
		{"lost texts are never listed", carries(func(c bot.Carrier) bot.Carrier { return deaf{c} })},
		{"no hour is quiet", edited(func(d *fsm.Definition) { d.Quiet = allDay() })},
		{"the law of places is left out", edited(func(d *fsm.Definition) { d.Law = nil })},
		{"nothing is capped", edited(func(d *fsm.Definition) { d.Caps = d.Caps[2:3] })},
		{"nothing lies between two texts", edited(func(d *fsm.Definition) { d.Gap = 0 })},
		{"offers are not capped", edited(func(d *fsm.Definition) { d.Caps = d.Caps[:3] })},
		{"buyers get offers", edited(func(d *fsm.Definition) { d.Suppress = nil })},
		{"a schedule comes a day early", edited(func(d *fsm.Definition) { workflow(d, "news").Enter.Every = &fsm.Every{MonthDay: 14} })},
		{"timers run early", edited(func(d *fsm.Definition) { step(d, "drip", fsm.WaitStep).Wait.For /= 2 })},
		{"promos pass for service", edited(func(d *fsm.Definition) { workflow(d, "sale").Class = fsm.Service })},
		{"timers are forgotten", altered(anything, func(_, next *fsm.Record) { next.Calendar = noSteps(next.Calendar) })},
		{"what is on the wire is forgotten", altered(anything, func(_, next *fsm.Record) { next.Wire = nil })},
		{"a taken thread is not held", altered(isTake, keepState)},
		{"texts that are known are taken again", stores(func(s store.Store) store.Store { return forgetful{s} })},
		{"one sender is passed over", stores(func(s store.Store) store.Store { return partial{s} })},
		{"consent is not written down", altered(anything, nil)},
		{"codes are given to one after another", stores(func(s store.Store) store.Store { return generous{s} })},
		{"codes are made up", stores(func(s store.Store) store.Store { return inventive{s} })},
		{"a text says no code", carries(func(c bot.Carrier) bot.Carrier { return holey{c} })},
		{"a code that was used is given", stores(func(s store.Store) store.Store { return unredeemed{s} })},
		{"gifts come again and again", edited(func(d *fsm.Definition) {
			d.Offers = map[string]fsm.Offer{"gift": {Codes: fsm.PoolCodes}, "bonus": d.Offers["bonus"]}
		})},
		{"what may go again is dropped", edited(func(d *fsm.Definition) { step(d, "ready", fsm.SendStep).Resend = false })},
		{"what may go once goes again in doubt", edited(func(d *fsm.Definition) { s := step(d, "ship", fsm.SendStep); s.Resend, s.SendBy = true, 3*time.Hour })},
		{"a broadcast goes to everybody", edited(func(d *fsm.Definition) { workflow(d, "cast").Enter.Segment = "" })},
		{"a broadcast comes an hour early", edited(func(d *fsm.Definition) { workflow(d, "cast").Enter.Once = "2026-10-05 13:00" })},
		{"schedules pass the first person over", stores(func(s store.Store) store.Store { return headless{s} })},
		{"an opt-out by phone is not obeyed", altered(isOptOut, keepAll)},
	}
}

// deafToStop answers a STOP as if it had been stored.
func deafToStop(_ *testing.T, c *Court) {
	c.Webhooks = func(e *bot.Engine, url, token string) (http.Handler, error) {
		inner, err := webhooks(e, url, token)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			r.Body = io.NopCloser(strings.NewReader(string(body)))
			if strings.Contains(string(body), "Body=STOP&") {
				w.Header().Set("Content-Type", "text/xml")
				_, _ = io.WriteString(w, "<Response/>")
				return
			}
			inner.ServeHTTP(w, r)
		}), err
	}
}

func carries(wrap func(bot.Carrier) bot.Carrier) func(*testing.T, *Court) {
	return func(_ *testing.T, c *Court) { c.Carrier = wrap }
}

func stores(wrap func(store.Store) store.Store) func(*testing.T, *Court) {
	return func(_ *testing.T, c *Court) { c.Store = wrap }
}

// edited compiles another program than the one that the checkers know.
func edited(edit func(*fsm.Definition)) func(*testing.T, *Court) {
	return func(t *testing.T, c *Court) {
		c.Fit = func(def *fsm.Definition) error {
			def.Workflows = slices.Clone(def.Workflows)
			for i := range def.Workflows {
				def.Workflows[i].Steps = slices.Clone(def.Workflows[i].Steps)
			}
			edit(def)
			return nil
		}
		def := c.Program.Definition
		if err := c.Fit(&def); err != nil {
			t.Fatal(err)
		}
		p, err := fsm.Compile(def, "edited")
		if err != nil {
			t.Fatal(err)
		}
		c.Program = p
	}
}

func allDay() []fsm.Window {
	return []fsm.Window{{Days: [7]bool{true, true, true, true, true, true, true}, To: 24 * 60}}
}

func step(d *fsm.Definition, of string, kind fsm.StepKind) *fsm.Step {
	steps := workflow(d, of).Steps
	return &steps[slices.IndexFunc(steps, func(s fsm.Step) bool { return s.Kind == kind })]
}

func workflow(d *fsm.Definition, name string) *fsm.Workflow {
	i := slices.IndexFunc(d.Workflows, func(w fsm.Workflow) bool { return w.Name == name })
	return &d.Workflows[i]
}

// stutter hands every text over twice.
type stutter struct{ bot.Carrier }

func (s stutter) Send(ctx context.Context, m fsm.Message) (string, error) {
	_, _ = s.Carrier.Send(ctx, m)
	return s.Carrier.Send(ctx, m)
}

// liar drops every third text and says that it went.
type liar struct {
	bot.Carrier
	n int
}

func (l *liar) Send(ctx context.Context, m fsm.Message) (string, error) {
	if l.n++; l.n%3 == 0 {
		return "SM00000000000000000000000000000000", nil
	}
	return l.Carrier.Send(ctx, m)
}

// blind sees nothing in the carrier's list, and trusts it.
type blind struct{ bot.Carrier }

func (blind) Outbound(context.Context, fsm.Phone, time.Time) ([]bot.Taken, bool, error) {
	return nil, true, nil
}

// deaf finds no text of a phone in the carrier's list.
type deaf struct{ bot.Carrier }

func (deaf) Inbound(context.Context, time.Time) iter.Seq2[bot.Received, error] {
	return func(func(bot.Received, error) bool) {}
}

// altering is a store that stores something else than was decided.
type altering struct {
	store.Store
	which func(*fsm.Decision) bool
	how   func(old, next *fsm.Record)
}

// altered alters the records of some decisions; without a way to, it leaves consent out of the ledger.
func altered(which func(*fsm.Decision) bool, how func(old, next *fsm.Record)) func(*testing.T, *Court) {
	return stores(func(s store.Store) store.Store { return altering{s, which, how} })
}

func (a altering) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	var meant fsm.Decision
	_, err := a.Store.Update(ctx, phone, func(v store.View) (fsm.Decision, error) {
		d, err := decide(v)
		if meant = d; err != nil || d.Nothing || !a.which(&d) {
			return d, err
		}
		if a.how == nil {
			d.Ledger = slices.Clone(d.Ledger)
			for i := range d.Ledger {
				d.Ledger[i].Fact = "noted"
			}
			return d, nil
		}
		old := v.Record()
		a.how(&old, &d.Next)
		return d, nil
	})
	return meant, err
}

func anything(*fsm.Decision) bool { return true }
func isTake(d *fsm.Decision) bool { return strings.HasPrefix(d.Cause, "take ") }
func isOptOut(d *fsm.Decision) bool {
	return strings.HasPrefix(d.Cause, "opt_out")
}

func isStop(d *fsm.Decision) bool {
	return slices.ContainsFunc(d.Lines, func(l fsm.Line) bool { return l.Event == "stop" })
}

func keepState(old, next *fsm.Record) { next.State = old.State }

// keepAll keeps consent and everything that hangs on it.
func keepAll(old, next *fsm.Record) {
	keepState(old, next)
	next.Marketing, next.Service, next.Runs, next.Calendar, next.Ready, next.Question, next.Blocks = old.Marketing, old.Service, old.Runs, old.Calendar, old.Ready, old.Question, nil
}

func noSteps(list []fsm.Item) []fsm.Item {
	return slices.DeleteFunc(slices.Clone(list), func(i fsm.Item) bool { return i.Kind == fsm.ItemStep })
}

// forgetful knows no text of a person again.
type forgetful struct{ store.Store }

func (f forgetful) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	return f.Store.Update(ctx, phone, func(v store.View) (fsm.Decision, error) { return decide(amnesia{v}) })
}

type amnesia struct{ store.View }

func (a amnesia) Known(string) (bool, error) { return false, nil }

func (a amnesia) Record() fsm.Record {
	r := a.View.Record()
	r.Seen = nil
	return r
}

// partial never sees what is ready for one of the senders.
type partial struct{ store.Store }

func (p partial) ReadySenders(ctx context.Context) ([]string, error) {
	list, err := p.Store.ReadySenders(ctx)
	return slices.DeleteFunc(list, func(s string) bool { return s == ours()[1] }), err
}

// generous lets whoever comes next have the same code.
type generous struct{ store.Store }

func (g generous) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	return g.Store.Update(ctx, phone, func(v store.View) (fsm.Decision, error) {
		d, err := decide(v)
		d.Claims, d.Grants = nil, nil
		return d, err
	})
}

// inventive has a code where none is left.
type inventive struct{ store.Store }

func (i inventive) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	return i.Store.Update(ctx, phone, func(v store.View) (fsm.Decision, error) {
		d, err := decide(neverOut{v})
		d.Claims = slices.DeleteFunc(d.Claims, func(c fsm.Claim) bool { return strings.HasPrefix(c.Code, "LUCKY") })
		return d, err
	})
}

type neverOut struct{ store.View }

func (n neverOut) FreeCode(offer string) (string, error) {
	if code, err := n.View.FreeCode(offer); err == nil {
		return code, nil
	}
	return "LUCKY" + string(n.Record().Phone[2:]), nil
}

// unredeemed forgets that a code was used before it was given.
type unredeemed struct{ store.Store }

func (u unredeemed) Update(ctx context.Context, phone fsm.Phone, decide store.Decide) (fsm.Decision, error) {
	return u.Store.Update(ctx, phone, func(v store.View) (fsm.Decision, error) {
		d, err := decide(v)
		d.Claims = slices.DeleteFunc(d.Claims, func(c fsm.Claim) bool { return c.Seq == 0 })
		return d, err
	})
}

// holey leaves the codes out of texts.
type holey struct{ bot.Carrier }

func (h holey) Send(ctx context.Context, m fsm.Message) (string, error) {
	if code, ok := codeIn(m.Body); ok {
		m.Body = strings.Replace(m.Body, code, "", 1)
	}
	return h.Carrier.Send(ctx, m)
}

// headless leaves the first person out of every page of subscribers.
type headless struct{ store.Store }

func (h headless) Subscribers(ctx context.Context, after fsm.Phone, limit int) ([]fsm.Record, error) {
	list, err := h.Store.Subscribers(ctx, after, limit)
	return list[min(len(list), 1):], err
}
