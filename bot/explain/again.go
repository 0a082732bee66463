package explain

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"github.com/parley-sms/parley/bot/deploy"
	"github.com/parley-sms/parley/fsm"
	"github.com/parley-sms/parley/fsm/proof"
	"github.com/parley-sms/parley/store/codec"
)

// Again is what came of deciding once more from what the journal kept.
type Again struct {
	Outcome Outcome `json:"outcome" doc:"same, differs, other_build or not_kept."`
	Said    string  `json:"said" doc:"In words."`
}

// Outcome of deciding again.
type Outcome string

// The outcomes.
const (
	Same       Outcome = "same"        // the same changes and verdicts
	Differs    Outcome = "differs"     // other ones, by the same build: a fault
	OtherBuild Outcome = "other_build" // it was recorded by another build, which decided otherwise
	NotKept    Outcome = "not_kept"    // the journal does not hold what it was decided about, or its program is gone
)

// judge decides entries again.
type judge struct {
	*Explainer
	rows     *rows
	secret   []byte
	programs map[string]decider // by revision
}

// decider is a program with what is proven of it; without a program it cannot be read any more.
type decider struct {
	program *fsm.Program
	bounds  *fsm.Bounds
}

func (e *Explainer) newJudge(rows *rows, secret []byte) *judge {
	return &judge{Explainer: e, rows: rows, secret: secret, programs: map[string]decider{}}
}

// again makes the decision of an entry once more, from the record before it.
func (j *judge) again(ctx context.Context, e fsm.Entry, before fsm.Record, after []byte) (Again, error) {
	ev, _, err := j.rows.event(ctx, e)
	if unreadable(err) {
		return Again{NotKept, "it cannot be decided again: " + err.Error()}, nil
	}
	if err != nil {
		return Again{}, err
	}
	in, err := codec.DecodeInputs(e.Inputs)
	if unreadable(err) {
		return Again{OtherBuild, "recorded by another build: " + err.Error()}, nil
	}
	if err != nil {
		return Again{}, err
	}
	revision, err := revisionOf(after)
	if err != nil {
		return Again{}, err
	}
	p, err := j.program(ctx, revision)
	if err != nil {
		return Again{}, err
	}
	if p.program == nil {
		return Again{NotKept, "it cannot be decided again: the program of revision " + revision + " is not kept, or cannot be read any more"}, nil
	}
	in.Secret, in.Bounds = j.secret, p.bounds
	before.Phone = e.Phone
	return j.compare(p.program, before, in, ev, e, after)
}

// compare decides, and compares with what was stored.
func (j *judge) compare(p *fsm.Program, before fsm.Record, in fsm.Inputs, ev fsm.Event, e fsm.Entry, after []byte) (Again, error) {
	d, err := p.Decide(before, in, ev, e.At)
	if err == nil && !d.Nothing {
		next, err := codec.Encode(&d.Next)
		if err != nil {
			return Again{}, fmt.Errorf("decide change %d again: %w", e.Version, err)
		}
		lines, err := sameLines(d.Lines, e.Lines)
		if err != nil || lines && bytes.Equal(next, after) {
			return Again{Same, "decided again from what was kept, it comes out the same"}, err
		}
	}
	if in.Build != j.Build {
		return Again{OtherBuild, fmt.Sprintf("recorded by another build (%s, this one is %s), which decided otherwise", in.Build, j.Build)}, nil
	}
	return Again{Differs, "decided again from what was kept, it comes out differently: this is a fault of Parley"}, nil
}

func sameLines(a, b []fsm.Line) (bool, error) {
	one, err := codec.Encode(&fsm.Entry{Lines: a})
	if err != nil {
		return false, err
	}
	other, err := codec.Encode(&fsm.Entry{Lines: b})
	return bytes.Equal(one, other), err
}

// program reads a revision's program once.
func (j *judge) program(ctx context.Context, revision string) (decider, error) {
	if p, ok := j.programs[revision]; ok {
		return p, nil
	}
	p, err := j.decider(ctx, revision)
	if err != nil {
		return p, err
	}
	j.programs[revision] = p
	return p, nil
}

// decider reads a revision's program, and proves it anew.
func (e *Explainer) decider(ctx context.Context, revision string) (decider, error) {
	p, err := e.Programs.Program(ctx, revision)
	if errors.Is(err, deploy.ErrNoProgram) {
		return decider{}, nil
	}
	if err != nil {
		return decider{}, err
	}
	bounds := proof.Bounds(p)
	return decider{p, &bounds}, nil
}

// revisionOf reads which program a record was decided by.
func revisionOf(data []byte) (string, error) {
	rec, err := codec.Decode[fsm.Record](data)
	if err != nil {
		return "", fmt.Errorf("read what the journal folds to: %w", err)
	}
	return rec.Revision, nil
}
