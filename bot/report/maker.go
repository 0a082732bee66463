package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/bot/experiments"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/store"
)

// Maker makes reports from a data folder.
type Maker struct {
	Store    store.Store
	Programs *deploy.Deployer
	Now      func() time.Time
}

// ErrAsk says that a report was asked for that cannot be made.
var ErrAsk = errors.New("no such report")

// Ask is what a report is to tell of. Days are such as 2026-11-25, in the program's zone.
type Ask struct {
	Since    string `json:"since,omitempty"` // the first day; empty: Days before Until
	Until    string `json:"until,omitempty"` // the last day; empty: yesterday, the last whole one
	Days     int    `json:"days,omitempty"`  // 0: ByWeek
	Workflow string `json:"workflow,omitempty"`
}

// The usual spans, in days.
const (
	ByWeek  = 7
	ByMonth = 28
)

// Make makes a report by the live program.
func (m *Maker) Make(ctx context.Context, a Ask) (Review, error) {
	p, err := m.Programs.Program(ctx, "")
	if err != nil {
		return Review{}, fmt.Errorf("read the live program: %w", err)
	}
	q, err := a.question(p.Day(fsm.At(m.Now())))
	if err != nil {
		return Review{}, err
	}
	copies, err := m.copies(ctx, p)
	if err != nil {
		return Review{}, err
	}
	r, err := Make(ctx, m.Store, p, q, copies)
	if err != nil {
		return r, err
	}
	if a.Workflow != "" && len(r.Workflows) == 0 {
		return r, fmt.Errorf("%w: there is no workflow %.40q", ErrAsk, a.Workflow)
	}
	if r.Incremental, err = experiments.Read(ctx, m.Store, p, fsm.At(m.Now())); err != nil {
		return r, fmt.Errorf("read the experiments: %w", err)
	}
	r.Incremental.Experiments = slices.DeleteFunc(r.Incremental.Experiments, func(e experiments.Experiment) bool {
		return a.Workflow != "" && e.Workflow != a.Workflow
	})
	return r, nil
}

// question reads the days.
func (a Ask) question(today fsm.Day) (Question, error) {
	q := Question{To: today - 1, Workflow: a.Workflow}
	var err error
	if a.Until != "" {
		if q.To, err = day(a.Until); err != nil {
			return q, err
		}
	}
	switch {
	case a.Since != "":
		if q.From, err = day(a.Since); err != nil {
			return q, err
		}
	case a.Days > 0:
		q.From = q.To - fsm.Day(a.Days) + 1
	default:
		q.From = q.To - ByWeek + 1
	}
	if q.To < q.From || q.To-q.From >= MaxDays {
		return q, fmt.Errorf("%w: from %s to %s; the first day comes before the last one, by at most %d days", ErrAsk, date(q.From), date(q.To), MaxDays)
	}
	return q, nil
}

func day(s string) (fsm.Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("%w: the day %.40q; write it such as 2026-11-25", ErrAsk, s)
	}
	return fsm.Day(t.Unix() / (24 * 60 * 60)), nil
}

// maxRevisions bounds how many revisions are looked at for when words changed; of words that are older than all
// of them, nothing is said.
const maxRevisions = 50

// copies finds out since when the texts of the live program have the words that they have.
func (m *Maker) copies(ctx context.Context, p *fsm.Program) (Copies, error) {
	list, err := deploy.Revisions(ctx, m.Store)
	if err != nil {
		return nil, err
	}
	since, same := map[[2]string]fsm.Moment{}, words(p)
	for i := len(list) - 1; i >= 0 && len(same) > 0 && i >= len(list)-maxRevisions; i-- {
		old := m.revision(ctx, p, list[i].Hash)
		if old == nil {
			break // what is older is not known
		}
		then := words(old)
		for step, text := range same {
			if then[step] != text {
				delete(same, step)
				continue
			}
			since[step] = fsm.At(list[i].At)
		}
	}
	return func(workflow, step string) fsm.Moment { return since[[2]string{workflow, step}] }, nil
}

// revision is the program of a revision; nil where it cannot be read any more.
func (m *Maker) revision(ctx context.Context, live *fsm.Program, hash string) *fsm.Program {
	if hash == live.Revision {
		return live
	}
	p, err := m.Programs.Program(ctx, hash)
	if err != nil {
		return nil
	}
	return p
}

// words are what each step says, in all its wordings and languages.
func words(p *fsm.Program) map[[2]string]string {
	said := map[[2]string]string{}
	for _, w := range p.Workflows {
		for _, s := range w.Steps {
			if len(s.Texts) > 0 {
				said[[2]string{w.Name, s.Name}] = fmt.Sprint(s.Texts, s.Retry)
			}
		}
	}
	return said
}
