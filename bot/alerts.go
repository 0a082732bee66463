package bot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Alert is something that is not as it should be, as long as it is so.
type Alert struct {
	Rule     string     `json:"rule" doc:"queue, sending, reports, inbound, filtered, optouts, answers, silence or webhook."`
	About    string     `json:"about" doc:"A sender, a code, a workflow, a source or a webhook; empty: everything."`
	Evidence string     `json:"evidence"`
	Undo     string     `json:"undo" doc:"What would end it."`
	Since    fsm.Moment `json:"since"`
}

// alertsEvery is how often anomalies are looked for while anything happens, or ought to.
const alertsEvery = 5 * time.Minute

// alerts looks for anomalies. Each is told of once, and again only after it was gone.
type alerts struct {
	e     *Engine
	new   atomic.Bool // something was stored since the last look
	wants bool        // somebody's text wanted to go at the last look
	next  time.Time
	quiet time.Time // when the next source will be silent for too long; zero: none
	past  []sample  // as far back as Sending looks, oldest first

	reported sample // when delivery reports last came

	mu     sync.Mutex
	active map[[2]string]Alert   // by rule and what it is about
	heard  map[string]fsm.Moment // when each source posted last
	unkept bool                  // what is remembered over a restart has changed
}

// sample is what was counted by some time.
type sample struct {
	at       time.Time
	counters map[string]int64
	waiting  bool // texts wanted to go, and nothing held them
}

func newAlerts(e *Engine) *alerts {
	a := &alerts{e: e, active: map[[2]string]Alert{}, heard: map[string]fsm.Moment{}}
	a.new.Store(true)
	return a
}

func (a *alerts) Name() string { return "alerts" }

// Turn looks, where anything happened since the last time, texts want to go, or a source is silent.
func (a *alerts) Turn(ctx context.Context, now time.Time) (time.Time, error) {
	if now.Before(a.next) {
		return a.next, nil
	}
	if silent := !a.quiet.IsZero() && !now.Before(a.quiet); !a.new.Swap(false) && !a.wants && !silent {
		return a.quiet, nil
	}
	a.next = now.Add(alertsEvery)
	s, err := a.look(ctx, now)
	if err != nil {
		a.new.Store(true)
		return a.next, err
	}
	return a.next, a.tell(ctx, s)
}

// look gathers what the rules go by.
func (a *alerts) look(ctx context.Context, now time.Time) (*signs, error) {
	program := a.e.Program()
	s := &signs{program: program, bounds: program.Alerts.WithDefaults(), at: fsm.At(now), oldest: map[string]time.Duration{}, workflows: map[string]map[string]int64{}}
	var err error
	if s.counters, err = a.e.Store.Counters(ctx); err != nil {
		return nil, err
	}
	if s.webhooks, err = a.e.Webhooks(ctx); err != nil {
		return nil, err
	}
	if a.e.Holding() == "" {
		if err := a.queues(ctx, s, now); err != nil {
			return nil, err
		}
	}
	if s.late, err = a.e.Store.Threads(ctx, fsm.Tray{Name: fsm.TrayLate}, store.ThreadPlace{}, mostLate); err != nil {
		return nil, err
	}
	a.wants = len(s.oldest) > 0
	a.remember(s, now)
	a.listen(s)
	today := s.program.Day(s.at)
	err = a.e.Store.Measures(ctx, today-lookBackDays, today, func(m fsm.Measure) error {
		s.add(&m, today)
		return nil
	})
	return s, err
}

// queues finds how long the first text of each sender wants to go.
func (a *alerts) queues(ctx context.Context, s *signs, now time.Time) error {
	queues, err := a.e.Store.Queues(ctx, 1)
	for _, q := range queues {
		s.oldest[q.Sender] = max(s.oldest[q.Sender], fsm.At(now).Sub(q.Oldest))
	}
	return err
}

// remember keeps what was counted, and gives the signs that of the begin of the window.
func (a *alerts) remember(s *signs, now time.Time) {
	a.past = append(a.past, sample{now, s.counters, len(s.oldest) > 0})
	for len(a.past) > 1 && now.Sub(a.past[1].at) >= s.bounds.Sending {
		a.past = a.past[1:]
	}
	if a.reported.counters == nil || reports(s.counters) != reports(a.reported.counters) {
		a.reported = sample{at: now, counters: s.counters}
	}
	s.unreported, s.unreportedFor = s.counters["accepted"]-a.reported.counters["accepted"], now.Sub(a.reported.at)
	if now.Sub(a.past[0].at) >= s.bounds.Sending {
		s.before = a.past[0].counters
		s.waited = !slices.ContainsFunc(a.past, func(p sample) bool { return !p.waiting })
	}
}

// listen gives the signs when the program's sources posted last, and finds when the next will be silent.
func (a *alerts) listen(s *signs) {
	a.mu.Lock()
	defer a.mu.Unlock()
	s.heard, a.quiet = map[string]fsm.Moment{}, time.Time{}
	for name, at := range a.heard {
		if _, known := s.program.Sources[name]; !known || !s.bounds.On(fsm.AlertSilence) {
			continue
		}
		s.heard[name] = at
		if from := s.silentFrom(name); from > s.at && (a.quiet.IsZero() || from.Time().Before(a.quiet)) {
			a.quiet = from.Time()
		}
	}
}

// tell raises what is new, and forgets what is over.
func (a *alerts) tell(ctx context.Context, s *signs) (err error) {
	found := map[[2]string]Alert{}
	for _, rule := range rules() {
		for _, alert := range rule(s) {
			if s.bounds.On(alert.Rule) {
				found[[2]string{alert.Rule, alert.About}] = alert
			}
		}
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, old := range inOrder(a.active) {
		key := [2]string{old.Rule, old.About}
		if _, still := found[key]; !still {
			a.e.Log.Info("an alert is over", "rule", old.Rule, "about", old.About)
			delete(a.active, key)
			a.unkept = true
			a.e.notices.add(ctx, &old, s.at)
		}
	}
	for _, alert := range inOrder(found) {
		key := [2]string{alert.Rule, alert.About}
		if old, known := a.active[key]; known {
			alert.Since = old.Since
		} else {
			alert.Since, a.unkept = s.at, true
			err = errors.Join(err, a.raise(ctx, alert))
			a.e.notices.add(ctx, &alert, 0)
		}
		a.active[key] = alert
	}
	return errors.Join(err, a.keep(ctx))
}

// inOrder lists alerts by rule and what they are about.
func inOrder(all map[[2]string]Alert) []Alert {
	return slices.SortedFunc(maps.Values(all), func(a, b Alert) int {
		return cmp.Or(strings.Compare(a.Rule, b.Rule), strings.Compare(a.About, b.About))
	})
}

// raise tells of one; a workflow that drives people away is paused besides.
func (a *alerts) raise(ctx context.Context, alert Alert) error {
	if alert.Rule == fsm.AlertOptOuts {
		paused, err := a.e.pauseOnce(ctx, "optouts/"+alert.About, alert.About)
		if err != nil || !paused {
			return err
		}
	}
	a.e.alarm("something is not as it should be: "+alert.Rule, "rule", alert.Rule, "about", alert.About, "evidence", alert.Evidence, "undo", alert.Undo)
	return nil
}

// Alerts lists what is not as it should be now, in order.
func (e *Engine) Alerts() []Alert {
	e.alerts.mu.Lock()
	defer e.alerts.mu.Unlock()
	return inOrder(e.alerts.active)
}

// pauseOnce pauses a workflow because of something, once for each revision: who resumes it has seen why, and
// knows better, until he changes the program. It tells whether it did; one that is paused already stays as it is.
func (e *Engine) pauseOnce(ctx context.Context, why, workflow string) (bool, error) {
	key, revision := harmPrefix+why, e.Program().Revision
	told, err := e.Store.Get(ctx, key)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return false, fmt.Errorf("read whether %s was stopped before: %w", workflow, err)
	}
	if string(told) == revision {
		return false, nil
	}
	already := e.Paused()[workflow] != ""
	if !already {
		err = e.Pause(ctx, workflow, fsm.PauseHarm)
	}
	if err != nil {
		return false, err
	}
	if err := e.Store.Put(ctx, key, []byte(revision)); err != nil {
		return false, fmt.Errorf("keep that %s was stopped: %w", workflow, err)
	}
	return !already, nil
}
